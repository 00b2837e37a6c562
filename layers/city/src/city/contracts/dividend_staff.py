"""What staff, the adequacy panel, buyers and citizens ask of the dividend APIs, and what these answer."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.dividend import RoundId

MAX_BODY_BYTES = 64 * 1024

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=512)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]
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
    policy: dict[str, Any]
    purposes: Annotated[tuple[Purpose, ...], Field(min_length=1)]
    price_krw: Annotated[int, Field(gt=0, le=10_000_000_000)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]


class Speak(Ask):
    """A member of the panel approves or refuses, and says why."""

    approves: bool
    reason: Reason


class StartPayout(Ask):
    """The round's books are closed with these costs, and citizens are paid."""

    costs_krw: Annotated[int, Field(ge=0, le=100_000_000_000)]


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
    stopped_because: str | None


class RoundStory(RoundLine):
    first_day: date
    last_day: date
    cities: tuple[str, ...]
    files: tuple[FileLine, ...]
    voices: tuple[VoiceLine, ...]
    steps: dict[str, int]
    panel_asked_at: AwareMoment | None
    certificate: dict[str, Any] | None


class RoundPage(Contract):
    rounds: tuple[RoundLine, ...]


class PayoutStory(Contract):
    round_id: str
    batches: dict[str, int]
    trial_balance: dict[str, int]
    next_payout_at: AwareMoment


class LedgerLine(Contract):
    key: str
    kind: str
    at: AwareMoment
    totals: dict[str, int]
    corrects: str | None


class LedgerPage(Contract):
    entries: tuple[LedgerLine, ...]
    trial_balance: dict[str, int]


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
    data_set: str
    revision: Annotated[int, Field(ge=1)]
    purpose: Purpose
    use: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1000)]


class ConfirmPayment(Ask):
    """The buyer's money has come; `bank_reference` is the bank's word for it."""

    bank_reference: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:\-]{4,64}$")]
    amount_krw: Annotated[int, Field(gt=0)]


class RevokeRevision(Ask):
    reason: Reason


class CountQuery(Ask):
    """How many records have these values, told with noise. `query_id` names the query: asked again, the same answer."""

    query_id: Word
    data_set: str
    revision: Annotated[int, Field(ge=1)]
    where: Annotated[dict[str, str], Field(max_length=8)]
    epsilon_milli: Annotated[int, Field(ge=1, le=10_000)]


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
    certificate: dict[str, Any]


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


class Link(Contract):
    """An address that serves the buyer's own copy until it expires."""

    url: Annotated[str, Field(repr=False)]
    expires_in_s: int
    digest: str


class CountAnswer(Contract):
    query_id: str
    count: int
    epsilon_milli: int
    left_milli: int


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
    """What was sold, for what, and the citizen's share of it."""

    title: str
    buyers: int
    purposes: tuple[str, ...]


class Statement(Contract):
    round_id: str
    amount_krw: int
    state: str
    reason: str | None
    paid_at: AwareMoment | None
    revenue_krw: int
    citizens_krw: int
    citizens: int
    sold: tuple[StatementLine, ...]
