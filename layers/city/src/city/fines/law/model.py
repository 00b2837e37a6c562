"""The rules of parking fines: amounts, windows, virtual accounts, deposits. Pure; every clause is named.

Legal values are dated tables: the rule in force on the day of the violation applies.
Sources: 도로교통법 §160③, 시행령 §88④ 별표6·7; 질서위반행위규제법 (QVA below) and its 시행령.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from city.fines.errors import (
    CaseIsBarred,
    CaseIsCancelled,
    FineAlreadyPaid,
    ImpositionLostEffect,
    InstalmentsRunning,
    NoRuleInForce,
    NoticeInvalid,
    NotYetImposed,
    VehicleNotFined,
)
from city.fines.law.instalments import GrantedPlan, Payment
from city.fines.law.lifecycle import (
    OPINION_DAYS_AT_LEAST,
    PAYABLE,
    TRANSITIONS,
    YEARS_UNTIL_BARRED,
    Move,
    State,
    after,
    state_on,
)
from city.kernel.clock import SEOUL, add_months, end_of_day_in_seoul, seoul_date
from city.kernel.money import drop_below_ten_won
from city.kernel.plate import Plate


class Zone(StrEnum):
    """Where the car stood."""

    GENERAL = "general"
    FIRE_FACILITY = "fire_facility"
    SENIOR_OR_DISABLED = "senior_or_disabled"
    CHILDREN = "children"


class VehicleClass(StrEnum):
    """승용등: cars and trucks up to 4 t. 승합등: vans, buses, trucks over 4 t, special and construction vehicles."""

    PASSENGER = "passenger"
    VAN = "van"
    TWO_WHEELER = "two_wheeler"


class Stage(StrEnum):
    """How far a case has come, as far as the amount goes."""

    EARLY = "early"
    FULL = "full"
    OVERDUE = "overdue"
    # One instalment of a plan that was granted.
    INSTALMENT = "instalment"


@dataclass(frozen=True, slots=True)
class Violation:
    at: datetime
    zone: Zone
    vehicle: VehicleClass
    over_two_hours: bool = False
    # 별표6: the fire-facility rate holds only where a safety sign or road marking is installed.
    safety_marking: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """One parking case as the district keeps it, without its owner."""

    number: str
    plate: Plate
    place: str
    violation: Violation
    notified_on: date
    opinion_until: date
    imposed_on: date | None = None
    pay_until: date | None = None
    # QVA 시행령 §2의2: granted by the office on a claim with documents; the city only applies it.
    social_reduction: bool = False
    status: State = State.NOTICED
    # QVA §24의3: what was granted, and what was paid by it.
    plan: GrantedPlan | None = None


# --- amounts -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AmountRule:
    """One edition of 별표6·7. Amounts in won: (passenger, van); `two_hours_krw` is added from two hours on."""

    in_force_from: date
    general: tuple[int, int]
    fire_facility_marked: tuple[int, int]
    senior_or_disabled: tuple[int, int]
    children: tuple[int, int]
    two_hours_krw: int
    protected_from: time
    protected_until: time


AMOUNT_RULES: tuple[AmountRule, ...] = (
    AmountRule(
        in_force_from=date(2021, 5, 11),  # 시행령 별표7 개정: children's zones raised to three times the general rate
        general=(40_000, 50_000),
        fire_facility_marked=(80_000, 90_000),
        senior_or_disabled=(80_000, 90_000),
        children=(120_000, 130_000),
        two_hours_krw=10_000,
        protected_from=time(8),
        protected_until=time(20),
    ),
)


@dataclass(frozen=True, slots=True)
class ReductionRule:
    """Percentages that are taken off."""

    in_force_from: date
    early_percent: int
    social_percent: int


REDUCTION_RULES: tuple[ReductionRule, ...] = (
    # QVA §18① 시행령 §5: at most 20 % for paying inside the opinion period. 시행령 §2의2: at most 50 %.
    ReductionRule(in_force_from=date(2019, 7, 1), early_percent=20, social_percent=50),
)


@dataclass(frozen=True, slots=True)
class SurchargeRule:
    """Per mille of the unpaid fine itself; surcharges bear no surcharge."""

    in_force_from: date
    first_per_mille: int
    monthly_per_mille: int
    months_at_most: int


SURCHARGE_RULES: tuple[SurchargeRule, ...] = (
    # QVA §24①②: 3 % on the day after the due date, then 1.2 % for each month, 60 months at most (75 % in all).
    # The day on which 3 % replaced 5 % (about 2016/17) is not verified; no older violation can still be collected.
    SurchargeRule(in_force_from=date(2019, 7, 1), first_per_mille=30, monthly_per_mille=12, months_at_most=60),
)

_Rule = TypeVar("_Rule", AmountRule, ReductionRule, SurchargeRule)


def _in_force(rules: Sequence[_Rule], on: date) -> _Rule:
    known = [rule for rule in rules if rule.in_force_from <= on]
    if not known:
        raise NoRuleInForce
    return known[-1]


def base_fine_krw(violation: Violation) -> int:
    """The fine before reductions and surcharges, in won.

    Protected-zone rates hold from 08:00 to 20:00 KST only (시행령 §88④); outside, and at a fire facility without
    its marking, the general rate applies. Raises VehicleNotFined, NoRuleInForce.
    """
    if violation.vehicle is VehicleClass.TWO_WHEELER:
        raise VehicleNotFined
    rule = _in_force(AMOUNT_RULES, seoul_date(violation.at))
    clock = violation.at.astimezone(SEOUL).time()
    protected = rule.protected_from <= clock < rule.protected_until
    rates = rule.general
    if violation.zone is Zone.FIRE_FACILITY and violation.safety_marking:
        rates = rule.fire_facility_marked
    elif violation.zone is Zone.SENIOR_OR_DISABLED and protected:
        rates = rule.senior_or_disabled
    elif violation.zone is Zone.CHILDREN and protected:
        rates = rule.children
    amount = rates[0] if violation.vehicle is VehicleClass.PASSENGER else rates[1]
    return amount + (rule.two_hours_krw if violation.over_two_hours else 0)


def early_krw(fine_krw: int, violated_on: date) -> int:
    """The amount inside the opinion period (QVA §18①)."""
    rule = _in_force(REDUCTION_RULES, violated_on)
    return drop_below_ten_won(fine_krw * (100 - rule.early_percent) // 100)


def social_krw(fine_krw: int, violated_on: date) -> int:
    """The amount after the social reduction (QVA 시행령 §2의2); the early reduction may follow it, nothing else."""
    rule = _in_force(REDUCTION_RULES, violated_on)
    return drop_below_ten_won(fine_krw * (100 - rule.social_percent) // 100)


def monthly_surcharge_krw(fine_krw: int, violated_on: date) -> int:
    """What each further month adds (QVA §24②)."""
    rule = _in_force(SURCHARGE_RULES, violated_on)
    return drop_below_ten_won(fine_krw * rule.monthly_per_mille // 1000)


def overdue_krw(fine_krw: int, months: int, violated_on: date) -> int:
    """The amount once the due date has passed and `months` whole months with it (QVA §24①②)."""
    rule = _in_force(SURCHARGE_RULES, violated_on)
    first = drop_below_ten_won(fine_krw * rule.first_per_mille // 1000)
    counted = min(max(months, 0), rule.months_at_most)
    return fine_krw + first + counted * monthly_surcharge_krw(fine_krw, violated_on)


def whole_months_overdue(pay_until: date, on: date) -> int:
    """Whole months since the first overdue day; that day counts (민법 §157 단서: it begins at midnight)."""
    first_overdue = pay_until + timedelta(days=1)
    months = (on.year - first_overdue.year) * 12 + on.month - first_overdue.month
    return months if add_months(first_overdue, months) <= on else months - 1


# --- the amount on a day -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quote:
    """What to pay on a given day, and until when that amount holds."""

    stage: Stage
    amount_krw: int
    fine_krw: int
    pay_until: date
    next_month_krw: int = 0
    # The number of the instalment, and what was paid in part before: one amount may come twice, and is not one issue.
    instalment: int | None = None
    paid_before_krw: int = 0
    of_a_rest: bool = False

    @property
    def ends_the_procedure(self) -> bool:
        """QVA §18②: who pays the reduced amount can neither give an opinion nor object afterwards."""
        return self.stage is Stage.EARLY

    @property
    def part(self) -> str:
        """What tells this amount from another of the same stage and size: the instalment, or that a plan went before."""
        return str(self.instalment) if self.instalment is not None else "-rest" if self.of_a_rest else ""

    @property
    def expires_at(self) -> datetime:
        """Midnight KST that ends the last day, in UTC."""
        return end_of_day_in_seoul(self.pay_until)


def state_of(notice: Notice, on: date) -> State:
    """Where a case stands on a day in Seoul: imposition and due date come true by the calendar alone."""
    state = notice.status
    if state is State.NOTICED and notice.imposed_on is not None and on >= notice.imposed_on:
        state = after(state, Move.IMPOSE)
    if notice.plan is not None and notice.plan.stands_still_on(on):
        on = notice.plan.applied_on
    return state_on(state, notice.pay_until, on - stood_still(notice))


def stood_still(notice: Notice) -> timedelta:
    """How long time stood still for instalments that ended before they were paid (QVA §24의3④).

    Nothing of it counts where the due date lay beyond their end, or was set anew afterwards.
    """
    plan, pay_until = notice.plan, notice.pay_until
    if plan is None or plan.ended_on is None or pay_until is None or pay_until >= plan.ended_on:
        return timedelta()
    return plan.ended_on - plan.applied_on


# Not while instalments run (QVA §24의3④): no dunning, and nothing that follows it.
ENFORCEMENT = frozenset({Move.DUN, Move.SEIZE, Move.HOLD_PLATE})


def check_enforcement(notice: Notice, move: Move) -> None:
    """Raises InstalmentsRunning if the move enforces what instalments have put off."""
    if move in ENFORCEMENT and notice.plan is not None and notice.plan.runs:
        raise InstalmentsRunning


_NOTHING_DUE = {
    State.DETECTED: NotYetImposed,
    State.CANCELLED: CaseIsCancelled,
    State.BARRED: CaseIsBarred,
    State.OBJECTED: ImpositionLostEffect,
    State.COURT: ImpositionLostEffect,
}
PAID = frozenset({State.CLOSED_FINAL, State.CLOSED, State.AWAITING_RELEASE, State.RELEASED})


def quote(notice: Notice, on: date) -> Quote:
    """The amount due on a day in Seoul.

    Raises FineAlreadyPaid, CaseIsCancelled, CaseIsBarred, ImpositionLostEffect, NotYetImposed, NoRuleInForce,
    VehicleNotFined.
    """
    if notice.status not in PAYABLE:
        raise _NOTHING_DUE.get(notice.status, FineAlreadyPaid)
    violated_on = seoul_date(notice.violation.at)
    fine = base_fine_krw(notice.violation)
    if notice.social_reduction:
        fine = social_krw(fine, violated_on)
    if notice.plan is not None and (notice.plan.payments or on >= notice.plan.applied_on):
        return _quote_with_plan(notice, notice.plan, fine, on)
    if on <= notice.opinion_until:
        return Quote(Stage.EARLY, early_krw(fine, violated_on), fine, notice.opinion_until)
    if notice.pay_until is None:
        raise NotYetImposed
    if on <= notice.pay_until:
        return Quote(Stage.FULL, fine, fine, notice.pay_until)
    months = whole_months_overdue(notice.pay_until, on)
    amount = overdue_krw(fine, months, violated_on)
    return Quote(
        stage=Stage.OVERDUE,
        amount_krw=amount,
        fine_krw=fine,
        pay_until=add_months(notice.pay_until + timedelta(days=1), months + 1) - timedelta(days=1),
        next_month_krw=overdue_krw(fine, months + 1, violated_on) - amount,
    )


def _quote_with_plan(notice: Notice, plan: GrantedPlan, fine: int, on: date) -> Quote:
    """The instalment to pay next; once the plan has ended, all that is left.

    What was paid counts against the fine first and against the surcharges last (the order of 지방세징수법 §4, not verified
    for fines), which is kinder to the owner: a surcharge grows on the unpaid fine alone. A missed instalment may be paid
    until the plan is revoked, day by day.
    """
    due = plan.due_now
    if due is not None:
        return Quote(Stage.INSTALMENT, due.amount_krw, fine, max(due.due_on, on), 0, due.number, plan.paid_krw)
    if plan.ended_on is None or notice.pay_until is None:
        raise FineAlreadyPaid
    pause = stood_still(notice)
    on = max(on, plan.ended_on) - pause
    violated_on = seoul_date(notice.violation.at)
    unpaid_fine = max(fine - plan.paid_krw, 0)
    left = unpaid_fine + plan.surcharge_krw - max(plan.paid_krw - fine, 0)
    if on <= notice.pay_until:
        offer = Quote(Stage.FULL, left, fine, notice.pay_until + pause, 0, None, plan.paid_krw, True)
    else:
        months = whole_months_overdue(notice.pay_until, on)
        # What had grown before the plan stands in `surcharge_krw`, on the whole fine; what grows since, on the rest.
        before = unpaid_fine
        if plan.surcharge_krw:
            before = overdue_krw(unpaid_fine, whole_months_overdue(notice.pay_until, plan.applied_on), violated_on)
        amount, next_month = (
            left + overdue_krw(unpaid_fine, month, violated_on) - before for month in (months, months + 1)
        )
        last_day = add_months(notice.pay_until + timedelta(days=1), months + 1) - timedelta(days=1) + pause
        offer = Quote(Stage.OVERDUE, amount, fine, last_day, next_month - amount, None, plan.paid_krw, True)
    if offer.amount_krw <= 0:
        raise FineAlreadyPaid
    return offer


def check_notice(notice: Notice) -> Notice:
    """Returns the notice if its dates agree with each other and the law. Raises NoticeInvalid, NoRuleInForce, …"""
    violated_on = seoul_date(notice.violation.at)
    base_fine_krw(notice.violation)
    if notice.notified_on < violated_on:
        raise NoticeInvalid("사전통지일", "사전통지일이 위반일보다 빠릅니다.", "Notified before the violation.")
    if notice.opinion_until < notice.notified_on + timedelta(days=OPINION_DAYS_AT_LEAST):
        raise NoticeInvalid(
            "의견제출기한",
            "의견제출 기간은 10일 이상이어야 합니다(질서위반행위규제법 제16조).",
            "The opinion period must be at least 10 days.",
        )
    if (notice.imposed_on is None) != (notice.pay_until is None):
        raise NoticeInvalid(
            "납부기한", "부과일과 납부기한은 함께 있어야 합니다.", "Imposition and due date come together."
        )
    if notice.imposed_on is not None and notice.pay_until is not None:
        if notice.imposed_on <= notice.opinion_until:
            raise NoticeInvalid(
                "부과일", "의견제출 기한이 지나야 부과할 수 있습니다.", "Imposed before the opinion period ended."
            )
        if notice.imposed_on > add_months(violated_on, 12 * YEARS_UNTIL_BARRED):
            raise NoticeInvalid(
                "부과일",
                "위반일부터 5년이 지나 부과할 수 없습니다(질서위반행위규제법 제19조).",
                "Imposition is barred after five years.",
            )
        if notice.pay_until < notice.imposed_on:
            raise NoticeInvalid("납부기한", "납부기한이 부과일보다 빠릅니다.", "Due before it was imposed.")
    return notice


class Imposition(StrEnum):
    """What a later file of a notice does to it."""

    NEW = "new"
    KNOWN = "known"
    CONTRADICTS = "contradicts"
    UNDER_REVIEW = "under_review"


def judge_imposition(known: Notice, told: Notice) -> Imposition:
    """Compares the imposition a file tells with the one on file (QVA §17).

    A case paid inside its opinion period is over: nothing is imposed on it any more (QVA §18②).
    """
    if told.imposed_on is None or known.status not in PAYABLE:
        return Imposition.KNOWN
    if known.status is State.UNDER_REVIEW:
        return Imposition.UNDER_REVIEW  # the opinion is decided first (QVA §17①)
    if known.imposed_on is None:
        return Imposition.NEW
    same = (known.imposed_on, known.pay_until) == (told.imposed_on, told.pay_until)
    return Imposition.KNOWN if same else Imposition.CONTRADICTS


# --- virtual accounts and deposits ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccountIssue:
    """One virtual account bound to one notice, stage and amount for a time.

    Account numbers are used again after a cooling-off period: an issue, not a number, is what a deposit matches.
    """

    account_number: str
    bank: str
    notice_number: str
    stage: Stage
    amount_krw: int
    issued_at: datetime
    expires_at: datetime
    # The citizen's message that asked for it: the thread from the enquiry to the receipt.
    correlation_id: str
    revoked_at: datetime | None = None
    paid_at: datetime | None = None
    instalment: int | None = None
    paid_before_krw: int = 0
    # Who hears of its deposit: the owner, and the last other telephone that asked, by its keyed hash.
    owner_asked: bool = False
    payer: str | None = None

    @property
    def key(self) -> str:
        return issue_key(self.notice_number, self.stage, self.amount_krw, self.instalment, self.paid_before_krw)


def issue_key(
    notice_number: str, stage: Stage, amount_krw: int, instalment: int | None = None, paid_before_krw: int = 0
) -> str:
    """The business key under which an account is issued once."""
    part = f"#{instalment}" if instalment is not None else f"#after-{paid_before_krw}" if paid_before_krw else ""
    return f"{notice_number}#{stage.value}#{amount_krw}{part}"


def still_serves(issue: AccountIssue | None, offer: Quote, notice_number: str, now: datetime) -> bool:
    """Whether an account given earlier is the one to give again."""
    return (
        issue is not None
        and issue.key
        == issue_key(notice_number, offer.stage, offer.amount_krw, offer.instalment, offer.paid_before_krw)
        and issue.revoked_at is None
        and issue.paid_at is None
        and now < issue.expires_at
    )


# A transfer sent the minute an account was issued must not look earlier than it because a bank's clock is slow.
BANK_CLOCK_TOLERANCE = timedelta(minutes=5)


class SuspenseReason(StrEnum):
    """Why a deposit was not matched; each asks staff for something else."""

    UNKNOWN_ACCOUNT = "unknown_account"
    WRONG_AMOUNT = "wrong_amount"
    EXPIRED_ACCOUNT = "expired_account"
    REVOKED_ACCOUNT = "revoked_account"
    SECOND_DEPOSIT = "second_deposit"
    NOTHING_DUE = "nothing_due"


@dataclass(frozen=True, slots=True)
class Deposit:
    deposit_id: str
    bank: str
    account_number: str
    amount_krw: int
    deposited_at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """The deposit pays the fine, and takes the case from one state to another."""

    state: State
    paid_from: State


@dataclass(frozen=True, slots=True)
class PaidInPart:
    """The deposit pays one instalment, and others are still to come."""

    instalment: int


@dataclass(frozen=True, slots=True)
class Suspended:
    """The money is kept, the reason named, staff decide."""

    reason: SuspenseReason


def match_deposit(
    deposit: Deposit, issue: AccountIssue | None, case_state: State, plan: GrantedPlan | None = None
) -> Settled | PaidInPart | Suspended:
    """Decides what a deposit does: account, bank, validity window and amount must all agree.

    The bank's time of deposit counts, not the time its message reached us: a transfer at 23:59 that is told
    at 00:02, after the account was exchanged for the next stage's, still pays.
    """
    if issue is None or issue.bank != deposit.bank or deposit.deposited_at < issue.issued_at - BANK_CLOCK_TOLERANCE:
        return Suspended(SuspenseReason.UNKNOWN_ACCOUNT)
    if issue.paid_at is not None or case_state in PAID:
        return Suspended(SuspenseReason.SECOND_DEPOSIT)
    if case_state not in PAYABLE:
        return Suspended(SuspenseReason.NOTHING_DUE)
    if issue.revoked_at is not None and deposit.deposited_at >= issue.revoked_at:
        return Suspended(SuspenseReason.REVOKED_ACCOUNT)
    if deposit.deposited_at >= issue.expires_at:
        return Suspended(SuspenseReason.EXPIRED_ACCOUNT)
    if deposit.amount_krw != issue.amount_krw:
        return Suspended(SuspenseReason.WRONG_AMOUNT)
    if issue.instalment is not None:
        return _match_instalment(issue.instalment, case_state, plan)
    if plan is not None and plan.paid_krw != issue.paid_before_krw:
        # The whole was asked for while a part of it was on its way.
        return Suspended(SuspenseReason.SECOND_DEPOSIT)
    return Settled(paid_state(case_state, issue.stage), case_state)


def _match_instalment(number: int, case_state: State, plan: GrantedPlan | None) -> Settled | PaidInPart | Suspended:
    """An instalment is paid once, by whichever of its accounts; the last one closes the case."""
    if plan is None or number not in {instalment.number for instalment in plan.plan.instalments}:
        return Suspended(SuspenseReason.REVOKED_ACCOUNT)
    if number in plan.paid_numbers:
        return Suspended(SuspenseReason.SECOND_DEPOSIT)
    if not plan.completed_by(number):
        return PaidInPart(number)
    return Settled(after(case_state, Move.PAY), case_state)


def plan_after(
    plan: GrantedPlan | None, deposit_key: str, amount_krw: int, instalment: int | None
) -> GrantedPlan | None:
    """The plan with this payment; None where the case has none."""
    return plan.paid_with(Payment(deposit_key, amount_krw, instalment)) if plan is not None else None


def paid_state(case_state: State, stage: Stage) -> State:
    """The state a payment of this stage leads to.

    Who paid the reduced amount in time has ended the procedure, even if the bank told us only after the imposition.
    """
    return State.CLOSED_FINAL if stage is Stage.EARLY else after(case_state, Move.PAY)


def reopened_state(case_state: State, stage: Stage, paid_from: State) -> State:
    """The state a case returns to when the bank takes its payment back. Raises ReversalDoesNotFit."""
    if case_state is State.CLOSED_FINAL and stage is Stage.EARLY and paid_from in TRANSITIONS[Move.PAY]:
        return paid_from  # paid in time, told after the imposition
    return after(case_state, Move.REVERSE_PAYMENT, before_payment=paid_from)


# --- who may hear what ---------------------------------------------------------------------------

# Two machines that answer each other's texts would never stop; nobody needs more prompts than this in an hour.
PROMPTS_AN_HOUR_AT_MOST = 20

# Offices and mobile carriers put many people behind one address; guessing needs thousands of tries.
WEB_MESSAGES_AN_HOUR_AT_MOST = 60

FAILED_LOOKUPS_AT_MOST = 5
FAILED_LOOKUPS_WINDOW = timedelta(hours=1)


def lookups_are_paused(failed_at: Sequence[datetime], now: datetime) -> bool:
    """Five failed look-ups in an hour from one number, and it waits: guessing plates must not pay."""
    recent = [moment for moment in failed_at if now - moment < FAILED_LOOKUPS_WINDOW]
    return len(recent) >= FAILED_LOOKUPS_AT_MOST
