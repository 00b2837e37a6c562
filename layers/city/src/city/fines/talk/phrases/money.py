"""Money that came, and reminders to those who agreed, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    # --- money ---
    "receipt": {
        KO: "{plate} 과태료 {amount} 납부가 확인되었습니다({day} {time}). 이 건은 종결되었습니다.",
        EN: "Car {plate}: your payment of {amount} was confirmed ({day}, {time}). This case is closed.",
        ZH: "{plate} 罚款 {amount} 已确认到账({day} {time})。此件已了结。",
        VI: "Xe {plate}: đã xác nhận khoản nộp {amount} ({time}, {day}). Vụ việc này đã kết thúc.",
    },
    "receipt_seized": {
        KO: "{plate} 과태료 {amount} 납부가 확인되었습니다({day} {time}). 압류 해제를 바로 촉탁하며, 해제되면 문자로 알려 드립니다.{plate_back} "
        "문의: {phone}",
        EN: "Car {plate}: your payment of {amount} was confirmed ({day}, {time}). We now request the release of the seizure "
        "and text you once it is lifted.{plate_back} Questions: {phone}",
        ZH: "{plate} 罚款 {amount} 已确认到账({day} {time})。我们立刻申请解除查封, 解除后将用短信告知。{plate_back}咨询: {phone}",
        VI: "Xe {plate}: đã xác nhận khoản nộp {amount} ({time}, {day}). Chúng tôi yêu cầu giải tỏa kê biên ngay và sẽ nhắn "
        "tin khi đã giải tỏa.{plate_back} Liên hệ: {phone}",
    },
    "plate_back_at_once": {
        KO: " 영치된 번호판은 바로 돌려드립니다.",
        EN: " The plate is handed back at once.",
        ZH: "被保管的车牌立刻归还。",
        VI: " Biển số bị giữ được trả lại ngay.",
    },
    "seizure_released": {
        KO: "{plate} 과태료로 인한 압류가 해제되었습니다({day}). 다른 기관이 한 압류는 그 기관에서 따로 해제합니다. 문의: {phone}",
        EN: "Car {plate}: the seizure for this fine was lifted ({day}). Seizures by other offices are lifted by them. "
        "Questions: {phone}",
        ZH: "{plate} 因罚款的查封已解除({day})。其他机关的查封须由该机关解除。咨询: {phone}",
        VI: "Xe {plate}: đã giải tỏa kê biên do khoản phạt này ({day}). Kê biên của cơ quan khác do cơ quan đó giải tỏa. Liên "
        "hệ: {phone}",
    },
    "paid_by_another": {
        KO: "{plate} 과태료가 감경된 금액 {amount}으로 납부되어 절차가 끝났습니다({day} {time}). 이 건에는 의견제출과 이의제기를 하실 수 없습니다. "
        "문의: {phone}",
        EN: "Car {plate}: your fine was paid at the reduced amount of {amount} ({day}, {time}), which ended the procedure. "
        "It can no longer be objected to. Questions: {phone}",
        ZH: "{plate} 罚款已按减免金额 {amount} 支付({day} {time}), 程序已了结。此件不能再提出意见或异议。咨询: {phone}",
        VI: "Xe {plate}: khoản phạt đã được nộp theo mức giảm {amount} ({time}, {day}), thủ tục đã kết thúc. Không còn được "
        "nộp ý kiến hay khiếu nại. Liên hệ: {phone}",
    },
    "instalment_paid": {
        KO: "{plate} 분할납부 {place}회차 {amount} 납부가 확인되었습니다({day} {time}). 남은 {left}회 중 다음은 {until}까지 {next}입니다. 계좌는 "
        '"계좌 {plate}"라고 보내 주세요.',
        EN: "Car {plate}: instalment {place}, {amount}, was confirmed ({day}, {time}). {left} left; the next is {next} by "
        '{until}. For the account, reply "account {plate}".',
        ZH: "{plate} 分期第{place}期 {amount} 已确认到账({day} {time})。剩余{left}期, 下一期须于{until}(含)前付 "
        '{next}。账号请发送"账号 {plate}"。',
        VI: "Xe {plate}: đã xác nhận kỳ {place}, {amount} ({time}, {day}). Còn {left} kỳ; kỳ sau là {next}, đến hết "
        'ngày {until}. Để lấy tài khoản, trả lời "tài khoản {plate}".',
    },
    "instalments_granted": {
        KO: "{plate} 과태료 {amount}의 분할납부가 허가되었습니다. {of}회, 첫 회는 {until}까지 {first}입니다. 기간 중에는 가산금이 붙지 않으며, 기한을 "
        '넘기면 취소되어 남은 금액을 한꺼번에 내셔야 할 수 있습니다. 계좌는 "계좌 {plate}"라고 보내 주세요.',
        EN: "Car {plate}: you may pay {amount} in {of} instalments, the first {first} by {until}. No surcharge is added "
        "meanwhile; if you miss a date the plan may be revoked and the rest be due at once. For the account, reply "
        '"account {plate}".',
        ZH: "{plate} 罚款 {amount} 已批准分期付款, 共{of}期, 第一期须于{until}(含)前付 {first}。期间不加滞纳金; "
        '逾期可能被取消, 须一次付完余款。账号请发送"账号 {plate}"。',
        VI: "Xe {plate}: được nộp {amount} trong {of} kỳ, kỳ đầu {first} đến hết ngày {until}. Trong lúc đó không cộng "
        "tiền chậm nộp; nếu quá hạn, có thể bị hủy và phải nộp hết số còn lại một lần. Để lấy tài khoản, trả lời "
        '"tài khoản {plate}".',
    },
    "instalments_extended": {
        KO: '{plate} 분할납부가 연장되었습니다. 남은 {of}회, 다음은 {until}까지 {first}입니다. 계좌는 "계좌 {plate}"라고 보내 주세요.',
        EN: "Car {plate}: your instalments were extended. {of} are left, the next {first} by {until}. For the account, reply "
        '"account {plate}".',
        ZH: '{plate} 分期付款已延长。剩余{of}期, 下一期须于{until}(含)前付 {first}。账号请发送"账号 {plate}"。',
        VI: "Xe {plate}: đã gia hạn nộp nhiều kỳ. Còn {of} kỳ, kỳ sau {first} đến hết ngày {until}. Để lấy tài khoản, "
        'trả lời "tài khoản {plate}".',
    },
    "instalments_revoked": {
        KO: "{plate} 분할납부가 취소되어 남은 {amount}을 한꺼번에 내셔야 합니다({until}까지). 그 뒤에는 가산금이 더해집니다. 계좌는 "
        '"계좌 {plate}"라고 보내 주세요. 문의: {phone}',
        EN: "Car {plate}: your instalments were revoked, and the remaining {amount} is due as a whole by {until}. After that "
        'surcharges are added. For the account, reply "account {plate}". Questions: {phone}',
        ZH: '{plate} 分期付款已被取消, 须于{until}(含)前一次付完余款 {amount}, 之后加收滞纳金。账号请发送"账号 '
        '{plate}"。咨询: {phone}',
        VI: "Xe {plate}: việc nộp nhiều kỳ đã bị hủy, phải nộp {amount} còn lại một lần, đến hết ngày {until}. Sau đó "
        'cộng tiền chậm nộp. Để lấy tài khoản, trả lời "tài khoản {plate}". Liên hệ: {phone}',
    },
    "payment_reversed": {
        KO: '{plate} 과태료 {amount} 입금을 은행이 취소하여 납부되지 않은 상태로 돌아갔습니다. 다시 내시려면 차량번호와 함께 "계좌"라고 보내 '
        "주세요. 문의: {phone}",
        EN: "Car {plate}: the bank cancelled your payment of {amount}, so the fine is unpaid again. To pay, reply "
        '"account" with the plate. Questions: {phone}',
        ZH: '{plate} 银行取消了罚款 {amount} 的汇款, 已恢复为未付。重新付款请将"账号"与车牌号一起发送。咨询: {phone}',
        VI: 'Xe {plate}: ngân hàng đã hủy khoản nộp {amount} nên tiền phạt trở lại chưa nộp. Để nộp lại, trả lời "tài '
        'khoản" kèm biển số xe. Liên hệ: {phone}',
    },
    "deposit_held": {
        KO: "{plate} 과태료로 보내 주신 {amount}은 {why} 납부 처리되지 않고 보관되어 있습니다. {next} 담당자가 확인하며, 돌려받으시려면 "
        '"환급"이라고 보내 주세요. 문의: {phone}',
        EN: "Car {plate}: your transfer of {amount} is being held and does not count as paid, because {why}. {next} A person "
        'is looking at it; to have it returned, reply "refund". Questions: {phone}',
        ZH: "{plate} 罚款: 收到的汇款 {amount} 因{why}, 未作付款处理, 现由我们保管。{next}负责人员将确认; 如需退还, "
        '请发送"退款"。咨询: {phone}',
        VI: "Xe {plate}: khoản {amount} quý vị chuyển chưa được tính là đã nộp và đang được giữ lại vì {why}. {next} Nhân "
        'viên sẽ kiểm tra; để được hoàn lại, trả lời "hoàn tiền". Liên hệ: {phone}',
    },
    "money_held": {
        KO: "{plate} 과태료로 보내 주신 {amount}은 납부 처리되지 않고 보관되어 있습니다.",
        EN: "Car {plate}: your transfer of {amount} is being held and does not count as paid.",
        ZH: "{plate} 罚款: 收到的汇款 {amount} 未作付款处理, 现由我们保管。",
        VI: "Xe {plate}: khoản {amount} quý vị chuyển chưa được tính là đã nộp và đang được giữ lại.",
    },
    "paid_twice": {
        KO: '두 번 내셨거나 더 내신 돈은 담당자가 확인한 뒤 돌려드립니다. 보내신 분이 "환급"이라고 보내 주세요.',
        EN: 'What was paid twice or too much is returned after a person has checked it: whoever sent it replies "refund".',
        ZH: '重复或多付的款项由负责人员确认后退还, 请汇款人发送"退款"。',
        VI: 'Tiền nộp hai lần hoặc nộp thừa được hoàn lại sau khi nhân viên kiểm tra; người đã chuyển trả lời "hoàn tiền".',
    },
    "deposit_returning": {
        KO: "{plate} 과태료로 보내 주신 {amount}은 보관 중이며, 환급이 승인되어 돌려드리는 절차가 진행 중입니다. 이체되면 문자로 알려 드립니다. "
        "문의: {phone}",
        EN: "Car {plate}: your transfer of {amount} is being held and its refund has been approved. We text you once it has "
        "been paid out. Questions: {phone}",
        ZH: "{plate} 罚款: 收到的汇款 {amount} 现由我们保管, 退还已获批准, 正在办理。汇出后将用短信告知。咨询: {phone}",
        VI: "Xe {plate}: khoản {amount} của quý vị đang được giữ lại, việc hoàn lại đã được chấp thuận. Khi đã chuyển, "
        "chúng tôi sẽ nhắn tin. Liên hệ: {phone}",
    },
    "held_and_still_due": {
        KO: '과태료는 아직 납부되지 않은 상태이며, 지금 내실 금액과 계좌는 "계좌 {plate}"라고 보내시면 안내합니다.',
        EN: 'The fine is still unpaid; for the amount and account of today, reply "account {plate}".',
        ZH: '罚款仍未付; 如需目前应付的金额和账号, 请发送"账号 {plate}"。',
        VI: 'Tiền phạt vẫn chưa nộp; để biết số tiền và tài khoản hiện nay, trả lời "tài khoản {plate}".',
    },
    "held_and_nothing_to_do": {
        KO: "같은 금액을 다시 보내지 마세요.",
        EN: "Please do not send it again.",
        ZH: "请不要再次汇款。",
        VI: "Xin đừng chuyển lại lần nữa.",
    },
    "why_wrong_amount": {
        KO: "안내한 금액 {expected}과 달라",
        EN: "it is not the {expected} that we asked for",
        ZH: "与告知的金额 {expected} 不同",
        VI: "khác số tiền đã báo là {expected}",
    },
    "why_expired_account": {
        KO: "계좌 기한이 지난 뒤에 들어와",
        EN: "the account had expired",
        ZH: "账号已过期",
        VI: "tài khoản đã hết hạn",
    },
    "why_revoked_account": {
        KO: "새 계좌로 바뀐 뒤 이전 계좌로 들어와",
        EN: "the account had been replaced by a new one",
        ZH: "账号已更换",
        VI: "tài khoản đã được đổi sang số mới",
    },
    "why_second_deposit": {
        KO: "이미 납부된 건이어서",
        EN: "the fine was paid already",
        ZH: "该件已支付",
        VI: "khoản phạt này đã nộp rồi",
    },
    "why_nothing_due": {
        KO: "지금 내실 금액이 없는 건이어서",
        EN: "nothing is due on this fine now",
        ZH: "该件目前没有应付金额",
        VI: "hiện không phải nộp gì cho khoản phạt này",
    },
    "why_other": {KO: "확인이 필요하여", EN: "it needs a check", ZH: "需要确认", VI: "cần kiểm tra"},
    "payment_returned": {
        KO: "{plate} 과태료로 내셨던 {amount}을 돌려드리기로 하여 이 건은 납부되지 않은 상태로 돌아갔습니다. 지금 내실 금액과 계좌는 "
        '"계좌 {plate}"라고 보내시면 안내합니다. 문의: {phone}',
        EN: "Car {plate}: the payment of {amount} is being returned as made by mistake, so this fine is unpaid again. For the "
        'amount and account of today, reply "account {plate}". Questions: {phone}',
        ZH: "{plate} 已决定退还所付罚款 {amount}, 此件恢复为未付。如需目前应付的金额和账号, 请发送"
        '"账号 {plate}"。咨询: {phone}',
        VI: "Xe {plate}: khoản {amount} đã nộp được hoàn lại, nên tiền phạt trở lại chưa nộp. Để biết số tiền và tài khoản "
        'hiện nay, trả lời "tài khoản {plate}". Liên hệ: {phone}',
    },
    "refunded": {
        KO: "{plate} 과태료로 보내 주신 {amount}을 돌려드렸습니다. 문의: {phone}",
        EN: "Car {plate}: we returned your transfer of {amount}. Questions: {phone}",
        ZH: "{plate} 罚款: 汇款 {amount} 已退还。咨询: {phone}",
        VI: "Xe {plate}: đã hoàn lại khoản tiền {amount}. Liên hệ: {phone}",
    },
    # --- reminders: only to those who agreed ---
    "remind_early": {
        KO: '{plate} 과태료 20% 감경 기한이 {until}입니다. 그때까지 {amount}입니다. {warning} 계좌는 "계좌 {plate}", 알림을 그만 받으시려면 '
        '"수신거부"라고 보내 주세요.',
        EN: 'Car {plate}: the reduced amount of {amount} ends on {until}. {warning} For the account, reply "account '
        '{plate}"; to stop reminders, "stop".',
        ZH: '{plate} 罚款20%减免期限为{until}, 到期前付款为 {amount}。{warning} 账号请发送"账号 {plate}", '
        '不再接收提醒请发送"退订"。',
        VI: 'Xe {plate}: hạn giảm 20% là {until}, nộp đến lúc đó là {amount}. {warning} Để lấy tài khoản, trả lời "tài '
        'khoản {plate}"; để ngưng nhắc nhở, "dừng lại".',
    },
    "remind_instalment": {
        KO: '{plate} 과태료 분할납부 {amount}의 기한이 {until}입니다. 계좌는 "계좌 {plate}", 알림을 그만 받으시려면 "수신거부"라고 보내 주세요.',
        EN: 'Car {plate}: an instalment of {amount} is due by {until}. For the account, reply "account {plate}"; to stop '
        'reminders, "stop".',
        ZH: '{plate} 罚款分期 {amount} 的付款期限为{until}。账号请发送"账号 {plate}", 不再接收提醒请发送"退订"。',
        VI: 'Xe {plate}: kỳ nộp {amount} hạn {until}. Để lấy tài khoản, trả lời "tài khoản {plate}"; để ngưng nhắc nhở,'
        ' "dừng lại".',
    },
    "remind_due": {
        KO: '{plate} 과태료 납부 기한이 {until}입니다. 그때까지 {amount}입니다. 계좌는 "계좌 {plate}", 알림을 그만 받으시려면 "수신거부"라고 '
        "보내 주세요.",
        EN: 'Car {plate}: {amount} is due by {until}. For the account, reply "account {plate}"; to stop reminders, '
        '"stop".',
        ZH: '{plate} 罚款付款期限为{until}, 到期前付款为 {amount}。账号请发送"账号 {plate}", 不再接收提醒请发送"退订"。',
        VI: 'Xe {plate}: hạn nộp là {until}, số tiền {amount}. Để lấy tài khoản, trả lời "tài khoản {plate}"; để ngưng '
        'nhắc nhở, "dừng lại".',
    },
}
