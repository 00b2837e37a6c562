"""What only the web chat says, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    "web_handed_over": {
        KO: "담당자에게 전달했습니다(접수번호 {ticket}). 평일 9~18시에 답해 드립니다. 답변은 이 화면에서 접수번호와 확인 코드로 보실 수 있습니다. "
        "급하시면 {phone}으로 전화해 주세요.",
        EN: "We passed this on to a person (ticket {ticket}), who answers on weekdays, 9-18. You can read the answer on "
        "this page with the ticket number and the code. If it is urgent, call {phone}.",
        ZH: "已转交负责人员(受理号 {ticket}), 工作日9~18点答复。可在本页面用受理号和确认码查看答复。急事请致电{phone}。",
        VI: "Đã chuyển cho nhân viên (số tiếp nhận {ticket}). Chúng tôi sẽ trả lời 9-18h ngày làm việc. Quý vị có thể "
        "xem câu trả lời trên trang này bằng số tiếp nhận và mã xác nhận. Nếu khẩn cấp, gọi {phone}.",
    },
    "web_answer_code": {
        KO: "접수번호 {ticket}, 확인 코드 {code}. 답변을 보실 때 필요하니 적어 두시고, 다른 사람에게 알려 주지 마세요.",
        EN: "Ticket {ticket}, code {code}. Write both down: they open the answer. Do not show the code to anybody.",
        ZH: "受理号 {ticket}, 确认码 {code}。查看答复时需要, 请记下, 不要告诉他人。",
        VI: "Số tiếp nhận {ticket}, mã xác nhận {code}. Xin ghi lại để xem câu trả lời và không cho người khác biết.",
    },
    "web_files_received": {
        KO: "파일 {count}개를 받아 함께 보관했습니다. 담당자만 볼 수 있습니다.",
        EN: "We received {count} file(s) with your message. Only the staff in charge can open them.",
        ZH: "已收到{count}个文件并一同保管。只有负责人员可以查看。",
        VI: "Đã nhận {count} tệp kèm tin nhắn. Chỉ nhân viên phụ trách được xem.",
    },
}
