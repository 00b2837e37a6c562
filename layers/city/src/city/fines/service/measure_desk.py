"""Measuring what waits for staff and how far the pool of account numbers reaches."""

from dataclasses import asdict, dataclass
from datetime import datetime

from city.aws.observability import count, logger
from city.fines.tables.accounts import Accounts
from city.fines.tables.deposits import Deposits
from city.fines.tables.desk import OPINIONS, TICKETS, Desk
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class DeskLevels:
    """How things stand. Minutes are those by the calendar: nights and weekends count."""

    pool_level: int
    suspense_open: int
    suspense_oldest_minutes: int
    tickets_oldest_minutes: int
    opinions_oldest_minutes: int


class MeasureDesk:
    """Tells CloudWatch how things stand."""

    POOL_COUNTED_AT_MOST = 10_000

    def __init__(self, accounts: Accounts, deposits: Deposits, desk: Desk, clock: Clock) -> None:
        self._accounts, self._deposits, self._desk, self._clock = accounts, deposits, desk, clock

    def measure(self) -> DeskLevels:
        now = self._clock.now()
        levels = DeskLevels(
            pool_level=self._accounts.count_free(now, self.POOL_COUNTED_AT_MOST),
            suspense_open=self._deposits.count_suspense(),
            suspense_oldest_minutes=_minutes(self._deposits.suspense_since(), now),
            tickets_oldest_minutes=_minutes(self._desk.waiting_since(TICKETS), now),
            opinions_oldest_minutes=_minutes(self._desk.waiting_since(OPINIONS), now),
        )
        count("PoolLevel", levels.pool_level)
        count("SuspenseOpen", levels.suspense_open)
        count("SuspenseOldestMinutes", levels.suspense_oldest_minutes)
        count("TicketsOldestMinutes", levels.tickets_oldest_minutes)
        count("OpinionsOldestMinutes", levels.opinions_oldest_minutes)
        logger().info("desk measured", extra=asdict(levels))
        return levels


def _minutes(since: datetime | None, now: datetime) -> int:
    return max(0, int((now - since).total_seconds() // 60)) if since is not None else 0
