"""When a person or another office takes over, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    # --- a person ---
    "handed_to_a_person": {
        KO: "담당자에게 전달했습니다(접수 {ticket}). 평일 9~18시에 이 번호로 답해 드리겠습니다. 급하시면 {phone}.",
        EN: "We passed this to a person (ticket {ticket}). You will hear from us at this number on weekdays, 9:00 to "
        "18:00. If urgent, call {phone}.",
        ZH: "已轉交負責人員(受理號 {ticket})。工作日9~18點用本號碼回復。急事請致電{phone}。",
        VI: "Da chuyen cho nhan vien (so tiep nhan {ticket}). Chung toi se tra loi qua so nay, 9-18h ngay lam viec. "
        "Neu khan cap, goi {phone}.",
    },
    "added_to_ticket": {
        KO: "접수 {ticket}에 덧붙였습니다. 평일 9~18시에 답해 드리겠습니다. 급하시면 {phone}.",
        EN: "We added this to ticket {ticket}. You will hear from us on weekdays, 9:00 to 18:00. If urgent, call "
        "{phone}.",
        ZH: "已補充到受理號 {ticket}。工作日9~18點回復。急事請致電{phone}。",
        VI: "Da them vao so tiep nhan {ticket}. Chung toi se tra loi 9-18h ngay lam viec. Neu khan cap, goi {phone}.",
    },
    "not_understood_handed_over": {
        KO: "문의하신 내용을 정확히 이해하지 못해 담당자에게 전달했습니다(접수 {ticket}). 평일 9~18시에 이 번호로 답해 드리겠습니다. "
        "급하시면 {phone}.",
        EN: "We are not sure what you need, so a person will look at it (ticket {ticket}) and answer on weekdays, 9:00 "
        "to 18:00. If urgent, call {phone}.",
        ZH: "未能準確理解所問內容, 已轉交負責人員(受理號 {ticket})。工作日9~18點用本號碼回復。急事請致電{phone}。",
        VI: "Chung toi chua hieu ro yeu cau nen da chuyen cho nhan vien (so tiep nhan {ticket}). Chung toi se tra loi "
        "qua so nay, 9-18h ngay lam viec. Neu khan cap, goi {phone}.",
    },
    "lookups_paused": {
        KO: "확인되지 않은 조회가 여러 번 있어 1시간 동안 문자 조회를 멈췄습니다. 담당자에게도 전달했습니다(접수 {ticket}). "
        "급하시면 평일 9~18시에 {phone}으로 전화해 주세요.",
        EN: "After several look-ups without a match, look-ups by text pause for one hour. A person was told (ticket "
        "{ticket}). If urgent, call {phone} on weekdays, 9:00 to 18:00.",
        ZH: "因多次査詢未能確認, 短信査詢暫停1小時, 已轉交負責人員(受理號 {ticket})。急事請於工作日9~18點致電{phone}。",
        VI: "Da tra cuu nhieu lan ma khong khop nen tra cuu qua tin nhan tam dung 1 gio. Da chuyen cho nhan vien (so "
        "tiep nhan {ticket}). Neu khan cap, goi {phone}, 9-18h ngay lam viec.",
    },
    "web_handed_over": {
        KO: "담당자에게 전달했습니다(접수 {ticket}). 웹 채팅으로는 나중에 답을 보내 드릴 수 없으니 평일 9~18시에 {phone}으로 전화해 "
        "접수번호를 말씀해 주세요.",
        EN: "We passed this to a person (ticket {ticket}). A web chat cannot be answered later: please call {phone} on "
        "weekdays, 9:00 to 18:00, and give the ticket number.",
        ZH: "已轉交負責人員(受理號 {ticket})。網上聊天無法事後回復, 請於工作日9~18點致電{phone}, 告知受理號。",
        VI: "Da chuyen cho nhan vien (so tiep nhan {ticket}). Chat web khong the tra loi sau, vui long goi {phone}, "
        "9-18h ngay lam viec, va cho biet so tiep nhan.",
    },
    "refund_handed_over": {
        KO: "더 내셨거나 두 번 내신 과태료는 확인 뒤 돌려드립니다. 담당자에게 전달했습니다(접수 {ticket}). 환급받을 계좌는 담당자가 "
        "전화로 여쭙습니다. 문자로 계좌 비밀번호나 주민등록번호를 묻지 않습니다. 급하시면 {phone}.",
        EN: "What was paid twice or too much is refunded after a check. We passed this to a person (ticket {ticket}), who "
        "will call to ask for your account. We never ask for a PIN or registration number by text. If urgent, call "
        "{phone}.",
        ZH: "多付或重複支付的罰款, 確認後退還。已轉交負責人員(受理號 {ticket})。退款帳號由負責人員電話詢問。"
        "我們不會用短信詢問帳戶密碼或居民登錄號碼。急事請致電{phone}。",
        VI: "Tien nop thua hoac nop hai lan duoc hoan lai sau khi kiem tra. Da chuyen cho nhan vien (so tiep nhan "
        "{ticket}); nhan vien se goi hoi tai khoan nhan tien. Chung toi khong hoi mat khau tai khoan hay so dang "
        "ky cu dan qua tin nhan. Neu khan cap, goi {phone}.",
    },
    "resend_handed_over": {
        KO: "고지서를 다시 보내 드리도록 담당자에게 전달했습니다(접수 {ticket}). 받으실 주소는 담당자가 전화로 확인합니다. "
        '바로 내시려면 차량번호와 함께 "계좌"라고 보내 주세요. 급하시면 {phone}.',
        EN: "We asked a person to send the notice again (ticket {ticket}); they will call to confirm the address. To pay "
        'right away, reply "account" with the plate. If urgent, call {phone}.',
        ZH: "已轉交負責人員重新寄送通知書(受理號 {ticket})。收件地址由負責人員電話確認。如要立刻付款, "
        '請將"帳號"與車牌號一起發送。急事請致電{phone}。',
        VI: "Da nho nhan vien gui lai thong bao (so tiep nhan {ticket}); nhan vien se goi xac nhan dia chi. De nop "
        'ngay, tra loi "tai khoan" kem bien so xe. Neu khan cap, goi {phone}.',
    },
    "photo_received": {
        KO: "사진은 문자로 처리할 수 없어 담당자에게 전달했습니다(접수 {ticket}). 내용을 글로 보내 주시면 바로 안내해 드립니다. 급하시면 "
        "{phone}.",
        EN: "We cannot read photos by text, so a person was told (ticket {ticket}). If you write what you need, we can "
        "answer at once. If urgent, call {phone}.",
        ZH: "照片無法用短信處理, 已轉交負責人員(受理號 {ticket})。如用文字說明, 可立刻答復。急事請致電{phone}。",
        VI: "Khong xu ly duoc anh qua tin nhan nen da chuyen cho nhan vien (so tiep nhan {ticket}). Neu quy vi viet "
        "bang chu, chung toi tra loi ngay. Neu khan cap, goi {phone}.",
    },
    "out_of_accounts": {
        KO: "가상계좌 발급이 늦어지고 있어 담당자에게 전달했습니다(접수 {ticket}). 오늘 내셔야 하면 {phone}으로 전화해 주세요.",
        EN: "Virtual accounts are delayed; a person was told (ticket {ticket}). If you must pay today, call {phone}.",
        ZH: "虛擬帳號發放延遲, 已轉交負責人員(受理號 {ticket})。如須今天付款, 請致電{phone}。",
        VI: "Viec cap tai khoan ao dang cham, da chuyen cho nhan vien (so tiep nhan {ticket}). Neu phai nop hom nay, "
        "goi {phone}.",
    },
    # --- other offices ---
    "police": {
        KO: "속도·신호위반은 경찰청 소관입니다. 경찰청교통민원24(이파인) 또는 182로 문의해 주세요. 주정차 과태료는 여기로 문자하시면 됩니다.",
        EN: "Speeding and signal violations belong to the police: eFine (경찰청교통민원24) or call 182. For parking fines, "
        "text us here.",
        ZH: "超速、闖紅燈屬警察廳管轄, 請咨詢eFine(경찰청교통민원24)或致電182。停車罰款請向本號碼發短信。",
        VI: "Vi pham toc do, den tin hieu thuoc canh sat: eFine (경찰청교통민원24) hoac goi 182. Ve tien phat do xe, "
        "xin nhan tin den so nay.",
    },
    "disabled_bay": {
        KO: "장애인전용주차구역 과태료는 구청 장애인복지 담당 부서 소관입니다. {switchboard}로 문의해 주세요. 주정차 과태료는 여기로 "
        "문자하시면 됩니다.",
        EN: "Fines for disabled bays belong to the district's welfare department: call {switchboard}. For parking fines, "
        "text us here.",
        ZH: "殘疾人專用停車位的罰款由區廳殘疾人福利部門管轄, 請致電{switchboard}。停車罰款請向本號碼發短信。",
        VI: "Tien phat o cho do danh cho nguoi khuyet tat thuoc phong phuc loi nguoi khuyet tat cua quan: goi "
        "{switchboard}. Ve tien phat do xe, xin nhan tin den so nay.",
    },
    "another_district": {
        KO: "다른 구나 시에서 단속된 건은 그 지역 구청(시청) 주차 부서 소관입니다. 지역번호와 120으로 문의해 주세요. 중구 주정차 과태료는 "
        "여기로 문자하시면 됩니다.",
        EN: "Fines of another district or city belong to its own parking office: call 120 with the area code. For Jung-gu "
        "parking fines, text us here.",
        ZH: "其他區、市的罰款由當地區廳(市廳)停車部門管轄, 請撥地區號加120。中區停車罰款請向本號碼發短信。",
        VI: "Tien phat cua quan, thanh pho khac thuoc phong do xe noi do: goi ma vung va 120. Ve tien phat do xe cua "
        "Jung-gu, xin nhan tin den so nay.",
    },
    "another_office": {
        KO: "이 번호는 중구 주정차 과태료만 안내합니다. 그 밖의 구정·시정 문의는 다산콜 120으로 전화해 주세요.",
        EN: "This number answers questions on Jung-gu parking fines only. For other city matters please call 120 "
        "(Dasan Call Center).",
        ZH: "本號碼只答復中區停車罰款。其他區政、市政咨詢請致電120(茶山熱線)。",
        VI: "So nay chi tra loi ve tien phat do xe cua Jung-gu. Viec khac cua quan, thanh pho, xin goi 120 (Dasan "
        "Call Center).",
    },
    "towing": {
        KO: "견인된 차량의 위치와 보관료는 다산콜 120 또는 {phone}에서 안내합니다. 차량번호와 견인된 곳을 말씀해 주세요. 찾으실 때 신분증과 "
        "견인료·보관료가 필요하고, 과태료는 따로 부과됩니다.",
        EN: "For a towed car, call 120 or {phone} with the plate and the place. Bring an ID and the towing and storage "
        "fees to the pound; the fine itself is separate.",
        ZH: "被拖車輛的位置和保管費, 請致電120(茶山熱線)或{phone}, 告知車牌號和被拖地點。領車時需要身分證和拖車費、"
        "保管費, 罰款不含在內。",
        VI: "Xe bi keo: goi 120 (Dasan) hoac {phone} de hoi noi giu va phi giu xe, cho biet bien so va noi bi keo. "
        "Khi nhan xe can giay to tuy than, phi keo va phi giu xe; tien phat tinh rieng.",
    },
}
