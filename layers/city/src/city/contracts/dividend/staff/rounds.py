"""What staff and the adequacy panel ask about rounds, and what the API answers."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from city.contracts.base import AwareMoment, Contract
from city.contracts.dividend.fields import Purpose, Reason
from city.contracts.dividend.files import ReceiptReportV1, RoundId
from city.contracts.dividend.rounds import Document, PlaceDestroyed
from city.contracts.dividend.staff.proposals import ProposalLine
from city.contracts.staff import RequestBody


class OpenRound(RequestBody):
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


class Speak(RequestBody):
    """A member of the panel approves or refuses, and says why."""

    approves: bool
    reason: Reason


class VoiceLine(Contract):
    member: str
    member_name: str | None = None
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


class ReceiptPage(Contract):
    """The report on every file that came for a round, also on those that were refused."""

    reports: tuple[ReceiptReportV1, ...]


class ProposeEnding(RequestBody):
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
