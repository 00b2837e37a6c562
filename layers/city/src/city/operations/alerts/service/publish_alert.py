"""Alerts that the city itself gives: drafted from an incident, read by a person, published by a supervisor."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC

from city.aws.observability import count, logger
from city.aws.store import Folder
from city.contracts.operations.staff.alerts import (
    AlertDraft,
    AlertFeed,
    PublicAlert,
    PublishAlert,
    PublishedAlert,
    PublishedAlertPage,
)
from city.kernel.clock import Clock
from city.operations.alerts.cap.model import Alert, Reference
from city.operations.alerts.drafting import AlertedIncident, Speaker, draft, propose, write_strictly
from city.operations.alerts.errors import AlertMoved
from city.operations.alerts.tables import PublishedAlerts, PublishedRecord
from city.operations.exercises import ExerciseStaysInside, require_real

_MOST_IN_FEED = 20
# The incident that goes on under an id. Raises NotFound.
FindIncident = Callable[[str], AlertedIncident]

# A document with the city's signature.
Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAlert:
    incidents: FindIncident
    published: PublishedAlerts
    speaker: Speaker
    clock: Clock

    def draft(self, incident_id: str) -> AlertDraft:
        """Raises NotFound."""
        incident = self.incidents(incident_id)
        earlier = self.published.of_incident(incident.incident_id)
        proposed = propose(incident, len(earlier) + 1)
        alert = draft(incident, proposed, _references(earlier), self.speaker, self.clock.now())
        return AlertDraft(
            incident_id=incident.incident_id,
            message_kind=alert.message_kind,
            status=alert.status,
            category=incident.category,
            kind=incident.kind,
            place=incident.place,
            proposed=proposed,
            document=write_strictly(alert).decode(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishAlertOfIncident:
    incidents: FindIncident
    published: PublishedAlerts
    documents: Folder
    speaker: Speaker
    sign: Sign | None
    clock: Clock

    def publish(self, incident_id: str, request: PublishAlert, by: str, by_name: str | None) -> PublishedAlert:
        """The same number and text again is the alert that was published then.

        Raises NotFound, AlertMoved where the incident or its alerts are others than the page showed, and AlertRefused.
        """
        incident = self.incidents(incident_id)
        earlier = self.published.of_incident(incident.incident_id)
        asked = hashlib.sha256(request.model_dump_json(exclude={"incident_revision"}).encode()).hexdigest()
        if request.number <= len(earlier):
            return self._again(earlier[request.number - 1], asked)
        if request.number > len(earlier) + 1 or request.incident_revision != incident.revision:
            raise AlertMoved
        alert = draft(incident, request, _references(earlier), self.speaker, self.clock.now())
        document = write_strictly(alert)
        if self.sign is not None:
            document = self.sign(document)
        record = _record(incident, alert, request, document)
        record.asked, record.published_by, record.published_by_name = asked, by, by_name
        self.documents.write(record.stored_as, document, "application/cap+xml", {"sha256": record.sha256})
        if not self.published.add(record):
            raise AlertMoved
        count("AlertPublished")
        logger().info("alert published", extra={"alert": alert.identifier, "status": alert.status.value, "by": by})
        return _shown(record, document)

    def _again(self, record: PublishedRecord, asked: str) -> PublishedAlert:
        document = self.documents.read(record.stored_as)
        if record.asked != asked or document is None:
            raise AlertMoved
        return _shown(record, document)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPublishedAlerts:
    incidents: FindIncident
    published: PublishedAlerts
    documents: Folder

    def list(self, incident_id: str) -> PublishedAlertPage:
        """Those of one incident, in the order in which they were published. Raises NotFound."""
        records = self.published.of_incident(self.incidents(incident_id).incident_id)
        documents = [self.documents.read(record.stored_as) or b"" for record in records]
        return PublishedAlertPage(alerts=[_shown(each, text) for each, text in zip(records, documents, strict=True)])


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAlertFeed:
    """What the city tells everybody: agencies, media and other cities fetch it as often as they like."""

    published: PublishedAlerts
    documents: Folder

    def show(self) -> AlertFeed:
        """Newest first, at most twenty, and no drill."""
        meant = [record for record in self.published.latest(_MOST_IN_FEED) if _is_real(record)]
        found = [(record, self.documents.read(record.stored_as)) for record in meant]
        return AlertFeed(alerts=[_public(record, document) for record, document in found if document is not None])


def _is_real(record: PublishedRecord) -> bool:
    try:
        require_real(record)
    except ExerciseStaysInside:
        return False
    return True


def _public(record: PublishedRecord, document: bytes) -> PublicAlert:
    return PublicAlert(
        identifier=record.identifier,
        message_kind=record.message_kind,
        sent=record.sent,
        sha256=record.sha256,
        document=document.decode(),
    )


def _references(records: list[PublishedRecord]) -> list[Reference]:
    return [Reference(each.sender, each.identifier, each.sent) for each in records]


def _record(incident: AlertedIncident, alert: Alert, request: PublishAlert, document: bytes) -> PublishedRecord:
    sha256 = hashlib.sha256(document).hexdigest()
    return PublishedRecord(
        incident_id=incident.incident_id,
        number=request.number,
        identifier=alert.identifier,
        sender=alert.sender,
        message_kind=alert.message_kind.value,
        status=alert.status.value,
        sent=alert.sent.astimezone(UTC),
        headline=request.ko.headline,
        sha256=sha256,
        # By its content: of two who publish at once, one document is nobody's, and none is another's.
        stored_as=f"published/{alert.identifier}-{sha256[:16]}.xml",
    )


def _shown(record: PublishedRecord, document: bytes) -> PublishedAlert:
    return PublishedAlert(
        incident_id=record.incident_id,
        number=int(record.number),
        identifier=record.identifier,
        message_kind=record.message_kind,
        status=record.status,
        sent=record.sent,
        headline=record.headline,
        published_by=record.published_by,
        published_by_name=record.published_by_name,
        sha256=record.sha256,
        document=document.decode(),
    )
