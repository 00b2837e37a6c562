"""An incident becomes an alert of CAP 1.2: the first, an update after it, a cancellation when it is over. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from city.contracts.operations.city_event import Category, Place, Severity
from city.contracts.operations.staff.alerts import PublishAlert, TextToPublish
from city.kernel.clock import SEOUL
from city.operations.alerts.cap.model import (
    Alert,
    CapCategory,
    Certainty,
    Info,
    MessageKind,
    Reference,
    ResponseType,
    Scope,
    Status,
    Urgency,
)
from city.operations.alerts.cap.reading import read_alert
from city.operations.alerts.cap.rules import AlertRefused
from city.operations.alerts.cap.writing import write_alert
from city.operations.alerts.categories import to_cap_category, to_cap_severity
from city.operations.alerts.places import area_of

_OVER = frozenset({"resolved", "cancelled", "false"})
_USUAL_MINUTES = 120
_WORDS: dict[CapCategory, tuple[str, str]] = {
    CapCategory.GEO: ("지질 재해", "Geological hazard"),
    CapCategory.MET: ("기상 재해", "Weather hazard"),
    CapCategory.SAFETY: ("안전 사고", "Public safety incident"),
    CapCategory.SECURITY: ("치안 상황", "Security incident"),
    CapCategory.RESCUE: ("실종·구조", "Search and rescue"),
    CapCategory.FIRE: ("화재", "Fire"),
    CapCategory.HEALTH: ("보건 위험", "Health hazard"),
    CapCategory.ENV: ("환경 오염", "Pollution"),
    CapCategory.TRANSPORT: ("교통 상황", "Traffic incident"),
    CapCategory.INFRA: ("시설 장애", "Infrastructure failure"),
    CapCategory.CBRNE: ("유해 물질", "Hazardous material"),
    CapCategory.OTHER: ("재난 상황", "Emergency"),
}
_ALL_CLEAR = ("상황이 끝났습니다.", "The emergency is over.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertedIncident:
    """What of an incident an alert needs. `state`: as it is shown."""

    incident_id: str
    revision: int
    state: str
    category: Category
    kind: str
    severity: Severity
    began_at: datetime
    place: Place | None
    exercise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks: the value of `alert/sender`, and the city's name in both languages."""

    sender: str
    name_ko: str
    name_en: str


def propose(incident: AlertedIncident, number: int) -> PublishAlert:
    """What a person starts from. Nothing of it goes out before somebody has read it."""
    ko, en = _WORDS[to_cap_category(incident.category, incident.kind)]
    address = (incident.place.address if incident.place is not None else None) or "시 전역"
    over = _ALL_CLEAR if incident.state in _OVER else ("", "")
    return PublishAlert(
        number=number,
        incident_revision=incident.revision,
        urgency="Past" if incident.state in _OVER else "Immediate",
        certainty="Observed",
        severity=incident.severity,
        area=address,
        valid_minutes=_USUAL_MINUTES,
        ko=TextToPublish(headline=ko, description=over[0]),
        en=TextToPublish(headline=en, description=over[1]),
    )


def draft(
    incident: AlertedIncident, wanted: PublishAlert, earlier: Sequence[Reference], speaker: Speaker, now: datetime
) -> Alert:
    """`earlier`: the incident's alerts so far. An incident that is over without any has nothing to cancel: an Alert."""
    kind = MessageKind.ALERT
    if earlier:
        kind = MessageKind.CANCEL if incident.state in _OVER else MessageKind.UPDATE
    sent = now.astimezone(SEOUL).replace(microsecond=0)
    languages = [("ko-KR", wanted.ko, speaker.name_ko, 0)]
    if wanted.en is not None:
        languages.append(("en-US", wanted.en, speaker.name_en, 1))
    category = to_cap_category(incident.category, incident.kind)
    return Alert(
        identifier=f"{incident.incident_id}.{wanted.number}",
        sender=speaker.sender,
        sent=sent,
        status=Status.EXERCISE if incident.exercise else Status.ACTUAL,
        message_kind=kind,
        scope=Scope.PUBLIC,
        references=tuple(earlier),
        incidents=incident.incident_id,
        infos=tuple(
            Info(
                language=language,
                categories=(category,),
                event=_WORDS[category][at],
                response_types=(ResponseType.ALL_CLEAR,) if kind is MessageKind.CANCEL else (),
                urgency=Urgency(wanted.urgency),
                severity=to_cap_severity(wanted.severity),
                certainty=Certainty(wanted.certainty),
                onset=min(incident.began_at.astimezone(SEOUL).replace(microsecond=0), sent),
                expires=sent + timedelta(minutes=wanted.valid_minutes),
                sender_name=name,
                headline=text.headline,
                description=text.description or None,
                instruction=text.instruction or None,
                areas=(area_of(incident.place, wanted.area),) if incident.place is not None else (),
            )
            for language, text, name, at in languages
        ),
    )


def write_strictly(alert: Alert) -> bytes:
    """The document, which keeps what the standard advises too. Raises AlertRefused, as for an alert from outside."""
    document = write_alert(alert)
    read = read_alert(document)
    if read.remarks:
        raise AlertRefused(read.remarks)
    return document
