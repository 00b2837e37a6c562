"""Telling the city's bus what was decided: at once, and again later if that failed."""

from collections.abc import Iterable
from datetime import timedelta

from city.aws.events import EventPublisher
from city.aws.observability import count, logger
from city.crosswalk.tables.reports import OutboxRecord, Reports
from city.kernel.clock import Clock


class TellCity:
    """Publishes from the outbox. An event is decided in the transaction of its fact, so a crash loses none.

    A crash between telling and noting that it was told tells it twice, under the same incident number, unit and moment;
    nothing on this side of a bus can do better.
    """

    # Longer than a batch of reports may take: what is younger is still being told by whoever decided it.
    LEFT_BEHIND_AFTER = timedelta(minutes=2)
    MOST = 200

    def __init__(self, reports: Reports, events: EventPublisher, clock: Clock) -> None:
        self._reports, self._events, self._clock = reports, events, clock

    def tell(self, decided: Iterable[OutboxRecord]) -> None:
        """Raises city.aws.events.EventNotAccepted; what is left then waits for `tell_left_behind`."""
        for record in decided:
            self._events.publish(record.event)
            self._reports.told(record)

    def tell_left_behind(self) -> int:
        """How many events a crash had kept back."""
        left = self._reports.untold(self._clock.now() - self.LEFT_BEHIND_AFTER, self.MOST)
        self.tell(left)
        if left:
            count("EventsToldLate", len(left))
            logger().warning("events told late", extra={"events": len(left)})
        return len(left)
