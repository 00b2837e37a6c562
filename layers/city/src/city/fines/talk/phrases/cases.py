"""Cases, their amounts and their accounts, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    "all_paid": {
        KO: "{plate} 과태료는 모두 납부되었습니다. 더 내실 금액이 없습니다.",
        EN: "Car {plate}: every fine is paid. Nothing is due.",
        ZH: "{plate} 罚款已全部支付, 无需再付。",
        VI: "Xe {plate}: đã nộp hết tiền phạt. Không còn phải nộp gì.",
    },
    "paid_on": {
        KO: "{plate} 과태료 {amount}은 {day} {time}에 납부가 확인되었습니다. 더 내실 금액이 없습니다.",
        EN: "Car {plate}: your payment of {amount} was confirmed on {day}, {time}. Nothing is due.",
        ZH: "{plate} 罚款 {amount} 已确认到账({day} {time}), 此件已了结, 无需再付。",
        VI: "Xe {plate}: đã xác nhận khoản nộp {amount} ({time}, {day}). Không còn phải nộp gì.",
    },
    "nothing_due": {
        KO: "{plate} 과태료는 더 내실 금액이 없습니다. 자세한 내용은 {phone}으로 문의해 주세요.",
        EN: "Car {plate}: nothing is due. For details, call {phone}.",
        ZH: "{plate} 罚款无需再付。详情请致电{phone}。",
        VI: "Xe {plate}: không còn phải nộp gì. Chi tiết, gọi {phone}.",
    },
    "under_objection": {
        KO: "{plate} 과태료는 이의제기로 부과의 효력이 멈춰 법원 절차 중입니다. 지금 내실 금액은 없습니다. 문의: {phone}",
        EN: "Car {plate}: you objected, so the fine has no effect while the court decides. Nothing is due now. Questions: "
        "{phone}",
        ZH: "{plate} 已提出异议, 罚款效力中止, 法院正在审理。现在无需付款。咨询: {phone}",
        VI: "Xe {plate}: đã có khiếu nại nên tiền phạt ngưng hiệu lực, tòa án đang xét. Hiện không phải nộp gì. Liên "
        "hệ: {phone}",
    },
    "not_yet_imposed": {
        KO: "{plate} 과태료는 의견제출 기한이 지나 부과 고지를 준비하고 있습니다. 고지서를 받으신 뒤 다시 문자해 주세요. 이의가 있으시면 고지서를 "
        "받으신 날부터 60일 안에 서면으로 이의제기하실 수 있습니다. 상담: {phone}",
        EN: "Car {plate}: the opinion period is over and the imposition notice is being prepared. Please text again when "
        "it arrives. You may object to it in writing within 60 days of receiving it. Questions: {phone}",
        ZH: "{plate} 意见提交期限已过, 正在准备正式罚款通知书。收到后请再发短信。如有异议, 可在收到后60日内书面提出。咨询: {phone}",
        VI: "Xe {plate}: đã hết hạn nộp ý kiến, thông báo phạt chính thức đang được chuẩn bị. Khi nhận được, xin nhắn "
        "tin lại. Có thể khiếu nại bằng văn bản trong 60 ngày kể từ khi nhận. Liên hệ: {phone}",
    },
    "case_early": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). {until}까지 내시면 감경되어 {amount}입니다. {account}. {last_day} 밤 "
        '12시까지 정확히 {amount}을 보내 주세요. {warning} 이의가 있으시면 입금 전에 "의견"이라고 보내 주세요.',
        EN: "Car {plate}: fine {fine} ({where}); {amount} if paid by {until}. Transfer exactly {amount} to {account} "
        'before midnight, {until}. {warning} To object first, reply "opinion".',
        ZH: "{plate} 罚款 {fine}({where}, {zone}), {until}(含)前付款减为 {amount}。请于{until}24点前将 {amount} "
        '准确汇至 {account}。{warning} 如有异议, 请在付款前发送"意见"。',
        VI: "Xe {plate}: phạt {fine} ({where}, {zone}), nộp đến hết ngày {until} được giảm còn {amount}. Chuyển đúng "
        '{amount} vào {account} trước 24h ngày {until}. {warning} Nếu không đồng ý, trả lời "ý kiến" trước khi nộp.',
    },
    "case_full": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). {account}. {until} 밤 12시까지 정확히 {amount}을 보내 주세요.",
        EN: "Car {plate}: fine {fine} ({where}). Transfer exactly {amount} to {account} before midnight, {until}.",
        ZH: "{plate} 罚款 {fine}({where}, {zone})。请于{until}24点前将 {amount} 准确汇至 {account}。",
        VI: "Xe {plate}: phạt {fine} ({where}, {zone}). Chuyển đúng {amount} vào {account} trước 24h ngày {until}.",
    },
    "case_overdue": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). 기한이 지나 가산금이 더해져 {amount}입니다({today} 기준).{grows} {account}. "
        "{last_day} 밤 12시까지 정확히 {amount}을 보내 주세요.",
        EN: "Car {plate}: fine {fine} ({where}), {amount} with the late surcharge. Transfer exactly {amount} to "
        "{account} before midnight, {until}.{grows}",
        ZH: "{plate} 罚款 {fine}({where}, {zone}), 已过期限, 加滞纳金共 {amount}。请于{until}24点前将 {amount} "
        "准确汇至 {account}。{grows}",
        VI: "Xe {plate}: phạt {fine} ({where}, {zone}), quá hạn, cả tiền chậm nộp là {amount}. Chuyển đúng {amount} "
        "vào {account} trước 24h ngày {until}.{grows}",
    },
    "case_instalment": {
        KO: "{plate} 과태료 분할납부 {place}회차(전체 {of}회) {amount}입니다. {account}. {until} 밤 12시까지 정확히 {amount}을 보내 주세요."
        "{missed}",
        EN: "Car {plate}: instalment {place} of {of}, {amount}. Transfer exactly {amount} to {account} before midnight, "
        "{until}.{missed}",
        ZH: "{plate} 罚款分期付款第{place}期(共{of}期) {amount}。请于{until}24点前将 {amount} 准确汇至 {account}。"
        "{missed}",
        VI: "Xe {plate}: kỳ {place} trong {of} kỳ nộp tiền phạt, {amount}. Chuyển đúng {amount} vào {account} trước "
        "24h ngày {until}.{missed}",
    },
    "instalment_missed": {
        KO: " 이 회차의 기한({due})이 지났습니다. 분할납부가 취소되면 남은 금액을 한꺼번에 내셔야 합니다.",
        EN: " This instalment was due on {due}. If the plan is revoked, all that is left is due at once.",
        ZH: "本期付款期限({due})已过。如分期被取消, 须一次付完余款。",
        VI: " Kỳ này đã quá hạn ({due}). Nếu việc nộp nhiều kỳ bị hủy, phải nộp hết số còn lại một lần.",
    },
    "grows": {
        KO: " {until}까지 내지 않으시면 매달 {step}씩 더해집니다.",
        EN: " {step} is added each month after that.",
        ZH: "之后每月增加 {step}。",
        VI: " Sau đó mỗi tháng tăng thêm {step}.",
    },
    "warning": {
        # QVA §18② and 시행령 §3① 5의2: the notice must say this; a text that hands out the reduced amount must too.
        KO: "감경금액을 내시면 의견제출·이의제기를 하실 수 없습니다.",
        EN: "Paying the reduced amount ends your right to give an opinion or object.",
        ZH: "支付减免金额后, 不能再提交意见或提出异议。",
        VI: "Nộp số tiền đã giảm thì không còn được nộp ý kiến hay khiếu nại.",
    },
    "account": {
        KO: "{bank} {number} 예금주 {holder}",
        EN: "{bank} {number} ({holder})",
        ZH: "{bank} {number} 户名 {holder}",
        VI: "{bank} {number} ({holder})",
    },
    "transfer": {
        KO: "{amount}, {account}, {until} 밤 12시까지",
        EN: "{amount} to {account} before midnight, {until}",
        ZH: "{amount}, {account}, {until}24点前",
        VI: "{amount} vào {account} trước 24h ngày {until}",
    },
    "for_another": {
        KO: "납부하실 금액 {transfer}입니다. 다른 분이 내셔도 됩니다.",
        EN: "Amount due: {transfer}. Anyone may pay it.",
        ZH: "应付金额: {transfer}。他人也可代付。",
        VI: "Số tiền phải nộp: {transfer}. Người khác nộp thay cũng được.",
    },
    "more_cases": {
        KO: " 나머지 {more}건은 이 건들을 내신 뒤에 안내해 드립니다.",
        EN: " The other {more} follow once these are paid.",
        ZH: "其余{more}件, 待这些付款后告知。",
        VI: " {more} khoản còn lại sẽ được báo sau khi nộp các khoản này.",
    },
}
