"""What an agency tells, as an event of the city: no name, no telephone, no free words, of which nobody knows what is in them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from city.contracts.operations.city_event import (
    LONGEST_VALIDITY,
    CityEventV1,
    Evidence,
    MessageType,
    Place,
    PointPlace,
)
from city.contracts.operations.integrated_platform import PlatformStatus
from city.contracts.operations.partners import EventCode
from city.operations.agencies.codes import severity_of
from city.operations.agencies.wire_reading import PlatformEvent

# A source's clock may be ahead of ours by so much; what is further ahead is told of as if it were now.
CLOCK_AHEAD = timedelta(minutes=5)
_LONGEST_ADDRESS = 200
_OVER = frozenset({PlatformStatus.RELEASED, PlatformStatus.ENDED})


def message_type_of(status: PlatformStatus, *, is_known: bool) -> MessageType:
    """`is_known`: whether its beginning was told before. 50 and 91 end what was true; 90 takes back what was not."""
    if status is PlatformStatus.CANCELLED:
        return MessageType.CANCEL
    if status is PlatformStatus.OCCURRED and not is_known:
        return MessageType.NEW
    return MessageType.UPDATE


@dataclass(frozen=True, slots=True)
class Standing:
    """What an agency said last of whether an occurrence goes on. `at`: the time it gave that word, where it gave one."""

    is_over: bool = False
    at: datetime | None = None

    def then(self, status: PlatformStatus, at: datetime | None) -> "Standing":
        """After one more word. An end counts when it comes; what goes on after it only where it was said later, by the
        agency's own clock: else it was only overtaken on its way."""
        if status in _OVER:
            return Standing(is_over=True, at=max(filter(None, (at, self.at)), default=None))
        if self.is_over and at is not None and self.at is not None and at <= self.at:
            return self
        return Standing(is_over=False)


def to_city_event(
    event: PlatformEvent,
    row: EventCode,
    *,
    agency_id: str,
    message_id: str,
    message_type: MessageType,
    revision: int,
    is_exercise: bool,
    is_over: bool,
    received_at: datetime,
) -> CityEventV1:
    """Of what is over (50, 91), `valid_until` is the moment of this report: the agency's word that nothing goes on."""
    ahead = timedelta() if is_over else CLOCK_AHEAD
    occurred_at = min(event.occurred_at or event.status_at or received_at, received_at + ahead)
    earliest = received_at - LONGEST_VALIDITY
    occurred_at = max(occurred_at, earliest)
    return CityEventV1(
        source=f"agency.{agency_id}",
        source_id=event.occurrence,
        message_type=message_type,
        revision=revision,
        category=row.category,
        kind=row.kind,
        severity=severity_of(row, event.grade),
        occurred_at=occurred_at,
        reported_at=received_at,
        valid_until=received_at if is_over else None,
        place=_place_of(event, row),
        headline=row.name_ko,
        evidence=(Evidence(kind="agency_message", reference=f"{agency_id}/{message_id}"),),
        exercise=is_exercise,
    )


def _place_of(event: PlatformEvent, row: EventCode) -> Place | None:
    if event.longitude is None or event.latitude is None:
        return None
    address = event.place[:_LONGEST_ADDRESS] if row.place_text and event.place else None
    return Place(shape=PointPlace(position=(event.longitude, event.latitude)), address=address)
