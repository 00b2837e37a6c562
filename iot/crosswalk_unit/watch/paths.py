"""Paths over the road in straight segments: where two cross, when somebody was where. Pure; plain Python, in metres."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from city.contracts.crosswalk import plane
from city.contracts.crosswalk.plane import Pair


@dataclass(frozen=True, slots=True)
class PathSegment:
    """A straight piece of a path."""

    from_s: float
    start: Pair
    to_s: float
    end: Pair

    @property
    def length_m(self) -> float:
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    @property
    def speed_m_s(self) -> float:
        return self.length_m / (self.to_s - self.from_s) if self.to_s > self.from_s else 0.0

    def when_at(self, spot: Pair) -> float:
        length = self.length_m
        share = hypot(spot[0] - self.start[0], spot[1] - self.start[1]) / length if length else 0.0
        return self.from_s + share * (self.to_s - self.from_s)


Path = Sequence[tuple[float, float, float]]


def segments(path: Path) -> Iterator[PathSegment]:
    for (from_s, x1, y1), (to_s, x2, y2) in pairwise(path):
        yield PathSegment(from_s, (x1, y1), to_s, (x2, y2))


def last_segment(path: Path) -> PathSegment:
    (from_s, x1, y1), (to_s, x2, y2) = path[-2], path[-1]
    return PathSegment(from_s, (x1, y1), to_s, (x2, y2))


def crossing_of(first: PathSegment, second: PathSegment) -> Pair | None:
    """The point where two segments cross; None if they do not."""
    (x1, y1), (x2, y2) = first.start, first.end
    (x3, y3), (x4, y4) = second.start, second.end
    if max(x1, x2) < min(x3, x4) or max(x3, x4) < min(x1, x2) or max(y1, y2) < min(y3, y4) or max(y3, y4) < min(y1, y2):
        return None
    across = (x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3)
    if across == 0:
        return None
    along = ((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3)) / across
    beside = ((x3 - x1) * (y2 - y1) - (y3 - y1) * (x2 - x1)) / across
    if not (0 <= along <= 1 and 0 <= beside <= 1):
        return None
    return x1 + along * (x2 - x1), y1 + along * (y2 - y1)


def distance_to(polygon: Sequence[Pair], point: Pair) -> float:
    """Metres from a point to a polygon; 0 inside."""
    if plane.contains(polygon, point):
        return 0.0
    px, py = point
    least = float("inf")
    x1, y1 = polygon[-1]
    for x2, y2 in polygon:
        edge_x, edge_y = x2 - x1, y2 - y1
        squared = edge_x * edge_x + edge_y * edge_y
        share = min(1.0, max(0.0, ((px - x1) * edge_x + (py - y1) * edge_y) / squared)) if squared else 0.0
        least = min(least, hypot(px - x1 - share * edge_x, py - y1 - share * edge_y))
        x1, y1 = x2, y2
    return least


def centre_of(polygon: Sequence[Pair]) -> Pair:
    return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)
