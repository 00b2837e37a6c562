"""The true answers to what concerns owners, heirs, renters, seizures and objections, in every language. Pure.

Office fields: holder, phone, switchboard, address, fax.
"""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    "detail_heir_renounces": {
        KO: "상속포기나 한정승인은 상속이 시작된 것을 아신 날부터 3개월 안에 가정법원에 신고합니다(민법 "
        "제1019조). 신고하셨거나 준비 중이시면 과태료를 내시기 전에 담당자와 확인해 주세요. 법원 결정문은 "
        '방문이나 우편({address}), 팩스({fax})로 내 주시면 됩니다. 차량번호와 함께 "상담원"이라고 보내 주시거나 '
        "{phone}으로 전화해 주세요.",
        EN: "Renouncing or limiting an inheritance is declared to the family court within three months of "
        "learning of it (Civil Act, Art. 1019). If you have done so or mean to, please speak to us before "
        "paying. The court's decision can be handed in by visit or post ({address}) or fax ({fax}). Reply "
        '"agent" with the plate or call {phone}.',
        ZH: "放弃继承或限定继承须自得知继承开始之日起3个月内向家庭法院申报(民法第1019条)。如已申报或正在准备, "
        "付款前请先与负责人员确认。法院决定书可来访或邮寄({address}), "
        '或传真({fax})提交。请将"人工"与车牌号一起发送或致电{phone}。',
        VI: "Việc từ chối nhận thừa kế hoặc nhận có giới hạn phải khai với tòa án gia đình trong 3 tháng từ khi "
        "biết (Điều 1019 Luật dân sự). Nếu đã khai hoặc đang chuẩn bị, xin hỏi chúng tôi trước khi nộp. Quyết "
        'định của tòa án: nộp trực tiếp hoặc qua bưu điện ({address}), fax ({fax}). Trả lời "nhân viên" kèm biển '
        "số xe hoặc gọi {phone}.",
    },
    "detail_heir": {
        KO: "돌아가신 분의 과태료는 이의제기 기간이 지나 확정된 뒤에 돌아가신 경우 상속재산에서 징수할 수 "
        "있습니다(질서위반행위규제법 제24조의2). 돌아가신 날과 위반한 날에 따라 다르니, 내시기 전에 담당자가 "
        "확인해 드리겠습니다. 사망 사실과 상속 관계를 보여 주는 서류(기본증명서, 가족관계증명서)를 준비하시고, "
        '상속포기·한정승인을 하셨으면 결정문도 함께 준비해 주세요. 차량번호와 함께 "상담원"이라고 보내 주시거나 '
        "{phone}으로 전화해 주세요.",
        EN: "A fine of a person who has died can be collected from the estate if it was final before the death "
        "(QVA Art. 24-2). That depends on the day of the death and of the violation, so let a person check "
        "before you pay. Please have proof of the death and of the family relation, and the court's decision if "
        'the inheritance was renounced or limited. Reply "agent" with the plate or call {phone}.',
        ZH: "已故者的罚款, 如在异议期限过后确定, 其后去世, 可从遗产中征收(秩序违反行为规制法第24条之2)。"
        "因去世日和违规日而异, 付款前请由负责人员确认。请备好死亡证明和家族关系证明, 如已放弃继承或限定继承, "
        '请同时备好法院决定书。请将"人工"与车牌号一起发送或致电{phone}。',
        VI: "Tiền phạt của người đã mất có thể thu từ di sản nếu đã thành chính thức (hết hạn khiếu nại) trước "
        "khi mất (Điều 24-2 Luật xử lý hành vi vi phạm trật tự). Tùy ngày mất và ngày vi phạm, nên xin để nhân "
        "viên kiểm tra trước khi nộp. Chuẩn bị giấy chứng tử, giấy quan hệ gia đình, và quyết định của tòa án "
        'nếu đã từ chối thừa kế. Trả lời "nhân viên" kèm biển số xe hoặc gọi {phone}.',
    },
    "detail_renter": {
        KO: "렌트·리스 차는 위반한 날의 임차인이 적힌 임대차계약서를 의견제출 기한 안에 내 주시면, 확인 뒤 "
        "소유자에게 부과하지 않고 임차인에게 통지합니다(도로교통법 제160조 제4항). 방문이나 우편({address}), "
        '팩스({fax})로 내 주시고, 접수는 차량번호와 함께 "의견"이라고 보내 주세요. 문의: {phone}',
        EN: "For a rented or leased car, hand in the contract that names the renter on the day before the "
        "opinion period ends; once checked, the notice goes to the renter and not to the owner (Road Traffic "
        'Act, Art. 160(4)). In person or by post ({address}), or fax ({fax}); to file it, reply "opinion" with '
        "the plate. Questions: {phone}",
        ZH: "租赁车请在意见提交期限内提交写明违规当日承租人的租赁合同, 确认后不罚车主, "
        "改通知承租人(道路交通法第160条第4款)。来访或邮寄({address}), 或传真({fax})提交, "
        '同时将"意见"与车牌号一起发送。咨询: {phone}',
        VI: "Xe thuê: nộp hợp đồng thuê ghi tên người thuê vào ngày vi phạm trong hạn nộp ý kiến; sau khi kiểm "
        "tra, thông báo sẽ gửi cho người thuê, không phạt chủ xe (Điều 160 khoản 4 Luật giao thông đường bộ). "
        'Nộp trực tiếp hoặc qua bưu điện ({address}), fax ({fax}); trả lời "ý kiến" kèm biển số xe. Liên hệ: '
        "{phone}",
    },
    "detail_theft": {
        KO: "도난당한 차가 그동안 위반한 것이면 소유자에게 부과하지 않습니다(도로교통법 제160조 제4항). 경찰서의 "
        "도난확인서를 의견제출 기한 안에 방문이나 우편({address}), 팩스({fax})로 내 주시고, 접수는 차량번호와 "
        '함께 "의견"이라고 보내 주세요. 문의: {phone}',
        EN: "If the car was stolen at the time, the owner is not fined (Road Traffic Act, Art. 160(4)). Hand in "
        "the police report of the theft before the opinion period ends, in person or by post ({address}), or fax "
        '({fax}); to file it, reply "opinion" with the plate. Questions: {phone}',
        ZH: "车辆被盗期间的违规不罚车主(道路交通法第160条第4款)。请在意见提交期限内来访或邮寄({address}), "
        '或传真({fax})提交警察署的被盗确认书, 同时将"意见"与车牌号一起发送。咨询: {phone}',
        VI: "Xe bị mất cắp lúc vi phạm thì chủ xe không bị phạt (Điều 160 khoản 4 Luật giao thông đường bộ). Nộp "
        "giấy xác nhận mất cắp của cảnh sát trong hạn nộp ý kiến, trực tiếp hoặc qua bưu điện ({address}), fax "
        '({fax}); trả lời "ý kiến" kèm biển số xe. Liên hệ: {phone}',
    },
    "detail_sold": {
        KO: "과태료는 위반한 날의 등록 소유자에게 부과됩니다. 그 전에 이전하셨으면 이전 날짜가 적힌 "
        "자동차등록원부나 양도증명서(매매계약서)를, 폐차하셨으면 말소 사실을 보여 주는 서류를 의견제출 기한 안에 "
        '방문이나 우편({address}), 팩스({fax})로 내 주세요. 접수는 차량번호와 함께 "의견"이라고 보내 주세요. '
        "문의: {phone}",
        EN: "The fine goes to the registered owner on the day of the violation. If the car had been transferred, "
        "hand in the registry extract or the transfer deed with its date, if scrapped, proof of deregistration, "
        "before the opinion period ends: in person or by post ({address}), or fax ({fax}). To file it, reply "
        '"opinion" with the plate. Questions: {phone}',
        ZH: "罚款由违规当日的登记车主承担。此前已过户的, 请提交写明过户日期的登记原簿或转让证明(买卖合同); "
        "已报废的, 请提交注销证明。均须在意见提交期限内来访或邮寄({address}), "
        '或传真({fax})。同时将"意见"与车牌号一起发送。咨询: {phone}',
        VI: "Tiền phạt do chủ xe đăng ký vào ngày vi phạm nộp. Nếu đã sang tên trước đó: nộp sổ đăng ký xe hoặc "
        "giấy chuyển nhượng có ghi ngày; nếu đã hủy xe: giấy xóa đăng ký, trong hạn nộp ý kiến, trực tiếp hoặc "
        'qua bưu điện ({address}), fax ({fax}). Để nộp, trả lời "ý kiến" kèm biển số xe. Liên hệ: {phone}',
    },
    "detail_other_driver": {
        KO: "주정차 과태료는 운전하신 분이 아니라 차량 소유자에게 부과됩니다(도로교통법 제160조 제3항). 내는 "
        "것은 누가 내셔도 됩니다. 렌트·리스·도난 차이거나 그 전에 이전한 차이면 서류를 의견제출 기한 안에 내 "
        '주세요. 사정이 있으시면 차량번호와 함께 "의견"이라고 보내 주세요. 문의: {phone}',
        EN: "A parking fine goes to the owner of the car, not to the driver (Road Traffic Act, Art. 160(3)). "
        "Anyone may pay it. If the car was rented, stolen or already transferred, hand in the papers before the "
        'opinion period ends; to object, reply "opinion" with the plate. Questions: {phone}',
        ZH: "停车罚款由车主承担, "
        "不由开车的人承担(道路交通法第160条第3款)。任何人都可代付。如是租赁、被盗或此前已过户的车辆, "
        '请在意见提交期限内提交文件。如有理由, 请将"意见"与车牌号一起发送。咨询: {phone}',
        VI: "Tiền phạt đỗ xe do chủ xe chịu, không phải người lái (Điều 160 khoản 3 Luật giao thông đường bộ). "
        "Ai nộp cũng được. Nếu là xe thuê, xe mất cắp hoặc đã sang tên trước đó, nộp giấy tờ trong hạn nộp ý "
        'kiến; có lý do thì trả lời "ý kiến" kèm biển số xe. Liên hệ: {phone}',
    },
    "detail_post_again": {
        KO: '고지서는 우편으로 다시 보내 드립니다. 차량번호와 함께 "상담원"이라고 보내 주시면 담당자가 받으실 '
        "주소를 확인합니다. 금액과 계좌는 여기서 바로 안내해 드리고, 서울시 이택스(ETAX)에서도 고지서 없이 내실 "
        "수 있습니다.",
        EN: 'We can post the notice again. Reply "agent" with the plate, and a person will confirm the address. '
        "The amount and an account you can get here at once; on Seoul ETAX you can pay without the notice.",
        ZH: '可重新邮寄通知书。请将"人工"与车牌号一起发送, 负责人员会确认收件地址。金额和账号可在此立刻告知, '
        "在首尔市ETAX没有通知书也可付款。",
        VI: 'Chúng tôi có thể gửi lại thông báo qua bưu điện. Trả lời "nhân viên" kèm biển số xe, nhân viên sẽ '
        "xác nhận địa chỉ. Số tiền và tài khoản có ngay tại đây; trên Seoul ETAX nộp được mà không cần thông báo.",
    },
    "detail_other_offices_seizure": {
        KO: "다른 기관이 한 압류는 그 기관에 내셔야 풀립니다. 여기 과태료를 내시면 {holder}이 한 압류만 "
        "해제됩니다. 어느 기관의 압류인지는 자동차등록원부에서 보실 수 있습니다. 문의: {phone}",
        EN: "Seizures of other offices are released only when you pay those offices. Paying here lifts the "
        "seizure of {holder} alone. The car's registry extract names each office. Questions: {phone}",
        ZH: "其他机关的查封须向该机关付款才能解除。在此付款只解除 {holder} 的查封。各查封属于何机关, "
        "可在汽车登记原簿上确认。咨询: {phone}",
        VI: "Kê biên của cơ quan khác chỉ được giải tỏa khi nộp cho cơ quan đó. Nộp ở đây chỉ giải tỏa kê biên "
        "của {holder}. Sổ đăng ký xe ghi rõ từng cơ quan. Liên hệ: {phone}",
    },
    "detail_release_when": {
        KO: "압류는 과태료를 모두 내신 것이 확인되면 바로 해제를 촉탁하고, 해제되면 문자로 알려 드립니다. "
        "등록원부에 나타나기까지 걸리는 날은 {phone}으로 확인해 주세요. 영치된 번호판은 지체 없이 "
        "돌려드립니다(질서위반행위규제법 제55조).",
        EN: "Once all fines are confirmed as paid, we ask the registry to release the seizure and text you when "
        "it is released. For how long the registry takes, call {phone}. A plate that was taken is returned "
        "without delay (QVA Art. 55).",
        ZH: "确认付完全部罚款后, 立刻委托解除查封, 解除后用短信通知。登记原簿上何时显示, "
        "请致电{phone}。被收走的车牌即时归还(秩序违反行为规制法第55条)。",
        VI: "Khi xác nhận đã nộp hết tiền phạt, chúng tôi đề nghị giải tỏa kê biên ngay và nhắn tin khi đã giải "
        "tỏa. Bao lâu sổ đăng ký cập nhật, xin gọi {phone}. Biển số bị thu giữ được trả lại ngay (Điều 55 Luật "
        "xử lý hành vi vi phạm trật tự).",
    },
    "detail_who_may_object": {
        KO: "의견은 고지를 받은 차 소유자가 내는 것이지만, 다른 분이 보내신 말씀도 그대로 기록하고 담당자가 "
        '소유자의 뜻인지 확인합니다. 말씀하실 내용을 고지서의 전자납부번호와 함께 "의견"이라고 보내 주세요. 문의: '
        "{phone}",
        EN: "An opinion is the owner's to give, but what somebody else sends is recorded too, and a clerk "
        'checks that the owner wants it. Send the notice number and the plate with the word "opinion". '
        "Questions: {phone}",
        ZH: "意见应由收到通知的车主提交, 但他人发送的内容也原样记录, "
        '由负责人员确认是否为车主本意。请将通知书号码、车牌号与"意见"一起发送。咨询: {phone}',
        VI: "Ý kiến do chủ xe nộp, nhưng nội dung người khác gửi cũng được ghi lại nguyên văn và nhân viên sẽ "
        'hỏi lại chủ xe. Xin gửi số thông báo và biển số xe kèm chữ "ý kiến". Liên hệ: {phone}',
    },
    "detail_photo_where": {
        KO: "단속 사진은 서울시 교통위반 단속조회 서비스에서 본인확인 뒤 보시거나, 신분증을 지참해 방문하시면 "
        "보실 수 있습니다({address}). 문의: {phone}",
        EN: "See the photos in Seoul's traffic violation service after identity verification, or visit us with "
        "an ID ({address}). Questions: {phone}",
        ZH: "违规照片可在首尔市交通违规查询服务经本人认证后查看, 或携带身份证来访查看({address})。咨询: {phone}",
        VI: "Xem ảnh tại dịch vụ tra cứu vi phạm giao thông của Seoul sau khi xác minh danh tính, hoặc mang giấy "
        "tờ tùy thân đến ({address}). Liên hệ: {phone}",
    },
    "detail_objection_after": {
        KO: '의견제출 기한 안이면 차량번호와 함께 "의견"이라고 보내 주세요. 부과된 뒤에는 부과 고지를 받으신 '
        "날부터 60일 안에 서면으로 이의제기하실 수 있습니다: 방문이나 우편({address}), 팩스({fax}). "
        "이의제기하시면 부과의 효력이 없어지고 14일 안에 법원에 통보되어 법원이 결정합니다. 감경금액을 내신 "
        "뒤에는 하실 수 없습니다. 문의: {phone}",
        EN: 'Before the opinion period ends, reply "opinion" with the plate. After the imposition you may object '
        "in writing within 60 days of receiving its notice: in person or by post ({address}), or fax ({fax}). "
        "The fine then has no effect, the court is told within 14 days, and decides. After paying the reduced "
        "amount this is no longer possible. Questions: {phone}",
        ZH: '意见提交期限内, 请将"意见"与车牌号一起发送。正式罚款后, 自收到通知之日起60日内可书面提出异议: '
        "来访或邮寄({address}), 或传真({fax})。提出异议后罚款失效, 14日内通报法院, "
        "由法院决定。支付减免金额后则不能提出。咨询: {phone}",
        VI: 'Trong hạn nộp ý kiến, trả lời "ý kiến" kèm biển số xe. Sau khi bị phạt chính thức, có thể khiếu nại '
        "bằng văn bản trong 60 ngày từ ngày nhận thông báo: trực tiếp hoặc qua bưu điện ({address}), fax "
        "({fax}). Khi đó tiền phạt mất hiệu lực, trong 14 ngày báo cho tòa án và tòa án quyết định. Đã nộp số "
        "tiền đã giảm thì không còn được khiếu nại. Liên hệ: {phone}",
    },
}
