"""Money that came, and reminders to those who agreed, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    # --- money ---
    "receipt": {
        KO: "{plate} 과태료 {amount} 납부가 확인되었습니다({day} {time}). 이 건은 종결되었습니다.",
        EN: "Car {plate}: your payment of {amount} was confirmed ({day}, {time}). This case is closed.",
        ZH: "{plate} 罰款 {amount} 已確認到帳({day} {time})。此件已了結。",
        VI: "Xe {plate}: da xac nhan khoan nop {amount} ({time}, {day}). Vu viec nay da ket thuc.",
    },
    "instalment_paid": {
        KO: "{plate} 분할납부 {place}회차 {amount} 납부가 확인되었습니다({day} {time}). 남은 {left}회 중 다음은 {until}까지 {next}입니다. 계좌는 "
        '"계좌 {plate}"라고 보내 주세요.',
        EN: "Car {plate}: instalment {place}, {amount}, was confirmed ({day}, {time}). {left} left; the next is {next} by "
        '{until}. For the account, reply "account {plate}".',
        ZH: "{plate} 分期第{place}期 {amount} 已確認到帳({day} {time})。剩餘{left}期, 下一期須於{until}(含)前付 {next}。"
        '帳號請發送"帳號 {plate}"。',
        VI: "Xe {plate}: da xac nhan ky {place}, {amount} ({time}, {day}). Con {left} ky; ky sau la {next}, den het ngay "
        '{until}. De lay tai khoan, tra loi "tai khoan {plate}".',
    },
    "instalments_granted": {
        KO: "{plate} 과태료 {amount}의 분할납부가 허가되었습니다. {of}회, 첫 회는 {until}까지 {first}입니다. 기간 중에는 가산금이 붙지 않으며, 기한을 "
        '넘기면 취소되어 남은 금액을 한꺼번에 내셔야 할 수 있습니다. 계좌는 "계좌 {plate}"라고 보내 주세요.',
        EN: "Car {plate}: you may pay {amount} in {of} instalments, the first {first} by {until}. No surcharge is added "
        "meanwhile; if you miss a date the plan may be revoked and the rest be due at once. For the account, reply "
        '"account {plate}".',
        ZH: "{plate} 罰款 {amount} 已批准分期付款, 共{of}期, 第一期須於{until}(含)前付 {first}。期間不加滯納金; 逾期可能被取消, "
        '須一次付完餘款。帳號請發送"帳號 {plate}"。',
        VI: "Xe {plate}: duoc nop {amount} trong {of} ky, ky dau {first} den het ngay {until}. Trong luc do khong cong "
        "tien cham nop; neu qua han, co the bi huy va phai nop het so con lai mot lan. De lay tai khoan, tra loi "
        '"tai khoan {plate}".',
    },
    "instalments_extended": {
        KO: '{plate} 분할납부가 연장되었습니다. 남은 {of}회, 다음은 {until}까지 {first}입니다. 계좌는 "계좌 {plate}"라고 보내 주세요.',
        EN: "Car {plate}: your instalments were extended. {of} are left, the next {first} by {until}. For the account, reply "
        '"account {plate}".',
        ZH: '{plate} 分期付款已延長。剩餘{of}期, 下一期須於{until}(含)前付 {first}。帳號請發送"帳號 {plate}"。',
        VI: "Xe {plate}: da gia han nop nhieu ky. Con {of} ky, ky sau {first} den het ngay {until}. De lay tai khoan, tra "
        'loi "tai khoan {plate}".',
    },
    "instalments_revoked": {
        KO: "{plate} 분할납부가 취소되어 남은 {amount}을 한꺼번에 내셔야 합니다({until}까지). 그 뒤에는 가산금이 더해집니다. 계좌는 "
        '"계좌 {plate}"라고 보내 주세요. 문의: {phone}',
        EN: "Car {plate}: your instalments were revoked, and the remaining {amount} is due as a whole by {until}. After that "
        'surcharges are added. For the account, reply "account {plate}". Questions: {phone}',
        ZH: "{plate} 分期付款已被取消, 須於{until}(含)前一次付完餘款 {amount}, 之後加收滯納金。帳號請發送"
        '"帳號 {plate}"。咨詢: {phone}',
        VI: "Xe {plate}: viec nop nhieu ky da bi huy, phai nop {amount} con lai mot lan, den het ngay {until}. Sau do cong "
        'tien cham nop. De lay tai khoan, tra loi "tai khoan {plate}". Lien he: {phone}',
    },
    "payment_reversed": {
        KO: '{plate} 과태료 {amount} 입금을 은행이 취소하여 납부되지 않은 상태로 돌아갔습니다. 다시 내시려면 차량번호와 함께 "계좌"라고 보내 '
        "주세요. 문의: {phone}",
        EN: "Car {plate}: the bank cancelled your payment of {amount}, so the fine is unpaid again. To pay, reply "
        '"account" with the plate. Questions: {phone}',
        ZH: '{plate} 銀行取消了罰款 {amount} 的匯款, 已恢復爲未付。重新付款請將"帳號"與車牌號一起發送。咨詢: {phone}',
        VI: 'Xe {plate}: ngan hang da huy khoan nop {amount} nen tien phat tro lai chua nop. De nop lai, tra loi "tai '
        'khoan" kem bien so xe. Lien he: {phone}',
    },
    "deposit_held": {
        KO: "보내 주신 입금이 {why} 납부 처리되지 않고 보관되어 있습니다. 담당자가 확인합니다. 문의: {phone}",
        EN: "Your transfer is being held: {why}. A person is looking at it. Questions: {phone}",
        ZH: "收到的匯款因{why}, 未作付款處理, 現由我們保管。負責人員將確認。咨詢: {phone}",
        VI: "Khoan tien quy vi chuyen chua duoc tinh la da nop va dang duoc giu lai vi {why}. Nhan vien se kiem tra. "
        "Lien he: {phone}",
    },
    "why_wrong_amount": {
        KO: "안내한 금액과 달라",
        EN: "the amount differs from the one we gave",
        ZH: "與告知的金額不同",
        VI: "khac so tien da bao",
    },
    "why_expired_account": {
        KO: "계좌 기한이 지나",
        EN: "the account had expired",
        ZH: "帳號已過期",
        VI: "tai khoan da het han",
    },
    "why_revoked_account": {
        KO: "새 계좌로 바뀐 뒤여서",
        EN: "the account had been replaced by a new one",
        ZH: "帳號已更換",
        VI: "tai khoan da duoc doi sang so moi",
    },
    "why_second_deposit": {
        KO: "이미 납부된 건이어서",
        EN: "the fine was paid already",
        ZH: "該件已支付",
        VI: "khoan phat nay da nop roi",
    },
    "why_other": {KO: "확인이 필요하여", EN: "it needs a check", ZH: "需要確認", VI: "can kiem tra"},
    "refunded": {
        KO: "보관 중이던 입금 {amount}을 돌려드렸습니다. 문의: {phone}",
        EN: "We returned your transfer of {amount}. Questions: {phone}",
        ZH: "保管中的匯款 {amount} 已退還。咨詢: {phone}",
        VI: "Da hoan lai khoan tien {amount} dang giu. Lien he: {phone}",
    },
    # --- reminders: only to those who agreed ---
    "remind_early": {
        KO: '{plate} 과태료 20% 감경 기한이 {until}입니다. 그때까지 {amount}입니다. {warning} 계좌는 "계좌 {plate}", 알림을 그만 받으시려면 '
        '"수신거부"라고 보내 주세요.',
        EN: 'Car {plate}: the reduced amount of {amount} ends on {until}. {warning} For the account, reply "account '
        '{plate}"; to stop reminders, "stop".',
        ZH: '{plate} 罰款20%減免期限爲{until}, 到期前付款爲 {amount}。{warning} 帳號請發送"帳號 {plate}", '
        '不再接收提醒請發送"退訂"。',
        VI: "Xe {plate}: han giam 20% la {until}, nop den luc do la {amount}. {warning} De lay tai khoan, tra loi "
        '"tai khoan {plate}"; de ngung nhac nho, "dung lai".',
    },
    "remind_instalment": {
        KO: '{plate} 과태료 분할납부 {amount}의 기한이 {until}입니다. 계좌는 "계좌 {plate}", 알림을 그만 받으시려면 "수신거부"라고 보내 주세요.',
        EN: 'Car {plate}: an instalment of {amount} is due by {until}. For the account, reply "account {plate}"; to stop '
        'reminders, "stop".',
        ZH: '{plate} 罰款分期 {amount} 的付款期限爲{until}。帳號請發送"帳號 {plate}", 不再接收提醒請發送"退訂"。',
        VI: 'Xe {plate}: ky nop {amount} han {until}. De lay tai khoan, tra loi "tai khoan {plate}"; de ngung nhac nho, '
        '"dung lai".',
    },
    "remind_due": {
        KO: '{plate} 과태료 납부 기한이 {until}입니다. 그때까지 {amount}입니다. 계좌는 "계좌 {plate}", 알림을 그만 받으시려면 "수신거부"라고 '
        "보내 주세요.",
        EN: 'Car {plate}: {amount} is due by {until}. For the account, reply "account {plate}"; to stop reminders, '
        '"stop".',
        ZH: '{plate} 罰款付款期限爲{until}, 到期前付款爲 {amount}。帳號請發送"帳號 {plate}", '
        '不再接收提醒請發送"退訂"。',
        VI: 'Xe {plate}: han nop la {until}, so tien {amount}. De lay tai khoan, tra loi "tai khoan {plate}"; de '
        'ngung nhac nho, "dung lai".',
    },
}
