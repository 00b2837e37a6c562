"""The table of events: each once, by its id; listed by day, and by domain and day, newest first."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from city.operations.events.model import FeedEvent, moment_of


class DayIndex(GlobalSecondaryIndex[Any]):
    class Meta:
        index_name = "day"
        projection = AllProjection()

    day = UnicodeAttribute(hash_key=True)
    moment = UnicodeAttribute(range_key=True)


class DomainDayIndex(GlobalSecondaryIndex[Any]):
    class Meta:
        index_name = "domain_day"
        projection = AllProjection()

    domain_day = UnicodeAttribute(hash_key=True)
    moment = UnicodeAttribute(range_key=True)


class EventRecord(Model):
    class Meta:
        table_name = "events"

    event_id = UnicodeAttribute(hash_key=True)
    # In UTC, as the moment is, so that the moment alone tells where a listing goes on.
    day = UnicodeAttribute()
    domain_day = UnicodeAttribute()
    moment = UnicodeAttribute()
    domain = UnicodeAttribute()
    name = UnicodeAttribute()
    version = NumberAttribute(null=True)
    occurred_at = UTCDateTimeAttribute()
    recorded_at = UTCDateTimeAttribute()
    correlation_id = UnicodeAttribute(null=True)
    detail = UnicodeAttribute()
    fault = UnicodeAttribute(null=True)
    expires = TTLAttribute()

    by_day = DayIndex()
    by_domain_day = DomainDayIndex()


# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {"events_table": EventRecord}


class EventsTable:
    def add(self, event: FeedEvent, now: datetime, expires: datetime) -> bool:
        """Records an event; False if it was recorded before, and then nothing changes."""
        moment = moment_of(event)
        record = EventRecord(
            event.event_id,
            day=moment[:10],
            domain_day=_domain_day(event.domain, moment[:10]),
            moment=moment,
            domain=event.domain,
            name=event.name,
            version=event.version,
            occurred_at=event.occurred_at,
            recorded_at=now,
            correlation_id=event.correlation_id,
            detail=event.detail,
            fault=event.fault,
            expires=expires,
        )
        try:
            record.save(condition=EventRecord.event_id.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def list_day(self, day: date, domain: str | None, before: str, limit: int) -> Iterator[EventRecord]:
        """Events of a day in UTC that stand before a moment, newest first; of one domain, or of all."""
        index = EventRecord.by_day if domain is None else EventRecord.by_domain_day
        key = day.isoformat() if domain is None else _domain_day(domain, day.isoformat())
        found: Iterator[EventRecord] = index.query(
            key, EventRecord.moment < before, scan_index_forward=False, limit=limit
        )
        return found


def _domain_day(domain: str, day: str) -> str:
    return f"{domain}#{day}"
