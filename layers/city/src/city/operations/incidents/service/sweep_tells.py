"""Telling what a worker that died left untold."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from city.aws.observability import count, logger
from city.kernel.clock import Clock
from city.operations.incidents.service.tell_incidents import TellIncidents
from city.operations.incidents.tables.incidents import Incidents

# Telling follows its transaction at once: what is older was left behind.
LEFT_BEHIND_AFTER = timedelta(seconds=30)
_AT_ONCE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepTells:
    incidents: Incidents
    tell: TellIncidents
    clock: Clock

    def sweep(self) -> int:
        """How many transactions' tellings were made up for. Measures how many wait for a person, too."""
        now, told = self.clock.now(), 0
        while tells := self.incidents.list_untold(now - LEFT_BEHIND_AFTER, _AT_ONCE):
            if not self.tell.tell(tells):
                break
            told += len(tells)
        if told:
            count("IncidentsToldLate", told)
            logger().warning("incidents told late", extra={"tells": told})
        self._measure(now)
        return told

    def _measure(self, now: datetime) -> None:
        lines = self.incidents.list_open()
        # Drills, and what somebody answers, wait for nobody.
        waiting = [line for line in lines if line.rank[0] == "0" and line.rank[2] == "0"]
        oldest = min((line.began_at for line in waiting), default=now)
        count("IncidentsOpen", len(lines))
        count("IncidentsUnanswered", len(waiting))
        count("OldestUnansweredSeconds", int((now - oldest).total_seconds()))
