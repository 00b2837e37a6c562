"""Opinions, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
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
        KO: '{ground}{until}까지 {documents}를 내 주세요. 이 문자로 의견을 접수할까요? "접수"라고 보내시면 보내신 내용을 그대로 기록합니다. '
        "먼저 감경금액을 내시면 의견제출을 하실 수 없습니다.",
        EN: '{ground}Please hand in {documents} by {until}. Shall we file your text as an opinion? Reply "record" and it '
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
}
