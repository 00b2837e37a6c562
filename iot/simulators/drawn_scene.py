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
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, hypot, radians, sin
from random import Random
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from city.contracts.crosswalk.plane import Pair
from city.contracts.crosswalk.site import Approach, CalibrationPoint, CrosswalkSiteV1, Lamps

Picture = NDArray[np.uint8]
Kind = Literal["person", "bicycle", "vehicle"]
Weather = Literal["dry", "rain"]
Walker = Literal["adult", "child", "elder", "wheelchair", "cyclist"]

STEP_S = 0.1
WIDTH_M, WALK_M = 10.0, 4.0
WAITING_DEEP_M = 2.0
STOP_LINE_M = 1.5  # before the crossing
NEAR_M = 2.0  # of a zone: near enough that light is owed to nobody's surprise

# How fast, how tall, how wide. Speeds: MUTCD 1.07, KoROAD 2020 elders 0.85, cane or wheelchair 0.73 with a floor of 0.7.
_WALKERS: dict[Walker, tuple[float, float, float]] = {
    "adult": (1.25, 1.70, 0.55),
    "child": (1.10, 1.20, 0.40),
    "elder": (0.85, 1.60, 0.55),
    "wheelchair": (0.70, 1.30, 0.70),
    "cyclist": (3.5, 1.75, 0.55),
}
_HOW_MANY: dict[Walker, int] = {"adult": 8, "child": 4, "elder": 3, "wheelchair": 1, "cyclist": 2}
_CAR_M = (1.8, 4.5, 1.5)  # wide, long, high


@dataclass(frozen=True, slots=True)
class Truth:
    """Somebody in a frame as it really is. Corners in pixels, clipped to the frame."""

    number: int
    kind: Kind
    x_m: float
    y_m: float
    corners: tuple[float, float, float, float]
    # The share of the box that nobody nearer hides and that lies inside the frame.
    visible: float


@dataclass(frozen=True, slots=True)
class Crossing:
    """One person's way over the road: the moment the feet leave the kerb, and the moment they reach the other."""

    number: int
    walker: Walker
    starts_s: float
    ends_s: float


@dataclass(slots=True)
class _Actor:
    """Somebody's places from `from_s` on, every STEP_S."""

    number: int
    kind: Kind
    walker: Walker | None
    from_s: float
    tall_m: float
    wide_m: float
    colour: tuple[int, int, int]
    heading: int = 0  # of a vehicle: -1 away from the camera, 1 towards it
    places: list[Pair] = field(default_factory=list)

    @property
    def until_s(self) -> float:
        return self.from_s + (len(self.places) - 1) * STEP_S

    def place_at(self, at_s: float) -> Pair | None:
        index = (at_s - self.from_s) / STEP_S
        low = int(index // 1)
        if low < 0 or low + 1 >= len(self.places):
            return None
        share = index - low
        (x1, y1), (x2, y2) = self.places[low], self.places[low + 1]
        return x1 + share * (x2 - x1), y1 + share * (y2 - y1)


class Camera:
    """A pinhole on a mast beside the road, which looks along it at the crossing."""

    HEIGHT_M, BACK_M, DOWN_DEGREES = 6.0, 16.0, 20.0
    FOCAL_SHARE = 640 / 768  # of the frame's width

    def __init__(self, size: tuple[int, int]) -> None:
        self.width, self.height = size
        self._focal = self.FOCAL_SHARE * self.width
        self._cos, self._sin = cos(radians(self.DOWN_DEGREES)), sin(radians(self.DOWN_DEGREES))

    def see(self, x_m: float, y_m: float, z_m: float = 0.0) -> Pair | None:
        """Pixels of a point; None behind the camera."""
        across, away, up = x_m - WIDTH_M / 2, self.BACK_M - y_m, z_m - self.HEIGHT_M
        depth = away * self._cos - up * self._sin
        if depth < 0.5:
            return None
        below = -away * self._sin - up * self._cos
        return self.width / 2 + self._focal * across / depth, self.height / 2 + self._focal * below / depth


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
        actors, self.crossings = _play(
            Random(f"scene {seed}"),  # noqa: S311  # a play, no secret
            lasts_s,
            groups_a_minute,
            vehicles_a_minute,
            yielding,
        )
        self._by_minute: dict[int, list[_Actor]] = {}
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
                found.append(Truth(actor.number, actor.kind, x_m, y_m, clipped, inside * (1 - hidden)))
        return tuple(found)

    def is_anybody_near(self, at_s: float) -> bool:
        """Whether a person or cyclist is in a zone or within NEAR_M of one."""
        return any(_is_near(x, y) for actor, (x, y) in self._present(at_s) if actor.kind != "vehicle")

    def draw(self, at_s: float) -> Picture:
        picture = self._background.copy()
        for actor, (x_m, y_m) in reversed(self._present(at_s)):
            if actor.kind == "vehicle":
                self._draw_car(picture, actor, x_m, y_m)
            else:
                self._draw_walker(picture, actor, x_m, y_m, at_s)
        picture = self._light(picture, at_s)
        _draw_slate(picture, round(at_s * 1000))
        return picture

    def _present(self, at_s: float) -> list[tuple[_Actor, Pair]]:
        """Actors with their places, the nearest to the camera first."""
        actors = self._by_minute.get(int(at_s // 60), ())
        present = [(actor, place) for actor in actors if (place := actor.place_at(at_s)) is not None]
        return sorted(present, key=lambda one: -one[1][1])

    def _outline(self, actor: _Actor, x_m: float, y_m: float) -> tuple[float, float, float, float] | None:
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

    def _draw_car(self, picture: Picture, actor: _Actor, x_m: float, y_m: float) -> None:
        wide, long, tall = _CAR_M
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

    def _draw_walker(self, picture: Picture, actor: _Actor, x_m: float, y_m: float, at_s: float) -> None:
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


def make_site(camera: Camera) -> CrosswalkSiteV1:
    """The site file of the drawn street."""
    half, line = WALK_M / 2, WALK_M / 2 + STOP_LINE_M

    def at(x_m: float, y_m: float) -> Pair:
        point = camera.see(x_m, y_m)
        assert point is not None
        return round(min(1.0, max(0.0, point[0] / camera.width)), 4), round(
            min(1.0, max(0.0, point[1] / camera.height)), 4
        )

    def box(x1: float, x2: float, y1: float, y2: float) -> tuple[Pair, ...]:
        return at(x1, y1), at(x2, y1), at(x2, y2), at(x1, y2)

    return CrosswalkSiteV1(
        unit="drawn-01",
        revision=1,
        name_ko="그린 거리",
        name_en="Drawn street",
        latitude=36.139,
        longitude=128.421,
        protected_zone=True,
        calibration=tuple(
            CalibrationPoint(picture=at(x, y), road=(x, y)) for x, y in ((0, -6), (10, -6), (10, 5), (0, 5), (5, 0))
        ),
        waiting_left=box(-WAITING_DEEP_M, 0, -half - 0.5, half + 0.5),
        waiting_right=box(WIDTH_M, WIDTH_M + WAITING_DEEP_M, -half - 0.5, half + 0.5),
        crossing=box(0, WIDTH_M, -half, half),
        approaches=(
            Approach(name="near", zone=box(5, 10, line, 9), stop_line=(at(5, line), at(10, line))),
            Approach(name="far", zone=box(0, 5, -40, -line), stop_line=(at(0, -line), at(5, -line))),
        ),
        width_m=WIDTH_M,
        walking_speed_m_s=0.8,
        entry_allowance_s=3.0,
        lamps=Lamps(voice=True),
        on_fault="caution",
        model="nanodet-g",
        frames_per_second=10,
    )


# --- the play ---


@dataclass(slots=True)
class _Plan:
    """A person's intentions."""

    actor: _Actor
    speed_m_s: float
    way: list[Pair]
    patience_s: float
    looks: bool
    waited_s: float = 0.0
    leg: int = 0
    place: Pair = (0.0, 0.0)
    began_s: float | None = None

    # The leg of the way that leads over the road.
    ROAD_LEG = 2


@dataclass(slots=True)
class _Drive:
    actor: _Actor
    wishes_m_s: float
    yields: bool
    y_m: float
    speed_m_s: float


def _play(
    chance: Random, lasts_s: float, groups_a_minute: float, vehicles_a_minute: float, yielding: float
) -> tuple[list[_Actor], tuple[Crossing, ...]]:
    people = _people(chance, lasts_s, groups_a_minute)
    drives = _vehicles(chance, lasts_s, vehicles_a_minute, yielding)
    crossings: list[Crossing] = []
    for step in range(int(lasts_s / STEP_S)):
        now_s = step * STEP_S
        present = [plan for plan in people if plan.actor.from_s <= now_s and plan.leg < len(plan.way)]
        driving = [drive for drive in drives if drive.actor.from_s <= now_s and abs(drive.y_m) < 80]
        called = any(_calls(plan) for plan in present)
        for drive in driving:
            _drive_on(drive, driving, called)
        danger = any(_is_dangerous(drive) for drive in driving)
        for plan in present:
            crossing = _walk_on(plan, now_s, danger)
            if crossing is not None:
                crossings.append(crossing)
    actors = [plan.actor for plan in people] + [drive.actor for drive in drives]
    riders = [plan.actor for plan in people if plan.actor.walker == "cyclist"]
    actors += [_bicycle_of(rider, 20_000 + rider.number) for rider in riders]
    return actors, tuple(crossings)


def _bicycle_of(rider: _Actor, number: int) -> _Actor:
    return _Actor(number, "bicycle", None, rider.from_s, 1.05, 1.7, (30, 30, 30), places=rider.places)


def _people(chance: Random, lasts_s: float, groups_a_minute: float) -> list[_Plan]:
    plans: list[_Plan] = []
    at_s = 2.0
    while (at_s := at_s + chance.expovariate(groups_a_minute / 60)) < lasts_s - 5:
        left_to_right = chance.random() < 0.5
        walker = chance.choices(list(_HOW_MANY), list(_HOW_MANY.values()))[0]
        together = 1 if walker in ("cyclist", "wheelchair") else chance.choices((1, 2, 3, 5), (10, 5, 2, 1))[0]
        comes_from, goes_to = chance.choice((-9.0, 7.0)), chance.choice((-9.0, 7.0))
        passes_by = chance.random() < 0.15
        patience_s, looks = chance.choice((0.0, 0.3, 1.5, 4.0)), chance.random() < 0.85
        usual, tall, wide = _WALKERS[walker]
        # A group goes as fast as its slowest; nobody slower than the floor of 0.7 m/s.
        speed = max(0.7, usual * chance.uniform(0.9, 1.15))
        for member in range(together):
            lane = chance.uniform(-1.4, 1.4)
            near, far = (-1.0, WIDTH_M + 1.0) if left_to_right else (WIDTH_M + 1.0, -1.0)
            away = 2.2 if left_to_right else -2.2
            if passes_by:
                # Along the pavement, two metres clear of the zones.
                x_m = near - 2 * away + (0.3 * away * member)
                way = [(x_m, 7.0), (x_m, -14.0)]
            else:
                way = [
                    (near - away, comes_from),
                    (near - away, lane),
                    (near, lane),
                    (far, lane),
                    (far + away, goes_to),
                ]
            colour = (chance.randrange(20, 230), chance.randrange(20, 230), chance.randrange(20, 230))
            actor = _Actor(len(plans), "person", walker, at_s + 0.9 * member, tall, wide, colour)
            plans.append(_Plan(actor, speed, way, patience_s, looks, place=way[0], leg=1))
    return plans


def _vehicles(chance: Random, lasts_s: float, a_minute: float, yielding: float) -> list[_Drive]:
    drives: list[_Drive] = []
    at_s = 0.0
    while a_minute and (at_s := at_s + max(3.0, chance.expovariate(a_minute / 60))) < lasts_s - 5:
        heading = chance.choice((-1, 1))
        colour = (chance.randrange(40, 255), chance.randrange(40, 255), chance.randrange(40, 255))
        actor = _Actor(10_000 + len(drives), "vehicle", None, at_s, _CAR_M[2], _CAR_M[0], colour, heading=heading)
        wishes = chance.uniform(20, 50) / 3.6
        drives.append(_Drive(actor, wishes, chance.random() < yielding, -heading * 70.0, wishes))
    return drives


def _calls(plan: _Plan) -> bool:
    x, y = plan.place
    return (
        abs(y) <= WALK_M / 2 + 0.5
        and -WAITING_DEEP_M <= x <= WIDTH_M + WAITING_DEEP_M
        and plan.leg <= _Plan.ROAD_LEG + 1
    )


def _drive_on(drive: _Drive, others: Sequence[_Drive], called: bool) -> None:
    """Brakes for the line, or for the one ahead; else takes up speed. Positions are of the middle."""
    heading = drive.actor.heading
    nose = drive.y_m * heading + _CAR_M[1] / 2  # along its way; the crossing is at 0
    line = -(WALK_M / 2 + STOP_LINE_M + 0.5)
    limits = [drive.wishes_m_s]
    needed_m = drive.speed_m_s**2 / (2 * 3.4)
    if drive.yields and called and nose <= line and line - nose >= needed_m - 0.5:
        limits.append((2 * 3.0 * max(0.0, line - nose)) ** 0.5)
    for other in others:
        gap = (other.y_m - drive.y_m) * heading - _CAR_M[1]
        if other is not drive and other.actor.heading == heading and gap > -_CAR_M[1]:
            limits.append((2 * 3.0 * max(0.0, gap - 2)) ** 0.5)
    wanted = min(limits)
    change = min(max(wanted - drive.speed_m_s, -6.0 * STEP_S), 2.0 * STEP_S)
    drive.speed_m_s = max(0.0, drive.speed_m_s + change)
    drive.y_m += heading * drive.speed_m_s * STEP_S
    lane_m = 0.25 * WIDTH_M if heading > 0 else 0.75 * WIDTH_M
    drive.actor.places.append((lane_m, drive.y_m))


def _is_dangerous(drive: _Drive) -> bool:
    """Whether somebody who looks would wait for it."""
    ahead = -(WALK_M / 2) - (drive.y_m * drive.actor.heading + _CAR_M[1] / 2)
    if ahead < -WALK_M - 2 * _CAR_M[1]:
        return False
    return drive.speed_m_s > 1.0 and ahead / drive.speed_m_s < 4.0


def _walk_on(plan: _Plan, now_s: float, danger: bool) -> Crossing | None:
    """One step; a Crossing when the other kerb is reached."""
    plan.actor.places.append(plan.place)
    x, y = plan.place
    goal_x, goal_y = plan.way[plan.leg]
    crosses = len(plan.way) > _Plan.ROAD_LEG + 1
    if crosses and plan.leg == _Plan.ROAD_LEG + 1 and plan.began_s is None:
        plan.waited_s += STEP_S
        if plan.waited_s < plan.patience_s or (plan.looks and danger and plan.waited_s < 30):
            return None
        plan.began_s = now_s
    left = hypot(goal_x - x, goal_y - y)
    step = min(left, plan.speed_m_s * STEP_S)
    if left > 0:
        plan.place = x + (goal_x - x) * step / left, y + (goal_y - y) * step / left
    if left <= plan.speed_m_s * STEP_S:
        plan.leg += 1
        if crosses and plan.leg == _Plan.ROAD_LEG + 2 and plan.actor.walker and plan.began_s is not None:
            # From the waiting place to the kerb, and from the other kerb to where it stands now, it is a metre each.
            kerb_s = 1.0 / plan.speed_m_s
            return Crossing(plan.actor.number, plan.actor.walker, plan.began_s + kerb_s, now_s - kerb_s)
    return None


def _is_near(x_m: float, y_m: float) -> bool:
    side = max(-WAITING_DEEP_M - x_m, x_m - WIDTH_M - WAITING_DEEP_M, 0.0)
    along = max(abs(y_m) - WALK_M / 2 - 0.5, 0.0)
    return hypot(side, along) <= NEAR_M


def _car_corners(x_m: float, y_m: float) -> Iterator[tuple[float, float, float]]:
    wide, long, tall = _CAR_M
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


def _hides(nearer: Truth, actor: _Actor) -> bool:
    # A bicycle hides nobody, least of all its rider.
    return nearer.kind != "bicycle" and actor.kind != "bicycle"


# --- the slate ---

SLATE_BITS, _BLOCK = 28, 8


def _draw_slate(picture: Picture, milliseconds: int) -> None:
    """Writes the moment into the upper left corner as black and white blocks, as film has it on the clapperboard."""
    for bit in range(SLATE_BITS):
        shade = 235 if milliseconds >> bit & 1 else 20
        picture[:_BLOCK, bit * _BLOCK : (bit + 1) * _BLOCK] = shade


def read_slate(picture: Picture) -> float:
    """The moment a drawn picture was taken at, in seconds. Survives JPEG."""
    blocks = picture[2 : _BLOCK - 2, : SLATE_BITS * _BLOCK].astype(np.float32).mean(axis=(0, 2))
    means = blocks.reshape(SLATE_BITS, _BLOCK)[:, 2:-2].mean(axis=1)
    return sum(1 << bit for bit in range(SLATE_BITS) if means[bit] > 127) / 1000
