"""What proposing, approving and paying out have in common: what a deposit would pay, and whether another decided first."""

from collections.abc import Callable

from city.aws.dynamo import Writes
from city.fines.desk.errors import AmountDiffers, SettlesTheCase
from city.fines.desk.tables.desk import DecisionRecord, DeskEntries
from city.fines.law.deposits import PaidInFull, PaidInPart, paid_state
from city.fines.law.errors import CaseMoved, NoticeUnknown
from city.fines.law.notices import state_of
from city.fines.law.quotes import Quote, quote
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.held_money import note_gone
from city.fines.money.errors import MoneyNotThere
from city.fines.money.ledger import LedgerAccount
from city.fines.money.tables.deposit_records import DepositRecord
from city.fines.money.tables.paid_cases import pays_for
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


def find_case_of(cases: Cases, deposit: DepositRecord) -> NoticeRecord | None:
    """The case a deposit came for, as far as it is on file."""
    return cases.by_number(deposit.notice_number) if deposit.notice_number else None


def check_refund(
    held: LedgerAccount | None, case: NoticeRecord | None, deposit: DepositRecord, *, reopens_case: bool
) -> bool:
    """Whether a refund leaves the case unpaid again.

    Held money goes back freely, and so does what paid a case that was cancelled since. What pays a case that is owed
    goes back only if it was paid by mistake. Raises MoneyNotThere, SettlesTheCase.
    """
    if held not in (LedgerAccount.SUSPENSE, LedgerAccount.SETTLED):
        raise MoneyNotThere
    pays = held is LedgerAccount.SETTLED and case is not None and pays_for(case, deposit.deposit_key)
    if pays and not reopens_case:
        raise SettlesTheCase
    return pays


def strike_off(writes: Writes, cases: Cases, deposit: DepositRecord) -> None:
    """Adds that the case a deposit came for has its money no longer."""
    case = find_case_of(cases, deposit)
    gone = note_gone(case, deposit.deposit_key) if case is not None else []
    if case is not None and gone:
        writes.add(f"held for {case.number}", lambda t: t.update(case, actions=gone))


def unless_late(desk: DeskEntries, decision: DecisionRecord, action: Callable[[], None]) -> None:
    """What another has just decided may be the reason for a refusal: then it is a race, and no refusal."""
    try:
        action()
    except Rejected as refusal:
        latest = desk.find_decision(decision.deposit_key)
        if latest is not None and latest.revision != decision.revision:
            raise CaseMoved from refusal
        raise
