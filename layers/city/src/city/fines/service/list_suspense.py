"""Showing staff the deposits, and those among them that wait for a decision."""

from dataclasses import dataclass
from typing import Any

from city.fines.tables.deposits import DepositRecord, Deposits


@dataclass(frozen=True, slots=True)
class SuspensePage:
    """Open suspense entries, oldest first; `next_page` is handed back for the page after."""

    entries: list[dict[str, Any]]
    next_page: str | None


class ListSuspense:
    """Shows staff the deposits that wait for a decision."""

    MOST = 100

    def __init__(self, deposits: Deposits) -> None:
        self._deposits = deposits

    def list(self, limit: int, page: str | None) -> SuspensePage:
        """Raises Invalid if `page` is none of ours."""
        records, following = self._deposits.list_suspense(limit, page)
        return SuspensePage([deposit_view(r) for r in records], following)


def deposit_view(record: DepositRecord) -> dict[str, Any]:
    """A deposit as staff see it."""
    moments = {
        "deposited_at": record.deposited_at,
        "received_at": record.received_at,
    }
    return {
        "deposit_key": record.deposit_key,
        "outcome": record.outcome,
        "reason": record.reason,
        "account_number": record.account_number,
        "amount_krw": int(record.amount_krw),
        "notice_number": record.notice_number,
        **{name: moment.isoformat() for name, moment in moments.items()},
    }
