"""Who comes along a street and what they do there: people who wait and cross, vehicles that yield or not. Seeded."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import hypot
from random import Random
from typing import Literal

from city.contracts.crosswalk.plane import Pair
from iot.simulators.drawn_street import CAR_M, STOP_LINE_M, WAITING_DEEP_M, WALK_M, WIDTH_M

Kind = Literal["person", "bicycle", "vehicle"]
Walker = Literal["adult", "child", "elder", "wheelchair", "cyclist"]

STEP_S = 0.1
# How fast, how tall, how wide. Speeds: MUTCD 1.07, KoROAD 2020 elders 0.85, cane or wheelchair 0.73 with a floor of 0.7.
_WALKERS: dict[Walker, tuple[float, float, float]] = {
    "adult": (1.25, 1.70, 0.55),
    "child": (1.10, 1.20, 0.40),
    "elder": (0.85, 1.60, 0.55),
    "wheelchair": (0.70, 1.30, 0.70),
    "cyclist": (3.5, 1.75, 0.55),
}
_HOW_MANY: dict[Walker, int] = {"adult": 8, "child": 4, "elder": 3, "wheelchair": 1, "cyclist": 2}


@dataclass(frozen=True, slots=True)
class Crossing:
    """One person's way over the road: the moment the feet leave the kerb, and the moment they reach the other."""

    number: int
    walker: Walker
    starts_s: float
    ends_s: float


@dataclass(slots=True, kw_only=True)
class Actor:
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


@dataclass(slots=True, kw_only=True)
class _Plan:
    """A person's intentions."""

    actor: Actor
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


@dataclass(slots=True, kw_only=True)
class _Drive:
    actor: Actor
    wishes_m_s: float
    yields: bool
    y_m: float
    speed_m_s: float


def play(
    chance: Random, *, lasts_s: float, groups_a_minute: float, vehicles_a_minute: float, yielding: float
) -> tuple[list[Actor], tuple[Crossing, ...]]:
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


def _bicycle_of(rider: Actor, number: int) -> Actor:
    return Actor(
        number=number,
        kind="bicycle",
        walker=None,
        from_s=rider.from_s,
        tall_m=1.05,
        wide_m=1.7,
        colour=(30, 30, 30),
        places=rider.places,
    )


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
            actor = Actor(
                number=len(plans),
                kind="person",
                walker=walker,
                from_s=at_s + 0.9 * member,
                tall_m=tall,
                wide_m=wide,
                colour=colour,
            )
            plans.append(
                _Plan(actor=actor, speed_m_s=speed, way=way, patience_s=patience_s, looks=looks, place=way[0], leg=1)
            )
    return plans


def _vehicles(chance: Random, lasts_s: float, a_minute: float, yielding: float) -> list[_Drive]:
    drives: list[_Drive] = []
    at_s = 0.0
    while a_minute and (at_s := at_s + max(3.0, chance.expovariate(a_minute / 60))) < lasts_s - 5:
        heading = chance.choice((-1, 1))
        colour = (chance.randrange(40, 255), chance.randrange(40, 255), chance.randrange(40, 255))
        actor = Actor(
            number=10_000 + len(drives),
            kind="vehicle",
            walker=None,
            from_s=at_s,
            tall_m=CAR_M[2],
            wide_m=CAR_M[0],
            colour=colour,
            heading=heading,
        )
        wishes = chance.uniform(20, 50) / 3.6
        drives.append(
            _Drive(
                actor=actor, wishes_m_s=wishes, yields=chance.random() < yielding, y_m=-heading * 70.0, speed_m_s=wishes
            )
        )
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
    nose = drive.y_m * heading + CAR_M[1] / 2  # along its way; the crossing is at 0
    line = -(WALK_M / 2 + STOP_LINE_M + 0.5)
    limits = [drive.wishes_m_s]
    needed_m = drive.speed_m_s**2 / (2 * 3.4)
    if drive.yields and called and nose <= line and line - nose >= needed_m - 0.5:
        limits.append((2 * 3.0 * max(0.0, line - nose)) ** 0.5)
    for other in others:
        gap = (other.y_m - drive.y_m) * heading - CAR_M[1]
        if other is not drive and other.actor.heading == heading and gap > -CAR_M[1]:
            limits.append((2 * 3.0 * max(0.0, gap - 2)) ** 0.5)
    wanted = min(limits)
    change = min(max(wanted - drive.speed_m_s, -6.0 * STEP_S), 2.0 * STEP_S)
    drive.speed_m_s = max(0.0, drive.speed_m_s + change)
    drive.y_m += heading * drive.speed_m_s * STEP_S
    lane_m = 0.25 * WIDTH_M if heading > 0 else 0.75 * WIDTH_M
    drive.actor.places.append((lane_m, drive.y_m))


def _is_dangerous(drive: _Drive) -> bool:
    """Whether somebody who looks would wait for it."""
    ahead = -(WALK_M / 2) - (drive.y_m * drive.actor.heading + CAR_M[1] / 2)
    if ahead < -WALK_M - 2 * CAR_M[1]:
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
