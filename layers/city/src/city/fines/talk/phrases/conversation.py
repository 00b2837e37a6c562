"""What keeps a conversation together: words not on file yet, what is under review, several cases, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    # --- words that wait for a yes ---
    "draft_waits": {
        KO: '앞서 보내신 사정은 아직 접수 전입니다. 의견으로 접수하시려면 "접수"라고 보내 주세요.',
        EN: 'What you told us before is not on file yet. To file it as your opinion, reply "record".',
        ZH: '此前说明的情况还没有受理。如要作为意见受理, 请发送"提交"。',
        VI: 'Nội dung quý vị gửi trước đó chưa được ghi nhận. Để nộp làm ý kiến, trả lời "gửi ý kiến".',
    },
    "consent_again": {
        KO: '{plate} 건에 보내신 내용을 의견으로 접수할까요? 접수하시려면 "접수", 그만두시려면 "아니오"라고 보내 주세요. '
        "의견제출 기한은 {until}입니다.",
        EN: 'Car {plate}: shall we file what you told us as your opinion? Reply "record", or "no" to leave it. Opinions '
        "are taken until {until}.",
        ZH: '{plate}: 是否将说明的内容作为意见受理? 受理请发送"提交", 否则请发送"不"。意见提交期限为{until}。',
        VI: 'Xe {plate}: quý vị có muốn nộp nội dung đã gửi làm ý kiến? Trả lời "gửi ý kiến", hoặc "không". Hạn nộp ý '
        "kiến là {until}.",
    },
    "opinion_postponed": {
        KO: '네, 기다리겠습니다. 보내신 내용은 그대로 두었습니다. {plate} 의견제출 기한은 {until}입니다. 준비되시면 "접수"라고 '
        "보내 주세요. 말씀이 없으시면 담당자가 확인합니다.",
        EN: 'All right, we will wait and keep your words. Car {plate}: opinions are taken until {until}. Reply "record" '
        "when you are ready; if we hear nothing, a person will look at it.",
        ZH: '好的, 等候答复。内容已保留。{plate} 意见提交期限为{until}。准备好后请发送"提交"; 如无回复, 将由负责人员查看。',
        VI: "Vâng, chúng tôi sẽ chờ và giữ nguyên nội dung. Xe {plate}: hạn nộp ý kiến là {until}. Khi sẵn sàng, trả lời "
        '"gửi ý kiến"; nếu không có trả lời, nhân viên sẽ xem.',
    },
    "opinion_declined": {
        KO: '알겠습니다. 의견으로 접수하지 않았습니다. {plate} 의견은 {until}까지 언제든 "의견"이라고 보내시면 내실 수 있습니다.',
        EN: 'All right, nothing was filed. Car {plate}: you may still give an opinion until {until}; reply "opinion".',
        ZH: '好的, 未作为意见受理。{plate} 在{until}(含)前可随时发送"意见"提交。',
        VI: 'Vâng, chưa ghi nhận gì. Xe {plate}: đến hết ngày {until} vẫn có thể nộp ý kiến, trả lời "ý kiến".',
    },
    "opinion_declined_plainly": {
        KO: '알겠습니다. 의견으로 접수하지 않았습니다. 의견제출 기한 안에는 언제든 "의견"이라고 보내시면 내실 수 있습니다.',
        EN: 'All right, nothing was filed. Until the opinion period ends you may reply "opinion" at any time.',
        ZH: '好的, 未作为意见受理。在意见提交期限内可随时发送"意见"提交。',
        VI: 'Vâng, chưa ghi nhận gì. Trong hạn nộp ý kiến, lúc nào cũng có thể trả lời "ý kiến".',
    },
    # --- opinions on file ---
    "opinion_already_filed": {
        KO: "{plate} 의견은 이미 접수되었습니다. 지금 심의를 기다리고 있습니다. {result} 증빙은 {until}까지 방문·우편·팩스로, "
        "더 하실 말씀은 결정 전까지 보내 주세요. 문의: {phone}",
        EN: "Car {plate}: your opinion was recorded and is under review. {result} Proof may be handed in until {until}, and "
        "until it is decided you may add to it. Questions: {phone}",
        ZH: "{plate} 意见已受理, 正在审议。{result} 证明请在{until}(含)前提交, 决定之前可继续补充。咨询: {phone}",
        VI: "Xe {plate}: đã nhận ý kiến và đang xét. {result} Bằng chứng nộp đến hết ngày {until}; trước khi quyết định, quý "
        "vị có thể bổ sung. Liên hệ: {phone}",
    },
    "opinion_added": {
        KO: "{plate} 의견에 덧붙여 추가로 접수했습니다({day} {time}). 보내신 내용을 그대로 기록했습니다. {result}",
        EN: "Car {plate}: this was added and your opinion is recorded word for word ({day}, {time}). {result}",
        ZH: "{plate} 已补充受理({day} {time}), 内容已原样记录。{result}",
        VI: "Xe {plate}: đã nhận ý kiến bổ sung ({time}, {day}), nội dung được ghi lại nguyên văn. {result}",
    },
    "opinion_recorded_unverified": {
        KO: "{plate} 의견을 접수했습니다({day} {time}). 보내신 내용을 그대로 기록했습니다. 등록된 소유자 휴대전화로 보내신 것이 아니어서 "
        "담당자가 소유자와의 관계를 확인합니다. 증빙은 {until}까지 방문·우편·팩스로 내 주세요. {result} 결과 전에 감경금액을 내시면 심의가 "
        "끝납니다. 문의: {phone}",
        EN: "Car {plate}: your opinion was recorded word for word ({day}, {time}). As this is not the telephone on file of "
        "the owner, a person will check it. Please hand in proof by {until}, in person or by post or fax. {result} "
        "Paying the reduced amount ends the review. Questions: {phone}",
        ZH: "{plate} 意见已受理({day} {time}), 内容已原样记录。因非车主登记的手机, 负责人员将予以确认。证明请在{until}(含)前以来访、"
        "邮寄或传真提交。{result} 结果出来前支付减免金额, 审议则终止。咨询: {phone}",
        VI: "Xe {plate}: đã nhận ý kiến ({time}, {day}), nội dung được ghi lại nguyên văn. Vì không phải điện thoại đăng ký "
        "của chủ xe nên nhân viên sẽ kiểm tra. Xin nộp bằng chứng đến hết ngày {until}: trực tiếp, qua bưu điện hoặc fax. "
        "{result} Nếu nộp số tiền đã giảm thì việc xét kết thúc. Liên hệ: {phone}",
    },
    "owner_is_checked": {
        KO: "등록된 소유자 휴대전화로 내신 의견이 아니어서 담당자가 소유자와의 관계를 확인합니다.",
        EN: "As it did not come from the owner's telephone on file, a person will check it.",
        ZH: "因非车主登记的手机提交, 负责人员将予以确认。",
        VI: "Vì không gửi từ điện thoại đăng ký của chủ xe nên nhân viên sẽ kiểm tra.",
    },
    "result_by_text": {
        KO: "결과는 이 번호로 문자로 알려 드립니다.",
        EN: "We will text you the result.",
        ZH: "结果将用短信通知。",
        VI: "Kết quả sẽ được báo qua tin nhắn.",
    },
    "result_on_the_web": {
        KO: "결과는 이 화면에서 관리번호와 차량번호로 확인하실 수 있습니다.",
        EN: "You can see the result on this page with the notice number and the plate.",
        ZH: "结果可在本页面用通知书号码与车牌号查看。",
        VI: "Có thể xem kết quả tại trang này bằng số thông báo và biển số.",
    },
    "review_note": {
        KO: "{plate} 의견은 접수되어 심의를 기다리고 있습니다.",
        EN: "Car {plate}: your opinion is under review.",
        ZH: "{plate} 意见已受理, 正在审议。",
        VI: "Xe {plate}: ý kiến đang được xét.",
    },
    "late_words_handed_over": {
        KO: "보내신 내용은 담당자에게 전달했습니다(접수 {ticket}).",
        EN: "We passed what you wrote to a person (ticket {ticket}).",
        ZH: "内容已转交负责人员(受理号 {ticket})。",
        VI: "Nội dung đã chuyển cho nhân viên (số tiếp nhận {ticket}).",
    },
    "opinion_too_late_not_imposed": {
        KO: "{plate} 의견제출 기한({until})이 지났습니다. 부과 고지를 받으시면 그날부터 60일 안에 서면으로 이의제기하실 수 있습니다. 문의: {phone}",
        EN: "Car {plate}: the opinion period ended on {until}. Once you receive the imposition notice, you may object in "
        "writing within 60 days. Questions: {phone}",
        ZH: "{plate} 意见提交期限({until})已过。收到正式罚款通知之日起60日内可书面提出异议。咨询: {phone}",
        VI: "Xe {plate}: đã hết hạn nộp ý kiến ({until}). Khi nhận thông báo phạt chính thức, có thể khiếu nại bằng văn bản "
        "trong 60 ngày. Liên hệ: {phone}",
    },
    "objection_open": {
        KO: "{plate} 의견제출 기한({until})은 지났지만, 부과 고지를 받으신 날부터 60일 안에 서면(방문·우편·팩스)으로 이의제기하실 수 있습니다. "
        "부과일은 {imposed}입니다. 이의제기를 하시면 부과의 효력이 없어지고 법원이 결정합니다. 문의: {phone}",
        EN: "Car {plate}: the opinion period ended on {until}, but you may object in writing (in person, by post or fax) "
        "within 60 days of receiving the imposition notice of {imposed}. The fine then loses its effect and a court decides. "
        "Questions: {phone}",
        ZH: "{plate} 意见提交期限({until})已过, 但自收到正式罚款通知({imposed})之日起60日内可书面(来访、邮寄、传真)提出异议, 罚款随即失效, 由法院决定。咨询: {phone}",
        VI: "Xe {plate}: đã hết hạn nộp ý kiến ({until}), nhưng có thể khiếu nại bằng văn bản (trực tiếp, bưu điện, fax) trong "
        "60 ngày từ khi nhận thông báo phạt ngày {imposed}; khi đó tiền phạt mất hiệu lực và tòa án quyết định. Liên hệ: {phone}",
    },
    "objection_over": {
        KO: "{plate} 의견제출과 이의제기 기간이 모두 지났습니다(부과일 {imposed}). 고지서를 받지 못하셨거나 사정이 있으시면 담당자와 "
        "상담해 주세요. 문의: {phone}",
        EN: "Car {plate}: the time for an opinion and for an objection is over (imposed on {imposed}). If you never received "
        "the notice, or had a reason, please speak to a person. Questions: {phone}",
        ZH: "{plate} 提交意见和提出异议的期限均已过(罚款日 {imposed})。如未收到通知书或有特殊情况, 请咨询负责人员。咨询: {phone}",
        VI: "Xe {plate}: đã hết hạn nộp ý kiến và khiếu nại (ngày phạt {imposed}). Nếu chưa nhận được thông báo hoặc có lý do, "
        "xin liên hệ nhân viên. Liên hệ: {phone}",
    },
    "object_hint": {
        KO: '이의가 있으시면 입금 전에 "의견"이라고 보내 주세요.',
        EN: 'To object first, reply "opinion".',
        ZH: '如有异议, 请在付款前发送"意见"。',
        VI: 'Nếu không đồng ý, trả lời "ý kiến" trước khi nộp.',
    },
    # --- several cases, and who only holds the notice ---
    "several_cars": {
        KO: '{total}건이 확인됩니다. {lines}. 합계 {sum}입니다. 계좌는 건마다 따로 드립니다. 번호({numbers}) 또는 "모두"를 보내 주세요.',
        EN: "{total} cases: {lines}. Together {sum}. Each has an account of its own. Reply with a number ({numbers}) or "
        '"all".',
        ZH: '共{total}件。{lines}。合计 {sum}。每件账号不同。请发送号码({numbers})或"全部"。',
        VI: 'Có {total} vụ: {lines}. Tổng cộng {sum}. Mỗi vụ một tài khoản riêng. Trả lời số ({numbers}) hoặc "tất cả".',
    },
    "car_line": {
        KO: "{n}) {plate} {where}{amount}({until}까지)",
        EN: "{n}) {plate} {where}{amount} (by {until})",
        ZH: "{n}) {plate} {where}{amount}({until}前)",
        VI: "{n}) {plate} {where}{amount} (đến {until})",
    },
    "accounts_of_cars": {
        KO: "{total}건, 합계 {sum}입니다. 건마다 정해진 계좌로 따로 보내 주세요.\n{lines}",
        EN: "{total} cases, {sum} in all. Please pay each into its own account.\n{lines}",
        ZH: "共{total}件, 合计 {sum}。请分别汇入各自的账号。\n{lines}",
        VI: "{total} vụ, tổng cộng {sum}. Xin nộp từng vụ vào tài khoản riêng.\n{lines}",
    },
    "accounts_continued": {
        KO: "(이어서 {n}/{of})\n{lines}",
        EN: "(continued {n}/{of})\n{lines}",
        ZH: "(续 {n}/{of})\n{lines}",
        VI: "(tiếp {n}/{of})\n{lines}",
    },
    "account_of_car": {
        KO: "{n}) {plate} {where}{transfer}",
        EN: "{n}) {plate} {where}{transfer}",
        ZH: "{n}) {plate} {where}{transfer}",
        VI: "{n}) {plate} {where}{transfer}",
    },
    "all_frees_the_car": {
        KO: "압류·영치는 체납된 건을 모두 내셔야 풀립니다. 전부 입금되면 압류해제를 촉탁하고 번호판은 바로 돌려드립니다.",
        EN: "A seizure is lifted once every overdue case is paid; we then ask the registry to release it and return a plate "
        "at once.",
        ZH: "付清全部拖欠后方可解除查封; 到账后委托解除, 车牌立即归还。",
        VI: "Nộp hết các vụ quá hạn thì kê biên mới được giải tỏa; khi đó chúng tôi đề nghị giải tỏa và trả biển số ngay.",
    },
    "total": {
        KO: "{total}건 합계 {sum}입니다. 계좌는 건마다 따로이므로 한 계좌에 합쳐 보내지 마시고 각각 보내 주세요.",
        EN: "{total} cases come to {sum} together. Each has its own account: please pay them separately.",
        ZH: "{total}件合计 {sum}。每件账号不同, 请分别付款, 不要合并汇入一个账号。",
        VI: "{total} vụ, tổng cộng {sum}. Mỗi vụ một tài khoản riêng: xin nộp riêng từng vụ.",
    },
    "amount_line": {
        KO: "{plate} {where}과태료는 {until} 밤 12시까지 {amount}입니다.{then}",
        EN: "Car {plate}: {where}{amount} until midnight, {until}.{then}",
        ZH: "{plate} {where}罚款 {until}24点前 {amount}。{then}",
        VI: "Xe {plate}: {where}{amount} đến 24h ngày {until}.{then}",
    },
    "where_in_brackets": {KO: "({where}) ", EN: "({where}) ", ZH: "({where}) ", VI: "({where}) "},
    "then_full_amount": {
        KO: " 그 뒤에는 감경 없이 {fine}이 부과됩니다.",
        EN: " After that the full {fine} is imposed.",
        ZH: "之后不减免, 罚款 {fine}。",
        VI: " Sau đó không được giảm, phải nộp {fine}.",
    },
    "then_surcharge": {
        KO: " 그 뒤에는 가산금 3%, 이어 매달 1.2%가 더해집니다.",
        EN: " After that 3% is added, then 1.2% a month.",
        ZH: "之后加收3%, 再每月加1.2%。",
        VI: " Sau đó cộng 3%, rồi mỗi tháng 1,2%.",
    },
    "then_grows": {
        KO: " 기한이 지나 가산금(처음 3%, 이어 매달 1.2%)이 더해진 금액이며, 그 뒤에는 매달 {step}씩 더해집니다.",
        EN: " This holds the late surcharge (3%, then 1.2% a month); after that {step} is added each month.",
        ZH: "已含滞纳金(先3%, 之后每月1.2%), 之后每月增加 {step}。",
        VI: " Đã gồm tiền chậm nộp (3%, sau đó mỗi tháng 1,2%); sau ngày đó mỗi tháng tăng thêm {step}.",
    },
    "instalments_follow": {
        KO: " 이번이 {of}회 중 {place}회차입니다. 다음 회차: {following}.",
        EN: " This is instalment {place} of {of}. Next: {following}.",
        ZH: "本期为{of}期中的第{place}期。下期: {following}。",
        VI: " Đây là kỳ {place} trong {of} kỳ. Kỳ sau: {following}.",
    },
    "plan_left": {
        KO: "{plate} 분할납부의 다음 회차는 {until}까지 {amount}이고, 남은 금액은 모두 {left}입니다. 남은 금액을 한꺼번에 내시려면 담당자와 상담해 "
        "주세요({phone}).",
        EN: "Car {plate}: the next instalment is {amount} by {until}; {left} are left in all. To pay the rest at once, please "
        "speak to a person ({phone}).",
        ZH: "{plate} 分期付款的下期为 {amount}({until}前), 余款共 {left}。如要一次付清余款, 请咨询负责人员({phone})。",
        VI: "Xe {plate}: kỳ sau {amount} đến hết ngày {until}, còn lại tất cả {left}. Muốn nộp hết một lần, xin liên hệ nhân viên "
        "({phone}).",
    },
    "ask_for_account": {
        KO: '가상계좌가 필요하시면 "계좌"라고 보내 주세요.',
        EN: 'For an account to pay into, reply "account".',
        ZH: '需要虚拟账号请发送"账号"。',
        VI: 'Để lấy tài khoản nộp tiền, trả lời "tài khoản".',
    },
    # --- reductions ---
    "social_amounts": {
        KO: "{plate}: 50% 감경이 인정되면 {half}, {until}까지 내시면 20%가 더 줄어 {both}입니다.",
        EN: "Car {plate}: with the 50% reduction {half}, and {both} if paid by {until}.",
        ZH: "{plate}: 如认定减免50%为 {half}, {until}(含)前付款再减20%为 {both}。",
        VI: "Xe {plate}: nếu được giảm 50% là {half}, nộp đến hết ngày {until} giảm thêm 20% còn {both}.",
    },
    "social_apply": {
        KO: '신청은 의견제출 기한 안에 하셔야 합니다. 이 문자로 "신청"이라고 보내시면 담당자에게 전달합니다. 증명서는 방문·우편·팩스로 내 주세요. '
        "문의: {phone}",
        EN: 'Apply inside the opinion period: reply "apply" and we pass it to a person. Certificates go in person, by post or '
        "by fax. Questions: {phone}",
        ZH: '须在意见提交期限内申请: 发送"申请"即转交负责人员。证明请来访、邮寄或传真。咨询: {phone}',
        VI: 'Phải xin trong hạn nộp ý kiến: trả lời "xin nộp" để chuyển cho nhân viên. Giấy tờ nộp trực tiếp, bưu điện hoặc '
        "fax. Liên hệ: {phone}",
    },
    "application_handed_over": {
        KO: "신청하신 내용을 담당자에게 전달했습니다(접수 {ticket}). 필요한 서류와 결정은 평일 9~18시에 이 번호로 알려 드립니다. 문의: {phone}",
        EN: "We passed your application to a person (ticket {ticket}), who will tell you which documents are needed and what "
        "is decided, on weekdays, 9:00 to 18:00. Questions: {phone}",
        ZH: "申请已转交负责人员(受理号 {ticket})。所需文件和决定将于工作日9~18点通知。咨询: {phone}",
        VI: "Đã chuyển đơn cho nhân viên (số tiếp nhận {ticket}). Giấy tờ cần nộp và quyết định sẽ được báo 9-18h ngày làm "
        "việc. Liên hệ: {phone}",
    },
    # --- seizures ---
    "seized_until_paid": {
        KO: "{plate} 압류는 체납된 과태료 {amount}({today} 기준)을 모두 내시면 풀립니다. 입금이 확인되면 바로 압류해제를 촉탁하고 해제되면 문자로 알려 "
        "드리며, 영치된 번호판은 즉시 돌려드립니다. 다른 기관의 압류는 그 기관에 내셔야 합니다.",
        EN: "Car {plate}: the seizure is lifted once the overdue {amount} (as of {today}) is paid. We then ask the registry to "
        "release it and text when it is done; a plate that was taken is returned at once. Seizures of other offices are theirs to lift.",
        ZH: "{plate} 付清拖欠罚款 {amount}({today}标准)即可解除查封。确认到账后委托解除, 解除后发短信通知, 被收走的车牌立刻归还。"
        "其他机关的查封须向该机关支付。",
        VI: "Xe {plate}: nộp hết {amount} (tính đến {today}) thì kê biên được giải tỏa. Khi xác nhận đã nộp, chúng tôi đề nghị "
        "giải tỏa và nhắn tin khi xong; biển số bị thu giữ được trả ngay. Kê biên của cơ quan khác phải nộp cho cơ quan đó.",
    },
    "release_under_way": {
        KO: "{plate} 과태료는 납부가 확인되었습니다. 압류해제를 촉탁하는 중이며, 해제되면 문자로 알려 드립니다. 영치된 번호판은 바로 돌려드립니다. "
        "문의: {phone}",
        EN: "Car {plate}: your payment was confirmed. We are asking the registry to release the seizure and will text you once "
        "it is lifted; a plate that was taken is returned at once. Questions: {phone}",
        ZH: "{plate} 罚款已确认到账。正在委托解除查封, 解除后用短信通知。被收走的车牌立刻归还。咨询: {phone}",
        VI: "Xe {plate}: đã xác nhận khoản nộp. Chúng tôi đang đề nghị giải tỏa kê biên và sẽ nhắn tin khi xong; biển số bị thu "
        "giữ được trả ngay. Liên hệ: {phone}",
    },
    "seizure_is_released": {
        KO: "{plate} 압류는 해제되었습니다. 등록원부에 나타나기까지 하루 이틀 걸릴 수 있습니다. 다른 기관의 압류는 그 기관에 확인해 주세요. 문의: "
        "{phone}",
        EN: "Car {plate}: the seizure was released. The register may take a day or two to show it. Seizures of other offices "
        "are theirs. Questions: {phone}",
        ZH: "{plate} 查封已解除。登记簿显示可能需要一两天。其他机关的查封请向该机关确认。咨询: {phone}",
        VI: "Xe {plate}: đã giải tỏa kê biên. Sổ đăng ký có thể mất một hai ngày để cập nhật. Kê biên của cơ quan khác xin hỏi "
        "cơ quan đó. Liên hệ: {phone}",
    },
    "not_seized_by_us": {
        KO: "{plate} 이 건으로 중구청이 한 압류는 없습니다. 다른 기관의 압류는 그 기관에 확인해 주세요. 문의: {phone}",
        EN: "Car {plate}: Jung-gu has not seized it for this fine. Seizures of other offices are theirs. Questions: {phone}",
        ZH: "{plate} 中区厅未因此件查封。其他机关的查封请向该机关确认。咨询: {phone}",
        VI: "Xe {plate}: Jung-gu không kê biên vì vụ này. Kê biên của cơ quan khác xin hỏi cơ quan đó. Liên hệ: {phone}",
    },
    # --- money ---
    "pay_this_instead": {
        KO: '내실 금액은 {amount}입니다({until}까지). 계좌는 "계좌"라고 보내 주세요.',
        EN: 'What is due is {amount} (by {until}). For the account, reply "account".',
        ZH: '应付金额为 {amount}({until}前)。账号请发送"账号"。',
        VI: 'Số tiền phải nộp là {amount} (đến {until}). Để lấy tài khoản, trả lời "tài khoản".',
    },
    "not_arrived_yet": {
        KO: "{plate} 아직 확인된 입금이 없습니다. 이체하셨다면 반영까지 몇 분 걸릴 수 있습니다. 금액이 다르거나 다른 계좌로 보내셨으면 담당자가 "
        '찾아드립니다("상담원"). 문의: {phone}',
        EN: "Car {plate}: no payment has arrived yet. A transfer may take some minutes. If the amount differed or it went to "
        'another account, a person will look for it (reply "agent"). Questions: {phone}',
        ZH: '{plate} 还没有确认到账。汇款可能需要数分。如金额不同或汇到其他账号, 由负责人员查询(发送"人工")。咨询: '
        "{phone}",
        VI: "Xe {plate}: chưa nhận được khoản nộp. Chuyển khoản có thể mất vài phút. Nếu số tiền khác hoặc chuyển nhầm tài "
        'khoản, nhân viên sẽ tìm (trả lời "nhân viên"). Liên hệ: {phone}',
    },
    "reduction_is_over": {
        KO: "20% 감경 기한({until})이 지나 감경된 금액으로는 내실 수 없습니다.",
        EN: "The 20% reduction ended on {until}, so the reduced amount no longer pays the fine.",
        ZH: "20%减免期限({until})已过, 不能再按减免金额支付。",
        VI: "Hạn giảm 20% ({until}) đã hết nên không thể nộp theo số tiền đã giảm.",
    },
    "paid_in_part": {
        KO: "{plate} 분할납부 {paid}이 납부되었습니다. 다음은 {until}까지 {amount}입니다.",
        EN: "Car {plate}: {paid} of the instalments was paid. Next: {amount} by {until}.",
        ZH: "{plate} 分期已付 {paid}。下期须于{until}(含)前付 {amount}。",
        VI: "Xe {plate}: đã nộp {paid}. Kỳ sau: {amount} đến hết ngày {until}.",
    },
    "ticket_waits": {
        KO: "접수 {ticket}은 담당자가 확인하고 있습니다. 평일 9~18시에 답해 드리겠습니다. 급하시면 {phone}.",
        EN: "Ticket {ticket} is with a person, who answers on weekdays, 9:00 to 18:00. If urgent, call {phone}.",
        ZH: "受理号 {ticket} 正由负责人员处理。工作日9~18点答复。急事请致电{phone}。",
        VI: "Số tiếp nhận {ticket} đang được nhân viên xem. Chúng tôi trả lời 9-18h ngày làm việc. Nếu khẩn cấp, gọi {phone}.",
    },
    # --- small words ---
    "courtesy": {
        KO: "네, 알겠습니다. 더 필요하신 것이 있으면 언제든 문자해 주세요.",
        EN: "All right. Text us whenever you need anything else.",
        ZH: "好的。如有其他需要, 请随时联系。",
        VI: "Vâng. Khi cần gì thêm, xin quý vị cứ nhắn tin.",
    },
    "photo_kept": {
        KO: "함께 보내신 사진은 담당자에게 전달했습니다(접수 {ticket}). 원본은 방문·우편·팩스로 내 주세요.",
        EN: "A person was told of the picture you sent (ticket {ticket}). Please hand in the original in person, by post or by "
        "fax.",
        ZH: "发送的照片已告知负责人员(受理号 {ticket})。原件请来访、邮寄或传真提交。",
        VI: "Đã báo nhân viên về ảnh quý vị gửi (số tiếp nhận {ticket}). Bản gốc xin nộp trực tiếp, qua bưu điện hoặc fax.",
    },
}
