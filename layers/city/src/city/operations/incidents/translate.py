"""What of the city's bus the room has to know, as city events. Configuration: one entry for each event of a domain."""

import json
from collections.abc import Callable
from datetime import datetime

from pydantic import ValidationError

from city.contracts.crosswalk.events import (
    CrosswalkFaultClearedV3,
    CrosswalkFaultV2,
    CrosswalkHeardAgainV1,
    CrosswalkSilentV2,
    PedestrianInConflictV2,
)
from city.contracts.events import BusEvent
from city.contracts.operations.arrivals import BusMessage
from city.contracts.operations.city_event import Category, CityEventV1, MessageType, Place, PointPlace, Severity
from city.operations.incidents.errors import EventUnreadable

# A pedestrian who was missed by less was nearly hit (post-encroachment time, seconds).
_NEARLY_HIT_S = 1.0
# What a crosswalk says of itself: without its lamps it warns nobody.
_LAMP_FAULTS = ("lamp", "sign", "panel")


def read_event(body: str) -> CityEventV1 | None:
    """The event in a message of the queue: a door's, or the bus's. None for what the room has no use for.

    Raises EventUnreadable.
    """
    try:
        said = json.loads(body)
        if isinstance(said, dict) and "detail-type" in said:
            return _translated(BusMessage.model_validate(said))
        return CityEventV1.model_validate_json(body)
    except (ValueError, ValidationError) as error:
        raise EventUnreadable from error


def _translated(message: BusMessage) -> CityEventV1 | None:
    detail = message.detail
    version = detail.get("version") if isinstance(detail, dict) else None
    found = TRANSLATED.get((message.source, message.detail_type, version if isinstance(version, int) else 0))
    if found is None:
        return None
    contract, translate = found
    return translate(contract.model_validate_json(json.dumps(detail)), message)


def _conflict(event: BusEvent, message: BusMessage) -> CityEventV1:
    assert isinstance(event, PedestrianInConflictV2)
    kind, severity = _CONFLICTS[event.kind]
    nearly = event.post_encroachment_s is not None and event.post_encroachment_s < _NEARLY_HIT_S
    return CityEventV1(
        source="crosswalk",
        source_id=event.event_id,
        category=Category.TRAFFIC,
        kind=kind,
        severity=Severity.SEVERE if nearly and severity is Severity.MODERATE else severity,
        occurred_at=event.occurred_at,
        reported_at=max(message.time, event.occurred_at),
        place=Place(shape=PointPlace(position=(event.longitude, event.latitude)), accuracy_m=10),
        asset=event.unit,
    )


_CONFLICTS = {
    "conflict": ("pedestrian_conflict", Severity.MODERATE),
    "not_yielding": ("vehicle_not_yielding", Severity.MINOR),
    "stop_line": ("stop_line_crossed", Severity.MINOR),
    "jaywalking": ("jaywalking", Severity.MINOR),
}


def _fault(event: BusEvent, message: BusMessage) -> CityEventV1:
    assert isinstance(event, CrosswalkFaultV2)
    return _facility_event(
        event.event_id,
        "crosswalk_fault",
        _severity_of(event.fault),
        asset=event.unit,
        headline=event.fault,
        occurred_at=event.since,
        reported_at=max(message.time, event.since),
    )


def _cleared(event: BusEvent, message: BusMessage) -> CityEventV1 | None:
    assert isinstance(event, CrosswalkFaultClearedV3)
    if event.opening is None:
        return None
    return _facility_event(
        event.opening,
        "crosswalk_fault",
        _severity_of(event.fault),
        asset=event.unit,
        headline=event.fault,
        occurred_at=max(event.cleared_at, event.since or event.cleared_at),
        reported_at=max(message.time, event.cleared_at, event.since or event.cleared_at),
        is_over=True,
    )


def _severity_of(fault: str) -> Severity:
    return Severity.MODERATE if fault.startswith(_LAMP_FAULTS) else Severity.MINOR


def _facility_event(
    opening: str,
    kind: str,
    severity: Severity,
    *,
    asset: str,
    occurred_at: datetime,
    reported_at: datetime,
    headline: str = "",
    is_over: bool = False,
) -> CityEventV1:
    """What a thing says of its own state, under the id of the event that told of the beginning."""
    return CityEventV1(
        source="crosswalk",
        source_id=opening,
        message_type=MessageType.UPDATE if is_over else MessageType.NEW,
        revision=int(is_over),
        category=Category.FACILITY,
        kind=kind,
        severity=severity,
        occurred_at=occurred_at,
        reported_at=reported_at,
        valid_until=reported_at if is_over else None,
        asset=asset,
        headline=headline[:200],
    )


def _silent(event: BusEvent, message: BusMessage) -> CityEventV1:
    assert isinstance(event, CrosswalkSilentV2)
    return _facility_event(
        event.event_id,
        "crosswalk_silent",
        Severity.MODERATE,
        asset=event.unit,
        occurred_at=event.occurred_at,
        reported_at=max(message.time, event.occurred_at),
    )


def _heard_again(event: BusEvent, message: BusMessage) -> CityEventV1:
    assert isinstance(event, CrosswalkHeardAgainV1)
    return _facility_event(
        event.opening,
        "crosswalk_silent",
        Severity.MODERATE,
        asset=event.unit,
        occurred_at=event.occurred_at,
        reported_at=max(message.time, event.occurred_at),
        is_over=True,
    )


# Source, detail type, version; the rule on the bus names the same types (infra/operations/incidents.yaml).
# What names no event of the room's (a fault that is over, and when it was told nobody kept how) comes to nothing.
_Translate = Callable[[BusEvent, BusMessage], CityEventV1 | None]
TRANSLATED: dict[tuple[str, str, int], tuple[type[BusEvent], _Translate]] = {
    ("dongne.crosswalk", "PedestrianInConflict", 2): (PedestrianInConflictV2, _conflict),
    ("dongne.crosswalk", "CrosswalkFault", 2): (CrosswalkFaultV2, _fault),
    ("dongne.crosswalk", "CrosswalkFaultCleared", 3): (CrosswalkFaultClearedV3, _cleared),
    ("dongne.crosswalk", "CrosswalkSilent", 2): (CrosswalkSilentV2, _silent),
    ("dongne.crosswalk", "CrosswalkHeardAgain", 1): (CrosswalkHeardAgainV1, _heard_again),
}
