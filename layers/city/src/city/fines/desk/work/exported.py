"""What a file of a list holds, column by column, in the words of the office. Pure."""

from collections.abc import Sequence
from datetime import datetime

from city.contracts.fines.staff.cases import OpinionLine
from city.contracts.fines.staff.money import DepositLine
from city.contracts.fines.staff.talks import TicketLine
from city.contracts.fines.staff.work import WorkLine
from city.fines.desk.work.spreadsheets import Cell

STATES = {
    "detected": "단속",
    "noticed": "사전통지",
    "under_review": "의견 심의",
    "imposed": "부과",
    "overdue": "체납",
    "dunned": "독촉",
    "seized": "압류",
    "plate_held": "영치",
    "objected": "이의제기",
    "court": "법원통보",
    "awaiting_release": "납부·해제 대기",
    "cancelled": "취소",
}

CASE_COLUMNS = (
    "관리번호",
    "상태",
    "기한",
    "지난 일수",
    "차량번호",
    "소유자",
    "휴대전화",
    "위반일시",
    "위반장소",
    "낼 금액(원)",
    "과태료(원)",
    "납부기한",
)
TICKET_COLUMNS = ("접수번호", "넘긴 이유", "접수일시", "경로", "언어", "휴대전화", "관리번호")
OPINION_COLUMNS = ("관리번호", "제출일시", "추정 사유", "내용", "경로", "언어", "휴대전화")
SUSPENSE_COLUMNS = ("입금번호", "이유", "금액(원)", "계좌번호", "관리번호", "입금일시", "접수일시")


def case_row(line: WorkLine) -> Sequence[Cell]:
    amount = line.amount
    return (
        line.number,
        STATES.get(line.state, line.state),
        line.deadline,
        max(0, -line.days_left),
        line.plate,
        line.owner_name,
        national(line.owner_phone),
        line.violated_at,
        line.place,
        amount.amount_krw if amount else 0,
        amount.fine_krw if amount else None,
        line.due_on,
    )


def ticket_row(line: TicketLine) -> Sequence[Cell]:
    return (
        line.number,
        line.reason,
        line.opened_at,
        line.channel,
        line.language,
        national(line.phone),
        line.notice_number,
    )


def opinion_row(line: OpinionLine, given_at: datetime | None) -> Sequence[Cell]:
    return (
        line.notice_number,
        given_at,
        line.guessed_ground,
        line.words,
        line.channel,
        line.language,
        national(line.phone),
    )


def suspense_row(line: DepositLine) -> Sequence[Cell]:
    return (
        line.deposit_key,
        line.reason,
        line.amount_krw,
        line.account_number,
        line.notice_number,
        line.deposited_at,
        line.received_at,
    )


def national(phone: str | None) -> str | None:
    """`010-1234-5678` of `+821012345678`; a number that is masked or foreign stays as it is."""
    if phone is None or not phone.startswith("+82"):
        return phone
    digits = f"0{phone[3:]}"
    head = 2 if digits.startswith("02") else 3
    return f"{digits[:head]}-{digits[head:-4]}-{digits[-4:]}"
