"""What staff ask about cases, opinions and instalments, and what the API answers."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from city.contracts.base import AwareMoment, Contract
from city.contracts.fines.staff.corrections import CorrectionLine, CorrectionMove
from city.contracts.fines.staff.fields import Note, Reason, ReasonIfAny
from city.contracts.fines.staff.money import DepositFile
from city.contracts.staff import HistoryLine, RequestBody

OpinionGround = Literal[
    "crime_or_accident", "road_works", "emergency_patient", "disaster_rescue", "disabled_boarding", "other_substantial"
]
SocialClaimGround = Literal["basic_livelihood", "single_parent", "severe_disability", "wounded_veteran", "minor"]
HardshipGround = Literal[
    "basic_livelihood",
    "near_poor",
    "disabled",
    "sole_supporter",
    "disaster",
    "illness",
    "rehabilitation",
    "unemployed",
    "other",
]
RevocationOfInstalments = Literal["missed", "order_ignored", "means_improved"]
# Money moves cases by itself, and files and opinions have routes of their own.
MoveByHand = Literal[
    "mail_returned",
    "dun",
    "seize",
    "hold_plate",
    "return_plate",
    "release",
    "object",
    "accept_objection",
    "withdraw_objection",
    "report_to_court",
    "court_decides_against",
    "court_cancels",
    "bar",
]


class DecideOpinion(RequestBody):
    accepted: bool
    ground: OpinionGround | None = None
    documents_seen: Annotated[
        tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)], ...],
        Field(max_length=10),
    ] = ()
    reason: ReasonIfAny = ""


class MoveCase(RequestBody):
    """A move of a case. Which of the days it needs depends on the move."""

    move: MoveByHand
    note: Note
    on: Annotated[date | None, Field(description="the day it happened; today if none is told")] = None
    received_on: Annotated[date | None, Field(description="object: when the imposition notice was received")] = None
    announced_on: Annotated[date | None, Field(description="hold_plate: when the owner was told of it")] = None
    runs_from: Annotated[date | None, Field(description="bar: what the five years of collection run from")] = None
    pay_until: Annotated[date | None, Field(description="court_decides_against: the due date it sets")] = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = {"object": self.received_on, "court_decides_against": self.pay_until}
        if self.move in needed and needed[self.move] is None:
            raise ValueError("this move needs a day")
        return self


class ClaimReduction(RequestBody):
    ground: SocialClaimGround
    claimed_on: date


class PlanInstalments(RequestBody):
    months: Annotated[int, Field(ge=1, le=60)]
    first_due: date


class GrantInstalments(RequestBody):
    """Who applied, since when, and how the amount is to be divided."""

    hardship: HardshipGround
    applied_on: date
    months: Annotated[int, Field(ge=1, le=60)]
    first_due: date


class ExtendInstalments(RequestBody):
    months: Annotated[int, Field(ge=1, le=60)]
    reason: Reason


class RevokeInstalments(RequestBody):
    ground: RevocationOfInstalments
    reason: Reason


class ChangeOwner(RequestBody):
    phone: Annotated[str, Field(min_length=8, max_length=20, repr=False)]


class Amount(Contract):
    stage: str
    amount_krw: int
    fine_krw: int
    pay_until: date


class CaseLine(Contract):
    """A case in a list. `amount` is what is due today; where nothing is, `nothing_due` says why."""

    number: str
    holder: str
    plate: str
    place: str
    violated_at: AwareMoment
    state: str
    owner_name: str
    owner_phone: str | None
    amount: Amount | None
    nothing_due: str | None
    due_on: date | None


class CasePage(Contract):
    cases: tuple[CaseLine, ...]
    next_page: str | None


class OpinionLine(Contract):
    notice_number: str
    given_at: str
    words: str | None
    guessed_ground: str | None
    # Whether it came from the owner's telephone on file; if not, somebody who knew number and plate gave it.
    verified: bool
    channel: str
    language: str
    phone: str | None
    state: str
    documents_seen: tuple[str, ...]
    decided_by: str | None
    decided_by_name: str | None = None
    decided_at: AwareMoment | None
    decided_ground: str | None
    decided_reason: str | None


class OpinionPage(Contract):
    opinions: tuple[OpinionLine, ...]
    next_page: str | None


class AccountLine(Contract):
    account_number: str | None
    bank: str
    stage: str
    amount_krw: int
    issued_at: AwareMoment
    expires_at: AwareMoment


class PlanLine(Contract):
    number: int
    due_on: date
    amount_krw: int
    paid: bool


class PlanFile(Contract):
    """Instalments that were granted. `missed`: one is past its day and unpaid; `ended_on`: the rest is due as a whole."""

    hardship: str
    applied_on: date
    granted_on: date
    extended: bool
    missed: bool
    ended_on: date | None
    amount_krw: int
    paid_krw: int
    instalments: tuple[PlanLine, ...]


class CaseStory(CaseLine):
    """A case with all that happened to it."""

    zone: str
    vehicle: str
    over_two_hours: bool
    notified_on: date
    opinion_until: date
    imposed_on: date | None
    pay_until: date | None
    social_reduction: bool
    paid_at: AwareMoment | None
    paid_krw: int | None
    account: AccountLine | None
    moves: tuple[str, ...]
    corrections: tuple[CorrectionLine, ...] = ()
    may_correct: tuple[CorrectionMove, ...] = ()
    history: tuple[HistoryLine, ...]
    opinions: tuple[OpinionLine, ...]
    deposits: tuple[DepositFile, ...]
    plan: PlanFile | None = None


class InstalmentLine(Contract):
    due_on: date
    amount_krw: int


class InstalmentPreview(Contract):
    """How an amount would divide, before anything is granted."""

    binding: Literal[False] = False
    note_ko: str
    note_en: str
    amount_krw: int
    instalments: tuple[InstalmentLine, ...]
