"""What proposing, approving and paying out have in common: what a deposit would pay, and whether another decided first."""

from collections.abc import Callable

from city.fines.desk.errors import AmountDiffers
from city.fines.desk.tables.desk import DecisionRecord, DeskEntries
from city.fines.law.deposits import PaidInFull, PaidInPart, paid_state
from city.fines.law.errors import CaseMoved, NoticeUnknown
from city.fines.law.notices import state_of
from city.fines.law.quotes import Quote, quote
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.money.tables.deposits import DepositRecord
from city.kernel.clock import seoul_date
from city.kernel.errors import Rejected


def would_pay(deposit: DepositRecord, case: NoticeRecord) -> tuple[PaidInFull | PaidInPart, Quote]:
    """What the deposit does to the case on the day it came. Raises AmountDiffers, and what `quote` raises."""
    notice, day = case.to_notice(), seoul_date(deposit.deposited_at)
    offer = quote(notice, day)
    if offer.amount_krw != deposit.amount_krw:
        raise AmountDiffers
    if offer.instalment is not None and notice.plan is not None and not notice.plan.completed_by(offer.instalment):
        return PaidInPart(offer.instalment), offer
    state = state_of(notice, day)
    return PaidInFull(paid_state(state, offer.stage), state), offer


def find_case_to_pay(cases: Cases, number: str | None) -> NoticeRecord:
    """Raises NoticeUnknown."""
    case = cases.by_number(number or "-")
    if case is None:
        raise NoticeUnknown
    return case


def unless_late(desk: DeskEntries, decision: DecisionRecord, action: Callable[[], None]) -> None:
    """What another has just decided may be the reason for a refusal: then it is a race, and no refusal."""
    try:
        action()
    except Rejected as refusal:
        latest = desk.find_decision(decision.deposit_key)
        if latest is not None and latest.revision != decision.revision:
            raise CaseMoved from refusal
        raise
