"""Verifying the log every night: the heads and lines of the last days, by the public key alone."""

from dataclasses import dataclass
from datetime import timedelta

from city.aws.observability import count, logger
from city.kernel.clock import Clock, seoul_date
from city.operations.viewlog.proving.checking import CheckedLog, check_log
from city.operations.viewlog.proving.heads import Verifier
from city.operations.viewlog.tables.heads import SealedHeads
from city.operations.viewlog.tables.log import ViewLog

# A head comes every hour; one that is older than this says that sealing has stopped.
_OLDEST_HEAD = timedelta(hours=2, minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLog:
    """`days`: how many are checked, today among them. An export and the command check all that ever were."""

    log: ViewLog
    heads: SealedHeads
    verifies: Verifier
    days: int
    clock: Clock

    def check(self) -> CheckedLog:
        now = self.clock.now()
        today = seoul_date(now)
        days = [today - timedelta(days=number) for number in range(self.days - 1, -1, -1)]
        versions = [version for day in days for version in self.heads.of_day(day)]
        sealed = [day for day in days if any(f"/{day.isoformat()}/" in version.name for version in versions)]
        # Before the first head of all there may be entries of days that no head will ever be of.
        lines = {day: list(self.log.lines(day)) for day in days if sealed and day >= sealed[0]}
        checked = check_log(lines, versions, self.verifies, from_start=False)
        count("LogFinding", len(checked.findings))
        for finding in checked.findings:
            logger().error("log tampered with", extra={"finding": str(finding)})
        if checked.last is None or now - checked.last.moment > _OLDEST_HEAD:
            count("SealLate")
        count("LogChecked")
        return checked
