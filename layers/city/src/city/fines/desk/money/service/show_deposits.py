"""Showing staff deposits, and those among them that wait for somebody."""

from dataclasses import dataclass

from city.aws.observability import logger
from city.contracts.fines.staff.money import DecisionPage, DepositFile, SuspensePage
from city.fines.desk.cases.service.shown import show_decision, show_deposit, show_deposit_file
from city.fines.desk.tables.desk import DECISIONS, REFUNDS, DecisionRecord, Desk, deposit_subject
from city.fines.law.privacy import Veil
from city.fines.money.tables.deposits import Deposits
from city.fines.money.tables.ledger import entries_of
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class ShowDeposits:
    """Shows deposits masked, or whole to somebody who says why."""

    deposits: Deposits
    desk: Desk
    clock: Clock

    MOST = 100

    def list_suspense(self, limit: int, page: str | None) -> SuspensePage:
        """Deposits that wait for a decision, the oldest first. Raises Invalid."""
        found, following = self.deposits.list_suspense(limit, page)
        return SuspensePage(suspense=tuple(show_deposit(record, Veil()) for record in found), next_page=following)

    def list_proposals(self, limit: int, page: str | None) -> DecisionPage:
        """Proposals that wait for a manager. Raises Invalid."""
        return self._list(DECISIONS, limit, page)

    def list_refunds(self, limit: int, page: str | None) -> DecisionPage:
        """Approved refunds that are to be paid. Raises Invalid."""
        return self._list(REFUNDS, limit, page)

    def _list(self, worklist: str, limit: int, page: str | None) -> DecisionPage:
        found, following = self.desk.list_work(worklist, limit, page)
        shown = tuple(show_decision(record, Veil()) for record in found if isinstance(record, DecisionRecord))
        return DecisionPage(decisions=shown, next_page=following)

    def show(self, key: str) -> DepositFile:
        """Raises DepositUnknown."""
        return self._tell(key, Veil())

    def disclose(self, key: str, reason: str, by: str) -> DepositFile:
        """Written down before it is answered. Raises DepositUnknown."""
        told = self._tell(key, Veil(lifted=True))
        self.desk.keep_view(deposit_subject(key), by, reason, self.clock.now())
        logger().info("deposit disclosed", extra={"deposit_key": key, "by": by})
        return told

    def _tell(self, key: str, veil: Veil) -> DepositFile:
        return show_deposit_file(self.deposits.get(key), entries_of(key), self.desk.find_decision(key), veil)
