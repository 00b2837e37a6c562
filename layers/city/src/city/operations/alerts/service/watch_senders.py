"""Offices that have fallen silent: no alert may mean that nothing happens, or that its line is cut."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from city.aws.observability import count, logger
from city.kernel.clock import Clock
from city.operations.alerts.senders import is_silent
from city.operations.alerts.tables import SenderRecord, Senders


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSenders:
    senders: Senders
    clock: Clock

    def watch(self) -> int:
        """How many are silent for longer than was agreed with them."""
        now = self.clock.now()
        silent = [record.name for record in self.senders.all() if _is_silent(record, now)]
        for name in silent:
            logger().warning("office silent", extra={"office": name})
        count("AlertSendersSilent", len(silent))
        return len(silent)


def _is_silent(record: SenderRecord, now: datetime) -> bool:
    every = timedelta(hours=int(record.heard_every_hours)) if record.heard_every_hours is not None else None
    # Whoever changes what is agreed gives it that long from then on.
    since = max(filter(None, (record.last_alert_at, record.changed_at)))
    return is_silent(every, bool(record.paused), since, now)
