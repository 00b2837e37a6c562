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
        ZH: "如认为罚得不当, 可在事前通知的意见提交期限内提交意见。运送急救患者、灾难救援、协助残疾人上下车、"
        '车辆故障等, 如有证明可能被认可。正式罚款后60日内可书面提出异议。提交意见请将"意见"与车牌号一起发送。',
        VI: "Nếu cho rằng bị phạt sai, có thể nộp ý kiến trong hạn nộp ý kiến của thông báo trước. Chở bệnh nhân cấp "
        "cứu, cứu nạn, giúp người khuyết tật lên xuống xe, xe hỏng... có thể được chấp nhận nếu có bằng chứng. Sau "
        'khi bị phạt chính thức, có thể khiếu nại bằng văn bản trong 60 ngày. Để nộp ý kiến, trả lời "ý kiến" kèm '
        "biển số xe.",
    },
    "ask_opinion_words": {
        KO: "{plate} 의견제출은 {until}까지입니다. 사정을 한 번에 적어 보내 주세요. 보내신 내용을 그대로 기록합니다. 먼저 감경금액을 내시면 "
        "의견제출을 하실 수 없습니다.",
        EN: "Car {plate}: to object, please send your opinion (what happened) in one text until {until}; it is recorded word "
        "for word. If you pay the reduced amount first, you can no longer give an opinion.",
        ZH: "{plate} 意见提交截至{until}。请用一条短信写明情况, 内容将原样记录。如先支付减免金额, 则不能再提交意见。",
        VI: "Xe {plate}: nhận ý kiến đến hết ngày {until}. Xin viết sự việc trong một tin nhắn; nội dung được ghi lại "
        "nguyên văn. Nếu nộp số tiền đã giảm trước thì không còn được nộp ý kiến.",
    },
    "offer_opinion": {
        KO: '{ground}{until}까지 증빙({documents})을 내 주세요. 이 문자로 의견을 접수할까요? "접수"라고 보내시면 보내신 내용을 그대로 기록합니다. '
        "먼저 감경금액을 내시면 의견제출을 하실 수 없습니다.",
        EN: '{ground}Please hand in {documents} by {until}. Shall we file your text as an opinion? Reply "record" and it '
        "is recorded word for word. If you pay the reduced amount first, you can no longer give an opinion.",
        ZH: '{ground}请在{until}(含)前提交{documents}。是否将此短信作为意见受理? 发送"提交", 内容将原样记录。'
        "如先支付减免金额, 则不能再提交意见。",
        VI: "{ground}Xin nộp {documents} đến hết ngày {until}. Quý vị có muốn chúng tôi nhận tin này làm ý kiến? Trả "
        'lời "gửi ý kiến" thì nội dung được ghi lại nguyên văn. Nếu nộp số tiền đã giảm trước thì không còn được '
        "nộp ý kiến.",
    },
    "ground_may_count": {
        KO: "{ground} 등은 의견제출 사유가 될 수 있습니다. ",
        EN: "This may count as a ground ({ground}). ",
        ZH: "{ground}等可能成为意见理由。",
        VI: "{ground} có thể là lý do để nộp ý kiến. ",
    },
    "opinion_recorded": {
        KO: "{plate} 의견을 접수했습니다({day} {time}). 보내신 내용을 그대로 기록했습니다. 증빙은 {until}까지 방문·우편·팩스로 내 주세요. "
        "결과는 문자로 알려 드립니다. 결과 전에 감경금액을 내시면 심의가 끝납니다. 문의: {phone}",
        EN: "Car {plate}: your opinion was recorded word for word ({day}, {time}). Please hand in proof by {until}, in "
        "person or by post or fax. We will text you the result. Paying the reduced amount ends the review. Questions: "
        "{phone}",
        ZH: "{plate} 意见已受理({day} {time}), 内容已原样记录。证明请在{until}(含)前以来访、邮寄或传真提交。"
        "结果将用短信通知。结果出来前支付减免金额, 审议则终止。咨询: {phone}",
        VI: "Xe {plate}: đã nhận ý kiến ({time}, {day}), nội dung được ghi lại nguyên văn. Xin nộp bằng chứng đến hết "
        "ngày {until}: trực tiếp, qua bưu điện hoặc fax. Kết quả sẽ được báo qua tin nhắn. Nếu nộp số tiền đã giảm "
        "trước khi có kết quả thì việc xét ý kiến kết thúc. Liên hệ: {phone}",
    },
    "opinion_under_review": {
        KO: "{plate} 의견은 이미 접수되어 심의 중입니다. 결과는 문자로 알려 드립니다. 문의: {phone}",
        EN: "Car {plate}: your opinion is on file and under review. We will text you the result. Questions: {phone}",
        ZH: "{plate} 意见已受理, 正在审议。结果将用短信通知。咨询: {phone}",
        VI: "Xe {plate}: ý kiến đã được nhận và đang được xét. Kết quả sẽ được báo qua tin nhắn. Liên hệ: {phone}",
    },
    "opinion_too_late": {
        KO: "{plate} 의견제출 기한({until})이 지났습니다. 부과 고지를 받으신 날부터 60일 안에 서면으로 이의제기하실 수 있습니다. 문의: "
        "{phone}",
        EN: "Car {plate}: the opinion period ended on {until}. You may object in writing within 60 days of receiving the "
        "imposition notice. Questions: {phone}",
        ZH: "{plate} 意见提交期限({until})已过。自收到正式罚款通知之日起60日内可书面提出异议。咨询: {phone}",
        VI: "Xe {plate}: đã quá hạn nộp ý kiến ({until}). Có thể khiếu nại bằng văn bản trong 60 ngày từ ngày nhận "
        "thông báo phạt chính thức. Liên hệ: {phone}",
    },
    "opinion_after_payment": {
        KO: "{plate} 과태료는 감경금액을 내셔서 절차가 끝났습니다. 질서위반행위규제법 제18조 제2항에 따라 의견제출·이의제기를 하실 수 없습니다. "
        "문의: {phone}",
        EN: "Car {plate}: you paid the reduced amount, which ended the procedure. By law (Art. 18(2)) no opinion or "
        "objection is possible any more. Questions: {phone}",
        ZH: "{plate} 已支付减免金额, 程序终结。根据《秩序违反行为规制法》第18条第2款, 不能再提交意见或提出异议。咨询: "
        "{phone}",
        VI: "Xe {plate}: đã nộp số tiền đã giảm nên thủ tục đã kết thúc. Theo Điều 18 khoản 2 Luật xử lý hành vi vi "
        "phạm trật tự, không còn được nộp ý kiến hay khiếu nại. Liên hệ: {phone}",
    },
    "opinion_accepted": {
        KO: "{plate} 의견이 받아들여져 과태료를 부과하지 않습니다. 사유: {reason}. 내실 금액이 없습니다. 이미 내셨다면 돌려드립니다. "
        "문의: {phone}",
        EN: "Car {plate}: your opinion was accepted and no fine is imposed. Reason: {reason}. Nothing is due; what you "
        "paid is refunded. Questions: {phone}",
        ZH: "{plate} 意见已被采纳, 不予罚款。理由: {reason}。无需付款, 已付的将退还。咨询: {phone}",
        VI: "Xe {plate}: ý kiến được chấp nhận, không bị phạt. Lý do: {reason}. Không phải nộp gì; nếu đã nộp sẽ được "
        "hoàn lại. Liên hệ: {phone}",
    },
    "opinion_rejected": {
        KO: "{plate} 의견을 심의한 결과 받아들이지 못했습니다. 사유: {reason}. 부과 고지를 받으신 날부터 60일 안에 서면으로 이의제기하실 수 "
        "있습니다. 문의: {phone}",
        EN: "Car {plate}: your opinion could not be accepted. Reason: {reason}. You may object in writing within 60 days "
        "of receiving the imposition notice. Questions: {phone}",
        ZH: "{plate} 意见经审议未被采纳。理由: {reason}。自收到正式罚款通知之日起60日内可书面提出异议。咨询: {phone}",
        VI: "Xe {plate}: ý kiến đã được xét nhưng không được chấp nhận. Lý do: {reason}. Có thể khiếu nại bằng văn bản "
        "trong 60 ngày từ ngày nhận thông báo phạt chính thức. Liên hệ: {phone}",
    },
}
