"""An alert becomes one event of the city, or none: a test, a draft and an acknowledgement are no incidents."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from city.contracts.operations.city_event import LONGEST_VALIDITY, CityEventV1, Evidence, MessageType, Severity
from city.operations.alerts.cap.consistency import USUAL_LANGUAGE
from city.operations.alerts.cap.model import (
    Alert,
    Area,
    CapCategory,
    CapSeverity,
    Info,
    MessageKind,
    Reference,
    Scope,
    Status,
)
from city.operations.alerts.cap.writing import write_reference
from city.operations.alerts.categories import ABOUT_PEOPLE, FROM_CAP, from_cap_severity
from city.operations.alerts.places import place_of

_TOLD = {Status.ACTUAL, Status.EXERCISE}
_KINDS = {
    MessageKind.ALERT: MessageType.NEW,
    MessageKind.UPDATE: MessageType.UPDATE,
    MessageKind.CANCEL: MessageType.CANCEL,
}
_WORST_FIRST = list(CapSeverity)
_LONGEST_READABLE = 120
# Revisions are counted in seconds since the first message, and beyond these days in steps of ten minutes.
_COUNTED_BY_SECOND = 900_000
_STEP = timedelta(minutes=10)
_LAST_STEP = 99_999
# Telephones and plates: an office writes them into any text.
_TELEPHONE = re.compile(r"(?<!\d)\+?\d{1,4}[-. )]{0,2}\d{3,4}[-. ]?\d{4}(?!\d)")
_PLATE = re.compile(r"\d{2,3}\s?[가-힣]\s?\d{4}")
_MASKED = "●●●"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who sends alerts, as far as events need it. `kinds`: the city's kind for an event as this office calls it."""

    name: str
    kinds: Mapping[str, str]

    @property
    def source(self) -> str:
        return f"cap.{self.name}"


def event_of(alert: Alert, teller: Teller, first: Reference, evidence: str) -> CityEventV1 | None:
    """`first`: the message that the alert goes back to; itself where it refers to none. `evidence`: where it is kept."""
    kind = _KINDS.get(alert.message_kind)
    if kind is None or alert.status not in _TOLD:
        return None
    if kind is not MessageType.NEW and not alert.references:
        kind = MessageType.NEW
    info = main_info(alert)
    if info is None:
        # A cancellation may have no info: its event is found by its id, and no word of it is shown.
        if kind is not MessageType.CANCEL:
            return None
        category, event_kind = FROM_CAP[CapCategory.OTHER]
    else:
        category, event_kind = FROM_CAP[info.categories[0]]
        event_kind = teller.kinds.get(info.event.strip(), event_kind)
    occurred_at = _occurred_at(alert, info)
    headline, description = _texts(alert, info)
    areas = [area for each in _told_infos(alert) for area in each.areas]
    place = place_of(areas)
    if place is None:
        description = _with_names(description, areas)
    return CityEventV1(
        source=teller.source,
        source_id=source_id(first),
        message_type=kind,
        revision=0 if kind is MessageType.NEW else revision_of(alert.sent, first.sent),
        category=category,
        kind=event_kind,
        severity=Severity.UNKNOWN if info is None else from_cap_severity(info.severity),
        occurred_at=occurred_at,
        reported_at=alert.sent,
        valid_until=_valid_until(alert, occurred_at),
        place=place,
        headline=headline,
        description=description,
        evidence=(Evidence(kind="cap", reference=evidence),),
        exercise=alert.status is Status.EXERCISE,
    )


def main_info(alert: Alert) -> Info | None:
    """The gravest of those in the language that is read here."""
    return min(_told_infos(alert), key=lambda info: _WORST_FIRST.index(info.severity), default=None)


def _told_infos(alert: Alert) -> list[Info]:
    """Those in Korean, else in English, else in the language of the first: the others say the same again."""
    for wanted in ("ko", "en", _language(alert.infos[0]) if alert.infos else ""):
        if found := [info for info in alert.infos if _language(info) == wanted]:
            return found
    return []


def _language(info: Info) -> str:
    return (info.language or USUAL_LANGUAGE).lower().partition("-")[0]


def source_id(first: Reference) -> str:
    """The same for a message however its moment is written. The sender, who may be a person, is in the digest alone."""
    in_utc = Reference(first.sender, first.identifier, first.sent.astimezone(UTC))
    digest = hashlib.sha256(write_reference(in_utc).encode()).hexdigest()[:32]
    return f"{first.identifier[:_LONGEST_READABLE]}~{digest}"


def first_of(alert: Alert) -> Reference:
    """The earliest message that an alert refers to, or itself."""
    return min([*alert.references, alert.name], key=order_of)


def order_of(reference: Reference) -> tuple[datetime, str]:
    return reference.sent, reference.identifier


def revision_of(sent: datetime, first_sent: datetime) -> int:
    """Grows with the moment of the message: so that whatever order they come in, the last word stays the last."""
    since = sent - first_sent
    seconds = int(since.total_seconds())
    if seconds < _COUNTED_BY_SECOND:
        return max(seconds, 1)
    return _COUNTED_BY_SECOND + min(int((since - timedelta(seconds=_COUNTED_BY_SECOND)) / _STEP), _LAST_STEP)


def _occurred_at(alert: Alert, info: Info | None) -> datetime:
    """When it began; what is only expected began when it was told."""
    onset = info and (info.onset or info.effective)
    return min(onset, alert.sent) if onset else alert.sent


def _valid_until(alert: Alert, occurred_at: datetime) -> datetime | None:
    ends = [info.expires for info in _told_infos(alert) if info.expires is not None]
    if not ends:
        return None
    return min(max([*ends, occurred_at]), occurred_at + LONGEST_VALIDITY)


def _texts(alert: Alert, info: Info | None) -> tuple[str, str]:
    """Headline and description. What is not public, or speaks of people, says what it is and no more."""
    if info is None:
        return "", ""
    if alert.scope is not Scope.PUBLIC or ABOUT_PEOPLE & set(info.categories):
        return _masked(info.event)[:200], ""
    return _masked(info.headline or info.event)[:200], _masked(info.description or "")[:2_000]


def _with_names(description: str, areas: Sequence[Area]) -> str:
    """A description that says where by name: no map shows what came with names and codes of districts alone."""
    names = ", ".join(dict.fromkeys(_masked(area.description) for area in areas if area.description))[:300]
    codes = ", ".join(dict.fromkeys(f"{code.name} {code.value}" for area in areas for code in area.geocodes))[:300]
    if not names and not codes:
        return description
    said = f"지도에 없는 지역 (no place on the map): {names}" + (f" ({codes})" if codes else "")
    return f"{said}\n{description}"[:2_000]


def _masked(text: str) -> str:
    return _PLATE.sub(_MASKED, _TELEPHONE.sub(_MASKED, text))
