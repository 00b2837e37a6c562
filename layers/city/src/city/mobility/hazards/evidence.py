"""What one vehicle says of one place of a road. It stays in the domain: a hazard that is told names no vehicle.

An edge is named as `RoadMap.edge_name` does, so that evidence outlives a version of the map; metres run from its start.
`vehicle` is a pseudonym that is the same as long as evidence is kept. Times are aware.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from city.mobility.roads.road_map import RoadMap


@dataclass(frozen=True, slots=True)
class Hit:
    """A jolt. `strength`: m/s^2 at 40 km/h, after calibration."""

    vehicle: str
    edge: str
    at_m: float
    at: datetime
    strength: float


@dataclass(frozen=True, slots=True)
class Pass:
    """A stretch driven with the sensor listening, fast enough to feel the road; whether it hit is for the hits to say."""

    vehicle: str
    edge: str
    begin_m: float
    end_m: float
    entered_at: datetime
    left_at: datetime


@dataclass(frozen=True, slots=True)
class Felt:
    """The roughness of a window: m/s^2 at 40 km/h, after calibration."""

    vehicle: str
    edge: str
    at_m: float
    at: datetime
    roughness: float


@dataclass(frozen=True, slots=True)
class Brake:
    """Where a vehicle began to brake hard."""

    vehicle: str
    edge: str
    at_m: float
    at: datetime


@dataclass(frozen=True, slots=True)
class KnownBumps:
    """Metres from the start of each edge where the map has a bump, hump, table or the like."""

    at_m: Mapping[str, tuple[float, ...]]

    @classmethod
    def of(cls, road_map: RoadMap) -> "KnownBumps":
        columns = road_map.columns
        found: dict[str, list[float]] = {}
        for edge, at_dm in zip(columns.bump_edge.tolist(), columns.bump_at_dm.tolist(), strict=True):
            found.setdefault(road_map.edge_name(edge), []).append(at_dm / 10)
        return cls({edge: tuple(sorted(each)) for edge, each in found.items()})

    @classmethod
    def none(cls) -> "KnownBumps":
        return cls({})

    def within(self, edge: str, at_m: float, reach_m: float) -> bool:
        return any(abs(each - at_m) <= reach_m for each in self.at_m.get(edge, ()))
