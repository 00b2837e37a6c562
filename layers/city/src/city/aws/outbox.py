"""The outbox: an event is written in the transaction that makes its fact true, published at once, and swept if that failed.

A crash between publishing and deleting publishes an event twice, under the same event id: consumers know it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import PynamoDBException
from pynamodb.models import Model

from city.aws.clients import open_client
from city.aws.dynamo import Writes, bind
from city.aws.observability import count, describe_failure, logger

if TYPE_CHECKING:
    from mypy_boto3_events.client import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef
    from pynamodb.connection import Connection

    from city.contracts.events import Event
    from city.kernel.clock import Clock

# What EventBridge takes in one call of PutEvents: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
MOST_ENTRIES = 10
MOST_BYTES = 256 * 1024
# Publishing follows its transaction at once: whatever is older was left behind by a crash, or by a bus that refused it.
LEFT_BEHIND_AFTER = timedelta(minutes=2)
SWEPT_AT_ONCE = 1_000


class EventTooLarge(Exception):
    """An event that no bus would ever accept."""


class OutboxRecord(Model):
    """An event that is decided, and not yet known to be published."""

    class Meta:
        table_name = "outbox"

    event_id = UnicodeAttribute(hash_key=True)
    source = UnicodeAttribute()
    detail_type = UnicodeAttribute()
    body = UnicodeAttribute()
    added_at = UTCDateTimeAttribute()

    @property
    def size(self) -> int:
        """Bytes, as EventBridge counts those of an entry."""
        return sum(len(text.encode()) for text in (self.source, self.detail_type, self.body))


class Outbox:
    def __init__(self, client: EventBridgeClient, bus_name: str, clock: Clock) -> None:
        self._client, self._bus_name, self._clock = client, bus_name, clock

    def add(self, writes: Writes, event: Event) -> OutboxRecord:
        """Adds the event to the transaction of its fact; the same fact again is the same record. Raises EventTooLarge."""
        record = self.record_of(event)
        writes.add(f"outbox {event.event_id}", lambda transaction: transaction.save(record))
        return record

    def keep(self, event: Event) -> OutboxRecord:
        """Writes the event by itself, before its fact's own mark that it was told. Raises EventTooLarge."""
        record = self.record_of(event)
        record.save()
        return record

    def record_of(self, event: Event) -> OutboxRecord:
        record = OutboxRecord(
            event.event_id,
            source=event.source,
            detail_type=event.detail_type,
            body=event.model_dump_json(),
            added_at=self._clock.now(),
        )
        if record.size > MOST_BYTES:
            raise EventTooLarge(f"{event.event_id}: {record.size} bytes")
        return record

    def publish(self, records: Iterable[OutboxRecord]) -> int:
        """Publishes and deletes; what is not accepted is logged, counted, and left for `sweep`. Returns how many were accepted."""
        accepted = 0
        for batch in _batches(records):
            try:
                entries = self._client.put_events(Entries=[self._entry(record) for record in batch])["Entries"]
            except (BotoCoreError, ClientError) as error:
                # The bus, or the way to it, is down: the next call would wait for nothing too.
                count("EventsNotAccepted", len(batch))
                logger().warning("events left in the outbox", extra={"events": len(batch), **describe_failure(error)})
                return accepted
            for record, entry in zip(batch, entries, strict=True):
                if entry.get("ErrorCode"):
                    count("EventsNotAccepted")
                    logger().warning(
                        "event left in the outbox", extra={"event_id": record.event_id, "error": entry["ErrorCode"]}
                    )
                else:
                    accepted += 1
                    _delete(record)
        return accepted

    def sweep(self, now: datetime) -> int:
        """Publishes what was left behind, oldest first. Returns how many were accepted."""
        before = now.astimezone(UTC) - LEFT_BEHIND_AFTER
        # The table is empty but for what is on its way, so reading all of it is cheaper than an index.
        found = OutboxRecord.scan(OutboxRecord.added_at < before, consistent_read=True, limit=SWEPT_AT_ONCE)
        left = sorted(found, key=lambda record: record.added_at)
        accepted = self.publish(left)
        count("EventsToldLate", accepted)
        count("EventsWaiting", len(left) - accepted)
        if left:
            logger().warning("events swept", extra={"events": len(left), "accepted": accepted})
        return accepted

    def _entry(self, record: OutboxRecord) -> PutEventsRequestEntryTypeDef:
        return {
            "EventBusName": self._bus_name,
            "Source": record.source,
            "DetailType": record.detail_type,
            "Detail": record.body,
        }


def open_outbox(*, table_name: str, bus_name: str, connection: Connection, clock: Clock) -> Outbox:
    """The city's outbox over a domain's connection, so that events join its transactions. For bootstraps."""
    bind(OutboxRecord, table_name, connection)
    return Outbox(open_client("events"), bus_name, clock)


def _delete(record: OutboxRecord) -> None:
    try:
        record.delete()
    except PynamoDBException as error:
        # It is swept, and so published again under its id.
        count("EventsNotDeleted")
        logger().warning(
            "published event left in the outbox", extra={"event_id": record.event_id, **describe_failure(error)}
        )


def _batches(records: Iterable[OutboxRecord]) -> Iterator[Sequence[OutboxRecord]]:
    """Runs of records that PutEvents takes at once."""
    batch: list[OutboxRecord] = []
    size = 0
    for record in records:
        if batch and (len(batch) == MOST_ENTRIES or size + record.size > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(record)
        size += record.size
    if batch:
        yield batch
