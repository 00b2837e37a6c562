"""Recording what the bus tells, each event once."""

from dataclasses import dataclass
from datetime import timedelta

from pydantic import ValidationError

from city.aws.observability import count, logger, measure_seconds
from city.contracts.operations.arrivals import BusMessage
from city.kernel.clock import Clock
from city.operations.errors import MessageUnreadable
from city.operations.events.model import KnownEvents, read_event
from city.operations.events.tables import EventsTable


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEvent:
    """`kept`: how long an event stays in the feed after it was recorded."""

    events: EventsTable
    known: KnownEvents
    kept: timedelta
    clock: Clock

    def record(self, body: str) -> None:
        """Records the event in a message of the queue; one that is told or replayed again changes nothing.

        Raises MessageUnreadable.
        """
        try:
            message = BusMessage.model_validate_json(body)
        except ValidationError as error:
            raise MessageUnreadable from error
        event, now = read_event(message, self.known), self.clock.now()
        if not self.events.add(event, now, now + self.kept):
            count("EventRepeated")
            return
        count("EventRecorded")
        if message.replay is None:
            measure_seconds("EventDelay", (now - event.occurred_at).total_seconds())
        if event.fault is not None:
            count("EventFaulty")
            logger().warning(
                "event that no contract takes",
                extra={"event_id": event.event_id, "domain": event.domain, "event": event.name, "fault": event.fault},
            )
