"""What is asked back, and who a case is about, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    # --- who is this about ---
    "nothing_found": {
        KO: "이 번호로는 확인되는 내용이 없습니다. 고지서의 전자납부번호(또는 관리번호)와 차량번호를 함께 보내 주시거나, "
        '차량 소유자 명의 휴대전화로 문자해 주세요. 상담: "상담원"',
        EN: "We found nothing for this phone number. Please send the notice number together with the plate, "
        'or text from the phone registered to the owner. For a person, reply "agent".',
        ZH: '用本号码未能确认任何内容。请将通知书号码与车牌号一起发送, 或用车主名下的手机发短信。人工服务请发送"人工"。',
        VI: "Không tìm thấy thông tin với số điện thoại này. Vui lòng gửi số thông báo cùng biển số xe, hoặc nhắn tin "
        'từ số đứng tên chủ xe. Để gặp nhân viên, trả lời "nhân viên".',
    },
    "ask_for_plate": {
        KO: "조회할 차량번호를 보내 주세요. 예: 12가3456",
        EN: "Please send the plate number. Example: 12가3456",
        ZH: "请发送车牌号。例: 12가3456",
        VI: "Vui lòng gửi biển số xe. Ví dụ: 12가3456",
    },
    "what_do_you_mean": {
        KO: "어떤 것을 도와드릴까요? {options} 번호로 답해 주세요.",
        EN: "How can we help? {options} Please reply with the number.",
        ZH: "请问需要何种服务? {options} 请回复数字。",
        VI: "Quý vị cần giúp việc gì? {options} Vui lòng trả lời bằng số.",
    },
    "nothing_more": {
        KO: "알겠습니다. 다른 도움이 필요하시면 언제든 문자해 주세요.",
        EN: "All right. Text us whenever you need anything else.",
        ZH: "好的。如有其他需要, 请随时发短信。",
        VI: "Vâng. Khi cần gì thêm, xin quý vị cứ nhắn tin.",
    },
    # --- small words ---
    "smalltalk": {
        KO: "네, 감사합니다. 금액이나 계좌가 필요하시면 차량번호를 보내 주세요.",
        EN: "Thank you. For the amount or an account, send the plate.",
        ZH: "谢谢。如需金额或账号, 请发送车牌号。",
        VI: "Xin cảm ơn quý vị. Nếu cần số tiền hoặc tài khoản, xin gửi biển số xe.",
    },
    "complaint": {
        KO: '불편을 드려 죄송합니다. 단속이 잘못되었다고 보시면 차량번호와 함께 "의견"이라고 보내 주세요. 담당자와 상담하시려면 "상담원"이라고 '
        "보내 주세요.",
        EN: 'We are sorry for the trouble. If you think the fine is wrong, reply "opinion" with the plate. To speak to a '
        'person, reply "agent".',
        ZH: '造成不便, 敬请原谅。如认为罚得不对, 请将"意见"与车牌号一起发送。人工服务请发送"人工"。',
        VI: 'Xin lỗi vì sự bất tiện. Nếu cho rằng bị phạt sai, trả lời "ý kiến" kèm biển số xe. Để gặp nhân viên, trả '
        'lời "nhân viên".',
    },
    "opted_out": {
        KO: "앞으로 알림 문자를 보내지 않겠습니다. 문자로 물으시면 답은 드립니다. 고지서와 납부 기한은 그대로입니다.",
        EN: "You will get no reminders from us. We still answer when you text. Notices and due dates stay as they are.",
        ZH: "今后不再发送提醒短信。发短信咨询仍会答复。通知书和付款期限不变。",
        VI: "Chúng tôi sẽ không gửi tin nhắc nhở nữa. Quý vị nhắn tin hỏi thì vẫn được trả lời. Thông báo và hạn nộp "
        "không thay đổi.",
    },
    "how_to_stop": {
        KO: '알림을 그만 받으시려면 언제든 "수신거부"라고 보내 주세요. 문자로 물으시면 답은 그대로 드립니다.',
        EN: 'To end reminders, reply "stop" at any time. We still answer whatever you ask by text.',
        ZH: '不再接收提醒时, 随时发送"退订"。短信咨询照常答复。',
        VI: 'Muốn ngưng nhận tin nhắc, lúc nào cũng có thể trả lời "dừng lại". Quý vị hỏi thì chúng tôi vẫn trả lời.',
    },
    "opted_in": {
        KO: '알림을 신청하셨습니다. 감경 기한과 납부 기한 전에 문자로 알려 드리겠습니다(8~21시). 그만 받으시려면 "수신거부"라고 보내 주세요.',
        EN: 'We will remind you before the reduced period and the due date end (8:00 to 21:00). To stop, reply "stop".',
        ZH: '减免期限和付款期限之前, 将用短信提醒(8~21点)。不再接收请发送"退订"。',
        VI: 'Chúng tôi sẽ nhắc trước hạn giảm và hạn nộp (8-21h). Để ngưng nhận tin, trả lời "dừng lại".',
    },
}
