"""A street with a crosswalk, drawn, and the truth about it: who is where at every moment. Seeded and repeatable.

    scene = DrawnScene(seed=1, lasts_s=120.0)
    scene.site                      the site file that fits
    scene.draw(12.3)                a picture (H, W, 3), BGR
    scene.truths_at(12.3)           boxes and places of everybody in it
    scene.crossings                 when each person stepped onto the road, and off it

Road metres as in a site file: x along the walk from the left kerb, y along the road, towards the camera. People arrive
on the pavement, wait, cross when no vehicle is near (some do not look), and walk away; vehicles drive on the right and
yield, or not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sin
from random import Random
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from city.contracts.crosswalk.plane import Pair
from iot.simulators.drawn_street import CAR_M, STOP_LINE_M, WALK_M, WIDTH_M, Camera, is_near_zone, make_site
from iot.simulators.slate import draw_slate
from iot.simulators.street_play import Actor, Kind, play

Picture = NDArray[np.uint8]
Weather = Literal["dry", "rain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Somebody in a frame as it really is. Corners in pixels, clipped to the frame."""

    number: int
    kind: Kind
    x_m: float
    y_m: float
    corners: tuple[float, float, float, float]
    # The share of the box that nobody nearer hides and that lies inside the frame.
    visible: float


class DrawnScene:
    """Plays a street of its own for `lasts_s` seconds."""

    def __init__(
        self,
        *,
        seed: int,
        lasts_s: float,
        night: bool = False,
        weather: Weather = "dry",
        size: tuple[int, int] = (768, 576),
        groups_a_minute: float = 1.5,
        vehicles_a_minute: float = 6.0,
        yielding: float = 0.7,
    ) -> None:
        self.lasts_s, self.night, self.weather, self.size = lasts_s, night, weather, size
        self._seed = seed
        self.camera = Camera(size)
        self.site = make_site(self.camera)
        actors, self.crossings = play(
            Random(f"scene {seed}"),  # noqa: S311  # a play, no secret
            lasts_s=lasts_s,
            groups_a_minute=groups_a_minute,
            vehicles_a_minute=vehicles_a_minute,
            yielding=yielding,
        )
        self._by_minute: dict[int, list[Actor]] = {}
        for actor in actors:
            for minute in range(int(actor.from_s // 60), int(actor.until_s // 60) + 1):
                self._by_minute.setdefault(minute, []).append(actor)

    def truths_at(self, at_s: float) -> tuple[Truth, ...]:
        """Everybody in the frame, the nearest first."""
        found: list[Truth] = []
        for actor, (x_m, y_m) in self._present(at_s):
            corners = self._outline(actor, x_m, y_m)
            if corners is None:
                continue
            clipped = self._clip(corners)
            inside = _area(clipped) / _area(corners) if _area(corners) > 0 else 0.0
            hidden = max((_covered(clipped, nearer.corners) for nearer in found if _hides(nearer, actor)), default=0.0)
            if inside > 0.05:
                found.append(
                    Truth(
                        number=actor.number,
                        kind=actor.kind,
                        x_m=x_m,
                        y_m=y_m,
                        corners=clipped,
                        visible=inside * (1 - hidden),
                    )
                )
        return tuple(found)

    def is_anybody_near(self, at_s: float) -> bool:
        """Whether a person or cyclist is in a zone or within NEAR_M of one."""
        return any(is_near_zone(x, y) for actor, (x, y) in self._present(at_s) if actor.kind != "vehicle")

    def draw(self, at_s: float) -> Picture:
        picture = self._background.copy()
        for actor, (x_m, y_m) in reversed(self._present(at_s)):
            if actor.kind == "vehicle":
                self._draw_car(picture, actor, x_m, y_m)
            else:
                self._draw_walker(picture, actor, x_m, y_m, at_s)
        picture = self._light(picture, at_s)
        draw_slate(picture, round(at_s * 1000))
        return picture

    def _present(self, at_s: float) -> list[tuple[Actor, Pair]]:
        """Actors with their places, the nearest to the camera first."""
        actors = self._by_minute.get(int(at_s // 60), ())
        present = [(actor, place) for actor in actors if (place := actor.place_at(at_s)) is not None]
        return sorted(present, key=lambda one: -one[1][1])

    def _outline(self, actor: Actor, x_m: float, y_m: float) -> tuple[float, float, float, float] | None:
        """Corners of what is seen of somebody, unclipped."""
        if actor.kind == "vehicle":
            points = [self.camera.see(*corner) for corner in _car_corners(x_m, y_m)]
        else:
            half = actor.wide_m / 2
            ends = [(x_m + dx, y_m, z) for dx in (-half, half) for z in (0.0, actor.tall_m)]
            points = [self.camera.see(*end) for end in ends]
        if any(point is None for point in points):
            return None
        xs, ys = zip(*(point for point in points if point is not None), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def _clip(self, corners: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        width, height = self.size
        x1, y1, x2, y2 = corners
        x1, x2 = min(max(x1, 0.0), width), min(max(x2, 0.0), width)
        y1, y2 = min(max(y1, 0.0), height), min(max(y2, 0.0), height)
        return x1, y1, x2, y2

    @cached_property
    def _background(self) -> Picture:
        width, height = self.size
        rng = np.random.default_rng(self._seed)  # noqa: TID251  # seeded
        picture = np.full((height, width, 3), (160, 150, 140), dtype=np.uint8)
        horizon = self.camera.see(0, -2000)
        top = int(horizon[1]) if horizon else 0
        picture[:top] = (225, 205, 180)
        picture[top:] = (120, 135, 130)
        # House fronts along both pavements: corners and edges for whoever compares the background.
        for side in (-1, 1):
            for block in range(12):
                near_m = 4.0 - block * 8.0
                shade = tuple(int(c) for c in rng.integers(60, 200, 3))
                x_m = WIDTH_M / 2 + side * (WIDTH_M / 2 + 6.5)
                self._fill(
                    picture,
                    [(x_m, near_m, 0), (x_m, near_m - 7, 0), (x_m, near_m - 7, 9), (x_m, near_m, 9)],
                    shade,
                )
                for window in range(4):
                    y_m = near_m - 1 - window * 1.6
                    frame = [(x_m, y_m, 2), (x_m, y_m - 0.9, 2), (x_m, y_m - 0.9, 4), (x_m, y_m, 4)]
                    self._fill(picture, frame, tuple(int(c) for c in rng.integers(20, 80, 3)))
        self._fill_road(picture, 0, WIDTH_M, -120, 11, (92, 90, 88))
        for stripe in range(int(WIDTH_M)):
            self._fill_road(picture, stripe + 0.25, stripe + 0.75, -WALK_M / 2, WALK_M / 2, (235, 235, 235))
        line = WALK_M / 2 + STOP_LINE_M
        self._fill_road(picture, WIDTH_M / 2, WIDTH_M, line, line + 0.4, (240, 240, 240))
        self._fill_road(picture, 0, WIDTH_M / 2, -line - 0.4, -line, (240, 240, 240))
        for dash in range(-100, 11, 6):
            if abs(dash) > line + 3:
                self._fill_road(picture, WIDTH_M / 2 - 0.1, WIDTH_M / 2 + 0.1, dash, dash + 3, (70, 190, 220))
        grain = rng.normal(0, 6, (height, width, 1))
        return np.clip(picture + grain, 0, 255).astype(np.uint8)

    def _fill_road(self, picture: Picture, x1: float, x2: float, y1: float, y2: float, colour: tuple[int, ...]) -> None:
        self._fill(picture, [(x1, y1, 0), (x2, y1, 0), (x2, y2, 0), (x1, y2, 0)], colour)

    def _fill(self, picture: Picture, corners: Sequence[tuple[float, float, float]], colour: tuple[int, ...]) -> None:
        points = [self.camera.see(*corner) for corner in corners]
        if all(point is not None for point in points):
            outline = np.array([point for point in points if point is not None], dtype=np.float64)
            cv2.fillPoly(picture, [np.clip(outline, -4000, 4000).round().astype(np.int32)], colour)

    def _draw_car(self, picture: Picture, actor: Actor, x_m: float, y_m: float) -> None:
        wide, long, tall = CAR_M
        left, right, back, front = x_m - wide / 2, x_m + wide / 2, y_m - long / 2, y_m + long / 2
        dark = tuple(channel // 2 for channel in actor.colour)
        side = left if x_m > WIDTH_M / 2 else right
        self._fill(picture, [(side, back, 0.2), (side, front, 0.2), (side, front, tall), (side, back, tall)], dark)
        self._fill(
            picture, [(left, back, tall), (right, back, tall), (right, front, tall), (left, front, tall)], actor.colour
        )
        self._fill(
            picture, [(left, front, 0.1), (right, front, 0.1), (right, front, tall), (left, front, tall)], actor.colour
        )
        glass = [
            (left + 0.2, front, 0.9),
            (right - 0.2, front, 0.9),
            (right - 0.3, front, 1.4),
            (left + 0.3, front, 1.4),
        ]
        self._fill(picture, glass, (60, 50, 40))
        for x in (left + 0.25, right - 0.25):
            lamp = self.camera.see(x, front, 0.6)
            if lamp is not None:
                colour = (200, 255, 255) if actor.heading > 0 else (40, 40, 220)
                cv2.circle(picture, (round(lamp[0]), round(lamp[1])), 3, colour, -1)

    def _draw_walker(self, picture: Picture, actor: Actor, x_m: float, y_m: float, at_s: float) -> None:
        outline = self._outline(actor, x_m, y_m)
        if outline is None:
            return
        x1, y1, x2, y2 = outline
        middle, tall, wide = (x1 + x2) / 2, y2 - y1, x2 - x1
        if actor.kind == "bicycle":
            for end in (x1 + 0.25 * wide, x2 - 0.25 * wide):
                cv2.circle(picture, (round(end), round(y2 - 0.3 * tall)), max(2, round(0.3 * tall)), (30, 30, 30), 2)
            return
        head = max(2, round(0.07 * tall))
        cv2.circle(picture, (round(middle), round(y1 + head)), head, (130, 160, 200), -1)
        body = (round(middle), round(y1 + 0.36 * tall))
        cv2.ellipse(picture, body, (max(2, round(0.3 * wide)), max(3, round(0.24 * tall))), 0, 0, 360, actor.colour, -1)
        swing = 0.25 * wide * sin(at_s * 8 + actor.number)
        for leg in (-swing, swing):
            foot, hip = (round(middle + leg), round(y2)), (round(middle), round(y1 + 0.55 * tall))
            cv2.line(picture, hip, foot, (50, 40, 40), max(2, round(0.12 * wide)))

    def _light(self, picture: Picture, at_s: float) -> Picture:
        """Day, night, rain, and the sensor's noise; the same for the same moment."""
        rng = np.random.default_rng((self._seed, round(at_s * 1000)))  # noqa: TID251  # seeded
        lit = picture.astype(np.float32)
        if self.night:
            lit = lit * 0.16 + 4
        if self.weather == "rain":
            lit = lit * 0.8 + 20 * (not self.night)
            width, height = self.size
            for x, y in zip(rng.integers(0, width, 250), rng.integers(0, height, 250), strict=True):
                cv2.line(lit, (int(x), int(y)), (int(x) + 2, int(y) + 9), (150, 150, 150), 1)
        # One row of noise, rolled: a normal draw for every pixel would cost more than the rest of the picture.
        noise = rng.normal(0, 5.0 if self.night else 2.5, (97, lit.shape[1], 1)).astype(np.float32)
        lit += np.tile(noise, (-(-lit.shape[0] // 97), 1, 1))[: lit.shape[0]]
        return np.clip(lit, 0, 255).astype(np.uint8)


def _car_corners(x_m: float, y_m: float) -> Iterator[tuple[float, float, float]]:
    wide, long, tall = CAR_M
    for dx in (-wide / 2, wide / 2):
        for dy in (-long / 2, long / 2):
            for z in (0.0, tall):
                yield x_m + dx, y_m + dy, z


def _area(corners: tuple[float, float, float, float]) -> float:
    return max(0.0, corners[2] - corners[0]) * max(0.0, corners[3] - corners[1])


def _covered(corners: tuple[float, float, float, float], by: tuple[float, float, float, float]) -> float:
    shared = (max(corners[0], by[0]), max(corners[1], by[1]), min(corners[2], by[2]), min(corners[3], by[3]))
    whole = _area(corners)
    return _area(shared) / whole if whole else 1.0


def _hides(nearer: Truth, actor: Actor) -> bool:
    # A bicycle hides nobody, least of all its rider.
    return nearer.kind != "bicycle" and actor.kind != "bicycle"
