"""Taking an alert in: who sends it, whether it is one, whether it is theirs; then kept, and told as an event."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from city.aws.observability import count, logger, measure_seconds
from city.aws.queues import Queue
from city.aws.store import Folder
from city.contracts.operations.city_event import MessageType
from city.contracts.operations.staff.alerts import AlertFault, AlertReceipt
from city.kernel.clock import Clock
from city.kernel.errors import Rejected
from city.operations.alerts.cap.model import Alert, Reference
from city.operations.alerts.cap.reading import ReadDocument, read_alert
from city.operations.alerts.categories import from_cap_severity
from city.operations.alerts.city_events import Teller, event_of, first_of, main_info, order_of, source_id
from city.operations.alerts.errors import (
    AlertDiffers,
    SenderUnknown,
    SignatureInvalid,
    TooManyAlerts,
)
from city.operations.alerts.senders import Sender, Trust, check_authorship, check_key, check_media_type, read_key
from city.operations.alerts.tables import AlertRecord, ReceivedAlerts, SenderRecord, Senders

# The bytes of a document that are signed, by one whom the sender is known by, as of a moment.
Verify = Callable[[bytes, Trust, datetime], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveAlert:
    """`kept`: how long an alert stays in the list after it came; the bucket keeps the document by its own rule."""

    senders: Senders
    alerts: ReceivedAlerts
    documents: Folder
    city_events: Queue
    verify: Verify
    kept: timedelta
    clock: Clock

    def receive(self, key: str, media_type: str, document: bytes) -> AlertReceipt:
        """The same alert again is answered as before, and nothing happens twice.

        Raises SenderUnknown, TooManyAlerts, MediaTypeUnknown, AlertRefused, SenderNotYours, AlertFromTheFuture, AlertTooOld,
        SignatureMissing, SignatureInvalid and AlertDiffers.
        """
        try:
            name, secret = read_key(key)
            record = self.senders.find(name)
            sender = check_key(record.to_sender() if record else None, secret)
        except SenderUnknown:
            count("AlertSenderUnknown")
            raise
        assert record is not None
        try:
            return self._receive(record, sender, media_type, document)
        except Rejected as refused:
            count("AlertRefused")
            logger().warning(
                "alert refused", extra={"office": sender.name, "why": refused.code, "at": refused.detail[:300]}
            )
            raise

    def _receive(self, record: SenderRecord, sender: Sender, media_type: str, document: bytes) -> AlertReceipt:
        now = self.clock.now()
        if self.senders.count_in_minute(sender.name, now) > sender.per_minute:
            raise TooManyAlerts
        check_media_type(media_type)
        read = read_alert(document)
        check_authorship(read.alert, sender, now)
        if sender.trust is not None:
            self._check_signature(document, read, sender.trust)
        sha256 = hashlib.sha256(document).hexdigest()
        alert_id = id_of(sender.name, read.alert.name)
        known = self.alerts.find(alert_id)
        if known is not None:
            if known.sha256 != sha256:
                raise AlertDiffers
            count("AlertRepeated")
            return _receipt(known, repeated=True)
        kept = self._keep(record, sender, read, document, sha256, now)
        count("AlertReceived")
        measure_seconds("AlertDelay", (now - read.alert.sent).total_seconds())
        return _receipt(kept, repeated=False)

    def _check_signature(self, document: bytes, read: ReadDocument, trust: Trust) -> None:
        """What is signed has to be what is read: nothing else in the document may count. Raises SignatureInvalid."""
        signed = read_alert(self.verify(document, trust, read.alert.sent))
        if signed.alert != read.alert:
            raise SignatureInvalid("not_the_whole_alert")

    def _keep(
        self, record: SenderRecord, sender: Sender, read: ReadDocument, document: bytes, sha256: str, now: datetime
    ) -> AlertRecord:
        """The document, then the event, then the record: whatever dies between them is done again by the next try."""
        alert = read.alert
        alert_id = id_of(sender.name, alert.name)
        # By its content: two that say they are one message do not overwrite each other.
        stored_as = f"received/{sender.name}/{alert_id}-{sha256[:16]}.xml"
        first = self._first(sender.name, alert)
        event = event_of(alert, Teller(sender.name, sender.kinds), first, stored_as)
        if event is not None and event.place is None and event.message_type is not MessageType.CANCEL:
            count("AlertWithoutPlace")
            logger().warning("alert without a place", extra={"office": sender.name, "alert": alert_id})
        self.documents.write(stored_as, document, "application/cap+xml", {"sha256": sha256})
        if event is not None:
            self.city_events.send(event.model_dump_json())
        info = main_info(alert)
        kept = AlertRecord(
            alert_id=alert_id,
            office=sender.name,
            office_title=record.title,
            identifier=alert.identifier,
            sender=alert.sender,
            sent=alert.sent,
            received_at=now,
            status=alert.status.value,
            message_kind=alert.message_kind.value,
            scope=alert.scope.value,
            event=info.event[:200] if info else "",
            severity=from_cap_severity(info.severity).value if info else "unknown",
            outcome="recorded" if event is None else "told",
            signed=sender.trust is not None,
            sha256=sha256,
            stored_as=stored_as,
            first_sender=first.sender,
            first_identifier=first.identifier,
            first_sent=first.sent,
            source_id=source_id(first),
            remarks=[fault.explain() for fault in read.remarks[:20]],
            expires=now + self.kept,
        )
        self.alerts.add(kept)
        self.senders.note_alert(sender.name, now)
        return kept

    def _first(self, office: str, alert: Alert) -> Reference:
        """The message that an alert goes back to: by its own references, by those of what they name, and so on to the end
        of what is stored."""
        found = first_of(alert)
        waiting, seen = list(alert.references), {alert.name}
        while waiting and len(seen) <= _MOST_LOOKED_UP:
            reference = waiting.pop()
            if reference in seen:
                continue
            seen.add(reference)
            known = self.alerts.find(id_of(office, reference))
            if known is None:
                continue
            earlier = Reference(known.first_sender, known.first_identifier, known.first_sent)
            # What came before its own beginning went back to less than is known by now.
            waiting.append(earlier)
            found = min(found, earlier, key=order_of)
        return found


_MOST_LOOKED_UP = 40


def id_of(office: str, name: Reference) -> str:
    """The city's own name of a message of an office."""
    return f"{office}-{hashlib.sha256(source_id(name).encode()).hexdigest()[:24]}"


def _receipt(record: AlertRecord, *, repeated: bool) -> AlertReceipt:
    return AlertReceipt(
        alert_id=record.alert_id,
        outcome=record.outcome,
        repeated=repeated,
        sha256=record.sha256,
        remarks=[AlertFault.model_validate(remark) for remark in record.remarks],
    )
