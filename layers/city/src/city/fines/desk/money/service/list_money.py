"""Listing the money that waits for somebody."""

from dataclasses import dataclass

from city.contracts.fines.staff.money import DecisionPage, SuspensePage
from city.fines.desk.money.service.shown_deposits import show_decision, show_deposit
from city.fines.desk.tables.desk import DecisionRecord, DeskEntries
from city.fines.law.privacy import Mask
from city.fines.money.tables.deposits import Deposits


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSuspense:
    """Deposits that wait for a decision, the oldest first."""

    deposits: Deposits

    MOST = 100

    def list(self, limit: int, page: str | None) -> SuspensePage:
        """Deposits that wait for a decision, the oldest first. Raises Invalid."""
        found, following = self.deposits.list_suspense(limit, page)
        return SuspensePage(suspense=tuple(show_deposit(record, Mask()) for record in found), next_page=following)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDecisions:
    """Decisions on one worklist: proposals that wait for a manager, or approved refunds that are to be paid."""

    desk: DeskEntries
    worklist: str

    MOST = 100

    def list(self, limit: int, page: str | None) -> DecisionPage:
        """The longest waiting first. Raises Invalid."""
        found, following = self.desk.list_work(self.worklist, limit, page)
        shown = tuple(show_decision(record, Mask()) for record in found if isinstance(record, DecisionRecord))
        return DecisionPage(decisions=shown, next_page=following)
