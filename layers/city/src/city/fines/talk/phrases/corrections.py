"""What the office put right of itself, in every language. Pure."""

from city.fines.talk.phrases.languages import EN, KO, VI, ZH, Phrases

PHRASES: Phrases = {
    "correction_served_again": {
        KO: "{plate} 과태료 사전통지({number})를 다시 보내 드렸습니다. 의견제출과 자진납부 감경 기한은 {until}까지로 새로 시작됩니다. 전에 안내한 "
        "가상계좌는 쓰지 마시고 새 계좌를 받아 주세요. 문의: {phone}",
        EN: "Car {plate}: the prior notice ({number}) was sent to you again. The time to give an opinion or to pay the "
        "reduced amount begins anew and ends on {until}. Do not use an account you were given before; ask for a new one. "
        "Questions: {phone}",
        ZH: "{plate} 罚款事前通知({number})已重新寄出。提交意见及减免付款的期限重新计算, 至{until}(含)为止。"
        "请勿使用以前的虚拟账号, 请重新领取。咨询: {phone}",
        VI: "Xe {plate}: thông báo trước ({number}) đã được gửi lại. Thời hạn nộp ý kiến và nộp giảm tính lại từ đầu, "
        "đến hết ngày {until}. Không dùng tài khoản cũ, hãy xin tài khoản mới. Liên hệ: {phone}",
    },
    "correction_imposition_served_again": {
        KO: "{plate} 과태료 부과 고지서({number})를 다시 보내 드렸습니다. 납부 기한은 {until}까지이며, 그때까지 가산금은 없습니다. 전에 안내한 "
        "가상계좌는 쓰지 마시고 새 계좌를 받아 주세요. 문의: {phone}",
        EN: "Car {plate}: the imposition notice ({number}) was sent to you again. The fine is due by {until}, without a "
        "surcharge until then. Do not use an account you were given before; ask for a new one. Questions: {phone}",
        ZH: "{plate} 罚款付款通知书({number})已重新寄出。付款期限为{until}(含), 在此之前不加滞纳金。"
        "请勿使用以前的虚拟账号, 请重新领取。咨询: {phone}",
        VI: "Xe {plate}: giấy báo nộp phạt ({number}) đã được gửi lại. Hạn nộp đến hết ngày {until}, trước đó không "
        "cộng tiền chậm nộp. Không dùng tài khoản cũ, hãy xin tài khoản mới. Liên hệ: {phone}",
    },
    "correction_cancelled": {
        KO: "{plate} 과태료({number})를 구청이 직권으로 취소했습니다. 내실 금액이 없으며, 전에 안내한 가상계좌로 입금하지 마세요. 문의: {phone}",
        EN: "Car {plate}: the office has cancelled the fine ({number}) of its own accord. Nothing is due; do not pay into "
        "an account you were given before. Questions: {phone}",
        ZH: "{plate} 罚款({number})已由区厅依职权取消, 无需付款。请勿向以前的虚拟账号汇款。咨询: {phone}",
        VI: "Xe {plate}: cơ quan đã tự hủy tiền phạt ({number}). Không phải nộp gì; đừng chuyển tiền vào tài khoản cũ. "
        "Liên hệ: {phone}",
    },
    "correction_cancelled_paid": {
        KO: "{plate} 과태료({number})를 구청이 직권으로 취소했습니다. 이미 내신 돈은 돌려드립니다. 담당자가 환급 계좌를 여쭙겠습니다. 문의: {phone}",
        EN: "Car {plate}: the office has cancelled the fine ({number}) of its own accord. What you paid will be returned; "
        "an official will ask you for your bank account. Questions: {phone}",
        ZH: "{plate} 罚款({number})已由区厅依职权取消, 已付款项将退还。工作人员会询问退款账户。咨询: {phone}",
        VI: "Xe {plate}: cơ quan đã tự hủy tiền phạt ({number}). Số tiền đã nộp sẽ được hoàn lại; nhân viên sẽ hỏi tài "
        "khoản nhận tiền. Liên hệ: {phone}",
    },
    "correction_passed_on": {
        KO: "{plate} 과태료({number})는 차를 빌린 분에게 넘겼습니다. 더 내실 것이 없으며, 전에 안내한 가상계좌로 입금하지 마세요. 문의: {phone}",
        EN: "Car {plate}: the fine ({number}) was passed on to whoever rented the car. Nothing is due from you; do not pay "
        "into an account you were given before. Questions: {phone}",
        ZH: "{plate} 罚款({number})已转给租车人, 车主无需付款。请勿向以前的虚拟账号汇款。咨询: {phone}",
        VI: "Xe {plate}: tiền phạt ({number}) đã chuyển cho người thuê xe. Bạn không phải nộp; đừng chuyển tiền vào "
        "tài khoản cũ. Liên hệ: {phone}",
    },
    "correction_not_yours": {
        KO: "{plate} 과태료({number})는 귀하의 것이 아닌 것으로 확인되어 바로잡았습니다. 내실 금액이 없으며, 전에 안내한 가상계좌로 입금하지 마세요. "
        "문의: {phone}",
        EN: "Car {plate}: the fine ({number}) was found not to be yours, and this was put right. Nothing is due from you; do "
        "not pay into an account you were given before. Questions: {phone}",
        ZH: "{plate} 罚款({number})经确认与收件人无关, 已更正。无需付款, 请勿向以前的虚拟账号汇款。咨询: {phone}",
        VI: "Xe {plate}: tiền phạt ({number}) đã được xác nhận không phải của bạn và đã được sửa. Bạn không phải nộp; "
        "đừng chuyển tiền vào tài khoản cũ. Liên hệ: {phone}",
    },
    # --- what goes back once a fine is paid or cancelled (QVA §55③); of a seizure tells `money` ---
    "plate_returned": {
        KO: "{plate} 영치했던 번호판을 돌려드렸습니다({number}). 문의: {phone}",
        EN: "Car {plate}: the plate that was held has been returned ({number}). Questions: {phone}",
        ZH: "{plate} 保管的车牌已归还({number})。咨询: {phone}",
        VI: "Xe {plate}: biển số bị giữ đã được trả lại ({number}). Liên hệ: {phone}",
    },
}
