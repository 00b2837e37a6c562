"""Every sentence the city texts to a citizen, in every language, in one place. Pure.

All of it survives EUC-KR, because Korean carriers refuse the rest: Chinese is written with the characters of
KS X 1001, Vietnamese without its accents, as people there text as well. No sentence holds a link.
"""

from city.fines.talk.understanding import Intent, Language

KO, EN, ZH, VI = Language.KOREAN, Language.ENGLISH, Language.CHINESE, Language.VIETNAMESE

PHRASES: dict[str, dict[Language, str]] = {
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
    # --- the case ---
    "all_paid": {
        KO: "{plate} 과태료는 모두 납부되었습니다. 더 내실 금액이 없습니다.",
        EN: "Car {plate}: every fine is paid. Nothing is due.",
        ZH: "{plate} 罰款已全部支付, 無需再付。",
        VI: "Xe {plate}: da nop het tien phat. Khong con phai nop gi.",
    },
    "paid_on": {
        KO: "{plate} 과태료 {amount}은 {day} {time}에 납부가 확인되었습니다. 더 내실 금액이 없습니다.",
        EN: "Car {plate}: your payment of {amount} was confirmed on {day}, {time}. Nothing is due.",
        ZH: "{plate} 罰款 {amount} 已於{day} {time}確認到帳, 無需再付。",
        VI: "Xe {plate}: da xac nhan khoan nop {amount} ({time}, {day}). Khong con phai nop gi.",
    },
    "nothing_due": {
        KO: "{plate} 과태료는 더 내실 금액이 없습니다. 자세한 내용은 {phone}으로 문의해 주세요.",
        EN: "Car {plate}: nothing is due. For details, call {phone}.",
        ZH: "{plate} 罰款無需再付。詳情請致電{phone}。",
        VI: "Xe {plate}: khong con phai nop gi. Chi tiet, goi {phone}.",
    },
    "under_objection": {
        KO: "{plate} 과태료는 이의제기로 부과의 효력이 멈춰 법원 절차 중입니다. 지금 내실 금액은 없습니다. 문의: {phone}",
        EN: "Car {plate}: you objected, so the fine has no effect while the court decides. Nothing is due now. Questions: "
        "{phone}",
        ZH: "{plate} 已提出異議, 罰款效力中止, 法院正在審理。現在無需付款。咨詢: {phone}",
        VI: "Xe {plate}: da co khieu nai nen tien phat ngung hieu luc, toa an dang xet. Hien khong phai nop gi. Lien "
        "he: {phone}",
    },
    "not_yet_imposed": {
        KO: "{plate} 과태료는 의견제출 기한이 지나 부과 고지를 준비하고 있습니다. 고지서를 받으신 뒤 다시 문자해 주세요. 상담: {phone}",
        EN: "Car {plate}: the opinion period is over and the imposition notice is being prepared. Please text again when "
        "it arrives. Questions: {phone}",
        ZH: "{plate} 意見提交期限已過, 正在準備正式罰款通知書。收到後請再發短信。咨詢: {phone}",
        VI: "Xe {plate}: da het han nop y kien, thong bao phat chinh thuc dang duoc chuan bi. Khi nhan duoc, xin nhan "
        "tin lai. Lien he: {phone}",
    },
    "case_early": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). {until}까지 내시면 감경되어 {amount}입니다. {account}. {last_day} 밤 "
        '12시까지 정확히 {amount}을 보내 주세요. {warning} 이의가 있으시면 입금 전에 "의견"이라고 보내 주세요.',
        EN: "Car {plate}: fine {fine} ({where}); {amount} if paid by {until}. Transfer exactly {amount} to {account} "
        'before midnight, {until}. {warning} To object first, reply "opinion".',
        ZH: "{plate} 罰款 {fine}({where}, {zone}), {until}(含)前付款減爲 {amount}。請於{until}24點前將 {amount} "
        '準確匯至 {account}。{warning} 如有異議, 請在付款前發送"意見"。',
        VI: "Xe {plate}: phat {fine} ({where}, {zone}), nop den het ngay {until} duoc giam con {amount}. Chuyen dung "
        '{amount} vao {account} truoc 24h ngay {until}. {warning} Neu khong dong y, tra loi "y kien" truoc khi '
        "nop.",
    },
    "case_full": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). {account}. {until} 밤 12시까지 정확히 {amount}을 보내 주세요.",
        EN: "Car {plate}: fine {fine} ({where}). Transfer exactly {amount} to {account} before midnight, {until}.",
        ZH: "{plate} 罰款 {fine}({where}, {zone})。請於{until}24點前將 {amount} 準確匯至 {account}。",
        VI: "Xe {plate}: phat {fine} ({where}, {zone}). Chuyen dung {amount} vao {account} truoc 24h ngay {until}.",
    },
    "case_overdue": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). 기한이 지나 가산금이 더해져 {amount}입니다({today} 기준).{grows} {account}. "
        "{last_day} 밤 12시까지 정확히 {amount}을 보내 주세요.",
        EN: "Car {plate}: fine {fine} ({where}), {amount} with the late surcharge. Transfer exactly {amount} to "
        "{account} before midnight, {until}.{grows}",
        ZH: "{plate} 罰款 {fine}({where}, {zone}), 已過期限, 加滯納金共 {amount}。請於{until}24點前將 {amount} "
        "準確匯至 {account}。{grows}",
        VI: "Xe {plate}: phat {fine} ({where}, {zone}), qua han, ca tien cham nop la {amount}. Chuyen dung {amount} "
        "vao {account} truoc 24h ngay {until}.{grows}",
    },
    "case_instalment": {
        KO: "{plate} 과태료 분할납부 {place}회차(전체 {of}회) {amount}입니다. {account}. {until} 밤 12시까지 정확히 {amount}을 보내 주세요."
        "{missed}",
        EN: "Car {plate}: instalment {place} of {of}, {amount}. Transfer exactly {amount} to {account} before midnight, "
        "{until}.{missed}",
        ZH: "{plate} 罰款分期付款第{place}期(共{of}期) {amount}。請於{until}24點前將 {amount} 準確匯至 {account}。{missed}",
        VI: "Xe {plate}: ky {place} trong {of} ky nop tien phat, {amount}. Chuyen dung {amount} vao {account} truoc 24h "
        "ngay {until}.{missed}",
    },
    "instalment_missed": {
        KO: " 이 회차의 기한({due})이 지났습니다. 분할납부가 취소되면 남은 금액을 한꺼번에 내셔야 합니다.",
        EN: " This instalment was due on {due}. If the plan is revoked, all that is left is due at once.",
        ZH: "本期付款期限({due})已過。如分期被取消, 須一次付完餘款。",
        VI: " Ky nay da qua han ({due}). Neu viec nop nhieu ky bi huy, phai nop het so con lai mot lan.",
    },
    "grows": {
        KO: " {until}까지 내지 않으시면 매달 {step}씩 더해집니다.",
        EN: " {step} is added each month after that.",
        ZH: "之後每月增加 {step}。",
        VI: " Sau do moi thang tang them {step}.",
    },
    "warning": {
        # QVA §18② and 시행령 §3① 5의2: the notice must say this; a text that hands out the reduced amount must too.
        KO: "감경금액을 내시면 의견제출·이의제기를 하실 수 없습니다.",
        EN: "Paying the reduced amount ends your right to give an opinion or object.",
        ZH: "支付減免金額後, 不能再提交意見或提出異議。",
        VI: "Nop so tien da giam thi khong con duoc nop y kien hay khieu nai.",
    },
    "not_paid_yet": {
        KO: "아직 확인된 입금이 없습니다.",
        EN: "No payment has reached us yet.",
        ZH: "目前還未確認到匯款。",
        VI: "Chua nhan duoc khoan nop nao.",
    },
    "account": {
        KO: "{bank} {number} 예금주 {holder}",
        EN: "{bank} {number} ({holder})",
        ZH: "{bank} {number} 戶名 {holder}",
        VI: "{bank} {number} ({holder})",
    },
    "transfer": {
        KO: "{amount}, {account}, {until} 밤 12시까지",
        EN: "{amount} to {account} before midnight, {until}",
        ZH: "{amount}, {account}, {until}24點前",
        VI: "{amount} vao {account} truoc 24h ngay {until}",
    },
    "for_another": {
        KO: "납부하실 금액 {transfer}입니다. 다른 분이 내셔도 됩니다.",
        EN: "Amount due: {transfer}. Anyone may pay it.",
        ZH: "應付金額: {transfer}。他人也可代付。",
        VI: "So tien phai nop: {transfer}. Nguoi khac nop thay cung duoc.",
    },
    "choose_a_case": {
        KO: '{plate}{particle} {total}건입니다. {lines} 번호({numbers}) 또는 "모두"를 보내 주세요.',
        EN: 'Car {plate}: {total} fines. {lines} Reply with a number ({numbers}) or "all".',
        ZH: '{plate} 共{total}件。{lines} 請發送號碼({numbers})或"全部"。',
        VI: 'Xe {plate}: {total} khoan phat. {lines} Tra loi bang so ({numbers}) hoac "tat ca".',
    },
    "more_cases": {
        KO: " 나머지 {more}건은 이 건들을 내신 뒤에 안내해 드립니다.",
        EN: " The other {more} follow once these are paid.",
        ZH: "其餘{more}件, 待這些付款後告知。",
        VI: " {more} khoan con lai se duoc bao sau khi nop cac khoan nay.",
    },
    "case_line": {
        KO: "{n}) {where} {amount}",
        EN: "{n}) {where}: {amount}",
        ZH: "{n}) {where} {amount}",
        VI: "{n}) {where}: {amount}",
    },
    "several_accounts": {
        KO: "{plate} {total}건입니다. 건마다 계좌가 다르니 따로 보내 주세요.\n{lines}",
        EN: "Car {plate}: {total} fines. Each has its own account; please pay them one by one.\n{lines}",
        ZH: "{plate} 共{total}件。每件帳號不同, 請分別匯款。\n{lines}",
        VI: "Xe {plate}: {total} khoan phat. Moi khoan co tai khoan rieng, xin nop rieng tung khoan.\n{lines}",
    },
    "account_line": {
        KO: "{n}) {where} {transfer}",
        EN: "{n}) {where}: {transfer}",
        ZH: "{n}) {where} {transfer}",
        VI: "{n}) {where}: {transfer}",
    },
    "due_date": {
        KO: "{plate} 과태료({where})는 {until} 밤 12시까지 {amount}입니다.{then}",
        EN: "Car {plate} ({where}): {amount} until midnight, {until}.{then}",
        ZH: "{plate} 罰款({where}): {until}24點前 {amount}。{then}",
        VI: "Xe {plate} ({where}): {amount}, truoc 24h ngay {until}.{then}",
    },
    "then_full": {
        KO: " 그 뒤에는 감경 없이 {fine}이 부과됩니다.",
        EN: " After that the full {fine} is imposed.",
        ZH: "之後無減免, 罰款爲 {fine}。",
        VI: " Sau do khong duoc giam, tien phat la {fine}.",
    },
    "then_overdue": {
        KO: " 기한이 지나면 3%가 더해지고 매달 1.2%씩(최대 60개월) 늘어납니다.",
        EN: " After that 3% is added at once and 1.2% each month (60 months at most).",
        ZH: "逾期加收3%, 之後每月加1.2%(最多60個月)。",
        VI: " Qua han cong them 3%, roi moi thang 1.2% (toi da 60 thang).",
    },
    "account_hint": {
        KO: ' 가상계좌가 필요하시면 "계좌", 기한 전에 알림을 받으시려면 "알림"이라고 보내 주세요.',
        EN: ' For an account, reply "account"; to be reminded in time, "remind".',
        ZH: '如需虛擬帳號, 請發送"帳號"; 如需到期前提醒, 請發送"提醒"。',
        VI: ' Neu can tai khoan ao, tra loi "tai khoan"; muon duoc nhac truoc han, tra loi "nhac nho".',
    },
    # --- advice ---
    "payment_methods": {
        KO: '가상계좌 이체, 서울시 이택스(ETAX·STAX), 은행 창구·ATM(고지서 지참), 신용카드(이택스)로 내실 수 있습니다. 20% 감경 기간에도 '
        '같습니다. 가상계좌는 차량번호와 함께 "계좌"라고 보내 주세요.',
        EN: "You can pay by transfer to a virtual account, with Seoul ETAX/STAX (also by card), or at a bank or ATM with "
        'the notice. For a virtual account, reply "account" with the plate.',
        ZH: "可用虛擬帳號匯款、首爾市ETAX·STAX(可用信用card)、銀行窓口·ATM(携帶通知書)支付。20%減免期間也一樣。"
        '虛擬帳號請將"帳號"與車牌號一起發送。',
        VI: "Co the chuyen khoan vao tai khoan ao, nop qua Seoul ETAX/STAX (ca the tin dung), hoac tai ngan hang, ATM "
        '(mang theo thong bao). Trong thoi gian giam 20% cung vay. De lay tai khoan ao, tra loi "tai khoan" kem '
        "bien so xe.",
    },
    "reduction": {
        KO: "사전통지의 의견제출 기한 안에 내시면 20% 감경됩니다. 기초생활수급자, 한부모가족 보호대상자, 장애의 정도가 심한 장애인, 국가유공자 "
        "상이 1~3급, 미성년자는 같은 기간에 신청하시면 50%까지 감경되고 20%와 함께 적용됩니다. 체납된 과태료가 있으면 제외됩니다. 증명서를 준비해 "
        '"상담원"이라고 보내 주세요. {warning}',
        EN: "Paying inside the opinion period takes 20% off. Recipients of basic livelihood support, protected single "
        "parents, the severely disabled, veterans of injury grades 1-3 and minors may get up to 50% if they apply in the "
        'same period and have no overdue fines; both apply together. With a certificate at hand, reply "agent". {warning}',
        ZH: "在事前通知的意見提交期限內付款, 減免20%。基礎生活保障對象、受保護單親家庭、重度殘疾人、"
        "國家有功者(傷殘1~3級)、未成年人如同期申請, 最多減免50%, 可與20%疊加。有拖欠罰款者除外。請備好證明, "
        '發送"人工"。{warning}',
        VI: "Nop trong han nop y kien cua thong bao truoc duoc giam 20%. Nguoi nhan tro cap sinh hoat co ban, gia "
        "dinh don than duoc bao tro, nguoi khuyet tat nang, nguoi co cong bi thuong hang 1-3 va nguoi chua thanh "
        "nien, neu xin trong thoi han do, duoc giam den 50%, ap dung cung voi 20%. Tru nguoi con no tien phat. "
        'Xin chuan bi giay chung nhan va tra loi "nhan vien". {warning}',
    },
    "installment": {
        KO: "한 번에 내기 어려우시면 분할납부나 징수유예를 신청하실 수 있습니다(수급자·차상위, 재난·질병·실직 등, 9개월까지, 한 번 3개월 연장). "
        '결정까지 20일 이내이며 그동안 가산금은 붙지 않습니다. 신청은 "상담원"이라고 보내 주시거나 {phone}으로 전화해 주세요.',
        EN: "If you cannot pay at once you may apply to pay in instalments or later (low income, disaster, illness, job "
        "loss; up to 9 months, extended once by 3). A decision takes 20 days at most and no surcharge is added meanwhile. "
        'To apply, reply "agent" or call {phone}.',
        ZH: "難以一次付完時, 可申請分期或延期付款(低保·低收入、災難、疾病、失業等, 9個月以內, 可延長一次3個月)。"
        '20日內決定, 期間不加滯納金。申請請發送"人工"或致電{phone}。',
        VI: "Neu kho nop mot lan, co the xin nop nhieu lan hoac hoan nop (nguoi nhan tro cap, can ngheo, thien tai, "
        "benh tat, mat viec...; den 9 thang, gia han mot lan 3 thang). Quyet dinh trong 20 ngay, trong luc do "
        'khong cong tien cham nop. De xin, tra loi "nhan vien" hoac goi {phone}.',
    },
    "seizure": {
        KO: "압류는 체납 과태료를 모두 내시면 풀립니다. 입금이 확인되면 압류해제를 촉탁하며, 영치된 번호판은 바로 돌려드립니다. 다른 기관의 "
        '압류는 그 기관에 내셔야 합니다. 금액과 계좌는 차량번호와 함께 "계좌"라고 보내 주세요.',
        EN: "A seizure is lifted once every overdue fine is paid; we then ask the registry to release it, and a plate "
        "that was taken is returned at once. Seizures of other offices are theirs to lift. For the amount, reply "
        '"account" with the plate.',
        ZH: "付完全部拖欠罰款, 卽可解除査封。確認到帳後委託解除, 被收走的車牌立刻歸還。其他機關的査封須向該機關支付。"
        '金額和帳號請將"帳號"與車牌號一起發送。',
        VI: "Nop het tien phat qua han thi ke bien duoc giai toa. Khi xac nhan da nop, chung toi de nghi giai toa ke "
        "bien; bien so bi thu giu duoc tra lai ngay. Ke bien cua co quan khac phai nop cho co quan do. De biet so "
        'tien va tai khoan, tra loi "tai khoan" kem bien so xe.',
    },
    "ownership": {
        KO: "과태료는 위반한 날의 소유자에게 부과됩니다. 그 전에 파신 차는 이전 날짜가 적힌 등록원부나 양도증명서를, 렌트·리스 차는 임대차계약서를 "
        '의견제출 기한 안에 내 주세요. 도난은 도난확인서가 필요합니다. 접수는 차량번호와 함께 "의견"이라고 보내 주세요. 상담: {phone}',
        EN: "The fine goes to whoever owned the car on the day. If you had sold it, send the registry extract or transfer "
        "deed; for a rental or lease, the contract; for a theft, the police report, within the opinion period. To file "
        'it, reply "opinion" with the plate. Questions: {phone}',
        ZH: "罰款由違規當日的車主承擔。此前已賣的車請提交寫明過戶日期的登記原簿或轉讓證明, 租賃車提交租賃合同, "
        '被盜車提交被盜證明, 均須在意見提交期限內。提交請將"意見"與車牌號一起發送。咨詢: {phone}',
        VI: "Tien phat do chu xe vao ngay vi pham nop. Xe da ban truoc do: nop so dang ky xe hoac giay chuyen nhuong "
        "co ghi ngay; xe thue: hop dong thue; xe mat cap: giay xac nhan mat cap, trong han nop y kien. De nop, "
        'tra loi "y kien" kem bien so xe. Lien he: {phone}',
    },
    "photo": {
        KO: "단속 사진은 개인정보여서 문자로 보내 드리지 않습니다. 서울시 교통위반 단속조회 서비스에서 본인확인 뒤 보실 수 있고, 신분증을 지참해 "
        "방문하셔도 됩니다. 문의: {phone}",
        EN: "Photos are personal data, so we do not send them by text. See them in Seoul's traffic violation service "
        "after identity verification, or visit us with an ID. Questions: {phone}",
        ZH: "違規照片屬個人信息, 不用短信發送。可在首爾市交通違規査詢服務經本人認證後査看, 或携帶身分證來訪。咨詢: "
        "{phone}",
        VI: "Anh vi pham la thong tin ca nhan nen khong gui qua tin nhan. Co the xem o dich vu tra cuu vi pham giao "
        "thong cua Seoul sau khi xac minh danh tinh, hoac mang giay to tuy than den. Lien he: {phone}",
    },
    # --- opinions ---
    "appeal": {
        KO: "단속이 부당하다고 보시면 사전통지의 의견제출 기한 안에 의견을 내실 수 있습니다. 응급환자 수송, 재난 구조, 장애인 승하차 도움, 차량 "
        '고장 등은 증빙이 있으면 인정될 수 있습니다. 부과 뒤에는 60일 안에 서면으로 이의제기하실 수 있습니다. 의견을 내시려면 차량번호와 함께 "의견"'
        "이라고 보내 주세요.",
        EN: "If you think the fine is wrong, give your opinion before the opinion period ends. Carrying an emergency "
        "patient, rescue, helping a disabled person, a breakdown and the like may be accepted with proof. After the "
        'imposition you may object in writing within 60 days. To start, reply "opinion" with the plate.',
        ZH: "如認爲罰得不當, 可在事前通知的意見提交期限內提交意見。運送急救患者、災難救援、協助殘疾人上下車、"
        '車輛故障等, 如有證明可能被認可。正式罰款後60日內可書面提出異議。提交意見請將"意見"與車牌號一起發送。',
        VI: "Neu cho rang bi phat sai, co the nop y kien trong han nop y kien cua thong bao truoc. Cho benh nhan cap "
        "cuu, cuu nan, giup nguoi khuyet tat len xuong xe, xe hong... co the duoc chap nhan neu co bang chung. "
        'Sau khi bi phat chinh thuc, co the khieu nai bang van ban trong 60 ngay. De nop y kien, tra loi "y kien" '
        "kem bien so xe.",
    },
    "ask_opinion_words": {
        KO: "{plate} 의견제출은 {until}까지입니다. 사정을 한 번에 적어 보내 주세요. 보내신 내용을 그대로 기록합니다. 먼저 감경금액을 내시면 "
        "의견제출을 하실 수 없습니다.",
        EN: "Car {plate}: opinions are taken until {until}. Please send what happened in one text; it is recorded word "
        "for word. If you pay the reduced amount first, you can no longer give an opinion.",
        ZH: "{plate} 意見提交截至{until}。請用一條短信寫明情況, 內容將原樣記錄。如先支付減免金額, 則不能再提交意見。",
        VI: "Xe {plate}: nhan y kien den het ngay {until}. Xin viet su viec trong mot tin nhan; noi dung duoc ghi lai "
        "nguyen van. Neu nop so tien da giam truoc thi khong con duoc nop y kien.",
    },
    "offer_opinion": {
        KO: "{ground}{until}까지 {documents}를 내 주세요. 이 문자로 의견을 접수할까요? \"접수\"라고 보내시면 보내신 내용을 그대로 기록합니다. "
        "먼저 감경금액을 내시면 의견제출을 하실 수 없습니다.",
        EN: "{ground}Please hand in {documents} by {until}. Shall we file your text as an opinion? Reply \"record\" and it "
        "is recorded word for word. If you pay the reduced amount first, you can no longer give an opinion.",
        ZH: '{ground}請在{until}(含)前提交{documents}。是否將此短信作爲意見受理? 發送"提交", 內容將原樣記錄。'
        "如先支付減免金額, 則不能再提交意見。",
        VI: "{ground}Xin nop {documents} den het ngay {until}. Quy vi co muon chung toi nhan tin nay lam y kien? Tra "
        'loi "gui y kien" thi noi dung duoc ghi lai nguyen van. Neu nop so tien da giam truoc thi khong con duoc '
        "nop y kien.",
    },
    "ground_may_count": {
        KO: "{ground} 등은 의견제출 사유가 될 수 있습니다. ",
        EN: "This may count as a ground ({ground}). ",
        ZH: "{ground}等可能成爲意見理由。",
        VI: "{ground} co the la ly do de nop y kien. ",
    },
    "opinion_recorded": {
        KO: "{plate} 의견을 접수했습니다({day} {time}). 보내신 내용을 그대로 기록했습니다. 증빙은 {until}까지 방문·우편·팩스로 내 주세요. "
        "결과는 문자로 알려 드립니다. 결과 전에 감경금액을 내시면 심의가 끝납니다. 문의: {phone}",
        EN: "Car {plate}: your opinion was recorded word for word ({day}, {time}). Please hand in proof by {until}, in "
        "person or by post or fax. We will text you the result. Paying the reduced amount ends the review. Questions: "
        "{phone}",
        ZH: "{plate} 意見已受理({day} {time}), 內容已原樣記錄。證明請在{until}(含)前以來訪、郵寄或傳眞提交。"
        "結果將用短信通知。結果出來前支付減免金額, 審議則終止。咨詢: {phone}",
        VI: "Xe {plate}: da nhan y kien ({time}, {day}), noi dung duoc ghi lai nguyen van. Xin nop bang chung den het "
        "ngay {until}: truc tiep, qua buu dien hoac fax. Ket qua se duoc bao qua tin nhan. Neu nop so tien da "
        "giam truoc khi co ket qua thi viec xet y kien ket thuc. Lien he: {phone}",
    },
    "opinion_under_review": {
        KO: "{plate} 의견은 이미 접수되어 심의 중입니다. 결과는 문자로 알려 드립니다. 문의: {phone}",
        EN: "Car {plate}: your opinion is on file and under review. We will text you the result. Questions: {phone}",
        ZH: "{plate} 意見已受理, 正在審議。結果將用短信通知。咨詢: {phone}",
        VI: "Xe {plate}: y kien da duoc nhan va dang duoc xet. Ket qua se duoc bao qua tin nhan. Lien he: {phone}",
    },
    "opinion_too_late": {
        KO: "{plate} 의견제출 기한({until})이 지났습니다. 부과 고지를 받으신 날부터 60일 안에 서면으로 이의제기하실 수 있습니다. 문의: "
        "{phone}",
        EN: "Car {plate}: the opinion period ended on {until}. You may object in writing within 60 days of receiving the "
        "imposition notice. Questions: {phone}",
        ZH: "{plate} 意見提交期限({until})已過。自收到正式罰款通知之日起60日內可書面提出異議。咨詢: {phone}",
        VI: "Xe {plate}: da qua han nop y kien ({until}). Co the khieu nai bang van ban trong 60 ngay tu ngay nhan "
        "thong bao phat chinh thuc. Lien he: {phone}",
    },
    "opinion_after_payment": {
        KO: "{plate} 과태료는 감경금액을 내셔서 절차가 끝났습니다. 질서위반행위규제법 제18조 제2항에 따라 의견제출·이의제기를 하실 수 없습니다. "
        "문의: {phone}",
        EN: "Car {plate}: you paid the reduced amount, which ended the procedure. By law (Art. 18(2)) no opinion or "
        "objection is possible any more. Questions: {phone}",
        ZH: "{plate} 已支付減免金額, 程序終結。根據《秩序違反行爲規制法》第18條第2款, 不能再提交意見或提出異議。咨詢: "
        "{phone}",
        VI: "Xe {plate}: da nop so tien da giam nen thu tuc da ket thuc. Theo Dieu 18 khoan 2 Luat xu ly hanh vi vi "
        "pham trat tu, khong con duoc nop y kien hay khieu nai. Lien he: {phone}",
    },
    "opinion_accepted": {
        KO: "{plate} 의견이 받아들여져 과태료를 부과하지 않습니다. 사유: {reason}. 내실 금액이 없습니다. 이미 내셨다면 돌려드립니다. "
        "문의: {phone}",
        EN: "Car {plate}: your opinion was accepted and no fine is imposed. Reason: {reason}. Nothing is due; what you "
        "paid is refunded. Questions: {phone}",
        ZH: "{plate} 意見已被采納, 不予罰款。理由: {reason}。無需付款, 已付的將退還。咨詢: {phone}",
        VI: "Xe {plate}: y kien duoc chap nhan, khong bi phat. Ly do: {reason}. Khong phai nop gi; neu da nop se duoc "
        "hoan lai. Lien he: {phone}",
    },
    "opinion_rejected": {
        KO: "{plate} 의견을 심의한 결과 받아들이지 못했습니다. 사유: {reason}. 부과 고지를 받으신 날부터 60일 안에 서면으로 이의제기하실 수 "
        "있습니다. 문의: {phone}",
        EN: "Car {plate}: your opinion could not be accepted. Reason: {reason}. You may object in writing within 60 days "
        "of receiving the imposition notice. Questions: {phone}",
        ZH: "{plate} 意見經審議未被采納。理由: {reason}。自收到正式罰款通知之日起60日內可書面提出異議。咨詢: {phone}",
        VI: "Xe {plate}: y kien da duoc xet nhung khong duoc chap nhan. Ly do: {reason}. Co the khieu nai bang van "
        "ban trong 60 ngay tu ngay nhan thong bao phat chinh thuc. Lien he: {phone}",
    },
    # --- money ---
    "receipt": {
        KO: "{plate} 과태료 {amount} 납부가 확인되었습니다({day} {time}). 이 건은 종결되었습니다.",
        EN: "Car {plate}: your payment of {amount} was confirmed ({day}, {time}). This case is closed.",
        ZH: "{plate} 罰款 {amount} 已確認到帳({day} {time})。此件已了結。",
        VI: "Xe {plate}: da xac nhan khoan nop {amount} ({time}, {day}). Vu viec nay da ket thuc.",
    },
    "instalment_paid": {
        KO: '{plate} 분할납부 {place}회차 {amount} 납부가 확인되었습니다({day} {time}). 남은 {left}회 중 다음은 {until}까지 {next}입니다. 계좌는 '
        '"계좌 {plate}"라고 보내 주세요.',
        EN: "Car {plate}: instalment {place}, {amount}, was confirmed ({day}, {time}). {left} left; the next is {next} by "
        '{until}. For the account, reply "account {plate}".',
        ZH: "{plate} 分期第{place}期 {amount} 已確認到帳({day} {time})。剩餘{left}期, 下一期須於{until}(含)前付 {next}。"
        '帳號請發送"帳號 {plate}"。',
        VI: "Xe {plate}: da xac nhan ky {place}, {amount} ({time}, {day}). Con {left} ky; ky sau la {next}, den het ngay "
        '{until}. De lay tai khoan, tra loi "tai khoan {plate}".',
    },
    "instalments_granted": {
        KO: "{plate} 과태료 {amount}의 분할납부가 허가되었습니다. {of}회, 첫 회는 {until}까지 {first}입니다. 기간 중에는 가산금이 붙지 않으며, 기한을 "
        '넘기면 취소되어 남은 금액을 한꺼번에 내셔야 할 수 있습니다. 계좌는 "계좌 {plate}"라고 보내 주세요.',
        EN: "Car {plate}: you may pay {amount} in {of} instalments, the first {first} by {until}. No surcharge is added "
        "meanwhile; if you miss a date the plan may be revoked and the rest be due at once. For the account, reply "
        '"account {plate}".',
        ZH: "{plate} 罰款 {amount} 已批准分期付款, 共{of}期, 第一期須於{until}(含)前付 {first}。期間不加滯納金; 逾期可能被取消, "
        '須一次付完餘款。帳號請發送"帳號 {plate}"。',
        VI: "Xe {plate}: duoc nop {amount} trong {of} ky, ky dau {first} den het ngay {until}. Trong luc do khong cong "
        "tien cham nop; neu qua han, co the bi huy va phai nop het so con lai mot lan. De lay tai khoan, tra loi "
        '"tai khoan {plate}".',
    },
    "instalments_extended": {
        KO: '{plate} 분할납부가 연장되었습니다. 남은 {of}회, 다음은 {until}까지 {first}입니다. 계좌는 "계좌 {plate}"라고 보내 주세요.',
        EN: "Car {plate}: your instalments were extended. {of} are left, the next {first} by {until}. For the account, reply "
        '"account {plate}".',
        ZH: '{plate} 分期付款已延長。剩餘{of}期, 下一期須於{until}(含)前付 {first}。帳號請發送"帳號 {plate}"。',
        VI: "Xe {plate}: da gia han nop nhieu ky. Con {of} ky, ky sau {first} den het ngay {until}. De lay tai khoan, tra "
        'loi "tai khoan {plate}".',
    },
    "instalments_revoked": {
        KO: "{plate} 분할납부가 취소되어 남은 {amount}을 한꺼번에 내셔야 합니다({until}까지). 그 뒤에는 가산금이 더해집니다. 계좌는 "
        '"계좌 {plate}"라고 보내 주세요. 문의: {phone}',
        EN: "Car {plate}: your instalments were revoked, and the remaining {amount} is due as a whole by {until}. After that "
        'surcharges are added. For the account, reply "account {plate}". Questions: {phone}',
        ZH: "{plate} 分期付款已被取消, 須於{until}(含)前一次付完餘款 {amount}, 之後加收滯納金。帳號請發送"
        '"帳號 {plate}"。咨詢: {phone}',
        VI: "Xe {plate}: viec nop nhieu ky da bi huy, phai nop {amount} con lai mot lan, den het ngay {until}. Sau do cong "
        'tien cham nop. De lay tai khoan, tra loi "tai khoan {plate}". Lien he: {phone}',
    },
    "payment_reversed": {
        KO: "{plate} 과태료 {amount} 입금을 은행이 취소하여 납부되지 않은 상태로 돌아갔습니다. 다시 내시려면 차량번호와 함께 \"계좌\"라고 보내 "
        "주세요. 문의: {phone}",
        EN: "Car {plate}: the bank cancelled your payment of {amount}, so the fine is unpaid again. To pay, reply "
        '"account" with the plate. Questions: {phone}',
        ZH: '{plate} 銀行取消了罰款 {amount} 的匯款, 已恢復爲未付。重新付款請將"帳號"與車牌號一起發送。咨詢: {phone}',
        VI: 'Xe {plate}: ngan hang da huy khoan nop {amount} nen tien phat tro lai chua nop. De nop lai, tra loi "tai '
        'khoan" kem bien so xe. Lien he: {phone}',
    },
    "deposit_held": {
        KO: "보내 주신 입금이 {why} 납부 처리되지 않고 보관되어 있습니다. 담당자가 확인합니다. 문의: {phone}",
        EN: "Your transfer is being held: {why}. A person is looking at it. Questions: {phone}",
        ZH: "收到的匯款因{why}, 未作付款處理, 現由我們保管。負責人員將確認。咨詢: {phone}",
        VI: "Khoan tien quy vi chuyen chua duoc tinh la da nop va dang duoc giu lai vi {why}. Nhan vien se kiem tra. "
        "Lien he: {phone}",
    },
    "why_wrong_amount": {
        KO: "안내한 금액과 달라",
        EN: "the amount differs from the one we gave",
        ZH: "與告知的金額不同",
        VI: "khac so tien da bao",
    },
    "why_expired_account": {
        KO: "계좌 기한이 지나",
        EN: "the account had expired",
        ZH: "帳號已過期",
        VI: "tai khoan da het han",
    },
    "why_revoked_account": {
        KO: "새 계좌로 바뀐 뒤여서",
        EN: "the account had been replaced by a new one",
        ZH: "帳號已更換",
        VI: "tai khoan da duoc doi sang so moi",
    },
    "why_second_deposit": {
        KO: "이미 납부된 건이어서",
        EN: "the fine was paid already",
        ZH: "該件已支付",
        VI: "khoan phat nay da nop roi",
    },
    "why_other": {KO: "확인이 필요하여", EN: "it needs a check", ZH: "需要確認", VI: "can kiem tra"},
    "refunded": {
        KO: "보관 중이던 입금 {amount}을 돌려드렸습니다. 문의: {phone}",
        EN: "We returned your transfer of {amount}. Questions: {phone}",
        ZH: "保管中的匯款 {amount} 已退還。咨詢: {phone}",
        VI: "Da hoan lai khoan tien {amount} dang giu. Lien he: {phone}",
    },
    # --- reminders: only to those who agreed ---
    "remind_early": {
        KO: "{plate} 과태료 20% 감경 기한이 {until}입니다. 그때까지 {amount}입니다. {warning} 계좌는 \"계좌 {plate}\", 알림을 그만 받으시려면 "
        '"수신거부"라고 보내 주세요.',
        EN: "Car {plate}: the reduced amount of {amount} ends on {until}. {warning} For the account, reply \"account "
        '{plate}"; to stop reminders, "stop".',
        ZH: '{plate} 罰款20%減免期限爲{until}, 到期前付款爲 {amount}。{warning} 帳號請發送"帳號 {plate}", '
        '不再接收提醒請發送"退訂"。',
        VI: "Xe {plate}: han giam 20% la {until}, nop den luc do la {amount}. {warning} De lay tai khoan, tra loi "
        '"tai khoan {plate}"; de ngung nhac nho, "dung lai".',
    },
    "remind_instalment": {
        KO: '{plate} 과태료 분할납부 {amount}의 기한이 {until}입니다. 계좌는 "계좌 {plate}", 알림을 그만 받으시려면 "수신거부"라고 보내 주세요.',
        EN: "Car {plate}: an instalment of {amount} is due by {until}. For the account, reply \"account {plate}\"; to stop "
        'reminders, "stop".',
        ZH: '{plate} 罰款分期 {amount} 的付款期限爲{until}。帳號請發送"帳號 {plate}", 不再接收提醒請發送"退訂"。',
        VI: 'Xe {plate}: ky nop {amount} han {until}. De lay tai khoan, tra loi "tai khoan {plate}"; de ngung nhac nho, '
        '"dung lai".',
    },
    "remind_due": {
        KO: "{plate} 과태료 납부 기한이 {until}입니다. 그때까지 {amount}입니다. 계좌는 \"계좌 {plate}\", 알림을 그만 받으시려면 \"수신거부\"라고 "
        "보내 주세요.",
        EN: "Car {plate}: {amount} is due by {until}. For the account, reply \"account {plate}\"; to stop reminders, "
        '"stop".',
        ZH: '{plate} 罰款付款期限爲{until}, 到期前付款爲 {amount}。帳號請發送"帳號 {plate}", '
        '不再接收提醒請發送"退訂"。',
        VI: 'Xe {plate}: han nop la {until}, so tien {amount}. De lay tai khoan, tra loi "tai khoan {plate}"; de '
        'ngung nhac nho, "dung lai".',
    },
}  # fmt: skip

# How a topic is named where the citizen chooses by number.
TOPIC_NAMES: dict[Intent, dict[Language, str]] = {
    Intent.FINE_LOOKUP: {KO: "금액·내역 확인", EN: "amount and details", ZH: "金額·明細", VI: "so tien, chi tiet"},
    Intent.ACCOUNT_REQUEST: {KO: "가상계좌", EN: "account to pay into", ZH: "虛擬帳號", VI: "tai khoan nop tien"},
    Intent.APPEAL: {KO: "의견제출·이의", EN: "object to the fine", ZH: "意見·異議", VI: "nop y kien, khieu nai"},
    Intent.HUMAN_AGENT: {KO: "상담원", EN: "a person", ZH: "人工服務", VI: "gap nhan vien"},
    Intent.PAYMENT_CONFIRM: {KO: "납부 확인", EN: "whether my payment arrived", ZH: "付款確認", VI: "xac nhan da nop"},
    Intent.PAYMENT_METHODS: {KO: "납부 방법", EN: "ways to pay", ZH: "付款方法", VI: "cach nop"},
    Intent.DUE_DATE: {KO: "납부 기한", EN: "due date", ZH: "付款期限", VI: "han nop"},
    Intent.REDUCTION: {KO: "감경", EN: "reductions", ZH: "減免", VI: "giam tien phat"},
    Intent.INSTALLMENT: {KO: "분할납부", EN: "instalments", ZH: "分期付款", VI: "nop nhieu lan"},
    Intent.SEIZURE_RELEASE: {
        KO: "압류·영치 해제",
        EN: "lift a seizure",
        ZH: "解除査封·歸還車牌",
        VI: "giai toa ke bien, tra bien so",
    },
    Intent.OWNERSHIP: {KO: "명의·렌트 차량", EN: "sold or rented car", ZH: "過戶·租賃車", VI: "xe da ban, xe thue"},
    Intent.PHOTO: {KO: "단속 사진", EN: "photos", ZH: "違規照片", VI: "anh vi pham"},
    Intent.NOTICE_RESEND: {
        KO: "고지서 다시 받기",
        EN: "send the notice again",
        ZH: "重寄通知書",
        VI: "gui lai thong bao",
    },
    Intent.REFUND: {KO: "환급", EN: "refund", ZH: "退款", VI: "hoan tien"},
    Intent.TOWING: {KO: "견인", EN: "towed car", ZH: "拖車", VI: "xe bi keo"},
    Intent.OTHER_OFFICE: {KO: "다른 기관 업무", EN: "another office", ZH: "其他機關業務", VI: "viec cua co quan khac"},
    Intent.OPT_OUT: {KO: "알림 그만 받기", EN: "stop reminders", ZH: "停止提醒", VI: "ngung nhac nho"},
}

ZONES: dict[str, dict[Language, str]] = {
    "general": {KO: "일반구역", EN: "general zone", ZH: "一般區域", VI: "khu vuc thuong"},
    "fire_facility": {KO: "소방시설", EN: "fire facility", ZH: "消防設施", VI: "thiet bi chua chay"},
    "senior_or_disabled": {
        KO: "노인·장애인보호구역",
        EN: "senior or disabled zone",
        ZH: "老人·殘疾人保護區",
        VI: "khu bao ve nguoi gia, nguoi khuyet tat",
    },
    "children": {KO: "어린이보호구역", EN: "children's zone", ZH: "兒童保護區", VI: "khu bao ve tre em"},
}

BANKS: dict[str, dict[Language, str]] = {
    "NH": {KO: "농협", EN: "NH Bank", ZH: "NH農協銀行", VI: "NH Bank"},
    "KB": {KO: "국민", EN: "KB Bank", ZH: "KB國民銀行", VI: "KB Bank"},
    "SHINHAN": {KO: "신한", EN: "Shinhan Bank", ZH: "新韓銀行", VI: "Shinhan Bank"},
    "WOORI": {KO: "우리", EN: "Woori Bank", ZH: "友利銀行", VI: "Woori Bank"},
    "HANA": {KO: "하나", EN: "Hana Bank", ZH: "韓亞銀行", VI: "Hana Bank"},
    "IBK": {KO: "기업", EN: "IBK Bank", ZH: "IBK企業銀行", VI: "IBK Bank"},
}
