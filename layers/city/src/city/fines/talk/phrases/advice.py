"""Advice without a case, in every language: what can be had, how, and how to object. Pure.

Office fields: phone, address, fax; `reduction` besides: warning (QVA §18②). That another way of paying than a virtual
account keeps the reduction is a district's own rule, so it is not promised.
"""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    "payment_methods": {
        KO: "가상계좌 이체, 서울시 이택스(ETAX·STAX), 은행 창구·ATM(고지서 지참), 신용카드(이택스)로 내실 수 "
        "있습니다. 20% 감경금액은 가상계좌로 내 주시고, 다른 방법으로도 감경되는지는 {phone}으로 먼저 확인해 "
        '주세요. 가상계좌는 차량번호와 함께 "계좌"라고 보내 주세요. 이의가 있으시면 차량번호와 함께 "의견"이라고 '
        "보내 주세요.",
        EN: "You can pay by transfer to a virtual account, with Seoul ETAX/STAX (also by card), or at a bank or "
        "ATM with the notice. Pay the amount reduced by 20% into a virtual account; whether another way keeps "
        'the reduction, please ask {phone} first. For a virtual account, reply "account" with the plate. To '
        'object, reply "opinion" with the plate.',
        ZH: "可用虚拟账号汇款、首尔市ETAX·STAX(可用信用卡)、银行窗口·ATM(携带通知书)支付。20%减免金额请用虚拟账号"
        '支付, 其他方法能否减免请先致电{phone}确认。虚拟账号请将"账号"与车牌号一起发送。如有异议, '
        '请将"意见"与车牌号一起发送。',
        VI: "Có thể chuyển khoản vào tài khoản ảo, nộp qua Seoul ETAX/STAX (cả thẻ tín dụng), hoặc tại ngân "
        "hàng, ATM (mang theo thông báo). Số tiền giảm 20% xin nộp vào tài khoản ảo; cách khác có còn được giảm "
        'hay không, xin hỏi {phone} trước. Để lấy tài khoản ảo, trả lời "tài khoản" kèm biển số xe. Nếu không '
        'đồng ý, trả lời "ý kiến" kèm biển số xe.',
    },
    "reduction": {
        KO: "사전통지의 의견제출 기한 안에 내시면 20% 감경됩니다. 기초생활수급자, 한부모가족 보호대상자, 장애의 "
        "정도가 심한 장애인, 국가유공자 상이 1~3급, 미성년자는 같은 기간에 신청하시면 50%까지 감경되고 20%와 "
        "함께 적용됩니다. 체납된 과태료가 있으면 제외됩니다. 50% 감경은 내시기 전에 신청하셔야 합니다. 증명서를 "
        '방문이나 우편({address}), 팩스({fax})로 내 주시거나 "상담원"이라고 보내 주세요. {warning} 이의가 '
        '있으시면 차량번호와 함께 "의견"이라고 보내 주세요.',
        EN: "Paying inside the opinion period takes 20% off. Recipients of basic livelihood support, protected "
        "single parents, the severely disabled, veterans of injury grades 1-3 and minors may get up to 50% if "
        "they apply in the same period and have no overdue fines; both apply together. Apply for the 50% before "
        'you pay: hand in the certificate in person or by post ({address}) or fax ({fax}), or reply "agent". '
        '{warning} To object, reply "opinion" with the plate.',
        ZH: "在事前通知的意见提交期限内付款, "
        "减免20%。基础生活保障对象、受保护单亲家庭、重度残疾人、国家有功者(伤残1~3级)、未成年人如同期申请, "
        "最多减免50%, 可与20%叠加。有拖欠罚款者除外。50%减免须在付款前申请: 证明请来访或邮寄({address}), "
        '或传真({fax}), 或发送"人工"。{warning}如有异议, 请将"意见"与车牌号一起发送。',
        VI: "Nộp trong hạn nộp ý kiến của thông báo trước được giảm 20%. Người nhận trợ cấp sinh hoạt cơ bản, "
        "gia đình đơn thân được bảo trợ, người khuyết tật nặng, người có công bị thương hạng 1-3 và người chưa "
        "thành niên, nếu xin trong thời hạn đó, được giảm đến 50%, áp dụng cùng với 20%. Trừ người còn nợ tiền "
        "phạt. Phải xin giảm 50% trước khi nộp tiền: nộp giấy chứng nhận trực tiếp hoặc qua bưu điện "
        '({address}), fax ({fax}), hoặc trả lời "nhân viên". {warning} Nếu không đồng ý, trả lời "ý kiến" kèm '
        "biển số xe.",
    },
    "installment": {
        KO: "한 번에 내기 어려우시면 분할납부나 징수유예를 신청하실 수 있습니다(수급자·차상위, 재난·질병·실직 "
        "등, 9개월까지, 한 번 3개월 연장). 결정까지 20일 이내이며 그동안 가산금은 붙지 않습니다. 신청은 사정을 "
        '적어 "상담원"이라고 보내 주시거나 {phone}으로 전화해 주세요. 서류는 방문이나 우편({address}), '
        '팩스({fax})로 내 주세요. 이의가 있으시면 차량번호와 함께 "의견"이라고 보내 주세요.',
        EN: "If you cannot pay at once you may apply to pay in instalments or later (low income, disaster, "
        "illness, job loss; up to 9 months, extended once by 3). A decision takes 20 days at most and no "
        'surcharge is added meanwhile. To apply, write your situation and reply "agent", or call {phone}. '
        'Papers: in person or by post ({address}) or fax ({fax}). To object, reply "opinion" with the plate.',
        ZH: "难以一次付完时, 可申请分期或延期付款(低保·低收入、灾难、疾病、失业等, 9个月以内, "
        '可延长一次3个月)。20日内决定, 期间不加滞纳金。申请请写明情况发送"人工", '
        '或致电{phone}。文件请来访或邮寄({address}), 或传真({fax})提交。如有异议, 请将"意见"与车牌号一起发送。',
        VI: "Nếu khó nộp một lần, có thể xin nộp nhiều lần hoặc hoãn nộp (người nhận trợ cấp, cận nghèo, thiên "
        "tai, bệnh tật, mất việc...; đến 9 tháng, gia hạn một lần 3 tháng). Quyết định trong 20 ngày, trong lúc "
        'đó không cộng tiền chậm nộp. Để xin, viết hoàn cảnh và trả lời "nhân viên", hoặc gọi {phone}. Giấy tờ: '
        'trực tiếp hoặc qua bưu điện ({address}), fax ({fax}). Nếu không đồng ý, trả lời "ý kiến" kèm biển số xe.',
    },
    "seizure": {
        KO: "압류는 체납 과태료를 모두 내시면 풀립니다. 입금이 확인되면 압류해제를 촉탁하며, 영치된 번호판은 "
        "바로 돌려드립니다. 해제되면 문자로 알려 드립니다. 다른 기관의 압류는 그 기관에 내셔야 합니다. 금액과 "
        '계좌는 차량번호와 함께 "계좌"라고 보내 주세요. 이의가 있으시면 차량번호와 함께 "의견"이라고 보내 주세요.',
        EN: "A seizure is lifted once every overdue fine is paid; we then ask the registry to release it and "
        "text you when it is released, and a plate that was taken is returned at once. Seizures of other offices "
        'are theirs to lift. For the amount, reply "account" with the plate. To object, reply "opinion" with the '
        "plate.",
        ZH: "付完全部拖欠罚款, 即可解除查封。确认到账后委托解除, 解除后用短信通知, "
        '被收走的车牌立刻归还。其他机关的查封须向该机关支付。金额和账号请将"账号"与车牌号一起发送。如有异议, '
        '请将"意见"与车牌号一起发送。',
        VI: "Nộp hết tiền phạt quá hạn thì kê biên được giải tỏa. Khi xác nhận đã nộp, chúng tôi đề nghị giải "
        "tỏa kê biên và nhắn tin khi đã giải tỏa; biển số bị thu giữ được trả lại ngay. Kê biên của cơ quan khác "
        'phải nộp cho cơ quan đó. Để biết số tiền và tài khoản, trả lời "tài khoản" kèm biển số xe. Nếu không '
        'đồng ý, trả lời "ý kiến" kèm biển số xe.',
    },
    "ownership": {
        KO: "과태료는 위반한 날의 소유자에게 부과됩니다. 그 전에 이전한 차는 이전 날짜가 적힌 등록원부나 "
        "양도증명서(매매계약서)를, 렌트·리스 차는 임대차계약서를, 도난은 도난확인서를 의견제출 기한 안에 "
        "방문이나 우편({address}), 팩스({fax})로 내 주세요. 소유자가 돌아가신 경우에는 사망과 가족관계를 보여 "
        '주는 서류를 준비해 {phone}으로 문의해 주세요. 접수는 차량번호와 함께 "의견"이라고 보내 주세요.',
        EN: "The fine goes to whoever owned the car on the day. If it had been transferred, hand in the registry "
        "extract or transfer deed; for a rental or lease, the contract; for a theft, the police report, within "
        "the opinion period: in person or by post ({address}) or fax ({fax}). If the owner has died, have proof "
        'of the death and the family relation ready and call {phone}. To file it, reply "opinion" with the plate.',
        ZH: "罚款由违规当日的车主承担。此前已过户的车请提交写明过户日期的登记原簿或转让证明, 租赁车提交租赁合同, "
        "被盗车提交被盗证明, 均须在意见提交期限内来访或邮寄({address}), 或传真({fax})。车主已去世的, "
        '请备好死亡和家族关系证明, 致电{phone}。提交请将"意见"与车牌号一起发送。',
        VI: "Tiền phạt do chủ xe vào ngày vi phạm nộp. Xe đã sang tên trước đó: nộp sổ đăng ký xe hoặc giấy "
        "chuyển nhượng có ghi ngày; xe thuê: hợp đồng thuê; xe mất cắp: giấy xác nhận mất cắp, trong hạn nộp ý "
        "kiến, trực tiếp hoặc qua bưu điện ({address}), fax ({fax}). Chủ xe đã mất: chuẩn bị giấy chứng tử và "
        'quan hệ gia đình, gọi {phone}. Để nộp, trả lời "ý kiến" kèm biển số xe.',
    },
    "photo": {
        KO: "단속 사진은 개인정보여서 문자로 보내 드리지 않습니다. 서울시 교통위반 단속조회 서비스에서 본인확인 "
        "뒤 보실 수 있고, 신분증을 지참해 방문하셔도 됩니다(평일 9~18시, {address}). 문의: {phone}. 이의가 있으시면 "
        '차량번호와 함께 "의견"이라고 보내 주세요.',
        EN: "Photos are personal data, so we do not send them by text. See them in Seoul's traffic violation "
        "service after identity verification, or visit us with an ID (weekdays, 9:00 to 18:00; {address}). Questions: {phone}. To object, "
        'reply "opinion" with the plate.',
        ZH: "违规照片属个人信息, 不用短信发送。可在首尔市交通违规查询服务经本人认证后查看, "
        '或携带身份证来访(工作日9~18点, {address})。咨询: {phone}。如有异议, 请将"意见"与车牌号一起发送。',
        VI: "Ảnh vi phạm là thông tin cá nhân nên không gửi qua tin nhắn. Có thể xem ở dịch vụ tra cứu vi phạm "
        "giao thông của Seoul sau khi xác minh danh tính, hoặc mang giấy tờ tùy thân đến (9-18h ngày làm việc, {address}). Liên hệ: "
        '{phone}. Nếu không đồng ý, trả lời "ý kiến" kèm biển số xe.',
    },
}
