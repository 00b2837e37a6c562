"""A parking case as the district keeps it, and where it stands on a day. Pure; every clause is named.

Sources: 도로교통법 §160③, 시행령 §88④; 질서위반행위규제법 (QVA below) and its 시행령.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from city.fines.law.errors import InstalmentsRunning
from city.fines.law.instalments import GrantedPlan
from city.fines.law.lifecycle import (
    Move,
    State,
    after,
    state_on,
)
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


class PaymentStage(StrEnum):
    """How far a case has come, as far as the amount goes."""

    EARLY = "early"
    FULL = "full"
    OVERDUE = "overdue"
    # One instalment of a plan that was granted.
    INSTALMENT = "instalment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    at: datetime
    zone: Zone
    vehicle: VehicleClass
    over_two_hours: bool = False
    # 별표6: the fire-facility rate holds only where a safety sign or road marking is installed.
    safety_marking: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
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


PAID = frozenset({State.CLOSED_FINAL, State.CLOSED, State.AWAITING_RELEASE, State.RELEASED})
