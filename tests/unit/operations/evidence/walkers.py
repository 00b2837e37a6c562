"""People who walk on paper: what a detector would find of them, and film in which they are rectangles of known grey."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from city.operations.evidence.hiding.found import Found, Kind, Look, Rectangle
from city.operations.viewing.film.fragments import TIMESCALE, beginning, fragment
from city.operations.viewing.film.pictures_coded import code_pictures
from city.operations.viewing.film.street import RATE, draw_street

WIDE, TALL = 640, 480
PER_SECOND = 10
# What the drawn people are in, for red, green and blue alike; nothing else of the street is so dark.
DARKEST = 60


@dataclass(frozen=True, slots=True)
class Walker:
    """At second 0 at (x, y), the upper left corner; `speed`: pixels a second to the right."""

    x: float
    y: float = 200.0
    speed: float = 60.0
    width: float = 30.0
    height: float = 80.0

    def at(self, seconds: float) -> Rectangle:
        left = self.x + self.speed * seconds
        return Rectangle(left, self.y, left + self.width, self.y + self.height)


def look_at(
    walkers: Sequence[Walker],
    seconds: float,
    *,
    misses: Callable[[int, int], bool] | None = None,
    score: float = 0.8,
) -> list[Look]:
    """What a detector finds of them ten times a second; `misses`: whether it misses walker `who` in picture `number`."""
    looks = []
    for number in range(round(seconds * PER_SECOND)):
        there = [
            Found(cut, Kind.PERSON, score)
            for who, walker in enumerate(walkers)
            if not (misses and misses(who, number)) and (cut := walker.at(number / PER_SECOND).clipped(WIDE, TALL))
        ]
        looks.append(Look(number / PER_SECOND, tuple(there)))
    return looks


def open_share(place: Rectangle, hidden: Sequence[Rectangle]) -> float:
    """Which share of a place no rectangle hides; counted in pixels, apart from what is tested."""
    left, top, right, bottom = (round(each) for each in (place.x1, place.y1, place.x2, place.y2))
    seen = np.ones((max(0, bottom - top), max(0, right - left)), bool)
    for each in hidden:
        seen[
            max(0, round(each.y1) - top) : max(0, round(each.y2) - top),
            max(0, round(each.x1) - left) : max(0, round(each.x2) - left),
        ] = False
    return float(seen.mean()) if seen.size else 0.0


def draw_film(walkers: Sequence[Walker], seconds: int) -> bytes:
    """H.264 in MP4, five pictures a second of 320 by 176, in which each walker is one dark rectangle of even numbers."""
    film = [beginning()]
    for second in range(seconds):
        drawn = []
        for tick in range(RATE):
            # A street without cars, and its own walker out of the picture.
            picture = draw_street(0, -200, "")
            for walker in walkers:
                place = walker.at(second + tick / RATE)
                left, top = round(place.x1) & ~1, round(place.y1) & ~1
                picture.fill(left, top, int(walker.width), int(walker.height), (48, 128, 128))
            drawn.append(picture)
        film.append(fragment(second + 1, second * TIMESCALE, code_pictures(drawn)))
    return b"".join(film)


def find_drawn(picture: NDArray[np.uint8]) -> tuple[Found, ...]:
    """A detector for drawn film: each dark stretch of the row in which the walkers' middles are."""
    dark = picture.max(axis=2) < DARKEST
    found = []
    rows = np.flatnonzero(dark.any(axis=1))
    if len(rows):
        columns = np.flatnonzero(dark.any(axis=0))
        for stretch in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
            place = Rectangle(float(stretch[0]), float(rows[0]), float(stretch[-1] + 1), float(rows[-1] + 1))
            found.append(Found(place, Kind.PERSON, 0.9))
    return tuple(found)
