"""Granting instalments (질서위반행위규제법 §24의3, 시행령 §7의2)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from city.aws.observability import count
from city.contracts.fines.staff.cases import CaseLine, GrantInstalments
from city.fines.desk.cases.service.instalments.decide_instalments import DecideInstalments, TextOwner
from city.fines.desk.errors import DayInFuture, InstalmentsGrantedBefore
from city.fines.law.instalments import (
    GrantedPlan,
    Hardship,
    check_first_due,
    instalment_decision_due,
    plan_instalments,
)
from city.fines.law.lifecycle import Move, after
from city.fines.law.notices import Notice, PaymentStage, state_of
from city.fines.law.quotes import quote
from city.kernel.clock import Clock, seoul_date


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantPlan:
    """Divides what is owed, from the application on."""

    decide_instalments: DecideInstalments
    text_owner: TextOwner
    clock: Clock

    def grant(self, number: str, request: GrantInstalments, by: str) -> CaseLine:
        """Once a case; the same grant again changes nothing.

        Raises NoticeUnknown, DayInFuture, InstalmentsGrantedBefore, FirstInstalmentOutOfRange,
        InstalmentMonthsOutOfRange, AmountTooSmallToDivide, and what `after` and `quote` raise, Transient.
        """

        def decide(notice: Notice, today: date) -> GrantedPlan:
            after(state_of(notice, today), Move.GRANT_INSTALMENTS)
            return _granted(notice, request, today)

        note = f"{request.hardship}, {request.months} months from {request.first_due}, applied {request.applied_on}"
        record, new = self.decide_instalments.decide(number, Move.GRANT_INSTALMENTS, decide, note=note, by=by)
        if new:
            late = seoul_date(self.clock.now()) > instalment_decision_due(request.applied_on)
            # The office's duty (시행령 §7의2), never the citizen's loss: counted, not refused.
            count("InstalmentsDecidedLate", int(late))
        return self.text_owner.text(record)


def _granted(notice: Notice, request: GrantInstalments, today: date) -> GrantedPlan:
    if request.applied_on > today:
        raise DayInFuture
    if notice.plan is not None:
        raise InstalmentsGrantedBefore
    check_first_due(request.first_due, today)
    # Time stands still from the application on, and never before the imposition: nothing was owed then.
    applied_on = max(
        request.applied_on, notice.imposed_on or request.applied_on, notice.opinion_ends_on + timedelta(days=1)
    )
    offer = quote(replace(notice, plan=None), applied_on)
    return GrantedPlan(
        hardship=Hardship(request.hardship),
        applied_on=applied_on,
        granted_on=today,
        surcharge_krw=offer.amount_krw - offer.fine_krw if offer.stage is PaymentStage.OVERDUE else 0,
        plan=plan_instalments(offer.amount_krw, request.months, request.first_due, notice.calendar),
    )
