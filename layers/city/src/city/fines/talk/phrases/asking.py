"""What is asked back, and who a case is about, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    # --- who is this about ---
    "nothing_found": {
        KO: "이 번호로는 확인되는 내용이 없습니다. 고지서의 전자납부번호(또는 관리번호)와 차량번호를 함께 보내 주시거나, "
        '차량 소유자 명의 휴대전화로 문자해 주세요. 상담: "상담원"',
        EN: "We found nothing for this phone number. Please send the notice number together with the plate, "
        'or text from the phone registered to the owner. For a person, reply "agent".',
        ZH: "用本號碼未能確認任何內容。請將通知書號碼與車牌號一起發送, 或用車主名下的手機發短信。"
        '人工服務請發送"人工"。',
        VI: "Khong tim thay thong tin voi so dien thoai nay. Vui long gui so thong bao cung bien so xe, hoac nhan tin "
        'tu so dung ten chu xe. De gap nhan vien, tra loi "nhan vien".',
    },
    "ask_for_plate": {
        KO: "조회할 차량번호를 보내 주세요. 예: 12가3456",
        EN: "Please send the plate number. Example: 12가3456",
        ZH: "請發送車牌號。例: 12가3456",
        VI: "Vui long gui bien so xe. Vi du: 12가3456",
    },
    "one_plate_at_a_time": {
        KO: "차량번호를 한 번에 하나씩 보내 주세요. 예: 12가3456",
        EN: "Please send one plate at a time. Example: 12가3456",
        ZH: "請每次只發送一個車牌號。例: 12가3456",
        VI: "Vui long gui moi lan mot bien so xe. Vi du: 12가3456",
    },
    "what_do_you_mean": {
        KO: "어떤 것을 도와드릴까요? {options} 번호로 답해 주세요.",
        EN: "How can we help? {options} Please reply with the number.",
        ZH: "請問需要何種服務? {options} 請回復數字。",
        VI: "Quy vi can giup viec gi? {options} Vui long tra loi bang so.",
    },
    "nothing_more": {
        KO: "알겠습니다. 다른 도움이 필요하시면 언제든 문자해 주세요.",
        EN: "All right. Text us whenever you need anything else.",
        ZH: "好的。如有其他需要, 請隨時發短信。",
        VI: "Vang. Khi can gi them, xin quy vi cu nhan tin.",
    },
    # --- small words ---
    "smalltalk": {
        KO: "네, 감사합니다. 금액이나 계좌가 필요하시면 차량번호를 보내 주세요.",
        EN: "Thank you. For the amount or an account, send the plate.",
        ZH: "謝謝。如需金額或帳號, 請發送車牌號。",
        VI: "Xin cam on quy vi. Neu can so tien hoac tai khoan, xin gui bien so xe.",
    },
    "complaint": {
        KO: '불편을 드려 죄송합니다. 단속이 잘못되었다고 보시면 차량번호와 함께 "의견"이라고 보내 주세요. 담당자와 상담하시려면 "상담원"이라고 '
        "보내 주세요.",
        EN: 'We are sorry for the trouble. If you think the fine is wrong, reply "opinion" with the plate. To speak to a '
        'person, reply "agent".',
        ZH: '造成不便, 敬請原諒。如認爲罰得不對, 請將"意見"與車牌號一起發送。人工服務請發送"人工"。',
        VI: 'Xin loi vi su bat tien. Neu cho rang bi phat sai, tra loi "y kien" kem bien so xe. De gap nhan vien, tra '
        'loi "nhan vien".',
    },
    "opted_out": {
        KO: "앞으로 알림 문자를 보내지 않겠습니다. 문자로 물으시면 답은 드립니다. 고지서와 납부 기한은 그대로입니다.",
        EN: "You will get no reminders from us. We still answer when you text. Notices and due dates stay as they are.",
        ZH: "今後不再發送提醒短信。發短信咨詢仍會答復。通知書和付款期限不變。",
        VI: "Chung toi se khong gui tin nhac nho nua. Quy vi nhan tin hoi thi van duoc tra loi. Thong bao va han nop "
        "khong thay doi.",
    },
    "opted_in": {
        KO: '감경 기한과 납부 기한 전에 문자로 알려 드리겠습니다(오전 8시~오후 9시). 그만 받으시려면 "수신거부"라고 보내 주세요.',
        EN: 'We will remind you before the reduced period and the due date end (8:00 to 21:00). To stop, reply "stop".',
        ZH: '減免期限和付款期限之前, 將用短信提醒(8~21點)。不再接收請發送"退訂"。',
        VI: 'Chung toi se nhac truoc han giam va han nop (8-21h). De ngung nhan tin, tra loi "dung lai".',
    },
}
