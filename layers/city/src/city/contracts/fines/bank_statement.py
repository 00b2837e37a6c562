"""The bank's files, a pool of account numbers and a day's statement, and the report on a day's comparison."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.fines.notices import RejectedCell

# Column headings; the order in the file does not matter. The pool's bank may stand under either of two headings.
POOL_BANK_COLUMNS = ("은행", "은행코드")
POOL_ACCOUNT_COLUMN = "가상계좌번호"
POOL_FOLDER, STATEMENT_FOLDER = "accounts/", "statements/"
STATEMENT_COLUMNS = ("거래일자", "거래시각", "가상계좌번호", "구분", "금액", "거래번호")


class MovementKind(StrEnum):
    """What a line of a statement did to the city's money."""

    DEPOSIT = "deposit"
    CANCEL = "cancel"
    REFUND = "refund"


class DifferenceKind(StrEnum):
    """How the bank's day and ours differ; each asks staff for something else."""

    MISSING_HERE = "missing_here"
    MISSING_AT_BANK = "missing_at_bank"
    CANCELLED_AT_BANK = "cancelled_at_bank"  # and not here: the fine still counts as paid
    CANCEL_MISSING_AT_BANK = "cancel_missing_at_bank"
    REFUND_MISSING_HERE = "refund_missing_here"
    REFUND_MISSING_AT_BANK = "refund_missing_at_bank"
    AMOUNT_DIFFERS = "amount_differs"
    ACCOUNT_DIFFERS = "account_differs"
    DATE_DIFFERS = "date_differs"
    DUPLICATE_AT_BANK = "duplicate_at_bank"
    DUPLICATE_HERE = "duplicate_here"


class Difference(Contract):
    """One difference. The account is not repeated: `line` and `deposit_key` lead to it.

    `gap_krw` is how much of the distance between both sides' net totals it explains.
    """

    kind: DifferenceKind
    movement: MovementKind
    deposit_key: str
    line: int | None = None
    bank_krw: int | None = None
    here_krw: int | None = None
    bank_date: date | None = None
    here_date: date | None = None
    gap_krw: int


class SideTotals(Contract):
    """What one side says of the day."""

    deposits: Annotated[int, Field(ge=0)] = 0
    deposits_krw: Annotated[int, Field(ge=0)] = 0
    cancels: Annotated[int, Field(ge=0)] = 0
    cancels_krw: Annotated[int, Field(ge=0)] = 0
    refunds: Annotated[int, Field(ge=0)] = 0
    refunds_krw: Annotated[int, Field(ge=0)] = 0

    @property
    def net_krw(self) -> int:
        return self.deposits_krw - self.cancels_krw - self.refunds_krw


class ReconciliationReportV1(Contract):
    """A day at one bank, theirs beside ours. Without differences, both totals agree to the won."""

    version: Literal[1] = 1
    bank: str
    day: date
    at_bank: SideTotals
    here: SideTotals
    differences: tuple[Difference, ...]

    @property
    def gap_krw(self) -> int:
        return self.at_bank.net_krw - self.here.net_krw


class BankFileReportV1(Contract):
    """What became of one file of the bank. Of a statement, what it came to stands in the day's reconciliation."""

    version: Literal[1] = 1
    file: str
    kind: Literal["pool", "statement", "unknown"]
    finished_at: AwareMoment
    rows: int
    added: int = 0
    already_present: int = 0
    rejected_rows: int
    # The first thousand reasons; `rejected_rows` counts them all.
    rejected: tuple[RejectedCell, ...]
