"""Every sentence the city texts to a citizen, in every language, in one place. Pure.

All of it survives EUC-KR, because Korean carriers refuse the rest: Chinese is written with the characters of
KS X 1001, Vietnamese without its accents, as people there text as well. No sentence holds a link.
"""

from city.fines.understanding import Intent, Language

KO, EN = Language.KOREAN, Language.ENGLISH

PHRASES: dict[str, dict[Language, str]] = {
    # --- who is this about ---
    "nothing_found": {
        KO: "이 번호로는 확인되는 내용이 없습니다. 고지서의 전자납부번호(또는 관리번호)와 차량번호를 함께 보내 주시거나, "
        '차량 소유자 명의 휴대전화로 문자해 주세요. 상담: "상담원"',
        EN: "We found nothing for this phone number. Please send the notice number together with the plate, "
        'or text from the phone registered to the owner. For a person, reply "agent".',
    },
    "ask_for_plate": {
        KO: "조회할 차량번호를 보내 주세요. 예: 12가3456",
        EN: "Please send the plate number. Example: 12가3456",
    },
    "one_plate_at_a_time": {
        KO: "차량번호를 한 번에 하나씩 보내 주세요. 예: 12가3456",
        EN: "Please send one plate at a time. Example: 12가3456",
    },
    "what_do_you_mean": {
        KO: "어떤 것을 도와드릴까요? {options} 번호로 답해 주세요.",
        EN: "How can we help? {options} Please reply with the number.",
    },
    "nothing_more": {
        KO: "알겠습니다. 다른 도움이 필요하시면 언제든 문자해 주세요.",
        EN: "All right. Text us whenever you need anything else.",
    },
    # --- a person ---
    "handed_to_a_person": {
        KO: "담당자에게 전달했습니다(접수 {ticket}). 평일 9~18시에 이 번호로 답해 드리겠습니다. 급하시면 {phone}.",
        EN: "We passed this to a person (ticket {ticket}). You will hear from us at this number on weekdays, 9:00 to "
        "18:00. If urgent, call {phone}.",
    },
    "added_to_ticket": {
        KO: "접수 {ticket}에 덧붙였습니다. 평일 9~18시에 답해 드리겠습니다. 급하시면 {phone}.",
        EN: "We added this to ticket {ticket}. You will hear from us on weekdays, 9:00 to 18:00. If urgent, call "
        "{phone}.",
    },
    "not_understood_handed_over": {
        KO: "문의하신 내용을 정확히 이해하지 못해 담당자에게 전달했습니다(접수 {ticket}). 평일 9~18시에 이 번호로 답해 드리겠습니다. "
        "급하시면 {phone}.",
        EN: "We are not sure what you need, so a person will look at it (ticket {ticket}) and answer on weekdays, 9:00 "
        "to 18:00. If urgent, call {phone}.",
    },
    "lookups_paused": {
        KO: "확인되지 않은 조회가 여러 번 있어 1시간 동안 문자 조회를 멈췄습니다. 담당자에게도 전달했습니다(접수 {ticket}). "
        "급하시면 평일 9~18시에 {phone}으로 전화해 주세요.",
        EN: "After several look-ups without a match, look-ups by text pause for one hour. A person was told (ticket "
        "{ticket}). If urgent, call {phone} on weekdays, 9:00 to 18:00.",
    },
    "web_handed_over": {
        KO: "담당자에게 전달했습니다(접수 {ticket}). 웹 채팅으로는 나중에 답을 보내 드릴 수 없으니 평일 9~18시에 {phone}으로 전화해 "
        "접수번호를 말씀해 주세요.",
        EN: "We passed this to a person (ticket {ticket}). A web chat cannot be answered later: please call {phone} on "
        "weekdays, 9:00 to 18:00, and give the ticket number.",
    },
    "refund_handed_over": {
        KO: "더 내셨거나 두 번 내신 과태료는 확인 뒤 돌려드립니다. 담당자에게 전달했습니다(접수 {ticket}). 환급받을 계좌는 담당자가 "
        "전화로 여쭙습니다. 문자로 계좌 비밀번호나 주민등록번호를 묻지 않습니다. 급하시면 {phone}.",
        EN: "What was paid twice or too much is refunded after a check. We passed this to a person (ticket {ticket}), who "
        "will call to ask for your account. We never ask for a PIN or registration number by text. If urgent, call "
        "{phone}.",
    },
    "resend_handed_over": {
        KO: "고지서를 다시 보내 드리도록 담당자에게 전달했습니다(접수 {ticket}). 받으실 주소는 담당자가 전화로 확인합니다. "
        '바로 내시려면 차량번호와 함께 "계좌"라고 보내 주세요. 급하시면 {phone}.',
        EN: "We asked a person to send the notice again (ticket {ticket}); they will call to confirm the address. To pay "
        'right away, reply "account" with the plate. If urgent, call {phone}.',
    },
    "photo_received": {
        KO: "사진은 문자로 처리할 수 없어 담당자에게 전달했습니다(접수 {ticket}). 내용을 글로 보내 주시면 바로 안내해 드립니다. 급하시면 "
        "{phone}.",
        EN: "We cannot read photos by text, so a person was told (ticket {ticket}). If you write what you need, we can "
        "answer at once. If urgent, call {phone}.",
    },
    "out_of_accounts": {
        KO: "가상계좌 발급이 늦어지고 있어 담당자에게 전달했습니다(접수 {ticket}). 오늘 내셔야 하면 {phone}으로 전화해 주세요.",
        EN: "Virtual accounts are delayed; a person was told (ticket {ticket}). If you must pay today, call {phone}.",
    },
    # --- other offices ---
    "police": {
        KO: "속도·신호위반은 경찰청 소관입니다. 경찰청교통민원24(이파인) 또는 182로 문의해 주세요. 주정차 과태료는 여기로 문자하시면 됩니다.",
        EN: "Speeding and signal violations belong to the police: eFine (경찰청교통민원24) or call 182. For parking fines, "
        "text us here.",
    },
    "disabled_bay": {
        KO: "장애인전용주차구역 과태료는 구청 장애인복지 담당 부서 소관입니다. {switchboard}로 문의해 주세요. 주정차 과태료는 여기로 "
        "문자하시면 됩니다.",
        EN: "Fines for disabled bays belong to the district's welfare department: call {switchboard}. For parking fines, "
        "text us here.",
    },
    "another_district": {
        KO: "다른 구나 시에서 단속된 건은 그 지역 구청(시청) 주차 부서 소관입니다. 지역번호와 120으로 문의해 주세요. 중구 주정차 과태료는 "
        "여기로 문자하시면 됩니다.",
        EN: "Fines of another district or city belong to its own parking office: call 120 with the area code. For Jung-gu "
        "parking fines, text us here.",
    },
    "another_office": {
        KO: "이 번호는 중구 주정차 과태료만 안내합니다. 그 밖의 구정·시정 문의는 다산콜 120으로 전화해 주세요.",
        EN: "This number answers questions on Jung-gu parking fines only. For other city matters please call 120 "
        "(Dasan Call Center).",
    },
    "towing": {
        KO: "견인된 차량의 위치와 보관료는 다산콜 120 또는 {phone}에서 안내합니다. 차량번호와 견인된 곳을 말씀해 주세요. 찾으실 때 신분증과 "
        "견인료·보관료가 필요하고, 과태료는 따로 부과됩니다.",
        EN: "For a towed car, call 120 or {phone} with the plate and the place. Bring an ID and the towing and storage "
        "fees to the pound; the fine itself is separate.",
    },
    # --- small words ---
    "smalltalk": {
        KO: "도움이 되었다니 다행입니다. 금액이나 계좌가 필요하시면 차량번호를 보내 주세요.",
        EN: "You are welcome. For the amount or an account, send the plate.",
    },
    "complaint": {
        KO: '불편을 드려 죄송합니다. 단속이 잘못되었다고 보시면 차량번호와 함께 "의견"이라고 보내 주세요. 담당자와 상담하시려면 "상담원"이라고 '
        "보내 주세요.",
        EN: 'We are sorry for the trouble. If you think the fine is wrong, reply "opinion" with the plate. To speak to a '
        'person, reply "agent".',
    },
    "opted_out": {
        KO: "앞으로 알림 문자를 보내지 않겠습니다. 문자로 물으시면 답은 드립니다. 고지서와 납부 기한은 그대로입니다.",
        EN: "You will get no reminders from us. We still answer when you text. Notices and due dates stay as they are.",
    },
    "opted_in": {
        KO: '감경 기한과 납부 기한 전에 문자로 알려 드리겠습니다(오전 8시~오후 9시). 그만 받으시려면 "수신거부"라고 보내 주세요.',
        EN: 'We will remind you before the reduced period and the due date end (8:00 to 21:00). To stop, reply "stop".',
    },
    # --- the case ---
    "all_paid": {
        KO: "{plate} 과태료는 모두 납부되었습니다. 더 내실 금액이 없습니다.",
        EN: "Car {plate}: every fine is paid. Nothing is due.",
    },
    "paid_on": {
        KO: "{plate} 과태료 {amount}은 {day} {time}에 납부가 확인되었습니다. 더 내실 금액이 없습니다.",
        EN: "Car {plate}: your payment of {amount} was confirmed on {day}, {time}. Nothing is due.",
    },
    "nothing_due": {
        KO: "{plate} 과태료는 더 내실 금액이 없습니다. 자세한 내용은 {phone}으로 문의해 주세요.",
        EN: "Car {plate}: nothing is due. For details, call {phone}.",
    },
    "under_objection": {
        KO: "{plate} 과태료는 이의제기로 부과의 효력이 멈춰 법원 절차 중입니다. 지금 내실 금액은 없습니다. 문의: {phone}",
        EN: "Car {plate}: you objected, so the fine has no effect while the court decides. Nothing is due now. Questions: "
        "{phone}",
    },
    "not_yet_imposed": {
        KO: "{plate} 과태료는 의견제출 기한이 지나 부과 고지를 준비하고 있습니다. 고지서를 받으신 뒤 다시 문자해 주세요. 상담: {phone}",
        EN: "Car {plate}: the opinion period is over and the imposition notice is being prepared. Please text again when "
        "it arrives. Questions: {phone}",
    },
    "case_early": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). {until}까지 내시면 감경되어 {amount}입니다. {account}. {last_day} 밤 "
        '12시까지 정확히 {amount}을 보내 주세요. {warning} 이의가 있으시면 입금 전에 "의견"이라고 보내 주세요.',
        EN: "Car {plate}: fine {fine} ({where}); {amount} if paid by {until}. Transfer exactly {amount} to {account} "
        'before midnight, {until}. {warning} To object first, reply "opinion".',
    },
    "case_full": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). {account}. {until} 밤 12시까지 정확히 {amount}을 보내 주세요.",
        EN: "Car {plate}: fine {fine} ({where}). Transfer exactly {amount} to {account} before midnight, {until}.",
    },
    "case_overdue": {
        KO: "{plate} 과태료 {fine}({where}, {zone}). 기한이 지나 가산금이 더해져 {amount}입니다({today} 기준).{grows} {account}. "
        "{last_day} 밤 12시까지 정확히 {amount}을 보내 주세요.",
        EN: "Car {plate}: fine {fine} ({where}), {amount} with the late surcharge. Transfer exactly {amount} to "
        "{account} before midnight, {until}.{grows}",
    },
    "grows": {
        KO: " {until}까지 내지 않으시면 매달 {step}씩 더해집니다.",
        EN: " {step} is added each month after that.",
    },
    "warning": {
        # QVA §18② and 시행령 §3① 5의2: the notice must say this; a text that hands out the reduced amount must too.
        KO: "감경금액을 내시면 의견제출·이의제기를 하실 수 없습니다.",
        EN: "Paying the reduced amount ends your right to give an opinion or object.",
    },
    "not_paid_yet": {KO: "아직 확인된 입금이 없습니다.", EN: "No payment has reached us yet."},
    "account": {
        KO: "{bank} {number} 예금주 {holder}",
        EN: "{bank} {number} ({holder})",
    },
    "transfer": {
        KO: "{amount}, {account}, {until} 밤 12시까지",
        EN: "{amount} to {account} before midnight, {until}",
    },
    "for_another": {
        KO: "납부하실 금액 {transfer}입니다. 다른 분이 내셔도 됩니다.",
        EN: "Amount due: {transfer}. Anyone may pay it.",
    },
    "choose_a_case": {
        KO: '{plate}{particle} {total}건입니다. {lines} 번호({numbers}) 또는 "모두"를 보내 주세요.',
        EN: 'Car {plate}: {total} fines. {lines} Reply with a number ({numbers}) or "all".',
    },
    "more_cases": {
        KO: " 나머지 {more}건은 이 건들을 내신 뒤에 안내해 드립니다.",
        EN: " The other {more} follow once these are paid.",
    },
    "case_line": {KO: "{n}) {where} {amount}", EN: "{n}) {where}: {amount}"},
    "several_accounts": {
        KO: "{plate} {total}건입니다. 건마다 계좌가 다르니 따로 보내 주세요.\n{lines}",
        EN: "Car {plate}: {total} fines. Each has its own account; please pay them one by one.\n{lines}",
    },
    "account_line": {KO: "{n}) {where} {transfer}", EN: "{n}) {where}: {transfer}"},
    "due_date": {
        KO: "{plate} 과태료({where})는 {until} 밤 12시까지 {amount}입니다.{then}",
        EN: "Car {plate} ({where}): {amount} until midnight, {until}.{then}",
    },
    "then_full": {
        KO: " 그 뒤에는 감경 없이 {fine}이 부과됩니다.",
        EN: " After that the full {fine} is imposed.",
    },
    "then_overdue": {
        KO: " 기한이 지나면 3%가 더해지고 매달 1.2%씩(최대 60개월) 늘어납니다.",
        EN: " After that 3% is added at once and 1.2% each month (60 months at most).",
    },
    "account_hint": {KO: ' 가상계좌가 필요하시면 "계좌"라고 보내 주세요.', EN: ' For an account, reply "account".'},
    # --- advice ---
    "payment_methods": {
        KO: '가상계좌 이체, 서울시 이택스(ETAX·STAX), 은행 창구·ATM(고지서 지참), 신용카드(이택스)로 내실 수 있습니다. 20% 감경 기간에도 '
        '같습니다. 가상계좌는 차량번호와 함께 "계좌"라고 보내 주세요.',
        EN: "You can pay by transfer to a virtual account, with Seoul ETAX/STAX (also by card), or at a bank or ATM with "
        'the notice. For a virtual account, reply "account" with the plate.',
    },
    "reduction": {
        KO: "사전통지의 의견제출 기한 안에 내시면 20% 감경됩니다. 기초생활수급자, 한부모가족 보호대상자, 장애의 정도가 심한 장애인, 국가유공자 "
        "상이 1~3급, 미성년자는 같은 기간에 신청하시면 50%까지 감경되고 20%와 함께 적용됩니다. 체납된 과태료가 있으면 제외됩니다. 증명서를 준비해 "
        '"상담원"이라고 보내 주세요. {warning}',
        EN: "Paying inside the opinion period takes 20% off. Recipients of basic livelihood support, protected single "
        "parents, the severely disabled, veterans of injury grades 1-3 and minors may get up to 50% if they apply in the "
        'same period and have no overdue fines; both apply together. With a certificate at hand, reply "agent". {warning}',
    },
    "installment": {
        KO: "한 번에 내기 어려우시면 분할납부나 징수유예를 신청하실 수 있습니다(수급자·차상위, 재난·질병·실직 등, 9개월까지, 한 번 3개월 연장). "
        '결정까지 20일 이내이며 그동안 가산금은 붙지 않습니다. 신청은 "상담원"이라고 보내 주시거나 {phone}으로 전화해 주세요.',
        EN: "If you cannot pay at once you may apply to pay in instalments or later (low income, disaster, illness, job "
        "loss; up to 9 months, extended once by 3). A decision takes 20 days at most and no surcharge is added meanwhile. "
        'To apply, reply "agent" or call {phone}.',
    },
    "seizure": {
        KO: "압류는 체납 과태료를 모두 내시면 풀립니다. 입금이 확인되면 압류해제를 촉탁하며, 영치된 번호판은 바로 돌려드립니다. 다른 기관의 "
        '압류는 그 기관에 내셔야 합니다. 금액과 계좌는 차량번호와 함께 "계좌"라고 보내 주세요.',
        EN: "A seizure is lifted once every overdue fine is paid; we then ask the registry to release it, and a plate "
        "that was taken is returned at once. Seizures of other offices are theirs to lift. For the amount, reply "
        '"account" with the plate.',
    },
    "ownership": {
        KO: "과태료는 위반한 날의 소유자에게 부과됩니다. 그 전에 파신 차는 이전 날짜가 적힌 등록원부나 양도증명서를, 렌트·리스 차는 임대차계약서를 "
        '의견제출 기한 안에 내 주세요. 도난은 도난확인서가 필요합니다. 접수는 차량번호와 함께 "의견"이라고 보내 주세요. 상담: {phone}',
        EN: "The fine goes to whoever owned the car on the day. If you had sold it, send the registry extract or transfer "
        "deed; for a rental or lease, the contract; for a theft, the police report, within the opinion period. To file "
        'it, reply "opinion" with the plate. Questions: {phone}',
    },
    "photo": {
        KO: "단속 사진은 개인정보여서 문자로 보내 드리지 않습니다. 서울시 교통위반 단속조회 서비스에서 본인확인 뒤 보실 수 있고, 신분증을 지참해 "
        "방문하셔도 됩니다. 문의: {phone}",
        EN: "Photos are personal data, so we do not send them by text. See them in Seoul's traffic violation service "
        "after identity verification, or visit us with an ID. Questions: {phone}",
    },
    # --- opinions ---
    "appeal": {
        KO: "단속이 부당하다고 보시면 사전통지의 의견제출 기한 안에 의견을 내실 수 있습니다. 응급환자 수송, 재난 구조, 장애인 승하차 도움, 차량 "
        '고장 등은 증빙이 있으면 인정될 수 있습니다. 부과 뒤에는 60일 안에 서면으로 이의제기하실 수 있습니다. 의견을 내시려면 차량번호와 함께 "의견"'
        "이라고 보내 주세요.",
        EN: "If you think the fine is wrong, give your opinion before the opinion period ends. Carrying an emergency "
        "patient, rescue, helping a disabled person, a breakdown and the like may be accepted with proof. After the "
        'imposition you may object in writing within 60 days. To start, reply "opinion" with the plate.',
    },
    "ask_opinion_words": {
        KO: "{plate} 의견제출은 {until}까지입니다. 사정을 한 번에 적어 보내 주세요. 보내신 내용을 그대로 기록합니다. 먼저 감경금액을 내시면 "
        "의견제출을 하실 수 없습니다.",
        EN: "Car {plate}: opinions are taken until {until}. Please send what happened in one text; it is recorded word "
        "for word. If you pay the reduced amount first, you can no longer give an opinion.",
    },
    "offer_opinion": {
        KO: "{ground}{until}까지 {documents}를 내 주세요. 이 문자로 의견을 접수할까요? \"접수\"라고 보내시면 보내신 내용을 그대로 기록합니다. "
        "먼저 감경금액을 내시면 의견제출을 하실 수 없습니다.",
        EN: "{ground}Please hand in {documents} by {until}. Shall we file your text as an opinion? Reply \"record\" and it "
        "is recorded word for word. If you pay the reduced amount first, you can no longer give an opinion.",
    },
    "ground_may_count": {
        KO: "{ground} 등은 의견제출 사유가 될 수 있습니다. ",
        EN: "This may count as a ground ({ground}). ",
    },
    "opinion_recorded": {
        KO: "{plate} 의견을 접수했습니다({day} {time}). 보내신 내용을 그대로 기록했습니다. 증빙은 {until}까지 방문·우편·팩스로 내 주세요. "
        "결과는 문자로 알려 드립니다. 결과 전에 감경금액을 내시면 심의가 끝납니다. 문의: {phone}",
        EN: "Car {plate}: your opinion was recorded word for word ({day}, {time}). Please hand in proof by {until}, in "
        "person or by post or fax. We will text you the result. Paying the reduced amount ends the review. Questions: "
        "{phone}",
    },
    "opinion_under_review": {
        KO: "{plate} 의견은 이미 접수되어 심의 중입니다. 결과는 문자로 알려 드립니다. 문의: {phone}",
        EN: "Car {plate}: your opinion is on file and under review. We will text you the result. Questions: {phone}",
    },
    "opinion_too_late": {
        KO: "{plate} 의견제출 기한({until})이 지났습니다. 부과 고지를 받으신 날부터 60일 안에 서면으로 이의제기하실 수 있습니다. 문의: "
        "{phone}",
        EN: "Car {plate}: the opinion period ended on {until}. You may object in writing within 60 days of receiving the "
        "imposition notice. Questions: {phone}",
    },
    "opinion_after_payment": {
        KO: "{plate} 과태료는 감경금액을 내셔서 절차가 끝났습니다. 질서위반행위규제법 제18조 제2항에 따라 의견제출·이의제기를 하실 수 없습니다. "
        "문의: {phone}",
        EN: "Car {plate}: you paid the reduced amount, which ended the procedure. By law (Art. 18(2)) no opinion or "
        "objection is possible any more. Questions: {phone}",
    },
    "opinion_accepted": {
        KO: "{plate} 의견이 받아들여져 과태료를 부과하지 않습니다. 사유: {reason}. 내실 금액이 없습니다. 이미 내셨다면 돌려드립니다. "
        "문의: {phone}",
        EN: "Car {plate}: your opinion was accepted and no fine is imposed. Reason: {reason}. Nothing is due; what you "
        "paid is refunded. Questions: {phone}",
    },
    "opinion_rejected": {
        KO: "{plate} 의견을 심의한 결과 받아들이지 못했습니다. 사유: {reason}. 부과 고지를 받으신 날부터 60일 안에 서면으로 이의제기하실 수 "
        "있습니다. 문의: {phone}",
        EN: "Car {plate}: your opinion could not be accepted. Reason: {reason}. You may object in writing within 60 days "
        "of receiving the imposition notice. Questions: {phone}",
    },
    # --- money ---
    "receipt": {
        KO: "{plate} 과태료 {amount} 납부가 확인되었습니다({day} {time}). 이 건은 종결되었습니다.",
        EN: "Car {plate}: your payment of {amount} was confirmed ({day}, {time}). This case is closed.",
    },
    "payment_reversed": {
        KO: "{plate} 과태료 {amount} 입금을 은행이 취소하여 납부되지 않은 상태로 돌아갔습니다. 다시 내시려면 차량번호와 함께 \"계좌\"라고 보내 "
        "주세요. 문의: {phone}",
        EN: "Car {plate}: the bank cancelled your payment of {amount}, so the fine is unpaid again. To pay, reply "
        '"account" with the plate. Questions: {phone}',
    },
    "deposit_held": {
        KO: "보내 주신 입금이 {why} 납부 처리되지 않고 보관되어 있습니다. 담당자가 확인합니다. 문의: {phone}",
        EN: "Your transfer is being held: {why}. A person is looking at it. Questions: {phone}",
    },
    "why_wrong_amount": {KO: "안내한 금액과 달라", EN: "the amount differs from the one we gave"},
    "why_expired_account": {KO: "계좌 기한이 지나", EN: "the account had expired"},
    "why_revoked_account": {KO: "새 계좌로 바뀐 뒤여서", EN: "the account had been replaced by a new one"},
    "why_second_deposit": {KO: "이미 납부된 건이어서", EN: "the fine was paid already"},
    "why_other": {KO: "확인이 필요하여", EN: "it needs a check"},
    "refunded": {
        KO: "보관 중이던 입금 {amount}을 돌려드렸습니다. 문의: {phone}",
        EN: "We returned your transfer of {amount}. Questions: {phone}",
    },
    # --- reminders: only to those who agreed ---
    "remind_early": {
        KO: "{plate} 과태료 20% 감경 기한이 {until}입니다. 그때까지 {amount}입니다. {warning} 계좌는 \"계좌 {plate}\", 알림을 그만 받으시려면 "
        '"수신거부"라고 보내 주세요.',
        EN: "Car {plate}: the reduced amount of {amount} ends on {until}. {warning} For the account, reply \"account "
        '{plate}"; to stop reminders, "stop".',
    },
    "remind_due": {
        KO: "{plate} 과태료 납부 기한이 {until}입니다. 그때까지 {amount}입니다. 계좌는 \"계좌 {plate}\", 알림을 그만 받으시려면 \"수신거부\"라고 "
        "보내 주세요.",
        EN: "Car {plate}: {amount} is due by {until}. For the account, reply \"account {plate}\"; to stop reminders, "
        '"stop".',
    },
}  # fmt: skip

# How a topic is named where the citizen chooses by number.
TOPIC_NAMES: dict[Intent, dict[Language, str]] = {
    Intent.FINE_LOOKUP: {KO: "금액·내역 확인", EN: "amount and details"},
    Intent.ACCOUNT_REQUEST: {KO: "가상계좌", EN: "account to pay into"},
    Intent.APPEAL: {KO: "의견제출·이의", EN: "object to the fine"},
    Intent.HUMAN_AGENT: {KO: "상담원", EN: "a person"},
    Intent.PAYMENT_CONFIRM: {KO: "납부 확인", EN: "whether my payment arrived"},
    Intent.PAYMENT_METHODS: {KO: "납부 방법", EN: "ways to pay"},
    Intent.DUE_DATE: {KO: "납부 기한", EN: "due date"},
    Intent.REDUCTION: {KO: "감경", EN: "reductions"},
    Intent.INSTALLMENT: {KO: "분할납부", EN: "instalments"},
    Intent.SEIZURE_RELEASE: {KO: "압류·영치 해제", EN: "lift a seizure"},
    Intent.OWNERSHIP: {KO: "명의·렌트 차량", EN: "sold or rented car"},
    Intent.PHOTO: {KO: "단속 사진", EN: "photos"},
    Intent.NOTICE_RESEND: {KO: "고지서 다시 받기", EN: "send the notice again"},
    Intent.REFUND: {KO: "환급", EN: "refund"},
    Intent.TOWING: {KO: "견인", EN: "towed car"},
    Intent.OTHER_OFFICE: {KO: "다른 기관 업무", EN: "another office"},
    Intent.OPT_OUT: {KO: "알림 그만 받기", EN: "stop reminders"},
}

ZONES: dict[str, dict[Language, str]] = {
    "general": {KO: "일반구역", EN: "general zone"},
    "fire_facility": {KO: "소방시설", EN: "fire facility"},
    "senior_or_disabled": {KO: "노인·장애인보호구역", EN: "senior or disabled zone"},
    "children": {KO: "어린이보호구역", EN: "children's zone"},
}

BANKS: dict[str, dict[Language, str]] = {
    "NH": {KO: "농협", EN: "NH Bank"},
    "KB": {KO: "국민", EN: "KB Bank"},
    "SHINHAN": {KO: "신한", EN: "Shinhan Bank"},
    "WOORI": {KO: "우리", EN: "Woori Bank"},
    "HANA": {KO: "하나", EN: "Hana Bank"},
    "IBK": {KO: "기업", EN: "IBK Bank"},
}
