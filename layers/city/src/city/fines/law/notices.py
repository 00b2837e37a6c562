"""A parking case as the district keeps it, and where it stands on a day. Pure; every clause is named.

Sources: 도로교통법 §160③, 시행령 §88④; 질서위반행위규제법 (QVA below) and its 시행령.
"""

from dataclasses import dataclass, field
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
from city.kernel.calendar import PUBLIC_HOLIDAYS, Calendar
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
    # The fine as the office's file states it, in won, for a day that no table of ours reaches.
    stated_krw: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One parking case as the district keeps it, without its owner.

    `opinion_until` and `pay_until` are the days that the district's file says, weekends and holidays or not. Until when
    an opinion is taken and an amount holds is `opinion_ends_on` and `payment_ends_on`.
    """

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
    # On which days a term ends.
    calendar: Calendar = field(default=PUBLIC_HOLIDAYS, repr=False, compare=False)

    @property
    def opinion_ends_on(self) -> date:
        """The last day for an opinion and for the reduced amount (QVA §16①, §18①), a working day (민법 §161)."""
        return self.calendar.end_of_term(self.opinion_until)

    @property
    def payment_ends_on(self) -> date | None:
        """The last day on which the fine is paid without a surcharge (QVA §24①), a working day (민법 §161).

        Later by the time for which instalments had put it off, where they ended before the fine was paid.
        """
        due = self._due_on
        if due is None or self.plan is None or due < self.plan.applied_on:
            return due
        return self.calendar.end_of_term(due + self.stood_still)

    @property
    def stood_still(self) -> timedelta:
        """How long time stood still for instalments that ended before they were paid (QVA §24의3④).

        Nothing of it counts where the due date lay beyond their end, or was set anew afterwards.
        """
        plan, due = self.plan, self._due_on
        if plan is None or plan.ended_on is None or due is None or due >= plan.ended_on:
            return timedelta()
        return plan.ended_on - plan.applied_on

    @property
    def _due_on(self) -> date | None:
        """The due date as if there had never been instalments."""
        return self.calendar.end_of_term(self.pay_until) if self.pay_until is not None else None


def state_of(notice: Notice, on: date) -> State:
    """Where a case stands on a day in Seoul: imposition and due date come true by the calendar alone.

    An imposition dated on a day to which the opinion period was moved takes effect when that day is over (QVA §17①).
    """
    state = notice.status
    imposed_on = notice.imposed_on
    if state is State.NOTICED and imposed_on is not None and on >= imposed_on and on > notice.opinion_ends_on:
        state = after(state, Move.IMPOSE)
    if notice.plan is not None and notice.plan.stands_still_on(on):
        on = notice.plan.applied_on
    return state_on(state, notice.payment_ends_on, on)


# Not while instalments run (QVA §24의3④): no dunning, and nothing that follows it.
ENFORCEMENT = frozenset({Move.DUN, Move.SEIZE, Move.HOLD_PLATE})


def check_enforcement(notice: Notice, move: Move) -> None:
    """Raises InstalmentsRunning if the move enforces what instalments have put off."""
    if move in ENFORCEMENT and notice.plan is not None and notice.plan.runs:
        raise InstalmentsRunning


PAID = frozenset({State.CLOSED_FINAL, State.CLOSED, State.AWAITING_RELEASE, State.RELEASED})
