"""When a person or another office takes over, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    # --- a person ---
    "handed_to_a_person": {
        KO: "담당자에게 전달했습니다(접수 {ticket}). 평일 9~18시에 이 번호로 답해 드리겠습니다. 급하시면 {phone}.",
        EN: "We passed this to a person (ticket {ticket}). You will hear from us at this number on weekdays, 9:00 to "
        "18:00. If urgent, call {phone}.",
        ZH: "已转交负责人员(受理号 {ticket})。工作日9~18点用本号码回复。急事请致电{phone}。",
        VI: "Đã chuyển cho nhân viên (số tiếp nhận {ticket}). Chúng tôi sẽ trả lời qua số này, 9-18h ngày làm việc. "
        "Nếu khẩn cấp, gọi {phone}.",
    },
    "added_to_ticket": {
        KO: "접수 {ticket}에 덧붙였습니다. 평일 9~18시에 답해 드리겠습니다. 급하시면 {phone}.",
        EN: "We added this to ticket {ticket}. You will hear from us on weekdays, 9:00 to 18:00. If urgent, call "
        "{phone}.",
        ZH: "已补充到受理号 {ticket}。工作日9~18点回复。急事请致电{phone}。",
        VI: "Đã thêm vào số tiếp nhận {ticket}. Chúng tôi sẽ trả lời 9-18h ngày làm việc. Nếu khẩn cấp, gọi {phone}.",
    },
    "not_understood_handed_over": {
        KO: "문의하신 내용을 정확히 이해하지 못해 담당자에게 전달했습니다(접수 {ticket}). 평일 9~18시에 이 번호로 답해 드리겠습니다. "
        "급하시면 {phone}.",
        EN: "We are not sure what you need, so a person will look at it (ticket {ticket}) and answer on weekdays, 9:00 "
        "to 18:00. If urgent, call {phone}.",
        ZH: "未能准确理解所问内容, 已转交负责人员(受理号 {ticket})。工作日9~18点用本号码回复。急事请致电{phone}。",
        VI: "Chúng tôi chưa hiểu rõ yêu cầu nên đã chuyển cho nhân viên (số tiếp nhận {ticket}). Chúng tôi sẽ trả lời "
        "qua số này, 9-18h ngày làm việc. Nếu khẩn cấp, gọi {phone}.",
    },
    "lookups_paused": {
        KO: "확인되지 않은 조회가 여러 번 있어 1시간 동안 문자 조회를 멈췄습니다. 담당자에게도 전달했습니다(접수 {ticket}). "
        "급하시면 평일 9~18시에 {phone}으로 전화해 주세요.",
        EN: "After several look-ups without a match, look-ups by text pause for one hour. A person was told (ticket "
        "{ticket}). If urgent, call {phone} on weekdays, 9:00 to 18:00.",
        ZH: "因多次查询未能确认, 短信查询暂停1小时, 已转交负责人员(受理号 {ticket})。急事请于工作日9~18点致电{phone}。",
        VI: "Đã tra cứu nhiều lần mà không khớp nên tra cứu qua tin nhắn tạm dừng 1 giờ. Đã chuyển cho nhân viên (số "
        "tiếp nhận {ticket}). Nếu khẩn cấp, gọi {phone}, 9-18h ngày làm việc.",
    },
    "refund_handed_over": {
        KO: "더 내셨거나 두 번 내신 과태료는 확인 뒤 돌려드립니다. 담당자에게 전달했습니다(접수 {ticket}). 환급받을 계좌는 담당자가 "
        "전화로 여쭙습니다. 문자로 계좌 비밀번호나 주민등록번호를 묻지 않습니다. 급하시면 {phone}.",
        EN: "What was paid twice or too much is refunded after a check. We passed this to a person (ticket {ticket}), who "
        "will call to ask for your account. We never ask for a PIN or registration number by text. If urgent, call "
        "{phone}.",
        ZH: "多付或重复支付的罚款, 确认后退还。已转交负责人员(受理号 {ticket})。退款账号由负责人员电话询问。"
        "我们不会用短信询问账户密码或居民登录号码。急事请致电{phone}。",
        VI: "Tiền nộp thừa hoặc nộp hai lần được hoàn lại sau khi kiểm tra. Đã chuyển cho nhân viên (số tiếp nhận "
        "{ticket}); nhân viên sẽ gọi hỏi tài khoản nhận tiền. Chúng tôi không hỏi mật khẩu tài khoản hay số đăng "
        "ký cư dân qua tin nhắn. Nếu khẩn cấp, gọi {phone}.",
    },
    "resend_handed_over": {
        KO: "고지서를 다시 보내 드리도록 담당자에게 전달했습니다(접수 {ticket}). 받으실 주소는 담당자가 전화로 확인합니다. "
        '바로 내시려면 차량번호와 함께 "계좌"라고 보내 주세요. 급하시면 {phone}.',
        EN: "We asked a person to send the notice again (ticket {ticket}); they will call to confirm the address. To pay "
        'right away, reply "account" with the plate. If urgent, call {phone}.',
        ZH: "已转交负责人员重新寄送通知书(受理号 {ticket})。收件地址由负责人员电话确认。如要立刻付款, "
        '请将"账号"与车牌号一起发送。急事请致电{phone}。',
        VI: "Đã nhờ nhân viên gửi lại thông báo (số tiếp nhận {ticket}); nhân viên sẽ gọi xác nhận địa chỉ. Để nộp "
        'ngay, trả lời "tài khoản" kèm biển số xe. Nếu khẩn cấp, gọi {phone}.',
    },
    "photo_received": {
        KO: "사진은 문자로 처리할 수 없어 담당자에게 전달했습니다(접수 {ticket}). 내용을 글로 보내 주시면 바로 안내해 드립니다. 급하시면 "
        "{phone}.",
        EN: "We cannot read photos by text, so a person was told (ticket {ticket}). If you write what you need, we can "
        "answer at once. If urgent, call {phone}.",
        ZH: "照片无法用短信处理, 已转交负责人员(受理号 {ticket})。如用文字说明, 可立刻答复。急事请致电{phone}。",
        VI: "Không xử lý được ảnh qua tin nhắn nên đã chuyển cho nhân viên (số tiếp nhận {ticket}). Nếu quý vị viết "
        "bằng chữ, chúng tôi trả lời ngay. Nếu khẩn cấp, gọi {phone}.",
    },
    "out_of_accounts": {
        KO: "가상계좌 발급이 늦어지고 있어 담당자에게 전달했습니다(접수 {ticket}). 오늘 내셔야 하면 {phone}으로 전화해 주세요.",
        EN: "Virtual accounts are delayed; a person was told (ticket {ticket}). If you must pay today, call {phone}.",
        ZH: "虚拟账号发放延迟, 已转交负责人员(受理号 {ticket})。如须今天付款, 请致电{phone}。",
        VI: "Việc cấp tài khoản ảo đang chậm, đã chuyển cho nhân viên (số tiếp nhận {ticket}). Nếu phải nộp hôm nay, "
        "gọi {phone}.",
    },
    # --- other offices ---
    "police": {
        KO: "속도·신호위반은 경찰청 소관입니다. 경찰청교통민원24(이파인) 또는 182로 문의해 주세요. 주정차 과태료는 여기로 문자하시면 됩니다.",
        EN: "Speeding and signal violations belong to the police: eFine (경찰청교통민원24) or call 182. For parking fines, "
        "text us here.",
        ZH: "超速、闯红灯属警察厅管辖, 请咨询eFine(경찰청교통민원24)或致电182。停车罚款请向本号码发短信。",
        VI: "Vi phạm tốc độ, đèn tín hiệu thuộc cảnh sát: eFine (경찰청교통민원24) hoặc gọi 182. Về tiền phạt đỗ xe, "
        "xin nhắn tin đến số này.",
    },
    "disabled_bay": {
        KO: "장애인전용주차구역 과태료는 구청 장애인복지 담당 부서 소관입니다. {switchboard}로 문의해 주세요. 주정차 과태료는 여기로 "
        "문자하시면 됩니다.",
        EN: "Fines for disabled bays belong to the district's welfare department: call {switchboard}. For parking fines, "
        "text us here.",
        ZH: "残疾人专用停车位的罚款由区厅残疾人福利部门管辖, 请致电{switchboard}。停车罚款请向本号码发短信。",
        VI: "Tiền phạt ở chỗ đỗ dành cho người khuyết tật thuộc phòng phúc lợi người khuyết tật của quận: gọi "
        "{switchboard}. Về tiền phạt đỗ xe, xin nhắn tin đến số này.",
    },
    "another_district": {
        KO: "다른 구나 시에서 단속된 건은 그 지역 구청(시청) 주차 부서 소관입니다. 지역번호와 120으로 문의해 주세요. 중구 주정차 과태료는 "
        "여기로 문자하시면 됩니다.",
        EN: "Fines of another district or city belong to its own parking office: call 120 with the area code. For Jung-gu "
        "parking fines, text us here.",
        ZH: "其他区、市的罚款由当地区厅(市厅)停车部门管辖, 请拨地区号加120。中区停车罚款请向本号码发短信。",
        VI: "Tiền phạt của quận, thành phố khác thuộc phòng đỗ xe nơi đó: gọi mã vùng và 120. Về tiền phạt đỗ xe của "
        "Jung-gu, xin nhắn tin đến số này.",
    },
    "another_office": {
        KO: "이 번호는 중구 주정차 과태료만 안내합니다. 그 밖의 구정·시정 문의는 다산콜 120으로 전화해 주세요.",
        EN: "This number answers questions on Jung-gu parking fines only. For other city matters please call 120 "
        "(Dasan Call Center).",
        ZH: "本号码只答复中区停车罚款。其他区政、市政咨询请致电120(茶山热线)。",
        VI: "Số này chỉ trả lời về tiền phạt đỗ xe của Jung-gu. Việc khác của quận, thành phố, xin gọi 120 (Dasan Call "
        "Center).",
    },
    "towing": {
        KO: "견인된 차량의 위치와 보관료는 다산콜 120 또는 {phone}에서 안내합니다. 차량번호와 견인된 곳을 말씀해 주세요. 찾으실 때 신분증과 "
        "견인료·보관료가 필요하고, 과태료는 따로 부과됩니다.",
        EN: "For a towed car, call 120 or {phone} with the plate and the place. Bring an ID and the towing and storage "
        "fees to the pound; the fine itself is separate.",
        ZH: "被拖车辆的位置和保管费, 请致电120(茶山热线)或{phone}, 告知车牌号和被拖地点。领车时需要身份证和拖车费、"
        "保管费, 罚款不含在内。",
        VI: "Xe bị kéo: gọi 120 (Dasan) hoặc {phone} để hỏi nơi giữ và phí giữ xe, cho biết biển số và nơi bị kéo. Khi "
        "nhận xe cần giấy tờ tùy thân, phí kéo và phí giữ xe; tiền phạt tính riêng.",
    },
}
