"""The table of alerts: who may send, what came, how often somebody sent, and what the city published."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    DiscriminatorAttribute,
    JSONAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.exceptions import PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from city.operations.alerts.cap.model import Status
from city.operations.alerts.senders import Sender, Trust

_ALERTS, _SENDERS, _PUBLISHED = "alerts", "senders", "published"
_MINUTE_KEPT = timedelta(hours=1)


class ListingIndex(GlobalSecondaryIndex["AlertsRecord"]):
    class Meta:
        index_name = "listing"
        projection = AllProjection()

    listing = UnicodeAttribute(hash_key=True)
    moment = UnicodeAttribute(range_key=True)


class AlertsRecord(Model):
    class Meta:
        table_name = "alerts"

    subject = UnicodeAttribute(hash_key=True)
    entry = UnicodeAttribute(range_key=True)
    record = DiscriminatorAttribute()
    listing = UnicodeAttribute(null=True)
    moment = UnicodeAttribute(null=True)
    expires = TTLAttribute(null=True)

    listed = ListingIndex()


class SenderRecord(AlertsRecord, discriminator="sender"):
    name = UnicodeAttribute()
    title = UnicodeAttribute()
    key_digest = UnicodeAttribute()
    speaks_for = UnicodeSetAttribute()
    per_minute = NumberAttribute()
    certificates = UnicodeAttribute(default="")
    signer = UnicodeAttribute(null=True)
    kinds: JSONAttribute = JSONAttribute(default=dict)
    paused = BooleanAttribute(default=False)
    revision = NumberAttribute()
    last_alert_at = UTCDateTimeAttribute(null=True)
    heard_every_hours = NumberAttribute(null=True)
    changed_at = UTCDateTimeAttribute()
    changed_by = UnicodeAttribute()
    # A name is whose it was when it was done.
    changed_by_name = UnicodeAttribute(null=True)

    def to_sender(self) -> Sender:
        return Sender(
            name=self.name,
            key_digest=self.key_digest,
            speaks_for=frozenset(self.speaks_for),
            per_minute=int(self.per_minute),
            trust=Trust(self.certificates, self.signer) if self.certificates else None,
            kinds=self.kinds,
            paused=self.paused,
        )


class MinuteRecord(AlertsRecord, discriminator="minute"):
    alerts = NumberAttribute(default=0)


class AlertRecord(AlertsRecord, discriminator="alert"):
    """What came. `first_*`: the message that it goes back to, itself where it refers to none."""

    alert_id = UnicodeAttribute()
    office = UnicodeAttribute()
    office_title = UnicodeAttribute()
    identifier = UnicodeAttribute()
    sender = UnicodeAttribute()
    sent = UTCDateTimeAttribute()
    received_at = UTCDateTimeAttribute()
    status = UnicodeAttribute()
    message_kind = UnicodeAttribute()
    scope = UnicodeAttribute()
    event = UnicodeAttribute()
    severity = UnicodeAttribute()
    outcome = UnicodeAttribute()
    signed = BooleanAttribute()
    sha256 = UnicodeAttribute()
    stored_as = UnicodeAttribute()
    first_sender = UnicodeAttribute()
    first_identifier = UnicodeAttribute()
    first_sent = UTCDateTimeAttribute()
    source_id = UnicodeAttribute()
    remarks: JSONAttribute = JSONAttribute(default=list)


class PublishedRecord(AlertsRecord, discriminator="published"):
    incident_id = UnicodeAttribute()
    number = NumberAttribute()
    identifier = UnicodeAttribute()
    sender = UnicodeAttribute()
    message_kind = UnicodeAttribute()
    status = UnicodeAttribute()
    sent = UTCDateTimeAttribute()
    headline = UnicodeAttribute()
    published_by = UnicodeAttribute()
    published_by_name = UnicodeAttribute(null=True)
    # Of what was asked for: the same request again is the same alert.
    asked = UnicodeAttribute()
    sha256 = UnicodeAttribute()
    stored_as = UnicodeAttribute()

    @property
    def exercise(self) -> bool:
        return self.status == Status.EXERCISE


# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {"alerts_table": AlertsRecord}


class Senders:
    def find(self, name: str) -> SenderRecord | None:
        found = _find(f"sender#{name}", "sender")
        return found if isinstance(found, SenderRecord) else None

    def all(self) -> list[SenderRecord]:
        return [each for each in AlertsRecord.listed.query(_SENDERS) if isinstance(each, SenderRecord)]

    def add(self, record: SenderRecord) -> bool:
        """False if there is one of this name."""
        record.subject, record.entry, record.listing, record.moment = (
            f"sender#{record.name}",
            "sender",
            _SENDERS,
            record.name,
        )
        return _save(record, SenderRecord.entry.does_not_exist())

    def change(self, record: SenderRecord, seen: int) -> bool:
        """False if it is no longer as it was seen."""
        return _save(record, SenderRecord.revision == seen)

    def note_alert(self, name: str, at: datetime) -> None:
        key = SenderRecord(f"sender#{name}", "sender")
        key.update(actions=[SenderRecord.last_alert_at.set(at)], condition=SenderRecord.entry.exists())

    def count_in_minute(self, name: str, now: datetime) -> int:
        """How many alerts the sender has sent in this minute, with the one that is counted now."""
        minute = MinuteRecord(f"sender#{name}", f"minute#{now:%Y-%m-%dT%H:%M}")
        minute.update(
            actions=[
                MinuteRecord.alerts.add(1),
                MinuteRecord.record.set(MinuteRecord),
                MinuteRecord.expires.set(now + _MINUTE_KEPT),
            ]
        )
        return int(minute.alerts)


class ReceivedAlerts:
    def find(self, alert_id: str) -> AlertRecord | None:
        found = _find(f"alert#{alert_id}", "alert")
        return found if isinstance(found, AlertRecord) else None

    def add(self, record: AlertRecord) -> None:
        """The first of two that say the same stays."""
        record.subject, record.entry, record.listing = f"alert#{record.alert_id}", "alert", _ALERTS
        record.moment = f"{record.received_at.isoformat()}#{record.alert_id}"
        _save(record, AlertRecord.entry.does_not_exist())

    def page(self, before: str, limit: int) -> Iterator[AlertRecord]:
        """Those received before a moment, newest first."""
        found = AlertsRecord.listed.query(_ALERTS, AlertsRecord.moment < before, scan_index_forward=False, limit=limit)
        return (each for each in found if isinstance(each, AlertRecord))


class PublishedAlerts:
    def of_incident(self, incident_id: str) -> list[PublishedRecord]:
        """In the order in which they were published."""
        found = AlertsRecord.query(f"incident#{incident_id}", consistent_read=True)
        return [each for each in found if isinstance(each, PublishedRecord)]

    def latest(self, limit: int) -> list[PublishedRecord]:
        """Of all incidents, newest first; drills are not among them."""
        found = AlertsRecord.listed.query(_PUBLISHED, scan_index_forward=False, limit=limit)
        return [each for each in found if isinstance(each, PublishedRecord)]

    def add(self, record: PublishedRecord) -> bool:
        """False if the incident has an alert of this number."""
        record.subject, record.entry = f"incident#{record.incident_id}", f"published#{int(record.number):04}"
        # Drills are listed for staff alone, by their incident.
        record.listing = None if record.exercise else _PUBLISHED
        record.moment = f"{record.sent.isoformat()}#{record.identifier}"
        return _save(record, PublishedRecord.entry.does_not_exist())


def _find(subject: str, entry: str) -> AlertsRecord | None:
    try:
        return AlertsRecord.get(subject, entry, consistent_read=True)
    except AlertsRecord.DoesNotExist:
        return None


def _save(record: AlertsRecord, condition: Any) -> bool:
    try:
        record.save(condition=condition)
    except PutError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return False
    return True
