"""The shortest ways over the map, turn by turn: one edge to all it reaches, and a table of these for every edge."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt

from city.mobility.roads.road_map import RoadMap

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reach:
    """From the end of one edge: metres to the start of each edge it reaches, and the edge before that one.

    `before` of the edges that follow at once is the edge itself from which the reach was asked.
    """

    metres: dict[int, float]
    before: dict[int, int]

    def way_to(self, begin: int, end: int) -> tuple[int, ...]:
        """All edges from `begin`, whose reach this is, to `end`, which it reaches; both among them."""
        way = [end]
        while True:
            way.append(self.before[way[-1]])
            if way[-1] == begin:
                return tuple(reversed(way))


class Routes:
    """Dijkstra over directed edges: banned turns are not taken, and a vehicle turns round in a dead end only."""

    def __init__(self, road_map: RoadMap) -> None:
        self._map = road_map
        self._lengths: list[float] = road_map.plane.length.tolist()

    @cached_property
    def after(self) -> tuple[tuple[int, ...], ...]:
        """For each edge, those a vehicle may go on to."""
        at = self._map.columns
        leaving: dict[int, list[int]] = defaultdict(list)
        for edge, node in enumerate(at.source.tolist()):
            leaving[node].append(edge)
        banned = {(before, after) for before, after in at.banned.tolist()}
        return tuple(
            _allowed(edge, leaving[node], twin, banned)
            for edge, (node, twin) in enumerate(zip(at.target.tolist(), at.twin.tolist(), strict=True))
        )

    def reach(self, edge: int, most_m: float) -> Reach:
        """All edges that begin at most so many metres from the end of this one."""
        after, lengths = self.after, self._lengths
        metres: dict[int, float] = {}
        before: dict[int, int] = {}
        queue = [(0.0, following, edge) for following in after[edge]]
        while queue:
            entered, here, came_from = heappop(queue)
            if here in metres:
                continue
            metres[here], before[here] = entered, came_from
            left = entered + lengths[here]
            if left <= most_m:
                for following in after[here]:
                    if following not in metres:
                        heappush(queue, (left, following, here))
        return Reach(metres, before)

    def between(self, edge: int, at_m: float, to_edge: int, to_m: float, most_m: float) -> tuple[int, ...] | None:
        """The edges of the shortest way, both ends among them; None if none is as short as `most_m`."""
        if edge == to_edge and to_m >= at_m:
            return (edge,) if to_m - at_m <= most_m else None
        reach = self.reach(edge, most_m)
        if to_edge not in reach.metres or self._lengths[edge] - at_m + reach.metres[to_edge] + to_m > most_m:
            return None
        return reach.way_to(edge, to_edge)


@dataclass(frozen=True, slots=True)
class WayTable:
    """Row by row: that the start of one edge lies so many metres from the end of another. Sorted by `key`.

    `key` is `from * edges + to`; `before` is the row of the last edge but one of that way, or -1 where the two meet.
    """

    edges: int
    reaches_m: float
    key: Ints
    metres: Floats
    before: Ints

    @classmethod
    def of(cls, routes: Routes, edges: int, reaches_m: float) -> "WayTable":
        """Some milliseconds for each edge: made once for a version of the map, where it is imported."""
        keys, metres, befores = [], [], []
        for edge in range(edges):
            reach = routes.reach(edge, reaches_m)
            ends = sorted(reach.metres)
            keys.append(np.array(ends, np.int64) + edge * edges)
            metres.append(np.array([reach.metres[end] for end in ends], np.float64))
            befores.append(_before_keys(edge, edges, ends, reach))
        key, before_key = np.concatenate(keys), np.concatenate(befores)
        before = np.where(before_key < 0, -1, np.searchsorted(key, before_key))
        return cls(edges, reaches_m, key, np.concatenate(metres), before)

    def look_up(self, from_edge: Ints, to_edge: Ints) -> tuple[Floats, Ints]:
        """Metres (infinite where it is too far, or no way) and rows, of any shape."""
        wanted = from_edge * self.edges + to_edge
        row = np.minimum(np.searchsorted(self.key, wanted), len(self.key) - 1)
        return np.where(self.key[row] == wanted, self.metres[row], np.inf), row

    def metres_between(self, edge: int, to: int) -> float:
        """From the end of the one to the start of the other; infinite where it is too far, or no way."""
        row = self._row(edge, to)
        return float(self.metres[row]) if row >= 0 else math.inf

    def between(self, edge: int, to: int) -> list[int]:
        """The edges after the first and before the last of a way that is in the table."""
        way, row = [], int(self.before[self._row(edge, to)])
        while row >= 0:
            way.append(int(self.key[row]) - edge * self.edges)
            row = int(self.before[row])
        way.reverse()
        return way

    def _row(self, edge: int, to: int) -> int:
        wanted = edge * self.edges + to
        row = int(self.key.searchsorted(wanted))
        return row if row < len(self.key) and self.key[row] == wanted else -1


def _before_keys(edge: int, edges: int, ends: Sequence[int], reach: Reach) -> Ints:
    # Where a loop comes back to the edge it left, the way is at its end only there: `before` names it as begun.
    followed = [reach.before[end] for end in ends]
    first = [reach.metres[end] == 0.0 and before == edge for end, before in zip(ends, followed, strict=True)]
    return np.array(
        [-1 if begins else edge * edges + before for begins, before in zip(first, followed, strict=True)], np.int64
    )


def _allowed(edge: int, leaving: Sequence[int], twin: int, banned: set[tuple[int, int]]) -> tuple[int, ...]:
    onward = tuple(each for each in leaving if each != twin and (edge, each) not in banned)
    return onward or ((twin,) if twin >= 0 else ())
