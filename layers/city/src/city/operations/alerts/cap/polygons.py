"""Whether the sides of a polygon cross, within a bounded number of steps."""

from collections.abc import Sequence
from itertools import pairwise

from city.operations.alerts.cap.model import Corner

# Of one document. A coast of a thousand points needs some thousands of comparisons.
MOST_COMPARED = 25_000
MOST_POINTS = 4_000


class TooIntricate(Exception):
    """More sides lie side by side than may be compared."""


class CrossingSearch:
    """Looks at the polygons of one document, which share one allowance of comparisons."""

    def __init__(self, most_compared: int = MOST_COMPARED, most_points: int = MOST_POINTS) -> None:
        self.left, self._points_left = most_compared, most_points

    def may_read(self, points: int) -> bool:
        """Whether so many more points fit into what a document may have; they count then."""
        self._points_left -= points
        return self._points_left >= 0

    def crosses(self, ring: Sequence[Corner]) -> bool:
        """Whether two sides cross each other's inside; those that only touch do not. Raises TooIntricate."""
        sides = [(start, end) for start, end in pairwise(ring) if start != end]
        # Sides lie apart in at least one of four directions, mostly; the best is that in which fewest overlap.
        spans = [
            sorted((min(a, b), max(a, b), at) for at, (a, b) in enumerate(_along(sides, east, north)))
            for east, north in ((1, 0), (0, 1), (1, 1), (1, -1))
        ]
        span = min(spans, key=_total_length)
        for place, (_, end, at) in enumerate(span):
            for beside in range(place + 1, len(span)):
                start, _, other = span[beside]
                if start > end:
                    break
                self.left -= 1
                if self.left < 0:
                    raise TooIntricate
                if _cross(*sides[at], *sides[other]):
                    return True
        return False


def _along(sides: Sequence[tuple[Corner, Corner]], east: int, north: int) -> "list[tuple[float, float]]":
    return [(a[1] * east + a[0] * north, b[1] * east + b[0] * north) for a, b in sides]


def _total_length(span: Sequence[tuple[float, float, int]]) -> float:
    """Of all sides together, in shares of the whole width: how much they overlap."""
    width = max((end for _, end, _ in span), default=0.0) - min((start for start, _, _ in span), default=0.0)
    return sum(end - start for start, end, _ in span) / width if width else float("inf")


def _cross(a: Corner, b: Corner, c: Corner, d: Corner) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Corner, b: Corner, c: Corner) -> int:
    """On which side of a to b c lies: 1, -1, or 0 on the line."""
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)
