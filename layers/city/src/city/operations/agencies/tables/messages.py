"""What came and went: a line for each message, its content for as long as it may be kept, and counts by day."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.paging import name_page, read_page
from city.kernel.clock import seoul_date
from city.kernel.errors import Invalid
from city.operations.agencies.errors import MessageUnknown
from city.operations.agencies.tables.records import (
    ContentRecord,
    CountRecord,
    HealthRecord,
    MessageRecord,
)

# A day's counts are asked for over years.
_COUNTS_KEPT = timedelta(days=5 * 366)
NO_CODE = "-"
_PAGE = re.compile(r"[0-9T]{21}-[A-Za-z0-9-]{1,40}~[a-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageNote:
    """A message as it goes on file. `content`: what it said, to be kept until `kept_until`; None where it is not kept.

    `is_event`: an occurrence that was not heard of before.
    """

    agency_id: str
    message_id: str
    at: datetime
    direction: str
    outcome: str
    because: str | None = None
    event_code: str | None = None
    event_name_ko: str | None = None
    occurrence: str | None = None
    status: str | None = None
    incident_id: str | None = None
    size_bytes: int = 0
    is_event: bool = False
    content_type: str = ""
    content: str | None = field(default=None, repr=False)
    kept_until: datetime | None = None

    @property
    def is_refused(self) -> bool:
        return self.outcome in ("refused", "failed")

    @property
    def about(self) -> str | None:
        """What it is about, for whoever looks at an incident; None for what said nothing new to anybody."""
        if self.outcome not in ("taken", "told", "failed"):
            return None
        if self.incident_id is not None:
            return about_incident(self.incident_id)
        return about_occurrence(self.agency_id, self.occurrence) if self.occurrence is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    day: date
    agency_id: str
    direction: str
    event_code: str
    requests: int
    events: int
    refused: int


class Messages:
    """`kept`: how long the line of a message stays."""

    def __init__(self, connection: Connection, kept: timedelta) -> None:
        self._connection, self._kept = connection, kept

    def note(self, note: MessageNote) -> None:
        """Line, content, count and health, all or nothing."""
        writes = Writes()
        self.add_note(writes, note)
        writes.commit(self._connection)

    def add_note(self, writes: Writes, note: MessageNote) -> None:
        line = MessageRecord(
            _messages(note.agency_id),
            note.message_id,
            message_id=note.message_id,
            at=note.at,
            direction=note.direction,
            outcome=note.outcome,
            because=note.because,
            event_code=note.event_code,
            event_name_ko=note.event_name_ko,
            occurrence=note.occurrence,
            status=note.status,
            incident_id=note.incident_id,
            size_bytes=note.size_bytes,
            kept_until=note.kept_until if note.content is not None else None,
            expires=note.at + self._kept,
        )
        if (about := note.about) is not None:
            line.about, line.about_entry = about, f"{note.message_id}~{note.agency_id}"
        writes.add("message", lambda t: t.save(line))
        if note.content is not None and note.kept_until is not None:
            content = ContentRecord(
                _contents(note.agency_id),
                note.message_id,
                content_type=note.content_type[:100],
                text=note.content,
                kept_until=note.kept_until,
                expires=note.kept_until,
            )
            writes.add("content", lambda t: t.save(content))
        counts = CountRecord(
            f"counts#{seoul_date(note.at)}", f"{note.agency_id}#{note.direction}#{note.event_code or NO_CODE}"
        )
        added: list[Any] = [
            CountRecord.requests.add(1),
            CountRecord.events.add(int(note.is_event)),
            CountRecord.refused.add(int(note.is_refused)),
            CountRecord.kind.set(CountRecord),
            CountRecord.expires.set(note.at + _COUNTS_KEPT),
        ]
        writes.add("count", lambda t: t.update(counts, actions=added))
        if actions := _health_of(note):
            health = HealthRecord(_health(note.agency_id), "health")
            writes.add("health", lambda t: t.update(health, actions=actions))

    def list_about(
        self, abouts: Collection[str], limit: int, page: str | None
    ) -> tuple[Sequence[MessageRecord], str | None]:
        """A page of what was said about any of these, newest first, and the name of the next. Raises Invalid."""
        if page is not None and not _PAGE.fullmatch(page):
            raise Invalid
        before = MessageRecord.about_entry < page if page is not None else None
        told: Any = (
            record
            for about in abouts
            for record in MessageRecord.by_about.query(about, before, scan_index_forward=False, limit=limit + 1)
        )
        found: Sequence[MessageRecord] = sorted(told, key=lambda record: str(record.about_entry), reverse=True)
        shown = found[:limit]
        return shown, str(shown[-1].about_entry) if len(found) > limit else None

    def list(self, agency_id: str, limit: int, page: str | None) -> tuple[list[MessageRecord], str | None]:
        """A page, newest first, and the name of the next. Raises Invalid."""
        found = MessageRecord.query(
            _messages(agency_id),
            scan_index_forward=False,
            limit=limit,
            page_size=limit,
            last_evaluated_key=read_page(page, "entry", subject=_messages(agency_id)) if page else None,
        )
        return list(found), name_page(found.last_evaluated_key, "entry")

    def content(self, agency_id: str, message_id: str, now: datetime) -> ContentRecord:
        """What a message said. DynamoDB deletes late, so the end is asked for here. Raises MessageUnknown."""
        try:
            found = ContentRecord.get(_contents(agency_id), message_id, consistent_read=True)
        except ContentRecord.DoesNotExist:
            raise MessageUnknown from None
        if found.kept_until <= now:
            raise MessageUnknown
        return found

    def health(self, agency_id: str) -> HealthRecord | None:
        try:
            return HealthRecord.get(_health(agency_id), "health")
        except HealthRecord.DoesNotExist:
            return None

    def note_failing(self, agency_id: str, now: datetime) -> None:
        """The first failure since it last took something stands."""
        since = HealthRecord.failing_since.set(HealthRecord.failing_since | now)
        HealthRecord(_health(agency_id), "health").update(actions=[since, HealthRecord.kind.set(HealthRecord)])

    def counts(self, first: date, last: date) -> Iterator[DayCount]:
        """Of all agencies, day by day."""
        day = first
        while day <= last:
            for record in CountRecord.query(f"counts#{day}"):
                agency_id, direction, code = record.entry.split("#")
                yield DayCount(
                    day=day,
                    agency_id=agency_id,
                    direction=direction,
                    event_code=code,
                    requests=int(record.requests),
                    events=int(record.events),
                    refused=int(record.refused),
                )
            day += timedelta(days=1)


def _health_of(note: MessageNote) -> list[Any]:
    if note.direction == "in" and note.outcome in ("taken", "repeated"):
        return [HealthRecord.last_heard_at.set(note.at), HealthRecord.kind.set(HealthRecord)]
    if note.outcome == "told":
        return [
            HealthRecord.last_told_at.set(note.at),
            HealthRecord.failing_since.remove(),
            HealthRecord.kind.set(HealthRecord),
        ]
    return []


def about_incident(incident_id: str) -> str:
    return f"incident#{incident_id}"


def about_occurrence(agency_id: str, occurrence: str) -> str:
    return f"occurrence#{agency_id}#{occurrence}"


def agency_of(record: MessageRecord) -> str:
    return str(record.subject).removeprefix(_messages(""))


def _messages(agency_id: str) -> str:
    return f"messages#{agency_id}"


def _contents(agency_id: str) -> str:
    return f"content#{agency_id}"


def _health(agency_id: str) -> str:
    return f"health#{agency_id}"
