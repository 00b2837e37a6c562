"""What an agency said of each occurrence: each of its words numbered once, however often they are sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.contracts.operations.city_event import MessageType
from city.operations.agencies.errors import OccurrenceMoved
from city.operations.agencies.tables.records import AgencyMessageTable, OccurrenceRecord, SaidRecord
from city.operations.agencies.translation import Standing, message_type_of
from city.operations.agencies.wire_reading import PlatformEvent

_TRIES = 4
_RecordT = TypeVar("_RecordT", bound=AgencyMessageTable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing said of an occurrence. `is_over`: it does not go on, by this or by what was said later. `is_first`: nothing was said of it before. `is_taken`: it is safe in the queue."""

    revision: int
    message_type: MessageType
    is_over: bool
    is_first: bool
    is_taken: bool


class Occurrences:
    """`kept`: how long an occurrence is remembered after it was last spoken of."""

    def __init__(self, connection: Connection, kept: timedelta) -> None:
        self._connection, self._kept = connection, kept

    def number(self, agency_id: str, event: PlatformEvent, now: datetime) -> Said:
        """The number of these words, the one they got before where they were sent before. Raises OccurrenceMoved."""
        subject, digest = _subject(agency_id, event.occurrence), event.digest
        for _ in range(_TRIES):
            if (known := _find(SaidRecord, subject, _entry(digest))) is not None:
                return Said(
                    revision=int(known.revision),
                    message_type=MessageType(known.message_type),
                    is_over=bool(known.is_over),
                    is_first=known.revision == 0,
                    is_taken=known.taken_at is not None,
                )
            head = _find(OccurrenceRecord, subject, "head")
            said, opened = (int(head.said), int(head.is_opened)) if head else (0, 0)
            kind = message_type_of(event.status, is_known=bool(opened))
            stood = Standing(bool(head.is_over), head.over_at) if head else Standing()
            stands = stood.then(event.status, event.status_at)
            is_opened = opened or int(kind is MessageType.NEW)
            after = OccurrenceRecord(
                subject,
                "head",
                said=said + 1,
                is_opened=is_opened,
                is_over=int(stands.is_over),
                over_at=stands.at,
                expires=now + self._kept,
            )
            if self._add(after, digest, kind, is_new=head is None):
                return Said(
                    revision=said, message_type=kind, is_over=stands.is_over, is_first=said == 0, is_taken=False
                )
        raise OccurrenceMoved

    def add_taken(self, writes: Writes, agency_id: str, occurrence: str, digest: str, now: datetime) -> None:
        """Adds to a transaction that these words are safe."""
        record = SaidRecord(_subject(agency_id, occurrence), _entry(digest))
        writes.add("said", lambda t: t.update(record, actions=[SaidRecord.taken_at.set(now)]))

    def _add(self, head: OccurrenceRecord, digest: str, kind: MessageType, *, is_new: bool) -> bool:
        said = int(head.said) - 1
        line = SaidRecord(
            head.subject,
            _entry(digest),
            revision=said,
            message_type=kind.value,
            is_over=head.is_over,
            expires=head.expires,
        )
        seen = AgencyMessageTable.subject.does_not_exist() if is_new else OccurrenceRecord.said == said
        writes = Writes()
        writes.add("head", lambda t: t.save(head, condition=seen))
        writes.add("said", lambda t: t.save(line, condition=AgencyMessageTable.subject.does_not_exist()))
        try:
            writes.commit(self._connection)
        except WritesRefused:
            return False
        return True


def _find(record: type[_RecordT], subject: str, entry: str) -> _RecordT | None:
    try:
        return record.get(subject, entry, consistent_read=True)
    except record.DoesNotExist:
        return None


def _subject(agency_id: str, occurrence: str) -> str:
    return f"occurrence#{agency_id}#{occurrence}"


def _entry(digest: str) -> str:
    return f"said#{digest}"
