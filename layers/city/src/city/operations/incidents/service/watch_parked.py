"""Updates and cancels whose event does not come: who looks after them, and until when they are waited for."""

from dataclasses import dataclass
from datetime import datetime

from city.aws.observability import count, logger
from city.contracts.operations.staff.incidents import ParkedPage, ParkedReport
from city.kernel.clock import Clock
from city.operations.incidents.reports import PARKED_FOR, PARKED_LONG, Report
from city.operations.incidents.tables.correlation import CorrelationTables

MOST_PARKED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchParked:
    tables: CorrelationTables
    clock: Clock

    def watch(self) -> None:
        """Measures what waits for too long, and lets go of what nobody expects any more. Told twice it does the same."""
        now = self.clock.now()
        gone = 0
        for report in self.tables.list_parked(now - PARKED_FOR, MOST_PARKED, None)[0]:
            if self.tables.wait_no_longer(report):
                gone += 1
                # By its key: the number that a source gave it may be anything.
                logger().warning("an event never came", extra={"report": report.key, "source": _source_of(report)})
        count("EventsNeverCame", gone)
        count("EventsParkedLong", self.tables.count_parked(now - PARKED_LONG))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListParked:
    tables: CorrelationTables
    clock: Clock

    def list(self, limit: int, page: str | None) -> ParkedPage:
        """What waits now, the oldest first. Raises Invalid."""
        now = self.clock.now()
        found, following = self.tables.list_parked(now, limit, page)
        return ParkedPage(parked=tuple(_shown(report, now) for report in found), next=following)


def _shown(report: Report, now: datetime) -> ParkedReport:
    last = max(report.messages, key=lambda each: (each.revision, each.reported_at))
    return ParkedReport(
        source=last.source,
        source_id=last.source_id,
        message_type=last.message_type,
        category=last.category,
        kind=last.kind,
        headline=last.headline,
        since=report.parked_at,
        until=report.parked_at + PARKED_FOR,
        messages=len(report.messages),
        is_long=report.parked_at < now - PARKED_LONG,
        exercise=last.exercise,
    )


def _source_of(report: Report) -> str:
    return report.messages[0].source
