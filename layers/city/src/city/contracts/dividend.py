"""What crosses the dividend's borders: operators' files, reports about them, certificates of a payout's reconciliation."""

from typing import Annotated, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract

# The columns of an operator's file, CSV or Parquet. Name and telephone may stand there and are never read.
OPERATOR_COLUMNS = (
    "card_id", "name", "birth_date", "phone", "sex", "residence_dong", "merchant", "category", "merchant_dong",
    "amount_krw", "used_at",
)  # fmt: skip
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
