"""What is told of hazards: each once, anew when it changed, taken back when it is over. No vehicle is named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from city.contracts.operations.city_event import MessageType, Severity
from city.mobility.hazards.findings import Finding
from city.mobility.hazards.srti import SRTI, HazardKind, Srti
from city.mobility.roads.road_map import RoadMap

# A place that moved less is the same for whoever goes there.
_MOVED_M = 10.0
# Told again when less than this share is left of what it would be told for now.
_LEFT = 0.5


@dataclass(frozen=True, slots=True)
class Notice:
    """One message of a hazard, as a city event has it.

    - source_id, revision: the hazard, which keeps its name, and which message of it; each pair is told once.
    - position: longitude and latitude, WGS 84; edge: by its name in the map, with metres from its start.
    """

    source_id: str
    revision: int
    message: MessageType
    kind: HazardKind
    srti: Srti
    severity: Severity
    edge: str
    at_m: float
    position: tuple[float, float]
    occurred_at: datetime
    valid_until: datetime


class Positions:
    """Longitude and latitude of places on the edges of a map."""

    def __init__(self, road_map: RoadMap) -> None:
        self._map = road_map
        self._edge = {road_map.edge_name(edge): edge for edge in range(road_map.edges)}

    def of(self, edge: str, at_m: float) -> tuple[float, float] | None:
        """At the edge's end what lies beyond it. None for an edge that the map does not have, or no longer."""
        row = self._edge.get(edge)
        if row is None:
            return None
        plane, start = self._map.plane, self._map.columns.shape_start
        shape = slice(int(start[row]), int(start[row + 1]))
        x = np.interp([at_m], plane.along[shape], plane.x[shape])
        y = np.interp([at_m], plane.along[shape], plane.y[shape])
        lat, lon = plane.degrees(x, y)
        return round(float(lon[0]), 7), round(float(lat[0]), 7)


def tell(findings: Iterable[Finding], told: Mapping[str, Notice], positions: Positions, now: datetime) -> list[Notice]:
    """The notices that are due, by name. `told`: the last notice of each hazard that these findings could name.

    With these among what was told, the same findings at the same time make none. A hazard that comes back is new again,
    under its name and the next revision; one whose road is no longer in the map is taken back.
    """
    due: dict[str, Notice] = {}
    standing = set()
    for finding in findings:
        position = positions.of(finding.edge, finding.at_m)
        if position is None:
            continue
        standing.add(finding.source_id)
        notice = _after(finding, position, told.get(finding.source_id), now)
        if notice is not None:
            due[finding.source_id] = notice
    for source_id, last in told.items():
        if source_id not in standing and last.message is not MessageType.CANCEL:
            due[source_id] = _taken_back(last, now)
    return [due[source_id] for source_id in sorted(due)]


def _after(finding: Finding, position: tuple[float, float], last: Notice | None, now: datetime) -> Notice | None:
    message, revision = MessageType.NEW, 0
    if last is not None:
        revision = last.revision + 1
        if last.message is not MessageType.CANCEL:
            if not _changed(finding, last, now):
                return None
            message = MessageType.UPDATE
    return Notice(
        finding.source_id,
        revision,
        message,
        finding.kind,
        SRTI[finding.kind],
        finding.severity,
        finding.edge,
        finding.at_m,
        position,
        finding.since,
        max(finding.valid_until, finding.since),
    )


def _changed(finding: Finding, last: Notice, now: datetime) -> bool:
    moved = finding.edge != last.edge or abs(finding.at_m - last.at_m) > _MOVED_M
    lapses = last.valid_until - now < _LEFT * (finding.valid_until - now)
    return moved or lapses or finding.severity is not last.severity


def _taken_back(last: Notice, now: datetime) -> Notice:
    return replace(
        last,
        revision=last.revision + 1,
        message=MessageType.CANCEL,
        valid_until=max(min(now, last.valid_until), last.occurred_at),
    )
