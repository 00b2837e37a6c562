"""What a detector finds in a picture, and the geometry of rectangles. Pure.

Rectangles are in pixels of the picture, corners x1 y1 x2 y2, the second one not within.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """A vehicle is hidden whole, for its plate; who rides a bicycle is a person."""

    PERSON = "person"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True)
class Rectangle:
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def width(self) -> float:
        return self.x2 - self.x1

    @property
    def height(self) -> float:
        return self.y2 - self.y1

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    def moved(self, across: float, down: float) -> "Rectangle":
        return Rectangle(self.x1 + across, self.y1 + down, self.x2 + across, self.y2 + down)

    def hull(self, other: "Rectangle") -> "Rectangle":
        """The smallest that holds both."""
        return Rectangle(min(self.x1, other.x1), min(self.y1, other.y1), max(self.x2, other.x2), max(self.y2, other.y2))

    def between(self, other: "Rectangle", share: float) -> "Rectangle":
        """On the way to another: this one at 0, that one at 1."""
        return Rectangle(
            self.x1 + (other.x1 - self.x1) * share,
            self.y1 + (other.y1 - self.y1) * share,
            self.x2 + (other.x2 - self.x2) * share,
            self.y2 + (other.y2 - self.y2) * share,
        )

    def enlarged(self, share: float, at_least: float) -> "Rectangle":
        """By a share of each side at each edge, and by so many pixels at least."""
        across, down = max(at_least, self.width * share), max(at_least, self.height * share)
        return Rectangle(self.x1 - across, self.y1 - down, self.x2 + across, self.y2 + down)

    def clipped(self, width: int, height: int) -> "Rectangle | None":
        """What of it lies in a picture of this size; None for nothing."""
        cut = Rectangle(max(0.0, self.x1), max(0.0, self.y1), min(float(width), self.x2), min(float(height), self.y2))
        return cut if cut.width > 0 and cut.height > 0 else None

    def holds(self, x: float, y: float) -> bool:
        return self.x1 <= x < self.x2 and self.y1 <= y < self.y2


@dataclass(frozen=True, slots=True)
class Found:
    """`score`: how sure the detector is, 0 to 1."""

    place: Rectangle
    kind: Kind
    score: float


@dataclass(frozen=True, slots=True)
class Look:
    """All that was found in one picture. `at_s`: seconds from the beginning of the copy."""

    at_s: float
    found: tuple[Found, ...]


def shared_area(one: Rectangle, other: Rectangle) -> float:
    across = min(one.x2, other.x2) - max(one.x1, other.x1)
    down = min(one.y2, other.y2) - max(one.y1, other.y1)
    return across * down if across > 0 and down > 0 else 0.0


def likeness(one: Rectangle, other: Rectangle) -> float:
    """Intersection over union, 0 to 1."""
    shared = shared_area(one, other)
    return shared / (one.area + other.area - shared) if shared else 0.0


def covered_share(one: Rectangle, other: Rectangle) -> float:
    """Which share of the smaller one both have in common, 0 to 1."""
    smaller = min(one.area, other.area)
    return shared_area(one, other) / smaller if smaller > 0 else 0.0
