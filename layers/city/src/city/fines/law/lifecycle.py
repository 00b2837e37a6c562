"""The life of a case, from the detection to its end: states, moves, and the windows of the law. Pure.

QVA is 질서위반행위규제법. A window counts calendar days after the day that starts it (민법 §157: the first day is
not counted), so day 60 is the last of sixty; one that a citizen has, to act in, and that would end on a Saturday or a
public holiday ends on the next working day (민법 §161, 행정기본법 §6①): opinion, payment, objection. What ends a power
of the office, or is its own duty, ends on its day: the five years to impose and to collect, the report to the court.
Days are days in Seoul.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from city.fines.law.errors import (
    CaseIsBarred,
    CaseIsCancelled,
    CaseIsClosed,
    ImpositionLostEffect,
    MoveNotAllowed,
    NoRuleInForce,
    NotImposedYet,
    ObjectionAfterReducedPayment,
    ObjectionAtCourt,
    ObjectionTooLate,
    OpinionAfterReducedPayment,
    OpinionNotDecided,
    OpinionPeriodTooShort,
    OpinionTooLate,
    PaidAndAwaitingRelease,
    ReducedPaymentTooLate,
    ReversalDoesNotFit,
    SeizureStandsUntilPaid,
)
from city.kernel.calendar import PUBLIC_HOLIDAYS, Calendar
from city.kernel.clock import end_of_months
from city.kernel.errors import Conflict

OPINION_DAYS_AT_LEAST = 10  # QVA §16①: "10일 이상의 기간"
YEARS_UNTIL_BARRED = 5  # QVA §19①: no imposition once five years have passed since the violation


class State(StrEnum):
    """Where a case stands."""

    DETECTED = "detected"  # 단속
    NOTICED = "noticed"  # 사전통지
    UNDER_REVIEW = "under_review"  # 의견 심의
    IMPOSED = "imposed"  # 부과
    OVERDUE = "overdue"  # 체납
    DUNNED = "dunned"  # 독촉
    SEIZED = "seized"  # 압류
    PLATE_HELD = "plate_held"  # 영치
    OBJECTED = "objected"  # 이의제기: the imposition has lost its effect (QVA §20②)
    COURT = "court"  # 법원통보
    CLOSED_FINAL = "closed_final"  # the reduced amount was paid: the procedure is over (QVA §18②)
    CLOSED = "closed"  # 납부
    AWAITING_RELEASE = "awaiting_release"  # paid while seized; the seizure is still on the register
    RELEASED = "released"  # 압류해제
    CANCELLED = "cancelled"  # an opinion or an objection was accepted, or the court cancelled
    BARRED = "barred"  # 제척기간 경과 (QVA §19) or 시효완성 (QVA §15)


class Move(StrEnum):
    """What happens to a case."""

    NOTIFY = "notify"
    GIVE_OPINION = "give_opinion"
    ACCEPT_OPINION = "accept_opinion"
    REJECT_OPINION = "reject_opinion"
    PAY_REDUCED = "pay_reduced"
    IMPOSE = "impose"
    PAY = "pay"
    OBJECT = "object"
    ACCEPT_OBJECTION = "accept_objection"
    WITHDRAW_OBJECTION = "withdraw_objection"
    REPORT_TO_COURT = "report_to_court"
    COURT_DECIDES_AGAINST = "court_decides_against"
    COURT_CANCELS = "court_cancels"
    FALL_OVERDUE = "fall_overdue"
    DUN = "dun"
    SEIZE = "seize"
    HOLD_PLATE = "hold_plate"
    RETURN_PLATE = "return_plate"
    RELEASE = "release"
    BAR = "bar"
    GRANT_INSTALMENTS = "grant_instalments"
    EXTEND_INSTALMENTS = "extend_instalments"
    REVOKE_INSTALMENTS = "revoke_instalments"
    # What the office corrects of itself (직권): see `procedure.corrections`.
    MAIL_RETURNED = "mail_returned"
    SERVE_AGAIN = "serve_again"
    SERVE_IMPOSITION_AGAIN = "serve_imposition_again"
    CORRECT_CAR = "correct_car"
    CORRECT_OWNER = "correct_owner"
    HAND_TO_RENTER = "hand_to_renter"
    CANCEL = "cancel"
    REFUND = "refund"
    # The bank took a deposit back.
    REVERSE_PAYMENT = "reverse_payment"


# Nothing was seized yet, and nothing is paid: who owes what may still be put right.
_CORRECTABLE = (State.NOTICED, State.UNDER_REVIEW, State.IMPOSED, State.OVERDUE, State.DUNNED)
# Imposed, in force and unpaid.
_OWED = (State.IMPOSED, State.OVERDUE, State.DUNNED, State.SEIZED, State.PLATE_HELD)

# The whole machine; only a reversed payment, which needs to know where the case came from, stands in `after`.
TRANSITIONS: Mapping[Move, Mapping[State, State]] = {
    Move.NOTIFY: {State.DETECTED: State.NOTICED},
    # A party may add to an opinion, or give another, as long as the period runs (QVA §16②).
    Move.GIVE_OPINION: {State.NOTICED: State.UNDER_REVIEW, State.UNDER_REVIEW: State.UNDER_REVIEW},
    Move.ACCEPT_OPINION: {State.UNDER_REVIEW: State.CANCELLED},
    Move.REJECT_OPINION: {State.UNDER_REVIEW: State.NOTICED},
    Move.PAY_REDUCED: {State.NOTICED: State.CLOSED_FINAL, State.UNDER_REVIEW: State.CLOSED_FINAL},
    Move.IMPOSE: {State.NOTICED: State.IMPOSED},
    Move.PAY: {
        State.IMPOSED: State.CLOSED,
        State.OVERDUE: State.CLOSED,
        State.DUNNED: State.CLOSED,
        State.SEIZED: State.AWAITING_RELEASE,
        # The plate goes back at once (QVA §55③); the seizure is lifted afterwards.
        State.PLATE_HELD: State.AWAITING_RELEASE,
    },
    # The 60 days run from the receipt, the due date from the notice: a case may be overdue and still open to objection.
    Move.OBJECT: {State.IMPOSED: State.OBJECTED, State.OVERDUE: State.OBJECTED, State.DUNNED: State.OBJECTED},
    Move.ACCEPT_OBJECTION: {State.OBJECTED: State.CANCELLED},  # QVA §21① 2호: the office itself agrees
    Move.WITHDRAW_OBJECTION: {State.OBJECTED: State.IMPOSED},  # QVA §20③
    Move.REPORT_TO_COURT: {State.OBJECTED: State.COURT},
    # With the due date that the collection of the court's fine sets (QVA §42, §43).
    Move.COURT_DECIDES_AGAINST: {State.COURT: State.IMPOSED},
    Move.COURT_CANCELS: {State.COURT: State.CANCELLED},
    Move.FALL_OVERDUE: {State.IMPOSED: State.OVERDUE},
    Move.DUN: {State.OVERDUE: State.DUNNED, State.DUNNED: State.DUNNED},
    Move.SEIZE: {State.DUNNED: State.SEIZED},
    Move.HOLD_PLATE: {State.SEIZED: State.PLATE_HELD},
    # QVA §55④: for a time, to an owner who lives by the car. After payment: at once (§55③).
    # What was cancelled while it was seized is to be taken off the register as well.
    Move.RETURN_PLATE: {
        State.PLATE_HELD: State.SEIZED,
        State.AWAITING_RELEASE: State.AWAITING_RELEASE,
        State.CANCELLED: State.CANCELLED,
    },
    Move.RELEASE: {State.AWAITING_RELEASE: State.RELEASED, State.CANCELLED: State.CANCELLED},
    # Not while seized: a seizure interrupts the prescription for as long as it stands (QVA §15②, 국세기본법 §28).
    Move.BAR: {
        State.DETECTED: State.BARRED,
        State.NOTICED: State.BARRED,
        State.UNDER_REVIEW: State.BARRED,
        State.IMPOSED: State.BARRED,
        State.OVERDUE: State.BARRED,
        State.DUNNED: State.BARRED,
    },
    # Instalments change what is due and when, never the state; a plan can be revoked once its time has begun.
    Move.GRANT_INSTALMENTS: {state: state for state in _OWED},
    Move.EXTEND_INSTALMENTS: {state: state for state in _OWED},
    Move.REVOKE_INSTALMENTS: {state: state for state in _OWED},
    Move.MAIL_RETURNED: {state: state for state in _CORRECTABLE if state is not State.DUNNED},
    # Served anew, the prior notice gives its whole opinion period again, and an imposition that followed it falls.
    Move.SERVE_AGAIN: {
        state: State.UNDER_REVIEW if state is State.UNDER_REVIEW else State.NOTICED for state in _CORRECTABLE
    },
    Move.SERVE_IMPOSITION_AGAIN: {
        State.IMPOSED: State.IMPOSED,
        State.OVERDUE: State.IMPOSED,
        State.DUNNED: State.IMPOSED,
    },
    # Whoever owes it now has not been heard yet (QVA §16).
    **{
        move: dict.fromkeys((*_CORRECTABLE, State.OBJECTED), State.NOTICED)
        for move in (Move.CORRECT_CAR, Move.CORRECT_OWNER, Move.HAND_TO_RENTER)
    },
    # Paid or not; what lies at the court is the court's to end.
    Move.CANCEL: {
        state: State.CANCELLED for state in State if state not in (State.COURT, State.CANCELLED, State.BARRED)
    },
    # Money that was not owed goes back at any time and moves nothing.
    Move.REFUND: {state: state for state in State},
}

PAYABLE: frozenset[State] = frozenset({*TRANSITIONS[Move.PAY], *TRANSITIONS[Move.PAY_REDUCED]})
FINAL: frozenset[State] = frozenset(
    {State.CLOSED_FINAL, State.CLOSED, State.RELEASED, State.CANCELLED, State.BARRED},
)

_BEFORE_IMPOSITION = frozenset({State.DETECTED, State.NOTICED, State.UNDER_REVIEW})
_AFTER_IMPOSITION = frozenset(_OWED)
_WITHOUT_EFFECT = frozenset({State.OBJECTED, State.COURT})
_COLLECTION = frozenset({Move.FALL_OVERDUE, Move.DUN, Move.SEIZE, Move.HOLD_PLATE})
_INSTALMENTS = frozenset({Move.GRANT_INSTALMENTS, Move.EXTEND_INSTALMENTS, Move.REVOKE_INSTALMENTS})
_EVERY_MOVE = frozenset(Move)

# Why a move is refused, in words a citizen or a clerk can use. The first row that fits speaks.
_REFUSALS: tuple[tuple[frozenset[State], frozenset[Move], type[Conflict]], ...] = (
    (frozenset({State.CLOSED_FINAL}), frozenset({Move.GIVE_OPINION}), OpinionAfterReducedPayment),
    (frozenset({State.CLOSED_FINAL}), frozenset({Move.OBJECT}), ObjectionAfterReducedPayment),
    (frozenset({State.CLOSED_FINAL, State.CLOSED, State.RELEASED}), _EVERY_MOVE, CaseIsClosed),
    (frozenset({State.CANCELLED}), _EVERY_MOVE, CaseIsCancelled),
    (frozenset({State.BARRED}), _EVERY_MOVE, CaseIsBarred),
    (frozenset({State.AWAITING_RELEASE}), _EVERY_MOVE, PaidAndAwaitingRelease),
    (frozenset({State.UNDER_REVIEW}), frozenset({Move.IMPOSE}), OpinionNotDecided),
    (_BEFORE_IMPOSITION, _COLLECTION | _INSTALMENTS | {Move.PAY, Move.OBJECT}, NotImposedYet),
    (frozenset({State.COURT}), frozenset({Move.WITHDRAW_OBJECTION, Move.CANCEL}), ObjectionAtCourt),
    (_WITHOUT_EFFECT, _COLLECTION | _INSTALMENTS | {Move.PAY, Move.PAY_REDUCED}, ImpositionLostEffect),
    (_AFTER_IMPOSITION | _WITHOUT_EFFECT, frozenset({Move.GIVE_OPINION}), OpinionTooLate),
    (_AFTER_IMPOSITION, frozenset({Move.PAY_REDUCED}), ReducedPaymentTooLate),
    # QVA §24③: property is seized from one who let the 60 days pass.
    (frozenset({State.SEIZED, State.PLATE_HELD}), frozenset({Move.OBJECT}), ObjectionTooLate),
    (frozenset({State.SEIZED, State.PLATE_HELD}), frozenset({Move.RELEASE}), SeizureStandsUntilPaid),
)


# The states whose payment can be reversed, each with the state that its payment led to.
_PAID: Mapping[State, State] = {
    State.CLOSED_FINAL: State.CLOSED_FINAL,
    State.CLOSED: State.CLOSED,
    State.AWAITING_RELEASE: State.AWAITING_RELEASE,
    State.RELEASED: State.AWAITING_RELEASE,
}


def after(state: State, move: Move, *, before_payment: State | None = None) -> State:
    """The state that a move leads to. `before_payment` matters to REVERSE_PAYMENT alone.

    Raises a Conflict that names the reason: one of `_REFUSALS`, ReversalDoesNotFit, or else MoveNotAllowed.
    """
    if move is Move.REVERSE_PAYMENT and state in _PAID:
        return _before(state, before_payment)
    following = TRANSITIONS.get(move, {}).get(state)
    if following is None:
        raise _refusal(state, move)
    return following


def _before(state: State, before_payment: State | None) -> State:
    """Where a case returns whose payment was taken back.

    A released case was seized before it was paid, and is not any more: it is as good as dunned. A plate that has
    been handed out is not held either: name SEIZED as the state before.
    """
    if before_payment is not None:
        reached = {TRANSITIONS[move].get(before_payment) for move in (Move.PAY, Move.PAY_REDUCED)}
        if _PAID[state] in reached:
            return State.DUNNED if state is State.RELEASED else before_payment
    raise ReversalDoesNotFit


def _refusal(state: State, move: Move) -> Conflict:
    for states, moves, refusal in _REFUSALS:
        if state in states and move in moves:
            return refusal()
    return MoveNotAllowed(state, move)


def state_on(state: State, pay_until: date | None, day: date) -> State:
    """The state on a day: an imposed fine becomes overdue by the calendar alone, the day after `pay_until`."""
    if state is State.IMPOSED and pay_until is not None and day > pay_until:
        return after(state, Move.FALL_OVERDUE)
    return state


# --- windows ---------------------------------------------------------------------------------------


class Dated(Protocol):
    """A rule with the day from which it holds."""

    @property
    def in_force_from(self) -> date: ...


_Rule = TypeVar("_Rule", bound=Dated)


def rule_in_force(rules: Sequence[_Rule], on: date) -> _Rule:
    """The last rule that holds on a day; rules stand in order of their dates. Raises NoRuleInForce."""
    known = [rule for rule in rules if rule.in_force_from <= on]
    if not known:
        raise NoRuleInForce
    return known[-1]


@dataclass(frozen=True, slots=True)
class WindowRule:
    """How long the law waits. Calendar days, and years for the collection."""

    in_force_from: date
    objection_days: int
    court_report_days: int
    payable_days: int
    obstacle_days: int
    years_to_collect: int


WINDOW_RULES: tuple[WindowRule, ...] = (
    WindowRule(
        in_force_from=date(2008, 6, 22),  # the day QVA came into force
        objection_days=60,  # QVA §20①
        court_report_days=14,  # QVA §21①
        payable_days=60,  # 도로교통법 시행령 §88⑥; since when was not verified
        obstacle_days=5,  # 도로교통법 시행령 §88⑥ 단서
        years_to_collect=5,  # QVA §15①
    ),
)


def check_opinion_days(days: int) -> int:
    """Returns the opinion period a district has set, in days. Raises OpinionPeriodTooShort under 10 (QVA §16①)."""
    if days < OPINION_DAYS_AT_LEAST:
        raise OpinionPeriodTooShort
    return days


def opinion_until(notified_on: date, days: int, calendar: Calendar = PUBLIC_HOLIDAYS) -> date:
    """The last day for an opinion and for the reduced amount (QVA §16①, §18①). Raises OpinionPeriodTooShort."""
    return calendar.end_of_term(notified_on + timedelta(days=check_opinion_days(days)))


def may_impose(violated_on: date, day: date) -> bool:
    """Whether the fine may still be imposed: five years to the day, and no longer (QVA §19①)."""
    return day <= end_of_months(violated_on, 12 * YEARS_UNTIL_BARRED)


def objection_until(imposition_received_on: date, calendar: Calendar = PUBLIC_HOLIDAYS) -> date:
    """The last day for an objection: the sixtieth after the notice was received, or the next working day (QVA §20①)."""
    rule = rule_in_force(WINDOW_RULES, imposition_received_on)
    return calendar.end_of_term(imposition_received_on + timedelta(days=rule.objection_days))


def check_objection(
    state: State, imposition_received_on: date, day: date, calendar: Calendar = PUBLIC_HOLIDAYS
) -> None:
    """Raises ObjectionTooLate after the window, and whatever `after` raises where no objection is possible.

    A court's decision is met by the immediate appeal (QVA §38), not by this: `imposition_received_on` stays the day
    on which the office's own notice was received.
    """
    after(state, Move.OBJECT)
    if day > objection_until(imposition_received_on, calendar):
        raise ObjectionTooLate


def may_object(state: State, imposition_received_on: date, day: date, calendar: Calendar = PUBLIC_HOLIDAYS) -> bool:
    """Whether `check_objection` lets the objection pass (QVA §20)."""
    try:
        check_objection(state, imposition_received_on, day, calendar)
    except Conflict:
        return False
    return True


def court_report_due(objected_on: date) -> date:
    """The last day for telling the court of an objection (QVA §21①). A duty of the office: no holiday moves it."""
    return objected_on + timedelta(days=rule_in_force(WINDOW_RULES, objected_on).court_report_days)


def payable_until(
    received_on: date, obstacle_ended_on: date | None = None, calendar: Calendar = PUBLIC_HOLIDAYS
) -> date:
    """The due date: the sixtieth day after the notice was received, or the next working day (도로교통법 시행령 §88⑥).

    After a disaster or another unavoidable obstacle there are five days from its end, never fewer than the sixty.
    """
    rule = rule_in_force(WINDOW_RULES, received_on)
    last = received_on + timedelta(days=rule.payable_days)
    if obstacle_ended_on is not None:
        last = max(last, obstacle_ended_on + timedelta(days=rule.obstacle_days))
    return calendar.end_of_term(last)


def collection_prescribed(state: State, runs_from: date, day: date, suspended_days: int = 0) -> bool:
    """Whether the fine can no longer be collected: five years have passed (QVA §15①).

    The years run from the day the imposition became final: the last day for an objection that nobody made, the
    withdrawal of one, or the day the court's decision became final. A notice of payment or a dunning starts them
    anew from the due date it set, a seizure from its release (QVA §15②, 국세기본법 §28): `runs_from` is the latest
    of these. They stand still for `suspended_days`, such as those of instalments or a deferral. Nothing is
    prescribed while it is seized, without effect, not imposed, or over.
    """
    if state not in {State.IMPOSED, State.OVERDUE, State.DUNNED}:
        return False
    years = rule_in_force(WINDOW_RULES, runs_from).years_to_collect
    return day > end_of_months(runs_from, 12 * years) + timedelta(days=suspended_days)
