"""Compares all cases with the whole ledger: every closed case has its money, every won of the ledger its case. Pure.

Streamed: of each case one number is kept, so that a night needs no more memory than its cases have numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from city.contracts.fines.books import GapKind
from city.fines.law.instalments import GrantedPlan
from city.fines.law.lifecycle import State
from city.fines.law.notices import PAID
from city.fines.money.ledger import DepositEntry, LedgerAccount
from city.office.books import Posting

BOOKS = "books/"
_NOTHING_OWED = frozenset({State.CANCELLED, State.BARRED})


def books_key(day: date) -> str:
    """Where the report of a night is kept."""
    return f"{BOOKS}{day.isoformat()}.json"


def said_paid_krw(state: State, paid_krw: int | None, plan: GrantedPlan | None) -> int:
    """What a case says was paid of it: the whole, its instalments, or nothing."""
    if state in PAID:
        return paid_krw or 0
    if state in _NOTHING_OWED or plan is None:
        return 0
    return plan.paid_krw


def gap_of(state: State | None, said_krw: int, booked_krw: int) -> GapKind | None:
    """How a case differs from what is booked for it; `state` is None where no case is on file."""
    if said_krw == booked_krw:
        return None
    if state is None:
        return GapKind.MONEY_WITHOUT_A_CASE
    if booked_krw < said_krw:
        return GapKind.PAID_WITHOUT_MONEY
    if state in _NOTHING_OWED:
        return GapKind.MONEY_OF_A_CANCELLED_CASE
    return GapKind.MORE_THAN_WAS_DUE if state in PAID else GapKind.MONEY_OF_AN_OPEN_CASE


def change_of(account: LedgerAccount, postings: Iterable[Posting[LedgerAccount]]) -> int:
    """By how much postings raise what an account of the credit side holds."""
    return sum((p.credit is account) * p.amount_krw - (p.debit is account) * p.amount_krw for p in postings)


def booked_for(number: str, entries: Iterable[DepositEntry]) -> int:
    """What the ledger has settled for a notice."""
    return sum(change_of(LedgerAccount.SETTLED, entry.postings) for entry in entries if entry.notice_number == number)


@dataclass(slots=True)
class Tally:
    """All cases first, then all entries. A case may be deleted when nothing has happened to it since `kept_since`."""

    kept_since: datetime
    cases: int = 0
    entries: int = 0
    # What is booked for a notice beyond what its case says.
    _beyond: dict[str, int] = field(default_factory=dict)
    _waiting: dict[LedgerAccount, dict[str, int]] = field(
        default_factory=lambda: {LedgerAccount.SUSPENSE: {}, LedgerAccount.REFUND_PAYABLE: {}}
    )

    def add_case(self, number: str, said_krw: int) -> None:
        self.cases += 1
        if said_krw:
            self._beyond[number] = self._beyond.get(number, 0) - said_krw

    def add_entry(
        self, deposit_key: str, number: str | None, at: datetime, postings: Iterable[Posting[LedgerAccount]]
    ) -> None:
        self.entries += 1
        postings = tuple(postings)
        for account, waiting in self._waiting.items():
            if change := change_of(account, postings):
                waiting[deposit_key] = waiting.get(deposit_key, 0) + change
        # What is older than cases are kept, of a case that says nothing, may be of one that is deleted.
        if number is not None and (at >= self.kept_since or number in self._beyond):
            self._beyond[number] = self._beyond.get(number, 0) + change_of(LedgerAccount.SETTLED, postings)

    def unbalanced(self) -> list[str]:
        """Notices to look at again: what moved while this was read looks unbalanced too."""
        return sorted(number for number, beyond in self._beyond.items() if beyond)

    def waiting_in(self, account: LedgerAccount) -> list[str]:
        """The deposits whose money lies in suspense, or is promised back."""
        return sorted(key for key, krw in self._waiting[account].items() if krw)
