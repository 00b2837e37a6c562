"""The true answers to particulars (`city.fines.talk.details`), in every language. Pure.

Office fields: holder, phone, switchboard, address, fax.
"""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    "detail_holder": {
        KO: "예금주는 {holder}입니다. 다른 이름이 뜨면 보내지 마시고 {phone}으로 확인해 주세요.",
        EN: "The account holder is {holder}. If your bank shows another name, do not send the money; call {phone}.",
        ZH: "户名为 {holder}。如显示其他名称, 请勿汇款, 致电{phone}确认。",
        VI: "Chủ tài khoản là {holder}. Nếu hiện tên khác, xin đừng chuyển và gọi {phone} để xác nhận.",
    },
    "detail_fee": {
        KO: "구청이 받는 수수료는 없습니다. 다른 은행에서 보내시면 그 은행의 이체 수수료가 들 수 있고, 카드로 "
        "내시면 납부대행 수수료가 붙을 수 있습니다.",
        EN: "We charge no fee. Your bank may charge its own transfer fee, and a card payment may carry the card "
        "agency's fee.",
        ZH: "区厅不收手续费。从他行汇款时该行可能收转帐手续费, 用信用卡付款时可能有代收手续费。",
        VI: "Chúng tôi không thu phí. Ngân hàng của quý vị có thể thu phí chuyển khoản; nộp bằng thẻ có thể có "
        "phí dịch vụ thẻ.",
    },
    "detail_release_fee": {
        KO: "과태료를 모두 내시면 저희가 압류해제를 촉탁합니다. 해제에 따로 드는 비용이 있는지는 {phone}으로 "
        "확인해 주세요.",
        EN: "Once every fine is paid we ask the registry to release the seizure. Whether the release itself "
        "costs anything, please ask {phone}.",
        ZH: "付完全部罚款后, 我们委托解除查封。解除是否额外收费, 请致电{phone}确认。",
        VI: "Khi nộp hết tiền phạt, chúng tôi đề nghị giải tỏa kê biên. Việc giải tỏa có mất phí riêng hay "
        "không, xin hỏi {phone}.",
    },
    "detail_weekend": {
        KO: "주말·공휴일과 밤에도 24시간 이체하실 수 있습니다. 안내해 드린 마지막 날 밤 12시 전에 들어오면 됩니다.",
        EN: "You can transfer at any hour, on weekends and holidays too. It counts if it arrives before midnight "
        "of the last day you were told.",
        ZH: "周末、公休日和夜间都可24小时汇款, 在告知的最后一天24点前到账即可。",
        VI: "Có thể chuyển khoản 24 giờ, cả cuối tuần và ngày lễ. Tiền đến trước 24h của ngày cuối đã báo là được.",
    },
    "detail_term_on_holiday": {
        KO: "기한의 마지막 날이 토요일이나 공휴일이면 그다음 근무일까지입니다. 문자로 알려 드린 날짜는 이를 "
        "반영한 날짜입니다.",
        EN: "If the last day is a Saturday or a public holiday, the term ends on the next working day. The dates "
        "in our texts already allow for that.",
        ZH: "期限最后一天如是星期六或公休日, 则顺延至下一个工作日。短信告知的日期已按此计算。",
        VI: "Nếu ngày cuối là thứ bảy hoặc ngày nghỉ lễ thì hạn kéo đến ngày làm việc kế tiếp. Ngày trong tin "
        "nhắn của chúng tôi đã tính điều này.",
    },
    "detail_depositor": {
        KO: "보내는 분의 이름은 차주와 달라도 되고, 다른 분이 내셔도 됩니다. 계좌가 건마다 따로여서 계좌와 "
        "금액만 정확하면 확인됩니다.",
        EN: "The sender's name need not be the owner's, and anyone may pay. Each fine has its own account, so "
        "the account and the exact amount are enough.",
        ZH: "汇款人姓名可与车主不同, 他人也可代付。每件账号不同, 账号和金额准确即可确认。",
        VI: "Tên người chuyển không cần trùng với chủ xe, người khác nộp thay cũng được. Mỗi khoản có tài khoản "
        "riêng nên chỉ cần đúng tài khoản và đúng số tiền.",
    },
    "detail_link_received": {
        KO: "저희는 문자에 인터넷 주소(링크)를 넣지 않습니다. 그런 문자의 주소는 누르지 마세요. 과태료가 "
        "있는지는 {phone}이나 구청 대표전화 {switchboard}, 서울시 이택스(ETAX), 종이 고지서로 확인하실 수 "
        "있습니다. 이미 누르셨거나 돈을 보내셨다면 바로 112, 118과 거래 은행에 알려 주세요.",
        EN: "We never put links in our texts, so do not open it. To check whether you have a fine, call {phone} "
        "or the district's switchboard {switchboard}, or look at Seoul ETAX or the paper notice. If you opened "
        "it or sent money, tell 112, 118 and your bank at once.",
        ZH: "我们的短信不含网址, 请勿点开。是否有罚款, 可致电{phone}或区厅总机{switchboard}, "
        "或在首尔市ETAX、纸质通知书上确认。如已点开或汇款, 请立刻告知112、118和银行。",
        VI: "Tin nhắn của chúng tôi không bao giờ có link, xin đừng bấm. Muốn biết có tiền phạt hay không, gọi "
        "{phone} hoặc tổng đài của quận {switchboard}, hoặc xem Seoul ETAX, thông báo giấy. Nếu đã bấm hoặc đã "
        "chuyển tiền, báo ngay cho 112, 118 và ngân hàng.",
    },
    "detail_genuine": {
        KO: "이 번호는 {holder} 주정차 과태료 안내 번호입니다. 저희는 링크를 보내지 않고, 010·070 번호로 먼저 "
        "문자하지 않으며, 비밀번호나 주민등록번호를 묻지 않습니다. {phone}이나 구청 대표전화 {switchboard}로 "
        "확인해 주세요. 같은 내용이 서울시 이택스(ETAX)와 종이 고지서에도 있습니다.",
        EN: "This is the parking-fines number of {holder}. We send no links, never text first from an 010 or 070 "
        "number, and never ask for a PIN or registration number. Please check by calling {phone} or the "
        "district's switchboard {switchboard}; Seoul ETAX and the paper notice show the same facts.",
        ZH: "本号码是 {holder} 停车罚款咨询号码。我们不发送网址, 不用010、070号码主动发短信, "
        "也不问密码或居民登录号码。可致电{phone}或区厅总机{switchboard}确认。首尔市ETAX和纸质通知书上有同样内"
        "容。",
        VI: "Đây là số thông tin tiền phạt đỗ xe của {holder}. Chúng tôi không gửi link, không nhắn tin trước từ "
        "số 010, 070 và không hỏi mật khẩu hay số đăng ký cư dân. Xin gọi {phone} hoặc tổng đài của quận "
        "{switchboard} để kiểm tra. Seoul ETAX và thông báo giấy có cùng nội dung.",
    },
    "detail_where_to_verify": {
        KO: "서울시 이택스(ETAX·STAX)와 종이 고지서에서 같은 내용을 보실 수 있습니다. {phone}이나 구청 대표전화 "
        "{switchboard}로 확인하시거나, 신분증을 지참해 방문하셔도 됩니다({address}).",
        EN: "Seoul ETAX/STAX and the paper notice show the same facts. You may also call {phone} or the "
        "district's switchboard {switchboard}, or visit us with an ID ({address}).",
        ZH: "在首尔市ETAX·STAX和纸质通知书上可看到同样内容。也可致电{phone}或区厅总机{switchboard}, "
        "或携带身份证来访({address})。",
        VI: "Seoul ETAX/STAX và thông báo giấy có cùng nội dung. Cũng có thể gọi {phone} hoặc tổng đài của quận "
        "{switchboard}, hoặc mang giấy tờ tùy thân đến ({address}).",
    },
    "detail_where_to_send": {
        KO: "서류는 방문이나 우편({address}), 팩스({fax})로 내 주세요. 차량번호와 연락처를 함께 적어 주세요. "
        "문의: {phone}",
        EN: "Please hand in papers in person or by post ({address}) or by fax ({fax}), with the plate and your "
        "phone number on them. Questions: {phone}",
        ZH: "文件请来访或邮寄({address}), 或传真({fax})提交, 请写明车牌号和联络电话。咨询: {phone}",
        VI: "Xin nộp giấy tờ trực tiếp hoặc qua bưu điện ({address}), hoặc fax ({fax}), ghi rõ biển số xe và số "
        "điện thoại. Liên hệ: {phone}",
    },
    "detail_documents": {
        KO: "사유를 보여 주는 서류면 됩니다. 예) 응급환자: 응급진료확인서·입원확인서, 고장·펑크: "
        "수리·견인·긴급출동 확인서, 사고: 교통사고사실확인서, 도난: 도난확인서, 이사: 이사계약서, 택배·하역: "
        "운송장, 장애인 승하차: 복지카드. 의견제출 기한 안에 내 주세요. 문의: {phone}",
        EN: "Whatever shows your reason. For example, an emergency: certificate of emergency treatment or "
        "admission; a breakdown or flat tyre: record of repair, towing or roadside help; an accident: accident "
        "report; a theft: police report; moving house: removal contract; a delivery: waybill; helping a disabled "
        "person: welfare card. Hand it in before the opinion period ends. Questions: {phone}",
        ZH: "能证明理由的文件即可。例: 急救患者: 急诊或住院确认书; 故障、爆胎: 修理、拖车或紧急出动确认书; 事故: "
        "交通事故确认书; 被盗: 被盗确认书; 搬家: 搬家合同; 送货: 运单; 协助残疾人上下车: "
        "福利卡。请在意见提交期限内提交。咨询: {phone}",
        VI: "Giấy tờ nào cho thấy lý do cũng được. Ví dụ: cấp cứu: giấy xác nhận điều trị cấp cứu hoặc nhập "
        "viện; xe hỏng, nổ lốp: giấy sửa chữa, kéo xe, cứu hộ; tai nạn: giấy xác nhận tai nạn; mất cắp: giấy xác "
        "nhận mất cắp; chuyển nhà: hợp đồng chuyển nhà; giao hàng: vận đơn; giúp người khuyết tật: thẻ phúc lợi. "
        "Nộp trong hạn nộp ý kiến. Liên hệ: {phone}",
    },
    "detail_documents_for_reduction": {
        KO: "50% 감경은 자격을 보여 주는 증명서로 신청합니다: 기초생활수급자·한부모가족 증명서, 장애인 "
        "증명서(장애의 정도가 심한 분), 국가유공자 증명서(상이 1~3급), 미성년자는 나이를 보여 주는 서류. "
        "의견제출 기한 안에 방문이나 우편({address}), 팩스({fax})로 내 주세요. 문의: {phone}",
        EN: "For the 50% reduction, send what shows that you qualify: certificate of basic livelihood support or "
        "of a protected single parent, of a severe disability, of a veteran of injury grades 1-3, or, for a "
        "minor, of age. Hand it in before the opinion period ends, in person or by post ({address}) or fax "
        "({fax}). Questions: {phone}",
        ZH: "申请减免50%须提交资格证明: 基础生活保障、单亲家庭、重度残疾、国家有功者(伤残1~3级)证明, "
        "未成年人须有年龄证明。请在意见提交期限内来访或邮寄({address}), 或传真({fax})提交。咨询: {phone}",
        VI: "Để xin giảm 50%, nộp giấy chứng minh: người nhận trợ cấp sinh hoạt cơ bản, gia đình đơn thân, "
        "khuyết tật nặng, người có công bị thương hạng 1-3, hoặc giấy chứng minh tuổi nếu chưa thành niên. Nộp "
        "trong hạn nộp ý kiến, trực tiếp hoặc qua bưu điện ({address}), fax ({fax}). Liên hệ: {phone}",
    },
    "detail_result_when": {
        KO: "의견은 담당자가 검토하고 심의한 뒤 결과를 알려 드립니다. 걸리는 기간은 건마다 달라 날짜를 정해 "
        "말씀드리지 못합니다. 그동안에는 과태료가 부과되지 않습니다. 진행 문의: {phone}",
        EN: "Opinions are reviewed and then we tell you the result. How long it takes differs, so we cannot name "
        "a day; nothing is imposed meanwhile. Progress: {phone}",
        ZH: "意见经负责人员审议后告知结果。所需时间因件而异, 无法确定日期。期间不会正式罚款。进度咨询: {phone}",
        VI: "Ý kiến được xét rồi chúng tôi báo kết quả. Thời gian tùy từng trường hợp nên không thể hứa ngày; "
        "trong lúc đó chưa bị phạt chính thức. Hỏi tiến độ: {phone}",
    },
    "detail_result_how": {
        KO: "의견의 심의 결과는 의견을 보내신 전화번호로 문자로 알려 드립니다. 웹 채팅으로 내신 의견은 "
        "차량번호와 고지서의 전자납부번호로 웹 채팅에서 확인하실 수 있습니다. 문의: {phone}",
        EN: "We text the result of the review to the phone number that sent the opinion. For an opinion given in "
        "the web chat, ask there with the plate and the notice number. Questions: {phone}",
        ZH: "审议结果用短信通知提交意见的手机号码。网上聊天提交的意见, "
        "可在网上聊天用车牌号和通知书号码确认。咨询: {phone}",
        VI: "Kết quả xét ý kiến được nhắn tin đến số điện thoại đã gửi ý kiến. Ý kiến gửi qua chat web: hỏi tại "
        "chat web bằng biển số xe và số thông báo. Liên hệ: {phone}",
    },
    "detail_opinion_status": {
        KO: "의견이 접수되었는지와 심의가 어디까지 되었는지는 차량번호를 보내 주시면 확인해 드립니다. 문의: {phone}",
        EN: "Send the plate and we will tell you whether your opinion is on file and how far the review is. "
        "Questions: {phone}",
        ZH: "发送车牌号, 可确认意见是否受理以及审议进度。咨询: {phone}",
        VI: "Xin gửi biển số xe để biết ý kiến đã được nhận chưa và việc xét đến đâu. Liên hệ: {phone}",
    },
    "detail_opinion_until": {
        KO: '의견은 사전통지서에 적힌 의견제출 기한까지 내실 수 있습니다. 차량번호와 함께 "의견"이라고 보내 '
        "주시면 기한을 알려 드립니다. 부과된 뒤에는 부과 고지를 받으신 날부터 60일 안에 서면으로 이의제기하실 수 "
        "있습니다.",
        EN: 'Opinions are taken until the date in the prior notice; reply "opinion" with the plate and we will '
        "tell you the day. After the imposition you may object in writing within 60 days of receiving its notice.",
        ZH: '意见须在事前通知书写明的意见提交期限内提交。请将"意见"与车牌号一起发送, 即可告知期限。正式罚款后, '
        "自收到通知之日起60日内可书面提出异议。",
        VI: 'Ý kiến được nhận đến ngày ghi trong thông báo trước; trả lời "ý kiến" kèm biển số xe để biết ngày. '
        "Sau khi bị phạt chính thức, có thể khiếu nại bằng văn bản trong 60 ngày từ ngày nhận thông báo.",
    },
    "detail_pay_meanwhile": {
        KO: "의견이 심의되는 동안에는 내지 않고 기다리셔도 되며, 그동안 부과나 가산금은 없습니다. 결과 전에 "
        "감경금액을 내시면 심의가 끝나고 의견제출·이의제기를 하실 수 없습니다. 받아들여지지 않은 경우에도 "
        "감경되는지는 {phone}으로 확인해 주세요.",
        EN: "You may wait and not pay while your opinion is under review; nothing is imposed or added meanwhile. "
        "Paying the reduced amount before the result ends the review, and with it your right to object. Whether "
        "a reduction is still possible if it is rejected, please ask {phone}.",
        ZH: "意见审议期间可不付款等待结果, 期间不会正式罚款或加滞纳金。结果出来前支付减免金额, 审议则终止, "
        "不能再提交意见或提出异议。如未被采纳能否减免, 请致电{phone}。",
        VI: "Trong lúc ý kiến đang được xét, có thể chờ mà chưa nộp; không bị phạt chính thức hay cộng thêm. Nếu "
        "nộp số tiền đã giảm trước khi có kết quả thì việc xét kết thúc, không còn được nộp ý kiến hay khiếu "
        "nại. Nếu không được chấp nhận thì còn được giảm hay không, xin hỏi {phone}.",
    },
    "detail_return_call_when": {
        KO: "담당자는 평일 9~18시에 답해 드립니다. 급하시면 그 시간에 {phone}으로 전화해 주세요. 문자로는 "
        "금액·계좌를 24시간 안내해 드립니다.",
        EN: "A person answers on weekdays, 9:00 to 18:00; if urgent, call {phone} in those hours. Amounts and "
        "accounts are answered here by text at any hour.",
        ZH: "负责人员在工作日9~18点回复, 急事请在此时间致电{phone}。金额和账号24小时可用短信咨询。",
        VI: "Nhân viên trả lời 9-18h ngày làm việc; nếu khẩn cấp, gọi {phone} trong giờ đó. Số tiền và tài khoản "
        "được trả lời qua tin nhắn 24 giờ.",
    },
    "detail_surcharge_meanwhile": {
        KO: "분할납부·징수유예를 신청하시면 결정까지(20일 이내), 그리고 허가된 기간 동안 가산금이 붙지 "
        "않습니다(질서위반행위규제법 제24조의3). 의견이 심의되는 동안에도 부과 전이라 가산금이 없습니다. 문의: "
        "{phone}",
        EN: "From an application for instalments or a delay until the decision (20 days at most), and while it "
        "is granted, no surcharge is added (QVA Art. 24-3). Nor is any while an opinion is under review, before "
        "the imposition. Questions: {phone}",
        ZH: "申请分期或延期付款后, "
        "至决定为止(20日内)以及获准期间不加滞纳金(秩序违反行为规制法第24条之3)。意见审议期间还未正式罚款, "
        "也不加滞纳金。咨询: {phone}",
        VI: "Từ khi xin nộp nhiều kỳ hoặc hoãn nộp đến khi có quyết định (trong 20 ngày) và trong thời gian được "
        "phép, không cộng tiền chậm nộp (Điều 24-3 Luật xử lý hành vi vi phạm trật tự). Trong lúc xét ý kiến, "
        "chưa bị phạt chính thức nên cũng không cộng. Liên hệ: {phone}",
    },
    "detail_next_instalment": {
        KO: "분할납부는 회차마다 금액과 기한, 계좌가 따로 있습니다. 차량번호를 보내 주시면 다음 회차를 알려 "
        "드립니다. 문의: {phone}",
        EN: "Each instalment has its own amount, due date and account. Send the plate and we will tell you the "
        "next one. Questions: {phone}",
        ZH: "分期付款每期的金额、期限和账号不同。发送车牌号即告知下一期。咨询: {phone}",
        VI: "Mỗi kỳ có số tiền, hạn nộp và tài khoản riêng. Gửi biển số xe để biết kỳ tiếp theo. Liên hệ: {phone}",
    },
    "detail_total": {
        KO: "합계는 차량번호를 보내 주시면 알려 드립니다. 계좌는 건마다 달라 따로 보내 주셔야 합니다.",
        EN: "Send the plate and we will tell you the total. Each fine has its own account, so they are paid one "
        "by one.",
        ZH: "发送车牌号, 可告知合计金额。每件账号不同, 须分别汇款。",
        VI: "Gửi biển số xe để biết tổng số tiền. Mỗi khoản có tài khoản riêng nên phải nộp riêng từng khoản.",
    },
    "detail_amount_after": {
        KO: "의견제출 기한이 지나면 20% 감경 없이 원래 금액이 부과됩니다. 부과 고지의 납부기한을 넘기면 3%가 "
        "더해지고 매달 1.2%씩(최대 60개월) 늘어납니다. 정확한 금액은 차량번호를 보내 주시면 알려 드립니다.",
        EN: "After the opinion period the full amount is imposed, without the 20% reduction. Once that is "
        "overdue, 3% is added at once and 1.2% each month (60 months at most). Send the plate for the exact "
        "amount.",
        ZH: "意见提交期限过后, 无20%减免, 按原金额罚款。逾正式罚款通知的付款期限加收3%, "
        "之后每月加1.2%(最多60个月)。准确金额请发送车牌号。",
        VI: "Hết hạn nộp ý kiến, tiền phạt chính thức là số tiền gốc, không được giảm 20%. Quá hạn nộp thì cộng "
        "thêm 3%, rồi mỗi tháng 1.2% (tối đa 60 tháng). Để biết số tiền chính xác, xin gửi biển số xe.",
    },
    "detail_partial": {
        KO: "가상계좌는 안내해 드린 금액을 한 번에 정확히 보내셔야 처리됩니다. 모자란 돈만 더 보내시거나 나눠 "
        "보내신 돈은 처리되지 않고 보관되며, 확인 뒤 돌려드립니다. 정확한 금액을 한 번에 새로 보내 주세요. 문의: "
        "{phone}",
        EN: "A virtual account takes the exact amount in one transfer only. Sending just the rest, or paying in "
        "parts, does not settle it: such money is held and returned after a check. Please send the exact amount "
        "anew, at once. Questions: {phone}",
        ZH: "虚拟账号须一次汇入准确金额才能处理。只补差额或份次汇入的钱不会处理, 予以保管, "
        "确认后退还。请重新一次汇入准确金额。咨询: {phone}",
        VI: "Tài khoản ảo chỉ nhận đúng số tiền trong một lần chuyển. Chuyển thêm phần thiếu hoặc chia nhiều lần "
        "thì không được xử lý: tiền được giữ lại và hoàn trả sau khi kiểm tra. Xin chuyển lại đúng số tiền một "
        "lần. Liên hệ: {phone}",
    },
    "detail_telephone": {
        KO: "주차관리과 전화는 {phone}(평일 9~18시), 구청 대표전화는 {switchboard}입니다.",
        EN: "The parking office answers at {phone} (weekdays, 9:00 to 18:00), the district's switchboard at {switchboard}.",
        ZH: "停车管理科电话 {phone}(工作日9~18点), 区厅总机 {switchboard}。",
        VI: "Điện thoại phòng quản lý đỗ xe: {phone} (9-18h ngày làm việc), tổng đài của quận: {switchboard}.",
    },
    "detail_refund_where": {
        KO: "환급받을 계좌는 담당자가 전화로 여쭙습니다. 문자로 계좌 비밀번호나 주민등록번호를 보내지 마세요. "
        '차량번호와 함께 "상담원"이라고 보내 주시거나 {phone}으로 전화해 주세요.',
        EN: "A person will call to ask for your refund account. Never send a PIN or registration number by text. "
        'Reply "agent" with the plate or call {phone}.',
        ZH: '退款账号由负责人员电话询问。请勿用短信发送账户密码或居民登录号码。请将"人工"与车牌号一起发送或致电{p'
        "hone}。",
        VI: "Nhân viên sẽ gọi hỏi tài khoản nhận tiền hoàn. Xin đừng gửi mật khẩu hay số đăng ký cư dân qua tin "
        'nhắn. Trả lời "nhân viên" kèm biển số xe hoặc gọi {phone}.',
    },
    "detail_reduced_amount": {
        KO: "50% 감경이 인정되면 과태료의 절반이 되고, 의견제출 기한 안에 내시면 거기서 20%가 더 줄어듭니다(예: "
        "40,000원이면 20,000원, 기한 안에는 16,000원). 50% 감경 없이 기한 안에 내시면 20%만 줄어듭니다. 먼저 "
        '내시면 50% 감경을 신청하실 수 없으니, 증명서를 준비해 차량번호와 함께 "상담원"이라고 보내 주세요.',
        EN: "If the 50% reduction is granted the fine is halved, and paid inside the opinion period it falls by "
        "another 20% (40,000 becomes 20,000, in the period 16,000 won). Without it, paying in the period takes "
        "off 20%. Once you have paid you can no longer apply for the 50%, so with a certificate at hand reply "
        '"agent" with the plate.',
        ZH: "获准减免50%后罚款减半, 在意见提交期限内付款再减20%(例: 40,000元减为20,000元, "
        "期限内付款为16,000元)。无50%减免时, 期限内付款只减20%。先付款则不能再申请50%减免, 请备好证明, "
        '将"人工"与车牌号一起发送。',
        VI: "Nếu được giảm 50% thì tiền phạt còn một nửa, nộp trong hạn nộp ý kiến được giảm thêm 20% (ví dụ "
        "40,000 còn 20,000, trong hạn là 16,000 won). Không có giảm 50% thì nộp trong hạn được giảm 20%. Đã nộp "
        'rồi thì không xin giảm 50% được nữa; chuẩn bị giấy chứng nhận và trả lời "nhân viên" kèm biển số xe.',
    },
}
