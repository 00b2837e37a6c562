"""Showing staff a deposit, masked, or whole to somebody who says why."""

from dataclasses import dataclass

from city.aws.observability import logger
from city.contracts.fines.staff.money import DepositFile
from city.fines.desk.money.service.shown_deposits import show_deposit_file
from city.fines.desk.tables.desk import DeskEntries, deposit_subject
from city.fines.law.privacy import Mask
from city.fines.money.tables.deposits import Deposits
from city.fines.money.tables.ledger import entries_of
from city.kernel.clock import Clock

_OTHERS_AT_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDeposit:
    """Shows a deposit masked."""

    deposits: Deposits
    desk: DeskEntries

    def show(self, key: str) -> DepositFile:
        """Raises DepositUnknown."""
        return _file_of(self.deposits, self.desk, key, Mask())


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscloseDeposit:
    """Shows a deposit whole, and writes down who looked and why."""

    deposits: Deposits
    desk: DeskEntries
    clock: Clock

    def disclose(self, key: str, reason: str, by: str) -> DepositFile:
        """Written down before it is answered. Raises DepositUnknown."""
        file = _file_of(self.deposits, self.desk, key, Mask(lifted=True))
        self.desk.keep_view(deposit_subject(key), by=by, reason=reason, at=self.clock.now())
        logger().info("deposit disclosed", extra={"deposit_key": key, "by": by})
        return file


def _file_of(deposits: Deposits, desk: DeskEntries, key: str, mask: Mask) -> DepositFile:
    deposit = deposits.get(key)
    on_case = deposits.on_notice(deposit.notice_number) if deposit.notice_number else []
    others = [other for other in on_case if other.deposit_key != key][:_OTHERS_AT_MOST]
    return show_deposit_file(deposit, entries_of(key), desk.find_decision(key), mask, others)
