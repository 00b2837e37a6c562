"""What the steps of a round leave for one another: the decision, the lists that maps walk along, and what each step came to.

Everything written before there was a version counts as version 1. A step's result is an item of the rounds' table, and
what a state machine hears of the step.
"""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, FiniteFloat, JsonValue, model_validator

from city.contracts import base
from city.contracts.base import AwareMoment
from city.contracts.dividend.files import RoundId

Count = Annotated[int, Field(ge=0)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# A JSON object that is shown as it was written or signed, and understood by whoever wrote it: a policy, a certificate.
Document = dict[str, JsonValue]


class RoundContract(base.Contract):
    """Built when it is first used: a step uses two or three of these, and building all is 10 ms of every cold start."""

    model_config = ConfigDict(defer_build=True)


# --- the decision ----------------------------------------------------------------------------------


class BuyersMark(RoundContract):
    """The mark for buyers' copies: the column's place among the quasi-identifiers, how its labels coarsen, and how often."""

    column: Count
    coarser: dict[str, str]
    share: Annotated[float, Field(gt=0, lt=1)]


class DecisionV1(RoundContract):
    """`decision.json`: the optimal generalisation of a round, from the step that decides to those that apply, verify, publish.

    `hierarchies`: of each quasi-identifier its column and, for every value that occurred, its labels from the finest level to
    the coarsest. `levels`: the one that each is released at. `keys`: the classes that are released, by the number of their
    labels. `loss` and `lower_bound` by the policy's metric, `column_losses` of each column alone where the metric has that.
    `mark` is null where the release is too small to carry one.
    """

    version: Literal[1] = 1
    levels: Annotated[tuple[Count, ...], Field(min_length=1)]
    keys: tuple[Count, ...]
    hierarchies: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    loss: FiniteFloat
    lower_bound: FiniteFloat
    optimal: bool
    rows: Count
    suppressed: Count
    column_losses: tuple[FiniteFloat, ...]
    mark: BuyersMark | None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if len(self.levels) != len(self.hierarchies):
            raise ValueError("every hierarchy has one level")
        for level, (_, rows) in zip(self.levels, self.hierarchies, strict=True):
            heights = {len(row) for row in rows}
            if len(heights) != 1 or level >= min(heights):
                raise ValueError("every value has a label at every level up to the coarsest")
        if len(self.column_losses) not in (0, len(self.levels)):
            raise ValueError("a loss belongs to a column")
        if self.mark is not None and self.mark.column >= len(self.levels):
            raise ValueError("the mark lies in a quasi-identifier")
        return self

    @property
    def released_at(self) -> dict[str, int]:
        """Column -> the level it is released at, in the order of the quasi-identifiers."""
        return {column: level for (column, _), level in zip(self.hierarchies, self.levels, strict=True)}


# --- plans: what a distributed map walks along -----------------------------------------------------


class FileItem(RoundContract):
    """A file to pseudonymise."""

    round_id: RoundId
    file: str
    digest: Sha256


class ShardItem(RoundContract):
    """A shard to count, and later to apply the decision to."""

    round_id: RoundId
    shard: str


class BatchesItem(RoundContract):
    """Batches to pay."""

    round_id: RoundId
    batches: tuple[Count, ...]


class PlanWritten(RoundContract):
    """Where a plan lies in the work bucket, and how many items it has."""

    plan: str
    items: Count


# --- what steps came to ----------------------------------------------------------------------------


class StepResult(RoundContract):
    """What a step of a round came to, written once."""

    version: Literal[1] = 1


class FilePseudonymised(StepResult):
    """`turned_away`: payments that take no part, by why."""

    shard: str
    rows: Count
    cards: Count
    turned_away: dict[str, Count]


class ShardCounted(StepResult):
    bytes: Count
    digest: Sha256


class RoundDecided(StepResult):
    """The decision in short; `digest` is of the bytes of `decision.json`."""

    levels: tuple[Count, ...]
    loss: FiniteFloat
    optimal: bool
    rows: Count
    suppressed: Count
    digest: Sha256


class ShardApplied(StepResult):
    rows: Count


class RoundVerified(StepResult):
    """`certificate`: SHA-256 of its bytes."""

    rows: Count
    certificate: Sha256


class RevenueShared(StepResult):
    batches: Count
    citizens: Count
    pool_krw: Count


class LinesPaidAgain(StepResult):
    """A batch that pays once more what came back `of` another: who asked for it, and why."""

    by: str
    reason: str
    lines: Count
    of: str


class ClaimsOver(StepResult):
    """Nobody can claim anything of the round any more."""

    claim_months: Count


class Destroyed(StepResult):
    """What was destroyed at one place of a round's, on whose word and by which clause."""

    ground: str
    proposed_by: str
    decided_by: str
    at: AwareMoment


class KeyDestroyed(Destroyed):
    """`key`: the round whose key it was. `gone_at`: it can be brought back until then."""

    key: RoundId
    gone_at: AwareMoment


class BatchesDestroyed(Destroyed):
    """`gone_at`: backups of the table hold them until then."""

    batches: Count
    gone_at: AwareMoment


class FilesDestroyed(Destroyed):
    """`names`: how many objects."""

    names: Count


PlaceDestroyed = KeyDestroyed | BatchesDestroyed | FilesDestroyed

# --- what state machines hear ----------------------------------------------------------------------


class PayoutPlanned(RevenueShared):
    """The revenue as it was shared, and the plan of the batches that pay it."""

    plan: str
    items: Count


class BatchesOpen(RoundContract):
    """Batches that are not answered for yet, and those that a person has to look at."""

    open: Count
    held: Count


class PayoutCompared(RoundContract):
    """`open`: batches that are not settled, held ones among them."""

    differences: Count
    open: Count
    paid_krw: Count


class StatementsWritten(RoundContract):
    """`texts`: how many the operator was asked to send and had not been before."""

    statements: Count
    texts: Count


class RoundPublished(RoundContract):
    data_set: str
    revision: Annotated[int, Field(ge=1)]


# --- what one person proposes and another decides ---------------------------------------------------


class EndingAsked(RoundContract):
    """`ground`: the clause."""

    ground: str


class RefundAsked(RoundContract):
    buyer_id: str
    order_id: str
    amount_krw: Count


class RulingAsked(RoundContract):
    """What the operator says became of a held batch. `results`: position, won, whether paid, why not, the operator's word."""

    finding: Literal["all_paid", "none_paid", "by_line"]
    operator_reference: str
    result_file_sha256: Sha256 | None
    results: tuple[tuple[int, int, bool, str | None, str], ...]


Asked = EndingAsked | RefundAsked | RulingAsked
