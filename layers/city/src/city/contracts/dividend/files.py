"""What crosses the dividend's borders: operators' files, reports about them, certificates of a payout's reconciliation."""

from typing import Annotated, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract, ForeignContract

# The columns of an operator's file, CSV or Parquet, and what we call them. What stands under None is never read.
OPERATOR_COLUMNS: dict[str, str | None] = {
    "카드번호": "card_id",
    "성명": None,
    "휴대전화": None,
    "생년월일": "birth_date",
    "나이": None,
    "성별": "sex",
    "거주지": "residence_dong",
    "가맹점": "merchant",
    "업종": "category",
    "가맹점 소재지": "merchant_dong",
    "금액": "amount_krw",
    "이용일": "used_at",
    "시간대": None,
}
RoundId = Annotated[str, Field(pattern=r"^20\d\d-[1-9]\d?$")]


class FaultLine(Contract):
    """A cell that could not be read. What stood in it is not repeated."""

    row: int
    column: str
    reason: str


class ReceiptReportV1(Contract):
    """What became of one file of an operator. `faults` lists the first of them; the quarantine file has every row."""

    version: Literal[1] = 1
    file: str
    round_id: str | None
    received_at: AwareMoment
    outcome: Literal["received", "duplicate", "refused"]
    reason: str | None = None
    duplicate_of: str | None = None
    digest: str | None = None
    size_bytes: int
    rows: int = 0
    accepted: int = 0
    quarantined: int = 0
    quarantine_file: str | None = None
    faults: tuple[FaultLine, ...] = ()


class DifferenceLine(Contract):
    kind: str
    rail_key: str
    position: int
    ours_krw: int | None
    theirs_krw: int | None


class PayoutReportV1(Contract):
    """A payout against the operator's own record of it, line by line."""

    version: Literal[1] = 1
    round_id: str
    made_at: AwareMoment
    batches: dict[str, int]
    lines: dict[str, int]
    allocated_krw: int
    paid_krw: int
    returned_krw: int
    withheld_krw: int
    carried_krw: int
    in_transit_krw: int
    trial_balance: dict[str, int]
    differences: tuple[DifferenceLine, ...]


class CopyJobV1(Contract):
    """A buyer's copy is to be made."""

    version: Literal[1] = 1
    buyer_id: str
    data_set: str
    revision: Annotated[int, Field(ge=1)]


class TraceJobV1(Contract):
    """A leaked sample is to be traced."""

    version: Literal[1] = 1
    case_id: str
    data_set: str
    revision: Annotated[int, Field(ge=1)]


class RoundTask(ForeignContract):
    """What a state machine hands a step: the round, and what of it."""

    round_id: RoundId
    task: str = "-"
    file: str = "-"
    digest: str = "-"
    shard: str = "-"
    batches: tuple[int, ...] = ()
    token: str = Field(default="-", repr=False)
    step: str = "-"
    error: str = "-"
