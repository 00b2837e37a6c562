"""Measuring what waits for staff, how far the pool of account numbers reaches, and what did not come in time."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from city.aws.observability import count, logger
from city.aws.store import ObjectStore
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.tables.accounts import Accounts
from city.fines.law.tables.opinions import OPINIONS
from city.fines.money.reconciliation import reconciled_key
from city.fines.money.tables.deposits import Deposits
from city.fines.talk.tables.tickets import TICKETS
from city.kernel.calendar import Calendar
from city.kernel.clock import SEOUL, Clock, seoul_date


@dataclass(frozen=True, slots=True)
class DeskLevels:
    """How things stand. Minutes are those by the calendar: nights and weekends count."""

    pool_level: int
    suspense_open: int
    suspense_oldest_minutes: int
    tickets_oldest_minutes: int
    opinions_oldest_minutes: int
    statements_missing: int
    years_unannounced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDesk:
    """Tells CloudWatch how things stand."""

    POOL_COUNTED_AT_MOST = 10_000
    # Banks send a day's statement in the early morning of the next.
    STATEMENTS_BY = time(10)
    # The holidays of a year are announced in the June before it: from July on they are looked for.
    HOLIDAYS_AHEAD = timedelta(days=184)

    accounts: Accounts
    deposits: Deposits
    desk: DeskEntries
    objects: ObjectStore
    reports_bucket: str
    statement_banks: Sequence[str]
    calendar: Calendar
    clock: Clock

    def measure(self) -> DeskLevels:
        now = self.clock.now()
        levels = DeskLevels(
            pool_level=self.accounts.count_free(now, self.POOL_COUNTED_AT_MOST),
            suspense_open=self.deposits.count_suspense(),
            suspense_oldest_minutes=_minutes(self.deposits.suspense_since(), now),
            tickets_oldest_minutes=_minutes(self.desk.waiting_since(TICKETS), now),
            opinions_oldest_minutes=_minutes(self.desk.waiting_since(OPINIONS), now),
            statements_missing=self._count_missing_statements(now),
            years_unannounced=self._count_unannounced_years(seoul_date(now)),
        )
        count("PoolLevel", levels.pool_level)
        count("SuspenseOpen", levels.suspense_open)
        count("SuspenseOldestMinutes", levels.suspense_oldest_minutes)
        count("TicketsOldestMinutes", levels.tickets_oldest_minutes)
        count("OpinionsOldestMinutes", levels.opinions_oldest_minutes)
        count("StatementsMissing", levels.statements_missing)
        count("HolidaysUnannounced", levels.years_unannounced)
        logger().info("desk measured", extra=asdict(levels))
        return levels

    def _count_missing_statements(self, now: datetime) -> int:
        """Banks whose yesterday is not reconciled though it is past ten in Seoul; none before."""
        if now.astimezone(SEOUL).time() < self.STATEMENTS_BY:
            return 0
        yesterday = seoul_date(now) - timedelta(days=1)
        return sum(
            not self.objects.folder(self.reports_bucket).has(reconciled_key(bank, yesterday))
            for bank in self.statement_banks
        )

    def _count_unannounced_years(self, today: date) -> int:
        """Of this year and one that begins soon: those whose holidays nobody has entered as announced."""
        years = {today.year, (today + self.HOLIDAYS_AHEAD).year}
        return len(years - self.calendar.announced)


def _minutes(since: datetime | None, now: datetime) -> int:
    return max(0, int((now - since).total_seconds() // 60)) if since is not None else 0
