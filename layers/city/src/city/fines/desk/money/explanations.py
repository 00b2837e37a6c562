"""The name of each difference in the money, and what to do about it, in Korean and English. Pure."""

from dataclasses import dataclass

from city.contracts.fines.bank_statement import DifferenceKind
from city.contracts.fines.books import GapKind


@dataclass(frozen=True, slots=True)
class Explanation:
    name_ko: str
    name_en: str
    todo_ko: str
    todo_en: str


DIFFERENCES: dict[DifferenceKind, Explanation] = {
    DifferenceKind.MISSING_HERE: Explanation(
        "은행에만 있는 입금",
        "A deposit that only the bank has",
        "은행의 입금 통지가 오지 않았습니다. 데드레터 큐를 확인하고 은행에 통지 재전송을 요청하세요.",
        "The bank's word of it never came. Look into the dead letters, and ask the bank to tell it again.",
    ),
    DifferenceKind.MISSING_AT_BANK: Explanation(
        "우리에게만 있는 입금",
        "A deposit that only we have",
        "은행 거래내역에 없는 입금입니다. 은행에 거래번호를 확인하고, 확인될 때까지 환급하지 마세요.",
        "The statement does not have it. Ask the bank about its number, and refund nothing of it until then.",
    ),
    DifferenceKind.CANCELLED_AT_BANK: Explanation(
        "은행만 취소한 입금",
        "Cancelled at the bank, and not here",
        "은행이 돈을 되가져갔으나 사건은 납부로 남아 있습니다. 은행에 취소 통지 재전송을 요청하세요.",
        "The bank took the money back, and the fine still counts as paid. Ask the bank to tell the cancellation again.",
    ),
    DifferenceKind.CANCEL_MISSING_AT_BANK: Explanation(
        "우리만 취소한 입금",
        "Cancelled here, and not at the bank",
        "은행에 취소 여부를 확인하세요. 취소되지 않았다면 그 돈으로 사건을 다시 납부 처리해야 합니다.",
        "Ask the bank whether it was cancelled. If not, that money has to pay its fine again.",
    ),
    DifferenceKind.REFUND_MISSING_HERE: Explanation(
        "은행에만 있는 환급",
        "A refund that only the bank has",
        "환급이 이체되었으나 지급 확인이 없습니다. 환급 목록에서 은행 이체번호로 지급을 확인하세요.",
        "It was paid out and is not confirmed here. Confirm it in the list of refunds with the bank's reference.",
    ),
    DifferenceKind.REFUND_MISSING_AT_BANK: Explanation(
        "우리에게만 있는 환급",
        "A refund that only we have",
        "지급 확인을 했으나 은행에서 이체되지 않았습니다. 이체 여부를 확인하고 안 되었다면 이체하세요.",
        "It is confirmed here and did not leave the bank. Check the transfer, and make it if it was not made.",
    ),
    DifferenceKind.AMOUNT_DIFFERS: Explanation(
        "금액이 다름",
        "The amounts differ",
        "같은 거래번호의 금액이 다릅니다. 은행에 맞는 금액을 확인하세요. 장부는 고치지 않고 새 분개로 바로잡습니다.",
        "One number, two amounts. Ask the bank which is right. The ledger is corrected by another entry, never changed.",
    ),
    DifferenceKind.ACCOUNT_DIFFERS: Explanation(
        "계좌가 다름",
        "The accounts differ",
        "다른 가상계좌로 들어온 돈일 수 있습니다. 입금을 열어 어느 사건의 돈인지 확인하세요.",
        "It may have come to another account. Open the deposit, and see whose fine it was meant for.",
    ),
    DifferenceKind.DATE_DIFFERS: Explanation(
        "날짜가 다름",
        "The days differ",
        "자정 전후의 거래입니다. 금액이 같고 앞뒤 날의 대사에서 맞으면 할 일이 없습니다.",
        "It lies around midnight. If the amounts agree and the days beside it do, there is nothing to do.",
    ),
    DifferenceKind.DUPLICATE_AT_BANK: Explanation(
        "은행 거래내역에 두 번",
        "Twice in the statement",
        "같은 거래번호가 두 줄입니다. 실제로 두 번 입금되었는지 은행에 확인하세요.",
        "One number on two lines. Ask the bank whether the money came twice.",
    ),
    DifferenceKind.DUPLICATE_HERE: Explanation(
        "우리 장부에 두 번",
        "Twice in our ledger",
        "같은 거래가 두 번 기록되었습니다. 시스템 담당자에게 알리고 환급하지 마세요.",
        "It is booked twice. Tell whoever runs the system, and refund nothing of it.",
    ),
}

GAPS: dict[GapKind, Explanation] = {
    GapKind.PAID_WITHOUT_MONEY: Explanation(
        "납부로 되어 있으나 돈이 없음",
        "Paid, and the money is not there",
        "사건의 입금 내역을 열어 돈이 어디로 갔는지 확인하세요. 환급·취소된 돈이면 사건을 미납으로 되돌려야 합니다.",
        "Open the case's deposits and see where the money went. If it was returned, the case has to be unpaid again.",
    ),
    GapKind.MORE_THAN_WAS_DUE: Explanation(
        "납부액보다 많은 돈",
        "More money than was paid",
        "더 들어온 입금을 찾아 환급을 제안하세요.",
        "Find the deposit that is too much, and propose its refund.",
    ),
    GapKind.MONEY_OF_AN_OPEN_CASE: Explanation(
        "돈은 있으나 미납인 사건",
        "The money is there, and the case is open",
        "사건에 배정된 입금이 있는데 미납입니다. 체납 처분을 멈추고 시스템 담당자에게 알리세요.",
        "Money is booked for the case, and it is unpaid. Stop its enforcement, and tell whoever runs the system.",
    ),
    GapKind.MONEY_OF_A_CANCELLED_CASE: Explanation(
        "취소된 사건의 돈",
        "Money of a cancelled case",
        "낼 이유가 없어진 돈입니다. 입금을 열어 환급을 제안하세요.",
        "Nothing was owed. Open the deposit and propose its refund.",
    ),
    GapKind.MONEY_WITHOUT_A_CASE: Explanation(
        "사건이 없는 돈",
        "Money without a case",
        "장부의 관리번호에 해당하는 사건이 없습니다. 번호가 정정되었는지 확인하세요.",
        "No case of the booked number is on file. See whether the number was corrected.",
    ),
    GapKind.HELD_ON_NO_LIST: Explanation(
        "목록에 없는 보관금",
        "Held, and on no list",
        "보관 중인데 할 일 목록에 없습니다. 입금을 열어 배정이나 환급을 제안하세요.",
        "It is held, and nobody sees it. Open the deposit and propose what becomes of it.",
    ),
    GapKind.RETURNING_ON_NO_LIST: Explanation(
        "목록에 없는 환급 예정금",
        "To be refunded, and on no list",
        "환급이 승인되었는데 지급 목록에 없습니다. 입금을 열어 결정을 확인하세요.",
        "Its refund is approved and on no list to be paid. Open the deposit and look at the decision.",
    ),
}
