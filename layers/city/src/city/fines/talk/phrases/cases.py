"""Cases, their amounts and their accounts, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    "all_paid": {
        KO: "{plate} 과태료는 모두 납부되었습니다. 더 내실 금액이 없습니다.",
        EN: "Car {plate}: every fine is paid. Nothing is due.",
        ZH: "{plate} 罰款已全部支付, 無需再付。",
        VI: "Xe {plate}: da nop het tien phat. Khong con phai nop gi.",
    },
    "paid_on": {
        KO: "{plate} 과태료 {amount}은 {day} {time}에 납부가 확인되었습니다. 더 내실 금액이 없습니다.",
        EN: "Car {plate}: your payment of {amount} was confirmed on {day}, {time}. Nothing is due.",
        ZH: "{plate} 罰款 {amount} 已於{day} {time}確認到帳, 無需再付。",
        VI: "Xe {plate}: da xac nhan khoan nop {amount} ({time}, {day}). Khong con phai nop gi.",
    },
    "nothing_due": {
        KO: "{plate} 과태료는 더 내실 금액이 없습니다. 자세한 내용은 {phone}으로 문의해 주세요.",
        EN: "Car {plate}: nothing is due. For details, call {phone}.",
        ZH: "{plate} 罰款無需再付。詳情請致電{phone}。",
        VI: "Xe {plate}: khong con phai nop gi. Chi tiet, goi {phone}.",
    },
    "under_objection": {
        KO: "{plate} 과태료는 이의제기로 부과의 효력이 멈춰 법원 절차 중입니다. 지금 내실 금액은 없습니다. 문의: {phone}",
        EN: "Car {plate}: you objected, so the fine has no effect while the court decides. Nothing is due now. Questions: "
        "{phone}",
        ZH: "{plate} 已提出異議, 罰款效力中止, 法院正在審理。現在無需付款。咨詢: {phone}",
        VI: "Xe {plate}: da co khieu nai nen tien phat ngung hieu luc, toa an dang xet. Hien khong phai nop gi. Lien "
        "he: {phone}",
    },
    "not_yet_imposed": {
        KO: "{plate} 과태료는 의견제출 기한이 지나 부과 고지를 준비하고 있습니다. 고지서를 받으신 뒤 다시 문자해 주세요. 상담: {phone}",
        EN: "Car {plate}: the opinion period is over and the imposition notice is being prepared. Please text again when "
        "it arrives. Questions: {phone}",
        ZH: "{plate} 意見提交期限已過, 正在準備正式罰款通知書。收到後請再發短信。咨詢: {phone}",
        VI: "Xe {plate}: da het han nop y kien, thong bao phat chinh thuc dang duoc chuan bi. Khi nhan duoc, xin nhan "
        "tin lai. Lien he: {phone}",
    },
    "case_early": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). {until}까지 내시면 감경되어 {amount}입니다. {account}. {last_day} 밤 "
        '12시까지 정확히 {amount}을 보내 주세요. {warning} 이의가 있으시면 입금 전에 "의견"이라고 보내 주세요.',
        EN: "Car {plate}: fine {fine} ({where}); {amount} if paid by {until}. Transfer exactly {amount} to {account} "
        'before midnight, {until}. {warning} To object first, reply "opinion".',
        ZH: "{plate} 罰款 {fine}({where}, {zone}), {until}(含)前付款減爲 {amount}。請於{until}24點前將 {amount} "
        '準確匯至 {account}。{warning} 如有異議, 請在付款前發送"意見"。',
        VI: "Xe {plate}: phat {fine} ({where}, {zone}), nop den het ngay {until} duoc giam con {amount}. Chuyen dung "
        '{amount} vao {account} truoc 24h ngay {until}. {warning} Neu khong dong y, tra loi "y kien" truoc khi '
        "nop.",
    },
    "case_full": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). {account}. {until} 밤 12시까지 정확히 {amount}을 보내 주세요.",
        EN: "Car {plate}: fine {fine} ({where}). Transfer exactly {amount} to {account} before midnight, {until}.",
        ZH: "{plate} 罰款 {fine}({where}, {zone})。請於{until}24點前將 {amount} 準確匯至 {account}。",
        VI: "Xe {plate}: phat {fine} ({where}, {zone}). Chuyen dung {amount} vao {account} truoc 24h ngay {until}.",
    },
    "case_overdue": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). 기한이 지나 가산금이 더해져 {amount}입니다({today} 기준).{grows} {account}. "
        "{last_day} 밤 12시까지 정확히 {amount}을 보내 주세요.",
        EN: "Car {plate}: fine {fine} ({where}), {amount} with the late surcharge. Transfer exactly {amount} to "
        "{account} before midnight, {until}.{grows}",
        ZH: "{plate} 罰款 {fine}({where}, {zone}), 已過期限, 加滯納金共 {amount}。請於{until}24點前將 {amount} "
        "準確匯至 {account}。{grows}",
        VI: "Xe {plate}: phat {fine} ({where}, {zone}), qua han, ca tien cham nop la {amount}. Chuyen dung {amount} "
        "vao {account} truoc 24h ngay {until}.{grows}",
    },
    "case_instalment": {
        KO: "{plate} 과태료 분할납부 {place}회차(전체 {of}회) {amount}입니다. {account}. {until} 밤 12시까지 정확히 {amount}을 보내 주세요."
        "{missed}",
        EN: "Car {plate}: instalment {place} of {of}, {amount}. Transfer exactly {amount} to {account} before midnight, "
        "{until}.{missed}",
        ZH: "{plate} 罰款分期付款第{place}期(共{of}期) {amount}。請於{until}24點前將 {amount} 準確匯至 {account}。{missed}",
        VI: "Xe {plate}: ky {place} trong {of} ky nop tien phat, {amount}. Chuyen dung {amount} vao {account} truoc 24h "
        "ngay {until}.{missed}",
    },
    "instalment_missed": {
        KO: " 이 회차의 기한({due})이 지났습니다. 분할납부가 취소되면 남은 금액을 한꺼번에 내셔야 합니다.",
        EN: " This instalment was due on {due}. If the plan is revoked, all that is left is due at once.",
        ZH: "本期付款期限({due})已過。如分期被取消, 須一次付完餘款。",
        VI: " Ky nay da qua han ({due}). Neu viec nop nhieu ky bi huy, phai nop het so con lai mot lan.",
    },
    "grows": {
        KO: " {until}까지 내지 않으시면 매달 {step}씩 더해집니다.",
        EN: " {step} is added each month after that.",
        ZH: "之後每月增加 {step}。",
        VI: " Sau do moi thang tang them {step}.",
    },
    "warning": {
        # QVA §18② and 시행령 §3① 5의2: the notice must say this; a text that hands out the reduced amount must too.
        KO: "감경금액을 내시면 의견제출·이의제기를 하실 수 없습니다.",
        EN: "Paying the reduced amount ends your right to give an opinion or object.",
        ZH: "支付減免金額後, 不能再提交意見或提出異議。",
        VI: "Nop so tien da giam thi khong con duoc nop y kien hay khieu nai.",
    },
    "not_paid_yet": {
        KO: "아직 확인된 입금이 없습니다.",
        EN: "No payment has reached us yet.",
        ZH: "目前還未確認到匯款。",
        VI: "Chua nhan duoc khoan nop nao.",
    },
    "account": {
        KO: "{bank} {number} 예금주 {holder}",
        EN: "{bank} {number} ({holder})",
        ZH: "{bank} {number} 戶名 {holder}",
        VI: "{bank} {number} ({holder})",
    },
    "transfer": {
        KO: "{amount}, {account}, {until} 밤 12시까지",
        EN: "{amount} to {account} before midnight, {until}",
        ZH: "{amount}, {account}, {until}24點前",
        VI: "{amount} vao {account} truoc 24h ngay {until}",
    },
    "for_another": {
        KO: "납부하실 금액 {transfer}입니다. 다른 분이 내셔도 됩니다.",
        EN: "Amount due: {transfer}. Anyone may pay it.",
        ZH: "應付金額: {transfer}。他人也可代付。",
        VI: "So tien phai nop: {transfer}. Nguoi khac nop thay cung duoc.",
    },
    "choose_a_case": {
        KO: '{plate}{particle} {total}건입니다. {lines} 번호({numbers}) 또는 "모두"를 보내 주세요.',
        EN: 'Car {plate}: {total} fines. {lines} Reply with a number ({numbers}) or "all".',
        ZH: '{plate} 共{total}件。{lines} 請發送號碼({numbers})或"全部"。',
        VI: 'Xe {plate}: {total} khoan phat. {lines} Tra loi bang so ({numbers}) hoac "tat ca".',
    },
    "more_cases": {
        KO: " 나머지 {more}건은 이 건들을 내신 뒤에 안내해 드립니다.",
        EN: " The other {more} follow once these are paid.",
        ZH: "其餘{more}件, 待這些付款後告知。",
        VI: " {more} khoan con lai se duoc bao sau khi nop cac khoan nay.",
    },
    "case_line": {
        KO: "{n}) {where} {amount}",
        EN: "{n}) {where}: {amount}",
        ZH: "{n}) {where} {amount}",
        VI: "{n}) {where}: {amount}",
    },
    "several_accounts": {
        KO: "{plate} {total}건입니다. 건마다 계좌가 다르니 따로 보내 주세요.\n{lines}",
        EN: "Car {plate}: {total} fines. Each has its own account; please pay them one by one.\n{lines}",
        ZH: "{plate} 共{total}件。每件帳號不同, 請分別匯款。\n{lines}",
        VI: "Xe {plate}: {total} khoan phat. Moi khoan co tai khoan rieng, xin nop rieng tung khoan.\n{lines}",
    },
    "account_line": {
        KO: "{n}) {where} {transfer}",
        EN: "{n}) {where}: {transfer}",
        ZH: "{n}) {where} {transfer}",
        VI: "{n}) {where}: {transfer}",
    },
    "due_date": {
        KO: "{plate} 과태료({where})는 {until} 밤 12시까지 {amount}입니다.{then}",
        EN: "Car {plate} ({where}): {amount} until midnight, {until}.{then}",
        ZH: "{plate} 罰款({where}): {until}24點前 {amount}。{then}",
        VI: "Xe {plate} ({where}): {amount}, truoc 24h ngay {until}.{then}",
    },
    "then_full": {
        KO: " 그 뒤에는 감경 없이 {fine}이 부과됩니다.",
        EN: " After that the full {fine} is imposed.",
        ZH: "之後無減免, 罰款爲 {fine}。",
        VI: " Sau do khong duoc giam, tien phat la {fine}.",
    },
    "then_overdue": {
        KO: " 기한이 지나면 3%가 더해지고 매달 1.2%씩(최대 60개월) 늘어납니다.",
        EN: " After that 3% is added at once and 1.2% each month (60 months at most).",
        ZH: "逾期加收3%, 之後每月加1.2%(最多60個月)。",
        VI: " Qua han cong them 3%, roi moi thang 1.2% (toi da 60 thang).",
    },
    "account_hint": {
        KO: ' 가상계좌가 필요하시면 "계좌", 기한 전에 알림을 받으시려면 "알림"이라고 보내 주세요.',
        EN: ' For an account, reply "account"; to be reminded in time, "remind".',
        ZH: '如需虛擬帳號, 請發送"帳號"; 如需到期前提醒, 請發送"提醒"。',
        VI: ' Neu can tai khoan ao, tra loi "tai khoan"; muon duoc nhac truoc han, tra loi "nhac nho".',
    },
}
