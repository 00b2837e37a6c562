"""What staff ask about paying a round out, and what the API answers."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from city.contracts.base import AwareMoment, Contract
from city.contracts.dividend.fields import Reason
from city.contracts.dividend.staff.proposals import ProposalLine
from city.contracts.staff import RequestBody

# A ruling may come with an operator's result file.
MAX_RULING_BYTES = 128 * 1024


class StartPayout(RequestBody):
    """The round's books are closed with these costs, and citizens are paid."""

    costs_krw: Annotated[int, Field(strict=True, ge=0, le=100_000_000_000)]


class PayoutStory(Contract):
    round_id: str
    batches: dict[str, int]
    trial_balance: dict[str, int]
    next_payout_at: AwareMoment


class SharesPreview(Contract):
    """How a round's revenue would be divided if its books were closed with these costs. Nothing is written.

    `cards_at_most`: a card that stands in several of the operators' files is counted in each.
    """

    revenue_krw: int
    costs_krw: int
    costs_kept_krw: int
    city_krw: int
    citizens_krw: int
    cards_at_most: int


class LedgerLine(Contract):
    key: str
    kind: str
    at: AwareMoment
    totals: dict[str, int]
    corrects: str | None


class LedgerPage(Contract):
    entries: tuple[LedgerLine, ...]
    trial_balance: dict[str, int]


class ClaimBatch(Contract):
    """Of one batch: what came back and is still owed, why, and when it lapses."""

    number: int
    lines: int
    amount_krw: int
    reasons: dict[str, int]
    claimed_until: AwareMoment | None


class ClaimStory(Contract):
    """What of a round can still be claimed, and what became of the rest. Lapsing happens by itself, every night."""

    round_id: str
    claim_months: int
    unclaimed_goes_to: str
    batches: tuple[ClaimBatch, ...]
    owed_krw: int
    lapsed_krw: int
    unclaimed_krw: int
    given_krw: int


class PayAgain(RequestBody):
    """What came back goes out once more, to the same cards: the operator knows which card took a closed one's place."""

    reason: Reason


class PaidAgain(Contract):
    round_id: str
    batches: int
    lines: int
    amount_krw: int


class ProposeRuling(RequestBody):
    """What the operator says in writing became of a held batch.

    `none_paid` says that the operator confirmed of every line that it was not paid: the batch is then sent under its next
    key. `operator_reference` names the operator's letter. `result_file` goes with `by_line` alone: a result file for
    the batch's key in the documented format of the rail (`city/dividend/payout/rail_file.py`), as text.
    """

    finding: Literal["all_paid", "none_paid", "by_line"]
    operator_reference: Annotated[str, Field(pattern=r"^[0-9A-Za-z가-힣][0-9A-Za-z가-힣 ._:/-]{3,63}$")]
    reason: Reason
    # A file of the most lines that a batch has, and half as much again.
    result_file: Annotated[str, Field(max_length=80_000)] | None = Field(default=None, repr=False)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.finding == "by_line") != (self.result_file is not None):
            raise ValueError("by_line comes with a result file, and nothing else does")
        return self


class HeldBatch(Contract):
    """A batch that waits for a ruling. `in_transit`: the operator may have its money; false if it refused it too often."""

    number: int
    rail_key: str
    state: str
    reason: str | None
    lines: int
    amount_krw: int
    in_transit: bool
    proposal: ProposalLine | None


class HeldBatchPage(Contract):
    batches: tuple[HeldBatch, ...]
