"""EVENT: what an agency tells becomes an event of the city, and is safe in the queue before anybody says so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import count
from city.aws.queues import Queue
from city.contracts.operations.integrated_platform import AnswerType
from city.operations.agencies.codes import find_incoming
from city.operations.agencies.errors import PlatformRefused
from city.operations.agencies.service.admit_agency import Admitted
from city.operations.agencies.tables.agencies import Agencies
from city.operations.agencies.tables.messages import MessageNote, Messages
from city.operations.agencies.tables.occurrences import Occurrences
from city.operations.agencies.translation import to_city_event
from city.operations.agencies.wire_reading import PlatformEvent

# 112신고법 시행령 6조: of a minor call what was said is kept for a year.
MINOR_KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message as it came: `text` is all of it, `size_bytes` how long it was."""

    message_id: str
    at: datetime
    content_type: str
    text: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeEvent:
    agencies: Agencies
    occurrences: Occurrences
    messages: Messages
    queue: Queue
    connection: Connection

    def take(self, admitted: Admitted, event: PlatformEvent, arrival: Arrival) -> None:
        """Returns when it is safe; the same words again change nothing. Raises PlatformRefused, OccurrenceMoved.

        A worker that dies before the queue took it has answered nothing, so the sender tries again; one that dies
        after it sends it twice, under one source, id and revision, which the incidents take once.
        """
        agency_id, terms, now = admitted.agency.agency_id, admitted.terms, arrival.at
        row = find_incoming(self.agencies.codes().value, event.code)
        if row is None or event.code not in terms.event_codes:
            raise PlatformRefused(AnswerType.WRONG_VALUE, "evtId is not agreed")
        said = self.occurrences.number(agency_id, event, now)
        if not said.is_taken:
            told = to_city_event(
                event,
                row,
                agency_id=agency_id,
                message_id=arrival.message_id,
                message_type=said.message_type,
                revision=said.revision,
                is_exercise=terms.is_trial,
                is_over=said.is_over,
                received_at=now,
            )
            self.queue.send(told.model_dump_json())
        kept = timedelta(days=terms.kept_days)
        writes = Writes()
        self.occurrences.add_taken(writes, agency_id, event.occurrence, event.digest, now)
        self.messages.add_note(
            writes,
            MessageNote(
                agency_id=agency_id,
                message_id=arrival.message_id,
                at=now,
                direction="in",
                outcome="repeated" if said.is_taken else "taken",
                because=None if event.longitude is not None else "no_place",
                event_code=event.code,
                event_name_ko=row.name_ko,
                occurrence=event.occurrence,
                status=event.status.value,
                size_bytes=arrival.size_bytes,
                is_event=said.is_first and not said.is_taken,
                content_type=arrival.content_type,
                content=None if said.is_taken else arrival.text,
                kept_until=now + (min(kept, MINOR_KEPT) if row.is_minor else kept),
            ),
        )
        writes.commit(self.connection)
        count("PlatformMessageRepeated" if said.is_taken else "PlatformMessageTaken")
