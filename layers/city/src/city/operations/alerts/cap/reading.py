"""A document of CAP 1.2 becomes an alert, or every fault that it has, each by its rule and its element."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from city.operations.alerts.cap import grammar
from city.operations.alerts.cap.consistency import check_alert, check_area, check_polygons, check_resource
from city.operations.alerts.cap.grammar import Slot
from city.operations.alerts.cap.model import (
    Alert,
    Area,
    CapCategory,
    CapSeverity,
    Certainty,
    Corner,
    Info,
    MessageKind,
    Pair,
    Resource,
    ResponseType,
    Scope,
    Status,
    Urgency,
)
from city.operations.alerts.cap.polygons import CrossingSearch
from city.operations.alerts.cap.rules import AlertRefused, Fault, Rule, refusals_of, refuse
from city.operations.alerts.cap.values import Reader
from city.operations.alerts.cap.xml_tree import SIGNATURES, Node, read_tree

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """`remarks`: what the standard advises against. `signatures`: how many elements say that they sign it; none is
    verified here."""

    alert: Alert
    remarks: tuple[Fault, ...]
    signatures: int


def read_alert(document: bytes) -> ReadDocument:
    """Raises AlertRefused."""
    root = read_tree(document)
    _check_root(root)
    signed = [child for child in root.children if child.namespace == SIGNATURES and child.name == "Signature"]
    # What follows the alert's own elements may be signatures alone; one before them is out of order.
    while root.children and root.children[-1] in signed:
        root.children.pop()
    faults: list[Fault] = []
    element = _Element(root, "alert", grammar.ALERT, faults)
    if refusals_of(faults):
        raise AlertRefused(refusals_of(faults))
    alert = _read_alert(element, faults)
    if alert is not None and not refusals_of(faults):
        check_alert(alert, element.has("references"), faults)
    if alert is None or refusals_of(faults):
        raise AlertRefused(refusals_of(faults))
    return ReadDocument(alert, tuple(fault for fault in faults if fault.is_remark), len(signed))


def _check_root(root: Node) -> None:
    if root.name == "alert" and (version := grammar.EARLIER.get(root.namespace)):
        raise refuse(Rule.VERSION_1_1 if version == "1.1" else Rule.VERSION_1_0, "alert")
    if root.name != "alert" or root.namespace != grammar.NAMESPACE:
        raise refuse(Rule.ROOT_UNKNOWN, "alert")


class _Element:
    """An element of elements, sorted by their names; what is wrong about its form goes to `faults`."""

    def __init__(self, node: Node, path: str, slots: Sequence[Slot], faults: list[Fault]) -> None:
        self._path, self._faults = path, faults
        self._many = {slot.name for slot in slots if slot.many}
        self._found: dict[str, list[Node]] = {slot.name: [] for slot in slots}
        places = {slot.name: place for place, slot in enumerate(slots)}
        reached = 0
        if node.text.strip():
            faults.append(Fault(Rule.TEXT_MISPLACED, path))
        if node.attributes:
            faults.append(Fault(Rule.ATTRIBUTE_UNKNOWN, path))
        for child in node.children:
            place = places.get(child.name) if child.namespace == grammar.NAMESPACE else None
            if place is None:
                faults.append(Fault(Rule.ELEMENT_UNKNOWN, f"{path}/{child.name[:40]}"))
                continue
            if place < reached:
                faults.append(Fault(Rule.ELEMENT_MISPLACED, f"{path}/{child.name}"))
            reached = max(reached, place)
            self._found[child.name].append(child)
        for slot in slots:
            if slot.required and not self._found[slot.name]:
                faults.append(Fault(Rule.ELEMENT_MISSING, f"{path}/{slot.name}"))
            if not slot.many and len(self._found[slot.name]) > 1:
                faults.append(Fault(Rule.ELEMENT_REPEATED, f"{path}/{slot.name}"))

    def has(self, name: str) -> bool:
        return bool(self._found[name])

    def elements(self, name: str, slots: Sequence[Slot]) -> "list[_Element]":
        return [_Element(node, path, slots, self._faults) for node, path in self._named(name)]

    def each(self, name: str, read: Callable[[Reader, str], Value | None]) -> tuple[Value, ...]:
        """What every element of a name holds; those that cannot be read are left out, and are faults."""
        values = (self._read(node, path, read) for node, path in self._named(name))
        return tuple(value for value in values if value is not None)

    def one(self, name: str, read: Callable[[Reader, str], Value | None]) -> Value | None:
        """None where there is none, and where it cannot be read."""
        values = self.each(name, read)
        return values[0] if values else None

    def text(self, name: str) -> str | None:
        """None where there is none, or an empty one: many offices write out every element they know."""
        return self.one(name, lambda _, text: text or None)

    def prose(self, name: str) -> str | None:
        return self.one(name, lambda reader, text: reader.prose(text) or None)

    def optional(self, name: str, read: Callable[[Reader, str], Value | None]) -> Value | None:
        """As `one`, for values of which an empty element says as little as none."""
        return self.one(name, lambda reader, text: read(reader, text) if text.strip() else None)

    def pairs(self, name: str) -> tuple[Pair, ...]:
        return tuple(
            Pair(each.text("valueName") or "", each.text("value") or "") for each in self.elements(name, grammar.PAIR)
        )

    def _named(self, name: str) -> list[tuple[Node, str]]:
        nodes = self._found[name]
        path = f"{self._path}/{name}"
        return [(node, f"{path}[{at}]" if name in self._many else path) for at, node in enumerate(nodes, 1)]

    def _read(self, node: Node, path: str, read: Callable[[Reader, str], Value | None]) -> Value | None:
        if node.attributes:
            self._faults.append(Fault(Rule.ATTRIBUTE_UNKNOWN, path))
        for child in node.children:
            self._faults.append(Fault(Rule.ELEMENT_UNKNOWN, f"{path}/{child.name[:40]}"))
        return read(Reader(self._faults, path), node.text)


def _read_alert(element: _Element, faults: list[Fault]) -> Alert | None:
    sent = element.one("sent", Reader.moment)
    status = element.one("status", lambda reader, text: reader.choice(text, Status))
    kind = element.one("msgType", lambda reader, text: reader.choice(text, MessageKind))
    scope = element.one("scope", lambda reader, text: reader.choice(text, Scope))
    identifier = element.one("identifier", lambda reader, text: reader.name(text, Rule.IDENTIFIER_CHARACTER))
    sender = element.one("sender", lambda reader, text: reader.name(text, Rule.SENDER_CHARACTER))
    search = CrossingSearch()
    infos = [
        _read_info(info, f"alert/info[{at}]", search, faults)
        for at, info in enumerate(element.elements("info", grammar.INFO), 1)
    ]
    references = element.one("references", Reader.references) or ()
    note, source = element.prose("note"), element.text("source")
    if sent is None or status is None or kind is None or scope is None or identifier is None or sender is None:
        return None
    return Alert(
        identifier=identifier,
        sender=sender,
        sent=sent,
        status=status,
        message_kind=kind,
        scope=scope,
        source=source,
        restriction=element.text("restriction"),
        addresses=element.text("addresses"),
        codes=element.each("code", lambda _, text: text),
        note=note,
        references=references,
        incidents=element.text("incidents"),
        infos=tuple(info for info in infos if info is not None),
    )


def _read_info(element: _Element, path: str, search: CrossingSearch, faults: list[Fault]) -> Info | None:
    event = element.one("event", Reader.prose)
    urgency = element.one("urgency", lambda reader, text: reader.choice(text, Urgency))
    severity = element.one("severity", lambda reader, text: reader.choice(text, CapSeverity))
    certainty = element.one("certainty", lambda reader, text: reader.choice(text, Certainty))
    language = element.optional("language", Reader.language)
    categories = element.each("category", lambda reader, text: reader.choice(text, CapCategory))
    responses = element.each("responseType", lambda reader, text: reader.choice(text, ResponseType))
    areas = tuple(
        _read_area(area, f"{path}/area[{at}]", search, faults)
        for at, area in enumerate(element.elements("area", grammar.AREA), 1)
    )
    resources = tuple(
        _read_resource(each, f"{path}/resource[{at}]", faults)
        for at, each in enumerate(element.elements("resource", grammar.RESOURCE), 1)
    )
    effective, onset, expires = (element.optional(name, Reader.moment) for name in ("effective", "onset", "expires"))
    codes, parameters = element.pairs("eventCode"), element.pairs("parameter")
    if event is None or urgency is None or severity is None or certainty is None:
        return None
    return Info(
        categories=categories,
        event=event,
        urgency=urgency,
        severity=severity,
        certainty=certainty,
        language=language,
        response_types=responses,
        audience=element.prose("audience"),
        event_codes=codes,
        effective=effective,
        onset=onset,
        expires=expires,
        sender_name=element.prose("senderName"),
        headline=element.prose("headline"),
        description=element.prose("description"),
        instruction=element.prose("instruction"),
        web=element.optional("web", Reader.web),
        contact=element.text("contact"),
        parameters=parameters,
        resources=resources,
        areas=areas,
    )


def _read_area(element: _Element, path: str, search: CrossingSearch, faults: list[Fault]) -> Area:
    area = Area(
        description=element.one("areaDesc", Reader.prose) or "",
        polygons=element.each("polygon", lambda reader, text: _read_polygon(reader, text, search)),
        circles=element.each("circle", Reader.circle),
        geocodes=element.pairs("geocode"),
        altitude_ft=element.optional("altitude", Reader.height),
        ceiling_ft=element.optional("ceiling", Reader.height),
    )
    if not refusals_of(faults):
        check_polygons(area, path, search, faults)
    check_area(area, path, faults)
    return area


def _read_polygon(reader: Reader, text: str, search: CrossingSearch) -> tuple[Corner, ...] | None:
    if not search.may_read(text.count(",")):
        reader.fail(Rule.POLYGON_INTRICATE)
        return None
    return reader.polygon(text)


def _read_resource(element: _Element, path: str, faults: list[Fault]) -> Resource:
    resource = Resource(
        description=element.one("resourceDesc", Reader.prose) or "",
        mime_type=element.one("mimeType", Reader.mime_type) or "",
        size_bytes=element.optional("size", Reader.size),
        uri=element.optional("uri", Reader.uri),
        deref_uri=element.text("derefUri"),
        digest=element.optional("digest", Reader.digest),
    )
    check_resource(resource, path, faults)
    return resource
