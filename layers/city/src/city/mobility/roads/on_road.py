"""Where on the road a stop or a bump lies: on its node, or beside it on the side that traffic drives on."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from city.mobility.roads import driving
from city.mobility.roads.extract import Extract, Spot
from city.mobility.roads.road_map import METRES_OF_A_DEGREE

# A pole stands on the pavement: half a wide road and its verge.
_BESIDE_M = 30.0


class Line(Protocol):
    """A piece of road in one direction."""

    @property
    def nodes(self) -> tuple[int, ...]: ...


@dataclass(frozen=True, slots=True)
class Placed:
    """`at_dm`: decimetres from the start of the edge. `bump`: its row in driving.BUMPS; None for a stop."""

    edge: int
    at_dm: int
    node: int
    bump: int | None = None


def place_spots(extract: Extract, pieces: Sequence[Line]) -> list[Placed]:
    """Stops and bumps on the edges they concern. On a node of the road both directions have it."""
    on_way = defaultdict(list)
    for row, piece in enumerate(pieces):
        for at, node in enumerate(piece.nodes):
            on_way[node].append((row, at))
    segments = _Segments(extract.positions, pieces)
    placed: list[Placed] = []
    for spot in extract.spots:
        bump = _bump(spot)
        if spot.node not in extract.positions or (bump is None and not driving.is_stop(spot.tags)):
            continue
        if spot.node in on_way:
            placed += [Placed(row, segments.dm(row, at), spot.node, bump) for row, at in on_way[spot.node]]
        elif bump is None:
            placed += segments.beside(spot.node, extract.positions[spot.node])
    return placed


def _bump(spot: Spot) -> int | None:
    kind = spot.tags.get("traffic_calming", "")
    return driving.BUMPS.index(kind) if kind in driving.BUMPS else None


class _Segments:
    def __init__(self, positions: Mapping[int, tuple[int, int]], pieces: Sequence[Line]) -> None:
        rows = [(edge, *positions[node]) for edge, piece in enumerate(pieces) for node in piece.nodes]
        table = np.array(rows, np.int64)
        self._north = METRES_OF_A_DEGREE * 1e-7
        self._east = self._north * float(np.cos(np.radians(table[:, 1].mean() * 1e-7)))
        edge, y, x = table[:, 0], table[:, 1] * self._north, table[:, 2] * self._east
        self._first = np.searchsorted(edge, np.arange(len(pieces)))
        steps = np.hypot(np.diff(x, prepend=x[:1]), np.diff(y, prepend=y[:1]))
        steps[self._first] = 0.0
        walked = np.cumsum(steps)
        self._along = walked - walked[self._first][edge]
        begins = np.flatnonzero(edge[:-1] == edge[1:])
        self._edge, self._x, self._y, self._from = edge[begins], x[begins], y[begins], self._along[begins]
        self._dx, self._dy = x[begins + 1] - x[begins], y[begins + 1] - y[begins]

    def dm(self, edge: int, at: int) -> int:
        return round(float(self._along[self._first[edge] + at]) * 10)

    def beside(self, node: int, position: tuple[int, int]) -> Iterator[Placed]:
        """The nearest edge that has the position on its right: Korea drives on the right."""
        east, north = position[1] * self._east - self._x, position[0] * self._north - self._y
        share = np.clip((east * self._dx + north * self._dy) / (self._dx**2 + self._dy**2), 0.0, 1.0)
        far: npt.NDArray[np.float64] = np.hypot(east - share * self._dx, north - share * self._dy)
        far[self._dx * north - self._dy * east > 0] = np.inf
        nearest = int(far.argmin())
        if far[nearest] <= _BESIDE_M:
            at = self._from[nearest] + share[nearest] * np.hypot(self._dx[nearest], self._dy[nearest])
            yield Placed(int(self._edge[nearest]), round(float(at) * 10), node)
