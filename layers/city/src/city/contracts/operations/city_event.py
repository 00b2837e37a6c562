"""What happens in the city, in one form, whoever tells it: a domain, an agency, an alert from outside, an operator.

A `CityEvent` goes to the queue of city events. It holds no name, plate, telephone, account or raw device id: what an
agency says of a person stays with the agency's message.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from city.contracts.base import AwareMoment, Contract

# No zone is further apart from another than a day, and no clock of a source may be this far ahead.
LONGEST_VALIDITY = timedelta(days=366)
_WORD = StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")


class Category(StrEnum):
    """The five of the national integrated platform (스마트시티 통합플랫폼)."""

    CRIME = "crime"
    ENVIRONMENT = "environment"
    TRAFFIC = "traffic"
    DISASTER = "disaster"
    FACILITY = "facility"


class Severity(StrEnum):
    """CAP 1.2's, and beside it the words of Smart Data Models' Alert: an attribute of an event, never part of a key."""

    EXTREME = "extreme"
    SEVERE = "severe"
    MODERATE = "moderate"
    MINOR = "minor"
    UNKNOWN = "unknown"


class MessageType(StrEnum):
    NEW = "new"
    UPDATE = "update"
    CANCEL = "cancel"


Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
# As in GeoJSON (RFC 7946): longitude first, WGS 84.
Position = tuple[Longitude, Latitude]


class PointPlace(Contract):
    type: Literal["point"] = "point"
    position: Position


class LinePlace(Contract):
    type: Literal["line"] = "line"
    positions: Annotated[tuple[Position, ...], Field(min_length=2, max_length=200)]


class AreaPlace(Contract):
    """A polygon without holes; the first position is the last."""

    type: Literal["area"] = "area"
    ring: Annotated[tuple[Position, ...], Field(min_length=4, max_length=500)]

    @model_validator(mode="after")
    def _closed(self) -> Self:
        if self.ring[0] != self.ring[-1]:
            raise ValueError("a ring ends where it begins")
        return self


class Place(Contract):
    """Where. `accuracy_m`: the true place is within it, by the source's own word; None where it says nothing."""

    shape: Annotated[PointPlace | LinePlace | AreaPlace, Field(discriminator="type")]
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)] | None = None
    address: Annotated[str, StringConstraints(max_length=200)] | None = None


class Evidence(Contract):
    """Something to look at: never the thing itself, only its name where it is kept."""

    kind: Annotated[str, _WORD]
    reference: Annotated[str, StringConstraints(min_length=1, max_length=300)]


class CityEventV1(Contract):
    """One thing that somebody told of.

    - source: who told it: `crosswalk`, `agency.112`, `cap.kma`, `operator`.
    - source_id: the source's own id of it; the same (source, source_id, message_type, revision) is told once.
    - revision: counts updates of one source_id, where the source counts them.
    - kind: what it is, within the category; which kinds belong together is configuration.
    - asset, gateway: by the city's public name, for what comes from a thing and what it hangs on.
    - exercise: true for a drill; it never reaches an agency.
    """

    version: Literal[1] = 1
    source: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_-]{1,40})?$", max_length=60)]
    source_id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    message_type: MessageType = MessageType.NEW
    revision: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    category: Category
    kind: Annotated[str, _WORD]
    severity: Severity = Severity.UNKNOWN
    occurred_at: AwareMoment
    reported_at: AwareMoment
    valid_until: AwareMoment | None = None
    place: Place | None = None
    asset: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,100}$")] | None = None
    gateway: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,100}$")] | None = None
    headline: Annotated[str, StringConstraints(max_length=200)] = ""
    description: Annotated[str, StringConstraints(max_length=2_000)] = ""
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=20)] = ()
    exercise: bool = False

    @model_validator(mode="after")
    def _validity_follows(self) -> Self:
        if (
            self.valid_until is not None
            and not self.occurred_at <= self.valid_until <= self.occurred_at + LONGEST_VALIDITY
        ):
            raise ValueError("an event is valid from when it occurred, for a year at most")
        return self
