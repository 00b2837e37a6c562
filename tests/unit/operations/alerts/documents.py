"""Documents of CAP 1.2 for tests, each with what a test changes of it."""

from typing import Any

from city.operations.alerts.cap.reading import read_alert
from city.operations.alerts.cap.rules import AlertRefused

HEAD = {
    "identifier": "KR.2026.1",
    "sender": "alerts@office.example",
    "sent": "2026-01-31T09:00:00+09:00",
    "status": "Actual",
    "msgType": "Alert",
    "scope": "Public",
}
INFO = {
    "language": "ko-KR",
    "category": "Fire",
    "event": "산불",
    "urgency": "Immediate",
    "severity": "Severe",
    "certainty": "Observed",
    "headline": "부춘동 산불",
    "description": "부춘산 서쪽에서 불이 났습니다.",
}
_ORDER = [
    "identifier",
    "sender",
    "sent",
    "status",
    "msgType",
    "source",
    "scope",
    "restriction",
    "addresses",
    "code",
    "note",
    "references",
    "incidents",
]
_INFO_ORDER = [
    "language",
    "category",
    "event",
    "responseType",
    "urgency",
    "severity",
    "certainty",
    "audience",
    "effective",
    "onset",
    "expires",
    "senderName",
    "headline",
    "description",
    "instruction",
    "web",
    "contact",
]
SQUARE = "36.7,126.4 36.7,126.5 36.8,126.5 36.8,126.4 36.7,126.4"


def info(more: str = "", **changes: str | None) -> str:
    """An info element; a value of None leaves an element out. `more`: what follows, such as areas."""
    values = {**INFO, **changes}
    return f"<info>{_elements(_INFO_ORDER, values)}{more}</info>"


def area(more: str = f"<polygon>{SQUARE}</polygon>") -> str:
    return f"<area><areaDesc>부춘동</areaDesc>{more}</area>"


def document(body: str | None = None, namespace: str = "urn:oasis:names:tc:emergency:cap:1.2", **changes: Any) -> bytes:
    """A whole alert, `body` after its own elements; one info without an area where none is given."""
    head = _elements(_ORDER, {**HEAD, **changes})
    return f'<alert xmlns="{namespace}">{head}{info() if body is None else body}</alert>'.encode()


def _elements(order: list[str], values: dict[str, Any]) -> str:
    assert set(values) <= set(order), set(values) - set(order)
    return "".join(f"<{name}>{values[name]}</{name}>" for name in order if values.get(name) is not None)


def faults_of(given: bytes) -> list[tuple[str, str]]:
    """The rules that a document breaks, and where; those it is not refused for too."""
    try:
        found = read_alert(given).remarks
    except AlertRefused as refused:
        found = refused.faults
    return [(fault.rule.value, fault.element) for fault in found]
