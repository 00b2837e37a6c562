"""The amount due on a day, and until when it holds. Pure; QVA is the 질서위반행위규제법.

An amount that holds until a term ends, holds until the working day on which it does (민법 §161).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from city.fines.law.amounts import base_fine_krw, early_krw, overdue_krw, social_krw, whole_months_overdue
from city.fines.law.errors import CaseIsBarred, CaseIsCancelled, FineAlreadyPaid, ImpositionLostEffect, NotYetImposed
from city.fines.law.instalments import GrantedPlan
from city.fines.law.lifecycle import (
    PAYABLE,
    State,
)
from city.fines.law.notices import Notice, PaymentStage
from city.kernel.clock import end_of_day_in_seoul, end_of_months, seoul_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What to pay on a given day, and until when that amount holds."""

    stage: PaymentStage
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
        return self.stage is PaymentStage.EARLY

    @property
    def part(self) -> str:
        """What tells this amount from another of the same stage and size: the instalment, or that a plan went before."""
        return str(self.instalment) if self.instalment is not None else "-rest" if self.of_a_rest else ""

    @property
    def expires_at(self) -> datetime:
        """Midnight KST that ends the last day, in UTC."""
        return end_of_day_in_seoul(self.pay_until)


_NOTHING_DUE = {
    State.DETECTED: NotYetImposed,
    State.CANCELLED: CaseIsCancelled,
    State.BARRED: CaseIsBarred,
    State.OBJECTED: ImpositionLostEffect,
    State.COURT: ImpositionLostEffect,
}


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
    early_until, due_on = notice.opinion_ends_on, notice.payment_ends_on
    if on <= early_until:
        return Quote(
            stage=PaymentStage.EARLY,
            amount_krw=early_krw(fine, violated_on),
            fine_krw=fine,
            pay_until=early_until,
        )
    if due_on is None:
        raise NotYetImposed
    if on <= due_on:
        return Quote(stage=PaymentStage.FULL, amount_krw=fine, fine_krw=fine, pay_until=due_on)
    months = whole_months_overdue(due_on, on)
    amount = overdue_krw(fine, months, violated_on)
    return Quote(
        stage=PaymentStage.OVERDUE,
        amount_krw=amount,
        fine_krw=fine,
        pay_until=end_of_months(due_on, months + 1),
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
        return Quote(
            stage=PaymentStage.INSTALMENT,
            amount_krw=due.amount_krw,
            fine_krw=fine,
            pay_until=max(due.due_on, on),
            next_month_krw=0,
            instalment=due.number,
            paid_before_krw=plan.paid_krw,
        )
    due_on = notice.payment_ends_on
    if plan.ended_on is None or due_on is None:
        raise FineAlreadyPaid
    on, violated_on = max(on, plan.ended_on), seoul_date(notice.violation.at)
    unpaid_fine = max(fine - plan.paid_krw, 0)
    left = unpaid_fine + plan.surcharge_krw - max(plan.paid_krw - fine, 0)
    if on <= due_on:
        offer = Quote(
            stage=PaymentStage.FULL,
            amount_krw=left,
            fine_krw=fine,
            pay_until=due_on,
            next_month_krw=0,
            instalment=None,
            paid_before_krw=plan.paid_krw,
            of_a_rest=True,
        )
    else:
        # Months that had begun before the plan go on where they stood still; what had grown stands in `surcharge_krw`,
        # on the whole fine, and what grows since, on the rest.
        pause = notice.stood_still if due_on < plan.applied_on else timedelta()
        months = whole_months_overdue(due_on, on - pause)
        before = unpaid_fine
        if plan.surcharge_krw:
            before = overdue_krw(unpaid_fine, whole_months_overdue(due_on, plan.applied_on), violated_on)
        amount, next_month = (
            left + overdue_krw(unpaid_fine, month, violated_on) - before for month in (months, months + 1)
        )
        offer = Quote(
            stage=PaymentStage.OVERDUE,
            amount_krw=amount,
            fine_krw=fine,
            pay_until=end_of_months(due_on, months + 1) + pause,
            next_month_krw=next_month - amount,
            instalment=None,
            paid_before_krw=plan.paid_krw,
            of_a_rest=True,
        )
    if offer.amount_krw <= 0:
        raise FineAlreadyPaid
    return offer
