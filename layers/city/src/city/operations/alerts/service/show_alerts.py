"""The alerts that came, newest first, and each with the document as it came."""

from dataclasses import dataclass

from city.aws.paging import name_page, read_page
from city.aws.store import Folder
from city.contracts.operations.staff.alerts import AlertDetail, AlertFault, AlertLine, AlertPage, AlertText
from city.operations.alerts.cap.consistency import USUAL_LANGUAGE
from city.operations.alerts.cap.model import Info
from city.operations.alerts.cap.reading import read_alert
from city.operations.alerts.cap.writing import write_reference
from city.operations.alerts.errors import AlertUnknown
from city.operations.alerts.places import place_of
from city.operations.alerts.tables import AlertRecord, ReceivedAlerts

MOST = 100
# Sorts after every moment.
_END = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAlerts:
    alerts: ReceivedAlerts

    def list(self, limit: int, page: str | None) -> AlertPage:
        """Raises Invalid for a page that is none of ours."""
        before = read_page(page, "moment")["moment"]["S"] if page else _END
        found = list(self.alerts.page(before, limit + 1))
        more = len(found) > limit
        last = {"moment": {"S": found[limit - 1].moment}} if more else None
        return AlertPage(alerts=[_line(record) for record in found[:limit]], next=name_page(last, "moment"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAlert:
    alerts: ReceivedAlerts
    documents: Folder

    def show(self, alert_id: str) -> AlertDetail:
        """Raises AlertUnknown, also for one whose document is kept no longer."""
        record = self.alerts.find(alert_id)
        document = self.documents.read(record.stored_as) if record is not None else None
        if record is None or document is None:
            raise AlertUnknown
        alert = read_alert(document).alert
        return AlertDetail(
            line=_line(record),
            sender=record.sender,
            references=[write_reference(reference) for reference in alert.references],
            source=f"cap.{record.office}",
            source_id=record.source_id,
            place=place_of([area for info in alert.infos for area in info.areas]),
            texts=[_text(info) for info in alert.infos],
            remarks=[AlertFault.model_validate(remark) for remark in record.remarks],
            sha256=record.sha256,
            document=document.decode(errors="replace"),
        )


def _line(record: AlertRecord) -> AlertLine:
    return AlertLine(
        alert_id=record.alert_id,
        office=record.office,
        office_title=record.office_title,
        identifier=record.identifier,
        sent=record.sent,
        received_at=record.received_at,
        status=record.status,
        message_kind=record.message_kind,
        scope=record.scope,
        event=record.event,
        severity=record.severity,
        outcome=record.outcome,
        signed=record.signed,
    )


def _text(info: Info) -> AlertText:
    return AlertText(
        language=info.language or USUAL_LANGUAGE,
        event=info.event,
        urgency=info.urgency,
        severity=info.severity,
        certainty=info.certainty,
        headline=info.headline or "",
        description=info.description or "",
        instruction=info.instruction or "",
        contact=info.contact or "",
        expires=info.expires,
        areas=[area.description for area in info.areas],
    )
