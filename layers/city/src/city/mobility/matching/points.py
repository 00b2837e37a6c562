"""Every fix put on the road that was driven: between the steps around it, at the likeliest place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.mobility.matching.candidates import Grid
from city.mobility.matching.route import Run
from city.mobility.roads.road_map import RoadMap

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# A fix may lie so many sigma before or behind the steps around it.
SLACK_SIGMAS = 4.0
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Line:
    """All runs one behind the other as segments; `s`: metres from the very beginning, runs `_APART` metres apart."""

    s: Floats  # where each segment begins
    length: Floats
    x: Floats
    y: Floats
    dx: Floats
    dy: Floats
    edge: Ints
    at_m: Floats  # where it begins, from the start of its edge
    offset: Floats  # of each run


@dataclass(frozen=True, slots=True)
class Places:
    """Of each fix: edge, metres from its start, and metres from the fix."""

    edge: Ints
    at_m: Floats
    away_m: Floats


_APART = 10_000.0


def line_of(road_map: RoadMap, runs: Sequence[Run], grid: Grid) -> Line:
    """The runs of many vehicles; whoever asks for a place names the run by its place among them."""
    lengths = road_map.plane.length
    edges = np.array([edge for run in runs for edge in run.edges], np.int64)
    begins = np.array([begin for run in runs for begin in run.begins], np.float64)
    entered = np.array([at for run in runs for at in run.entered], np.float64)
    many = np.array([len(run.edges) for run in runs], np.int64)
    last = np.cumsum(many) - 1
    ends = np.empty_like(entered)
    ends[:-1] = entered[1:] - entered[:-1] + begins[:-1]
    ends[last] = lengths[edges[last]]
    whole = entered[last] + ends[last] - begins[last]
    offset = np.cumsum(whole + _APART) - whole - _APART
    entered = entered + np.repeat(offset, many)
    first = np.searchsorted(grid.edge, edges)
    count = np.searchsorted(grid.edge, edges, side="right") - first
    piece = np.repeat(np.arange(len(edges)), count)
    segment = first[piece] + np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
    along, length = grid.along[segment], grid.length[segment]
    begin = np.maximum(along, begins[piece])
    end = np.minimum(along + length, ends[piece])
    kept = end > begin + _TINY
    segment, piece, begin, end, along, length = (each[kept] for each in (segment, piece, begin, end, along, length))
    share = (begin - along) / length
    cut = (end - begin) / length
    return Line(
        s=entered[piece] + begin - begins[piece],
        length=end - begin,
        x=grid.x[segment] + share * grid.dx[segment],
        y=grid.y[segment] + share * grid.dy[segment],
        dx=cut * grid.dx[segment],
        dy=cut * grid.dy[segment],
        edge=edges[piece],
        at_m=begin,
        offset=offset,
    )


def place_at(line: Line, along: Floats) -> tuple[Ints, Floats]:
    """Edge and metres from its start, of places on the line."""
    segment = np.maximum(np.searchsorted(line.s, along, side="right") - 1, 0)
    return line.edge[segment], line.at_m[segment] + np.clip(along - line.s[segment], 0.0, line.length[segment])


def place_fixes(line: Line, x: Floats, y: Floats, low: Floats, high: Floats, expected: Floats, sigma: Floats) -> Places:
    """`low`, `high`: steps around each fix, `expected`: where between them it should be; in metres along the line."""
    slack = SLACK_SIGMAS * sigma
    first = np.maximum(np.searchsorted(line.s, low - slack, side="right") - 1, 0)
    # A run begins with its own first segment, and ends with its last.
    first = np.where(line.s[first] + line.length[first] < low - slack - _TINY, first + 1, first)
    first = np.minimum(first, len(line.s) - 1)
    many = np.maximum(np.searchsorted(line.s, high + slack, side="left") - first, 1)
    owner = np.repeat(np.arange(len(x)), many)
    segment = np.repeat(first - (np.cumsum(many) - many), many) + np.arange(len(owner))
    length = line.length[segment]
    east, north = x[owner] - line.x[segment], y[owner] - line.y[segment]
    onto = (east * line.dx[segment] + north * line.dy[segment]) / length
    # The fix says `onto`, with sigma; the steps around it say `expected`, with twice that.
    wanted = expected[owner] - line.s[segment]
    at = np.clip((4 * onto + wanted) / 5, 0.0, length)
    off = np.hypot(east - at * line.dx[segment] / length, north - at * line.dy[segment] / length)
    cost = off**2 + ((at - wanted) / 2) ** 2
    begin = np.cumsum(many) - many
    lowest = np.repeat(np.minimum.reduceat(cost, begin), many)
    # Outside of a bend two edges meet at the nearest place: the first is taken, whatever rounding says.
    is_best = np.flatnonzero(cost <= lowest + _TINY)
    best = is_best[np.unique(owner[is_best], return_index=True)[1]]
    chosen = segment[best]
    return Places(line.edge[chosen], line.at_m[chosen] + at[best], off[best])
