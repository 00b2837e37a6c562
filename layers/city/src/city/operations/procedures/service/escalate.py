"""Telling the next people that nobody acknowledged an incident. What is decided is decided from what stands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from city.aws.live.publisher import Publisher
from city.aws.observability import count, logger
from city.contracts.live.changes import ChangeV1
from city.contracts.operations.city_event import Severity
from city.kernel.clock import Clock
from city.operations.procedures.escalation import levels_due
from city.operations.procedures.tables.runs import Runs

TOPIC = "operations.escalations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unacknowledged:
    """An incident in which nobody has taken a hand yet."""

    incident_id: str
    severity: Severity
    detected_at: datetime
    exercise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate:
    """`unacknowledged` lists them as they stand."""

    unacknowledged: Callable[[], Iterable[Unacknowledged]]
    runs: Runs
    publisher: Publisher
    clock: Clock

    def sweep(self) -> int:
        """How many people's levels were told. Boards first: a level is written down once they were told of it.

        A crash between the two tells boards again under the same version, which they drop.
        """
        told = 0
        for incident in self.unacknowledged():
            known = [int(level.entry.rpartition("#")[2]) for level in self.runs.levels_told(incident.incident_id)]
            now = self.clock.now()
            for level in levels_due(incident.severity, incident.detected_at, now, max(known, default=0)):
                body = {"incident_id": incident.incident_id, "level": level.number, "who": level.who}
                change = ChangeV1(key=incident.incident_id, version=level.number, at=now, body=body)
                self.publisher.publish(TOPIC, [change])
                if self.runs.tell_level(incident.incident_id, level.number, level.who, now):
                    told += 1
                    if not incident.exercise:
                        count("IncidentUnacknowledged")
                    logger().warning("nobody acknowledged", extra=body)
        return told
