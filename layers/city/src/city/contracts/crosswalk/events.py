"""Events of crosswalks on the city's bus."""

from typing import ClassVar, Literal

from city.contracts.base import AwareMoment
from city.contracts.events import BusEvent, Event


class PedestrianInConflictV1(BusEvent):
    """Somebody on a crosswalk was nearly hit, or a vehicle did not yield."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "PedestrianInConflict"

    version: Literal[1] = 1
    incident_id: str
    unit: str
    kind: Literal["conflict", "stop_line", "not_yielding", "jaywalking"]
    latitude: float
    longitude: float
    post_encroachment_s: float | None = None
    time_to_crossing_s: float | None = None
    speed_kmh: float | None = None
    occurred_at: AwareMoment


class PedestrianInConflictV2(Event):
    """Somebody on a crosswalk was nearly hit, or a vehicle did not yield."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "PedestrianInConflict"

    version: Literal[2] = 2
    incident_id: str
    unit: str
    kind: Literal["conflict", "stop_line", "not_yielding", "jaywalking"]
    latitude: float
    longitude: float
    post_encroachment_s: float | None = None
    time_to_crossing_s: float | None = None
    speed_kmh: float | None = None


class CrosswalkFaultV1(BusEvent):
    """A crosswalk unit is faulty, and what its lamps do meanwhile."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "CrosswalkFault"

    version: Literal[1] = 1
    unit: str
    fault: str
    since: AwareMoment


class CrosswalkFaultV2(Event):
    """A crosswalk unit is faulty, and what its lamps do meanwhile."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "CrosswalkFault"

    version: Literal[2] = 2
    unit: str
    fault: str
    since: AwareMoment


class CrosswalkFaultClearedV1(BusEvent):
    """A fault of a crosswalk unit is over."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "CrosswalkFaultCleared"

    version: Literal[1] = 1
    unit: str
    fault: str
    cleared_at: AwareMoment


class CrosswalkFaultClearedV2(Event):
    """A fault of a crosswalk unit is over."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "CrosswalkFaultCleared"

    version: Literal[2] = 2
    unit: str
    fault: str
    cleared_at: AwareMoment


class CrosswalkFaultClearedV3(Event):
    """A fault of a crosswalk unit is over.

    - opening: the id of the CrosswalkFault by which it was told; None where that was told before openings were kept.
    - since: when it began, as that event has it.
    """

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "CrosswalkFaultCleared"

    version: Literal[3] = 3
    unit: str
    fault: str
    opening: str | None
    since: AwareMoment | None
    cleared_at: AwareMoment


class CrosswalkHeardAgainV1(Event):
    """A crosswalk unit that was silent speaks again.

    - opening: the id of the CrosswalkSilent that told of the silence.
    """

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "CrosswalkHeardAgain"

    version: Literal[1] = 1
    unit: str
    opening: str
    silent_since: AwareMoment


class CrosswalkSilentV1(BusEvent):
    """Nothing was heard of a crosswalk unit for longer than it may be silent; told once for each silence."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "CrosswalkSilent"

    version: Literal[1] = 1
    unit: str
    last_heard_at: AwareMoment


class CrosswalkSilentV2(Event):
    """Nothing was heard of a crosswalk unit for longer than it may be silent; told once for each silence."""

    source: ClassVar[str] = "dongne.crosswalk"
    detail_type: ClassVar[str] = "CrosswalkSilent"

    version: Literal[2] = 2
    unit: str
    last_heard_at: AwareMoment
