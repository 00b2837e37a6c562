"""Which edges lie near a position, and where on them: a grid over the map, asked for many positions at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.mobility.roads.road_map import RoadMap

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_CELL_M = 50.0
FURTHEST_M = 120.0


@dataclass(frozen=True, slots=True)
class Candidates:
    """A row for each position, a column for each candidate, the nearest first; `edge` is -1 where there is none."""

    edge: Ints
    at_m: Floats
    away_m: Floats


class Grid:
    """All segments of the map by the cells they come near to."""

    def __init__(self, road_map: RoadMap, near_m: float) -> None:
        plane, start = road_map.plane, road_map.columns.shape_start
        row = np.arange(len(plane.x))
        begin = np.delete(row, start[1:] - 1)
        self.edge = np.repeat(np.arange(road_map.edges), np.diff(start) - 1)
        self.x, self.y, self.along = plane.x[begin], plane.y[begin], plane.along[begin]
        self.dx, self.dy = plane.x[begin + 1] - self.x, plane.y[begin + 1] - self.y
        self.length = np.maximum(np.hypot(self.dx, self.dy), 1e-6)
        self._near = near_m
        self._west, self._south = float(plane.x.min()) - near_m, float(plane.y.min()) - near_m
        self._columns = int((float(plane.x.max()) + near_m - self._west) // _CELL_M) + 1
        self._rows = int((float(plane.y.max()) + near_m - self._south) // _CELL_M) + 1
        cell, segment = self._cells()
        order = np.argsort(cell, kind="stable")
        self._segment = segment[order]
        self._first = np.searchsorted(cell[order], np.arange(self._columns * self._rows + 1))

    def near(self, x: Floats, y: Floats, most_m: Floats, count: int) -> Candidates:
        """The nearest `count` edges of each position, none further than `most_m` of that position."""
        owner, segment = self._segments(x, y)
        share = (x[owner] - self.x[segment]) * self.dx[segment] + (y[owner] - self.y[segment]) * self.dy[segment]
        share = np.clip(share / self.length[segment] ** 2, 0.0, 1.0)
        away = np.hypot(
            x[owner] - self.x[segment] - share * self.dx[segment], y[owner] - self.y[segment] - share * self.dy[segment]
        )
        close = away <= most_m[owner]
        owner, segment, share, away = owner[close], segment[close], share[close], away[close]
        # Of each edge the nearest segment, then of each position the nearest edges.
        order = np.lexsort((away, self.edge[segment], owner))
        owner, segment, share, away = owner[order], segment[order], share[order], away[order]
        edge = self.edge[segment]
        first = np.ones(len(edge), bool)
        first[1:] = (edge[1:] != edge[:-1]) | (owner[1:] != owner[:-1])
        owner, segment, share, away = owner[first], segment[first], share[first], away[first]
        order = np.lexsort((self.edge[segment], away, owner))
        owner, segment, share, away = owner[order], segment[order], share[order], away[order]
        rank = np.arange(len(owner)) - np.searchsorted(owner, np.arange(len(x)))[owner]
        kept = rank < count
        owner, segment, share, away, rank = owner[kept], segment[kept], share[kept], away[kept], rank[kept]
        edges = np.full((len(x), count), -1, np.int64)
        at, far = np.zeros((len(x), count)), np.full((len(x), count), np.inf)
        edges[owner, rank] = self.edge[segment]
        at[owner, rank] = self.along[segment] + share * self.length[segment]
        far[owner, rank] = away
        return Candidates(edges, at, far)

    def _segments(self, x: Floats, y: Floats) -> tuple[Ints, Ints]:
        column, row = ((x - self._west) // _CELL_M).astype(np.int64), ((y - self._south) // _CELL_M).astype(np.int64)
        inside = (column >= 0) & (column < self._columns) & (row >= 0) & (row < self._rows)
        cell = np.where(inside, row * self._columns + column, 0)
        first = self._first[cell]
        many = np.where(inside, self._first[cell + 1] - first, 0)
        owner = np.repeat(np.arange(len(x)), many)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(many) - many, many)
        return owner, self._segment[first[owner] + within]

    def _cells(self) -> tuple[Ints, Ints]:
        """Each segment with each cell that its box, made larger by what is near, touches."""
        left = np.minimum(self.x, self.x + self.dx) - self._near - self._west
        right = np.maximum(self.x, self.x + self.dx) + self._near - self._west
        low = np.minimum(self.y, self.y + self.dy) - self._near - self._south
        high = np.maximum(self.y, self.y + self.dy) + self._near - self._south
        c0, c1 = np.maximum(left // _CELL_M, 0).astype(int), np.minimum(right // _CELL_M, self._columns - 1).astype(int)
        r0, r1 = np.maximum(low // _CELL_M, 0).astype(int), np.minimum(high // _CELL_M, self._rows - 1).astype(int)
        wide, many = c1 - c0 + 1, (c1 - c0 + 1) * (r1 - r0 + 1)
        segment = np.repeat(np.arange(len(many)), many)
        number = np.arange(len(segment)) - np.repeat(np.cumsum(many) - many, many)
        cell = (r0[segment] + number // wide[segment]) * self._columns + c0[segment] + number % wide[segment]
        return cell, segment
