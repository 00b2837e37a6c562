"""What staff ask of the fines API, and what it answers."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from city.contracts.base import AwareMoment, Contract

MAX_BODY_BYTES = 16 * 1024

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
NoticeNumber = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{4}-[0-9]{7}$")]

OpinionGround = Literal[
    "crime_or_accident", "road_works", "emergency_patient", "disaster_rescue", "disabled_boarding", "other_substantial"
]
SocialClaimGround = Literal["basic_livelihood", "single_parent", "severe_disability", "wounded_veteran", "minor"]
HardshipGround = Literal[
    "basic_livelihood", "near_poor", "disabled", "sole_supporter", "disaster", "illness", "rehabilitation", "unemployed",
    "other",
]  # fmt: skip
RevocationOfInstalments = Literal["missed", "order_ignored", "means_improved"]
# Money moves cases by itself, and files and opinions have doors of their own.
MoveByHand = Literal[
    "dun", "seize", "hold_plate", "return_plate", "release", "object", "accept_objection", "withdraw_objection",
    "report_to_court", "court_decides_against", "court_cancels", "bar",
]  # fmt: skip


# --- what they ask ---------------------------------------------------------------------------------


class Ask(Contract):
    """Base of every body: nothing unknown, and no value repeated in a refusal."""

    model_config = ConfigDict(hide_input_in_errors=True)


class Disclose(Ask):
    """Why somebody needs to see personal data."""

    reason: Reason


class AnswerTicket(Ask):
    words: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class CloseTicket(Ask):
    reason: Note


class DecideOpinion(Ask):
    accepted: bool
    ground: OpinionGround | None = None
    documents_seen: Annotated[
        tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)], ...],
        Field(max_length=10),
    ] = ()
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""


class ProposeDecision(Ask):
    """What is to become of a deposit: it pays a notice, or goes back to the account named."""

    action: Literal["assign", "refund"]
    reason: Reason
    notice_number: NoticeNumber | None = None
    refund_bank: Annotated[str, Field(pattern=r"^[A-Z]{2,10}$")] | None = None
    refund_account: Annotated[str | None, Field(pattern=r"^[0-9]{8,16}$", repr=False)] = None
    refund_holder: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        refund = (self.refund_bank, self.refund_account, self.refund_holder)
        if self.action == "assign" and (self.notice_number is None or any(refund)):
            raise ValueError("an assignment names a notice and no account")
        if self.action == "refund" and (self.notice_number is not None or not all(refund)):
            raise ValueError("a refund names bank, account and holder, and no notice")
        return self


class DecideProposal(Ask):
    approve: bool


class ConfirmRefund(Ask):
    bank_reference: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:\-]{4,64}$")]


class MoveCase(Ask):
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


class ClaimReduction(Ask):
    ground: SocialClaimGround
    claimed_on: date


class PlanInstalments(Ask):
    months: Annotated[int, Field(ge=1, le=60)]
    first_due: date


class GrantInstalments(Ask):
    """Who applied, since when, and how the amount is to be divided."""

    hardship: HardshipGround
    applied_on: date
    months: Annotated[int, Field(ge=1, le=60)]
    first_due: date


class ExtendInstalments(Ask):
    months: Annotated[int, Field(ge=1, le=60)]
    reason: Reason


class RevokeInstalments(Ask):
    ground: RevocationOfInstalments
    reason: Reason


class ChangeOwner(Ask):
    phone: Annotated[str, Field(min_length=8, max_length=20, repr=False)]


# --- what they hear --------------------------------------------------------------------------------


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


class HistoryLine(Contract):
    what: str
    at: AwareMoment
    by: str
    note: str | None


class OpinionLine(Contract):
    notice_number: str
    given_at: str
    words: str | None
    guessed_ground: str | None
    channel: str
    language: str
    phone: str | None
    state: str
    documents_seen: tuple[str, ...]
    decided_by: str | None
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


class LedgerLine(Contract):
    key: str
    kind: str
    at: AwareMoment
    amount_krw: int
    notice_number: str | None


class DepositLine(Contract):
    deposit_key: str
    outcome: str | None
    reason: str | None
    account_number: str | None
    amount_krw: int
    notice_number: str | None
    deposited_at: AwareMoment
    received_at: AwareMoment


class DecisionLine(Contract):
    deposit_key: str
    action: str
    state: str
    amount_krw: int
    notice_number: str | None
    reason: str | None
    refund_bank: str | None
    refund_account: str | None
    refund_holder: str | None
    proposed_by: str
    proposed_at: AwareMoment
    decided_by: str | None
    decided_at: AwareMoment | None
    paid_by: str | None
    paid_at: AwareMoment | None
    bank_reference: str | None


class DepositFile(DepositLine):
    """A deposit with what was booked and what was decided about it."""

    ledger: tuple[LedgerLine, ...]
    decision: DecisionLine | None


class SuspensePage(Contract):
    suspense: tuple[DepositLine, ...]
    next_page: str | None


class DecisionPage(Contract):
    decisions: tuple[DecisionLine, ...]
    next_page: str | None


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


class TurnLine(Contract):
    at: AwareMoment
    channel: str
    outcome: str
    said: str | None
    reply: str | None
    intent: str | None
    language: str | None
    abstained: bool
    ticket: str | None
    by: str | None


class Talk(Contract):
    """The last turns of a talk, oldest first."""

    holder: str
    phone: str | None
    turns: tuple[TurnLine, ...]


class TicketLine(Contract):
    number: str
    state: str
    reason: str
    holder: str
    phone: str | None
    channel: str
    language: str
    notice_number: str | None
    opened_at: AwareMoment
    answer: str | None
    answered_by: str | None
    answered_at: AwareMoment | None


class TicketStory(TicketLine):
    turns: tuple[TurnLine, ...]


class TicketPage(Contract):
    tickets: tuple[TicketLine, ...]
    next_page: str | None


class ViewLine(Contract):
    """Who looked at personal data, when, and why."""

    by: str
    at: AwareMoment
    reason: str


class ViewPage(Contract):
    views: tuple[ViewLine, ...]
    next_page: str | None


class ReportLine(Contract):
    key: str
    written_at: AwareMoment
    size_bytes: int


class ReportPage(Contract):
    reports: tuple[ReportLine, ...]
    next_page: str | None


class Figures(Contract):
    """Counts of a day, or of all days asked for. `containment` is answered over all messages."""

    messages: int
    answered: int
    ticketed: int
    containment: float | None
    abstained: int
    by_intent: dict[str, int]
    by_language: dict[str, int]
    by_channel: dict[str, int]
    by_hour: dict[str, int]
    received_krw: int
    settled_krw: int
    suspense_krw: int
    refunded_krw: int
    taken_back_krw: int


class Statistics(Contract):
    total: Figures
    days: dict[str, Figures]
