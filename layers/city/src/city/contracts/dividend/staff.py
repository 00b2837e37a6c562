"""What staff, the adequacy panel, buyers and citizens ask of the dividend APIs, and what these answer."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from city.contracts.base import AwareMoment, Contract
from city.contracts.dividend.files import ReceiptReportV1, RoundId
from city.contracts.dividend.rounds import Asked, Document, PlaceDestroyed

MAX_BODY_BYTES = 64 * 1024
# A ruling may come with an operator's result file.
MAX_RULING_BYTES = 128 * 1024

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=512)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]
DataSet = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Purpose = Literal["statistics", "research", "archiving", "commercial_statistics"]
CardId = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{6,24}$", repr=False)]
# Four groups of three of Crockford's letters and digits: 60 bits.
Code = Annotated[str, Field(min_length=12, max_length=19, repr=False)]


class Ask(Contract):
    """Base of every body: nothing unknown, and no value repeated in a refusal."""

    model_config = ConfigDict(hide_input_in_errors=True)


# --- rounds ----------------------------------------------------------------------------------------


class OpenRound(Ask):
    """The terms of a round. `policy` is the de-identification policy, as the steward's tool reads it."""

    round_id: RoundId
    first_day: date
    last_day: date
    cities: Annotated[
        tuple[Annotated[str, Field(min_length=2, max_length=20)], ...], Field(min_length=1, max_length=100)
    ]
    weights: Literal["equal", "active_weeks", "rows"] = "equal"
    cost_cap_permille: Annotated[int, Field(ge=0, le=1000)] = 150
    city_permille: Annotated[int, Field(ge=0, le=1000)] = 0
    minimum_krw: Annotated[int, Field(ge=0, le=1_000_000)] = 100
    claim_months: Annotated[int, Field(ge=1, le=120)] = 60
    payout_day: Annotated[int, Field(ge=1, le=31)] = 20
    # Where what nobody claimed in time goes.
    unclaimed: Literal["city", "next_round"] = "city"
    policy: Document
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1)]
    price_krw: Annotated[int, Field(strict=True, gt=0, le=10_000_000_000)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]


class Speak(Ask):
    """A member of the panel approves or refuses, and says why."""

    approves: bool
    reason: Reason


class StartPayout(Ask):
    """The round's books are closed with these costs, and citizens are paid."""

    costs_krw: Annotated[int, Field(strict=True, ge=0, le=100_000_000_000)]


class VoiceLine(Contract):
    member: str
    approves: bool
    reason: str
    at: AwareMoment


class FileLine(Contract):
    file: str
    digest: str
    accepted: int
    quarantined: int


class RoundLine(Contract):
    round_id: str
    state: str
    title: str
    opened_at: AwareMoment
    # When it came to this state; rounds that are older than the word for it have the day they were opened.
    since: AwareMoment
    stopped_because: str | None


class RoundTerms(Contract):
    """What was agreed when the round was opened. Shares are per mille of the revenue."""

    weights: str
    cost_cap_permille: int
    city_permille: int
    minimum_krw: int
    claim_months: int
    payout_day: int
    unclaimed: str
    price_krw: int
    purposes: tuple[str, ...]
    policy: Document


class RoundStory(RoundLine):
    """`steps` counts what each step has done, `planned` how much there is of it to do."""

    first_day: date
    last_day: date
    cities: tuple[str, ...]
    files: tuple[FileLine, ...]
    voices: tuple[VoiceLine, ...]
    # What was said when the panel was asked before, and refused.
    earlier_voices: tuple[VoiceLine, ...]
    terms: RoundTerms
    steps: dict[str, int]
    planned: dict[str, int]
    costs_krw: int | None
    panel_asked_at: AwareMoment | None
    certificate: Document | None


class RoundPage(Contract):
    rounds: tuple[RoundLine, ...]


class PayoutStory(Contract):
    round_id: str
    batches: dict[str, int]
    trial_balance: dict[str, int]
    next_payout_at: AwareMoment


class ReceiptPage(Contract):
    """The report on every file that came for a round, also on those that were refused."""

    reports: tuple[ReceiptReportV1, ...]


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


class PayAgain(Ask):
    """What came back goes out once more, to the same cards: the operator knows which card took a closed one's place."""

    reason: Reason


class PaidAgain(Contract):
    round_id: str
    batches: int
    lines: int
    amount_krw: int


# --- what two people decide ------------------------------------------------------------------------


class DecideProposal(Ask):
    """Somebody other than the proposer approves or declines, and says why."""

    approves: bool
    reason: Reason


class ProposalLine(Contract):
    """What was proposed of `subject`, by whom and why, and what another decided. `what` is what is carried out."""

    subject: str
    what: Asked
    reason: str
    proposed_by: str
    proposed_at: AwareMoment
    state: Literal["proposed", "approved", "declined"]
    decided_by: str | None
    decided_at: AwareMoment | None
    decided_because: str | None


class ProposeEnding(Ask):
    """What leads from a round back to people is destroyed. `ground`: the clause, as `개인정보 보호법 제28조의4`."""

    ground: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=100)]
    reason: Reason


class EndingStory(Contract):
    """What stands in the way of a round's end, what it destroys and keeps, and what was destroyed, place by place.

    `cards_at_most`: a card that stands in several of the operators' files is counted in each.
    """

    round_id: str
    state: str
    obstacles: tuple[str, ...]
    cards_at_most: int
    destroys: tuple[str, ...]
    keeps: tuple[str, ...]
    proposal: ProposalLine | None
    destroyed: dict[str, PlaceDestroyed]


class ProposalPage(Contract):
    """Every turn of everything that was proposed of a round."""

    proposals: tuple[ProposalLine, ...]


class ProposeRuling(Ask):
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


# --- market ----------------------------------------------------------------------------------------


class RegisterBuyer(Ask):
    """Somebody who wants to buy. Who they are is verified by a person before they may order."""

    buyer_id: Word
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]
    registration_number: Annotated[str, Field(pattern=r"^\d{3}-\d{2}-\d{5}$")]
    kind: Literal["research_institute", "school", "company", "public_body"]


class BuyerKey(Contract):
    """Shown once. The buyer sends it as `X-Buyer-Key`."""

    buyer_id: str
    key: Annotated[str, Field(repr=False)]


class VerifyBuyer(Ask):
    verified: bool
    reason: Reason


class PlaceOrder(Ask):
    order_id: Word
    data_set: DataSet
    revision: Annotated[int, Field(strict=True, ge=1, le=999_999)]
    purpose: Purpose
    use: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1000)]


class ConfirmPayment(Ask):
    """The buyer's money has come; `bank_reference` is the bank's word for it."""

    bank_reference: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:\-]{4,64}$")]
    amount_krw: Annotated[int, Field(strict=True, gt=0, le=10_000_000_000)]


class RevokeRevision(Ask):
    reason: Reason


# The name of a column, or a label in it.
Label = Annotated[str, Field(min_length=1, max_length=100)]
MostOfAPerson = Annotated[int, Field(ge=1, le=1_000_000_000)]


class ProposeRefund(Ask):
    """A buyer's money is to be paid back, because what they bought was revoked."""

    reason: Reason


class CountQuestion(Ask):
    """What a count is asked of, whoever asks it under whatever name."""

    data_set: DataSet
    revision: Annotated[int, Field(ge=1)]
    of: Literal["cards", "payments", "amount_krw"]
    where: Annotated[dict[Label, Label], Field(max_length=8)] = Field(default_factory=dict)
    by: Label | None = None
    most_per_person: MostOfAPerson
    epsilon_milli: Annotated[int, Field(ge=1, le=10_000)]


class CountQuery(CountQuestion):
    """How many cards, payments or won have these labels, told with noise. `query_id` names the query: asked again, the same
    answer.

    With `by`, as many answers as that column has labels, for the cost of one. Each person counts for at most
    `most_per_person` in all of them together: so many groups for `cards`, payments for `payments`, won for `amount_krw`. The
    more, the more noise; the less, the more is cut off. `epsilon_milli`: thousandths of ε, at most what is spent.
    """

    query_id: Word


class BudgetQuery(Ask):
    """What is left, what may be asked, and how near the truth answers would be. Costs nothing."""

    data_set: DataSet
    revision: Annotated[int, Field(ge=1)]
    most_per_person: MostOfAPerson = 1
    epsilon_milli: Annotated[int, Field(ge=1, le=10_000)] | None = None


class RevisionLine(Contract):
    data_set: str
    revision: int
    title: str
    state: str
    price_krw: int
    purposes: tuple[str, ...]
    rows: int
    published_at: AwareMoment
    revoked_because: str | None
    certificate: Document


class Catalogue(Contract):
    revisions: tuple[RevisionLine, ...]


class OrderLine(Contract):
    order_id: str
    buyer_id: str
    data_set: str
    revision: int
    purpose: str
    state: str
    price_krw: int
    downloads: int
    # The round whose books the money is in: a later one for a sale after its own round's books were closed, `waits`
    # while there is none.
    counted_in: str | None = None
    # Told to the buyer of a data set that was revoked: whoever has a copy destroys it.
    revoked_because: str | None = None
    revoked_at: AwareMoment | None = None


class BuyerLine(Contract):
    """A buyer as staff see it. Of its key nothing is shown."""

    buyer_id: str
    name: str
    registration_number: str
    kind: str
    verified: bool
    verified_by: str | None
    verified_because: str | None


class BuyerPage(Contract):
    buyers: tuple[BuyerLine, ...]


class OrderStory(OrderLine):
    """An order as staff see it, with what the buyer says they will do."""

    buyer_name: str
    use: str
    placed_at: AwareMoment
    bank_reference: str | None
    refund: ProposalLine | None


class OrderPage(Contract):
    orders: tuple[OrderStory, ...]


class RefundStory(Contract):
    order: OrderLine
    proposal: ProposalLine


class Link(Contract):
    """An address that serves the buyer's own copy until it expires."""

    url: Annotated[str, Field(repr=False)]
    expires_in_s: int
    digest: str


class GroupAnswer(Contract):
    """`label` is null for payments whose label is not public, and for a question without `by`."""

    label: str | None
    answer: int


class AccountLine(Contract):
    """A privacy budget: `set#…` of the data set, `year#…` of a year in which its payments were made."""

    account: str
    total_milli: int
    left_milli: int


class CountAnswer(Contract):
    """Answers with noise: each is less than `plus_minus` away from the exact one with `certainty_percent`, cut-off aside.

    They may be negative: a number that was made zero would spoil averages.
    """

    query_id: str
    answers: tuple[GroupAnswer, ...]
    plus_minus: int
    certainty_percent: int
    epsilon_milli: int
    budgets: tuple[AccountLine, ...]


class ColumnLine(Contract):
    """A column that may be asked about, and all of its labels. Payments with any other label are counted under none."""

    column: str
    labels: tuple[str, ...]


class AccuracyLine(Contract):
    epsilon_milli: int
    plus_minus: int


class AnsweredLine(Contract):
    """An entry of the privacy ledger: who asked what, what it cost by the noise's own account, and what they were told."""

    buyer_id: str
    query_id: str
    question: CountQuestion
    epsilon_milli: int
    answers: tuple[int, ...]
    plus_minus: int
    at: AwareMoment


class PrivacyLedger(Contract):
    """A data set's budget, and its answers, the newest first. `answered`: how many there are in all."""

    data_set: str
    spent_milli: int
    total_milli: int
    answered: int
    entries: tuple[AnsweredLine, ...]


class BudgetPage(Contract):
    data_set: str
    revision: int
    budgets: tuple[AccountLine, ...]
    columns: tuple[ColumnLine, ...]
    units: tuple[str, ...]
    most_per_person: int
    certainty_percent: int
    accuracy: tuple[AccuracyLine, ...]


# --- leaks -----------------------------------------------------------------------------------------

# A sample of 1,000 rows is a hundredth of this.
MAX_SAMPLE_BYTES = 32 * 1024 * 1024


class ReportLeak(Ask):
    """Rows of a data set were found where they should not be. `case_id` names the case; the sample is uploaded by form."""

    case_id: Word
    format: Literal["csv", "parquet"]
    size_bytes: Annotated[int, Field(ge=1, le=MAX_SAMPLE_BYTES)]
    reason: Reason


class AccusedBuyer(Contract):
    """`score`: how much more likely the sample is if this buyer's copy leaked, as a natural logarithm."""

    buyer_id: str
    score: float


class LeakFound(Contract):
    """What tracing a sample came to, as the case keeps it."""

    version: Literal[1] = 1
    rows: int
    buyers: int
    threshold: float
    highest_score: float | None
    false_accusation: float
    accused: tuple[AccusedBuyer, ...]


class LeakCase(Contract):
    """A leaked sample, who reported it and why, and what tracing came to.

    Nobody is accused below `threshold`; `false_accusation` bounds, by proof, the chance that any of the `buyers` compared
    is accused without having had a part in the sample.
    """

    case_id: str
    data_set: str
    revision: int
    format: str
    size_bytes: int
    reason: str
    reported_by: str
    reported_at: AwareMoment
    state: Literal["reported", "waiting", "tracing", "traced", "refused"]
    traced_by: str | None
    traced_at: AwareMoment | None
    refused_because: str | None
    sample_sha256: str | None
    rows: int | None
    buyers: int | None
    threshold: float | None
    highest_score: float | None
    false_accusation: float | None
    accused: tuple[AccusedBuyer, ...]


class LeakPage(Contract):
    cases: tuple[LeakCase, ...]


class LeakUpload(Contract):
    """The case, and a form to post its sample with, field by field and the file last, until it expires."""

    case: LeakCase
    url: str
    fields: dict[str, str]
    expires_in_s: int


# --- citizens --------------------------------------------------------------------------------------


class AskStatement(Ask):
    """The card, and the code that stands beside the credit on it."""

    card_id: CardId
    code: Code


class OptOut(AskStatement):
    """Never again with my card."""


class OptOutByStaff(Ask):
    """For somebody who came to the counter with their card."""

    card_id: CardId
    reason: Reason


class StatementLine(Contract):
    """What was sold, for what, and the citizen's share of it. `late_from`: the round of a sale that came after its end."""

    title: str
    buyers: int
    purposes: tuple[str, ...]
    late_from: str | None = None


class Statement(Contract):
    round_id: str
    amount_krw: int
    state: str
    reason: str | None
    paid_at: AwareMoment | None
    # Revenue less costs less the city's share is the citizens' part, shared by `weights`.
    revenue_krw: int
    costs_krw: int
    city_krw: int
    citizens_krw: int
    citizens: int
    weights: str
    sold: tuple[StatementLine, ...]


def revision_number(text: str) -> int:
    """A revision as it stands in a path; 0, which none has, for what is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
