"""Taking in what happens in the city: each event once, whatever order they come in and wherever a worker dies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from city.aws.observability import count, logger, measure_seconds
from city.contracts.operations.city_event import CityEventV1
from city.kernel.clock import Clock
from city.operations.incidents.correlate import Correlation, Outcome
from city.operations.incidents.errors import WorkersRaced
from city.operations.incidents.service.tell_incidents import TellIncidents
from city.operations.incidents.service.write_correlated import MOST_ITEMS, Raced, WriteCorrelated, items_in
from city.operations.incidents.tables.correlation import CorrelationTables
from city.operations.incidents.tables.incidents import Tell

_TRIES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveEvents:
    """`pause` waits a little, longer with each try, so that two workers with one incident part."""

    tables: CorrelationTables
    write: WriteCorrelated
    tell: TellIncidents
    clock: Clock
    pause: Callable[[int], None]

    def receive(self, told: Sequence[CityEventV1 | None]) -> None:
        """Takes a batch in; None stands for what the room has no use for. What was written is told, whatever becomes of
        the rest. Raises WorkersRaced, ReportTooLarge."""
        events = [event for event in told if event is not None]
        count("BusEventsIgnored", len(told) - len(events))
        tells: list[Tell] = []
        try:
            self._receive(events, tells)
        except Exception:
            self.tell.tell(tells)
            raise
        self.tell.tell(tells)
        if events:
            # Of the one that waited longest: a metric takes a hundred values an invocation.
            oldest = min(event.reported_at for event in events)
            measure_seconds("CityEventDelay", (self.clock.now() - oldest).total_seconds())

    def _receive(self, events: Sequence[CityEventV1], tells: list[Tell]) -> None:
        waiting = list(events)
        for attempt in range(_TRIES):
            correlation = self.tables.read(waiting, self.clock.now())
            try:
                while waiting:
                    correlation, taken = self._fill(correlation, waiting)
                    written = self.write.write(correlation)
                    if written is not None:
                        tells.append(written)
                    _measure(taken)
                    waiting = waiting[len(taken) :]
            except Raced:
                count("WorkersRaced")
                self.pause(attempt)
            else:
                return
        raise WorkersRaced

    def _fill(self, correlation: Correlation, waiting: Sequence[CityEventV1]) -> tuple[Correlation, list[Outcome]]:
        """Takes in as many as one transaction can hold, and one at least."""
        taken: list[Outcome] = []
        for event in waiting:
            before = correlation.saved()
            outcome = correlation.take(event)
            if taken and items_in(correlation) > MOST_ITEMS:
                return before, taken
            taken.append(outcome)
        return correlation, taken


def _measure(outcomes: Sequence[Outcome]) -> None:
    counted = Counter(outcomes)
    count("IncidentsOpened", counted["opened"])
    count("EventsJoined", counted["joined"])
    count("EventsRepeated", counted["repeated"])
    count("EventsParked", counted["parked"])
    count("EventsExpired", counted["expired"])
    if counted["parked"]:
        logger().info("events parked until their event comes", extra={"events": counted["parked"]})
