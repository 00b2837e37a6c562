"""An alert becomes a document of CAP 1.2: valid by CAP-v1.2.xsd, and read again equal."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from city.operations.alerts.cap.grammar import NAMESPACE
from city.operations.alerts.cap.model import REFERRING, Alert, Area, Circle, Corner, Info, Pair, Reference, Resource

# Nothing else is a character of XML 1.0.
_NO_CHARACTERS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"}


def write_alert(alert: Alert) -> bytes:
    """UTF-8, without white space between elements."""
    parts = [
        _text("identifier", alert.identifier),
        _text("sender", alert.sender),
        _text("sent", write_moment(alert.sent)),
        _text("status", alert.status),
        _text("msgType", alert.message_kind),
        _optional("source", alert.source),
        _text("scope", alert.scope),
        _optional("restriction", alert.restriction),
        _optional("addresses", alert.addresses),
        *(_text("code", code) for code in alert.codes),
        _optional("note", alert.note),
        _references(alert),
        _optional("incidents", alert.incidents),
        *(_info(info) for info in alert.infos),
    ]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="{NAMESPACE}">{"".join(parts)}</alert>'.encode()


def write_moment(moment: datetime) -> str:
    """With its offset; UTC is `-00:00` (CAP 1.2, 3.3.2)."""
    if moment.utcoffset() == timedelta(0):
        return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}-00:00"
    return moment.isoformat(timespec="seconds")


def write_reference(reference: Reference) -> str:
    return f"{reference.sender},{reference.identifier},{write_moment(reference.sent)}"


def _references(alert: Alert) -> str:
    if alert.references or alert.message_kind in REFERRING:
        return _text("references", " ".join(write_reference(each) for each in alert.references))
    return ""


def _info(info: Info) -> str:
    parts = [
        _optional("language", info.language),
        *(_text("category", category) for category in info.categories),
        _text("event", info.event),
        *(_text("responseType", response) for response in info.response_types),
        _text("urgency", info.urgency),
        _text("severity", info.severity),
        _text("certainty", info.certainty),
        _optional("audience", info.audience),
        *_pairs("eventCode", info.event_codes),
        *(
            _text(name, write_moment(moment))
            for name, moment in (("effective", info.effective), ("onset", info.onset), ("expires", info.expires))
            if moment is not None
        ),
        _optional("senderName", info.sender_name),
        _optional("headline", info.headline),
        _optional("description", info.description),
        _optional("instruction", info.instruction),
        _optional("web", info.web),
        _optional("contact", info.contact),
        *_pairs("parameter", info.parameters),
        *(_resource(each) for each in info.resources),
        *(_area(area) for area in info.areas),
    ]
    return f"<info>{''.join(parts)}</info>"


def _resource(resource: Resource) -> str:
    parts = [
        _text("resourceDesc", resource.description),
        _text("mimeType", resource.mime_type),
        _optional("size", None if resource.size_bytes is None else str(resource.size_bytes)),
        _optional("uri", resource.uri),
        _optional("derefUri", resource.deref_uri),
        _optional("digest", resource.digest),
    ]
    return f"<resource>{''.join(parts)}</resource>"


def _area(area: Area) -> str:
    parts = [
        _text("areaDesc", area.description),
        *(_text("polygon", " ".join(map(_corner, ring))) for ring in area.polygons),
        *(_text("circle", _circle(circle)) for circle in area.circles),
        *_pairs("geocode", area.geocodes),
        _optional("altitude", _height(area.altitude_ft)),
        _optional("ceiling", _height(area.ceiling_ft)),
    ]
    return f"<area>{''.join(parts)}</area>"


def _pairs(name: str, pairs: Iterable[Pair]) -> Iterable[str]:
    return (f"<{name}>{_text('valueName', pair.name)}{_text('value', pair.value)}</{name}>" for pair in pairs)


def _circle(circle: Circle) -> str:
    return f"{_corner(circle.centre)} {_number(circle.radius_km)}"


def _corner(corner: Corner) -> str:
    return f"{_number(corner[0])},{_number(corner[1])}"


def _number(value: float) -> str:
    """Shortest that reads back the same, never with an exponent."""
    return format(Decimal(repr(value)), "f")


def _height(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _optional(name: str, text: str | None) -> str:
    return "" if text is None else _text(name, text)


def _text(name: str, text: str) -> str:
    escaped = "".join(_ESCAPES.get(letter, letter) for letter in _NO_CHARACTERS.sub("", text))
    return f"<{name}>{escaped}</{name}>"
