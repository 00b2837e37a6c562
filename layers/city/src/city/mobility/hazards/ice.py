"""Where a road may be icy though the air is not: by its temperature, on bridges, at the mouths of tunnels."""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from city.contracts.operations.city_event import Severity
from city.mobility.hazards.errors import MeasurementRefused
from city.mobility.hazards.findings import Finding
from city.mobility.hazards.policy import IceRule
from city.mobility.hazards.srti import HazardKind
from city.mobility.roads import driving
from city.mobility.roads.road_map import RoadMap

# No road and no air of Korea is hotter or colder.
_COLDEST, _HOTTEST = -40.0, 80.0


class Exposure(StrEnum):
    NONE = "none"
    BRIDGE = "bridge"
    TUNNEL_MOUTH = "tunnel_mouth"


class Exposures:
    """Which places of a map freeze first: bridges, and roads on both sides of a tunnel's mouth."""

    def __init__(self, road_map: RoadMap, rule: IceRule) -> None:
        columns = road_map.columns
        tunnel: npt.NDArray[np.bool_] = (columns.flags & driving.TUNNEL) > 0
        nodes = len(columns.node_id)
        inside, outside = np.zeros(nodes, bool), np.zeros(nodes, bool)
        for ends in (columns.source, columns.target):
            inside[ends[tunnel]] = True
            outside[ends[~tunnel]] = True
        mouth = inside & outside
        self._bridge = (columns.flags & driving.BRIDGE) > 0
        self._from, self._to = mouth[columns.source], mouth[columns.target]
        self._length = road_map.plane.length
        self._mouth_m = rule.mouth_m

    def at(self, edge: int, at_m: float) -> Exposure:
        """Of a place on an edge of the map, in metres from its start. A bridge is one even at a tunnel's mouth."""
        if self._bridge[edge]:
            return Exposure.BRIDGE
        near_start = self._from[edge] and at_m <= self._mouth_m
        near_end = self._to[edge] and self._length[edge] - at_m <= self._mouth_m
        return Exposure.TUNNEL_MOUTH if near_start or near_end else Exposure.NONE


@dataclass(frozen=True, slots=True)
class Temperatures:
    """In degrees Celsius. `road`: None where only the air is measured."""

    at: datetime
    air: float
    road: float | None = None


@dataclass(frozen=True, slots=True)
class IceRisk:
    """Of one place. `since`: None while there is no risk. `seen_at`: the last reading's time."""

    seen_at: datetime
    since: datetime | None = None
    severity: Severity = Severity.MODERATE


def ice_risk_after(before: IceRisk | None, read: Temperatures, exposure: Exposure, rule: IceRule) -> IceRisk:
    """Begins by one pair of limits and ends by another: what wavers between them changes nothing.

    A reading no younger than the last one is passed over; a risk that has not been confirmed for `valid` has ended.
    Raises MeasurementRefused for what is no temperature of a road.
    """
    for each in (read.air, read.road):
        if each is not None and not (math.isfinite(each) and _COLDEST <= each <= _HOTTEST):
            raise MeasurementRefused(f"{each} degrees is no temperature of a road")
    if before is not None and read.at <= before.seen_at:
        return before
    known = before is not None and before.since is not None and read.at - before.seen_at <= rule.valid
    frozen = read.road is not None and read.road <= rule.road_freezes < read.air
    thawed = read.air >= rule.air_thaws if read.road is None else read.road >= rule.road_thaws
    exposed = exposure is not Exposure.NONE and read.air <= rule.exposed_air and not thawed
    if not (frozen or exposed or (known and not thawed)):
        return IceRisk(read.at)
    since = before.since if known and before is not None else read.at
    return IceRisk(read.at, since, Severity.SEVERE if frozen and exposure is not Exposure.NONE else Severity.MODERATE)


def standing_ice(edge: str, at_m: float, risk: IceRisk, now: datetime, rule: IceRule) -> list[Finding]:
    """The risk at that place, if there is one and its last reading still holds."""
    if risk.since is None or now - risk.seen_at > rule.valid:
        return []
    name = f"{HazardKind.ICE_RISK}:{edge}:{at_m:.0f}"
    until = risk.seen_at + rule.valid
    return [Finding(name, HazardKind.ICE_RISK, risk.severity, edge, at_m, risk.since, until)]
