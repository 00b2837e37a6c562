"""Near-misses and violations on the crossing, from road users' paths. Pure; plain Python.

Measures: post-encroachment time (Allen, Shin and Cooper 1978) and time to crossing (after Hayward's time to collision,
1972); 1.5 s is the border of a serious conflict in the Swedish technique (Hydén 1987) and the default of FHWA's SSAM.
Violations follow 도로교통법 §27① (drivers stop for whoever crosses or is about to), §25 and §5 (stop line, signal) and
§10 (people cross on the crossing). They are observations for statistics, not evidence against anybody.

A box's foot is the edge nearest to the camera: the front of a vehicle that comes towards it, the rear of one that leaves. A
vehicle that leaves the camera therefore counts as beyond its stop line only when all of it is, and a post-encroachment
time, which takes the foot for the middle, is out by up to half a vehicle's length over its speed.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Literal

from city.contracts.crosswalk.devices import SignalPhase
from city.contracts.crosswalk.plane import Pair
from iot.crosswalk_unit.sight.road import FASTEST_M_S, RoadUser, RoadView
from iot.crosswalk_unit.sight.tracking import Kind
from iot.crosswalk_unit.watch.paths import PathSegment, centre_of, crossing_of, distance_to, last_segment, segments

IncidentKind = Literal["conflict", "stop_line", "not_yielding", "jaywalking"]

SERIOUS_S = 1.5
# A comfortable stop (AASHTO, stopping sight distance: 3.4 m/s²). Who can still stop so is no near-miss.
COMFORTABLE_BRAKING_M_S2 = 3.4
# Further off in time nobody is near anybody.
NEAR_S = 10.0
REACTION_S = 1.0
# A vehicle that creeps past somebody's heels is rude; from 10 km/h on it is dangerous (KICT's units speak from there).
DANGEROUS_M_S = 10 / 3.6
# Whoever will be this near the vehicle's path when it arrives is in its way: half a car and a step.
IN_THE_WAY_M = 2.0
# Somebody this near a vehicle's path on the walk must be let pass even if walking away from it: a lane.
LANE_M = 3.0
DRIVES_THROUGH_M_S = 5 / 3.6
STANDS_BEYOND_S = 1.0
# The foot point trembles: so far beyond a line is beyond.
BEYOND_M = 0.4
# How fresh a phase may be and nobody is blamed for it.
PHASE_GRACE_S = 1.0
RED_GRACE_S = 2.0
# Outside the crossing by so much, and no further off than people go to save a detour.
OFF_WALK_M, NEAR_WALK_M = 1.5, 30.0
ACROSS_M = 3.0
FASTEST_WALK_M_S = 4.0
# One road user whose track broke is not two.
SAME_WITHIN_S, SAME_WITHIN_M = 3.0, 3.0

# Half of a road user's length, metres: a step, a bicycle of 1.8 m, a car of 4.5 m.
HALF_LENGTH_M: Mapping[Kind, float] = {"person": 0.3, "bicycle": 0.9, "vehicle": 2.25}
# Paths are remembered so long, in steps of at least so much.
_PATH_S, _PATH_STEP_M = 8.0, 0.25
_PAIR_OVER_S = 4.0


@dataclass(frozen=True, slots=True)
class Incident:
    """A near-miss or a violation; `at_s` on the monotonic clock."""

    kind: IncidentKind
    at_s: float
    x_m: float
    y_m: float
    post_encroachment_s: float | None = None
    time_to_crossing_s: float | None = None
    speed_kmh: float | None = None
    approach: str | None = None
    signal_phase: SignalPhase = "unknown"
    lit: bool = False
    night: bool = False


@dataclass(slots=True)
class _Life:
    """What is remembered of a road user."""

    path: deque[tuple[float, float, float]] = field(default_factory=deque)
    # In this frame: only a new step can cross another path.
    grew: bool = False
    approach: str | None = None
    beyond_line: bool | None = None
    standing_beyond_since_s: float | None = None
    on_crossing: bool = False
    # Since when it waits or walks, without a break.
    calling_since_s: float | None = None
    stepped_on_during: SignalPhase | None = None
    off_walk_from_m: float | None = None
    blamed: set[IncidentKind] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class _Pair:
    """A vehicle and somebody on the walk who come near each other."""

    seen_s: float
    least_s: float
    place: Pair
    speed_kmh: float | None
    serious: bool = False


class ConflictWatch:
    """Takes the road users of every frame and says what happened, once for each pair."""

    def __init__(self, road: RoadView) -> None:
        self._road = road
        self._site = road.site
        self._lives: dict[int, _Life] = {}
        self._pairs: dict[tuple[int, int], _Pair] = {}
        self._reported: set[tuple[int, int]] = set()
        self._recent: deque[Incident] = deque(maxlen=50)
        self._signal: SignalPhase = "unknown"
        self._signal_since_s = 0.0
        self._middle = centre_of(road.crossing_m)

    def see(
        self, users: Sequence[RoadUser], signal: SignalPhase, at_s: float, *, lit: bool, night: bool
    ) -> tuple[Incident, ...]:
        """What came to light in this frame, taken at `at_s`."""
        if signal != self._signal:
            self._signal, self._signal_since_s = signal, at_s
        vehicles = [user for user in users if user.kind == "vehicle"]
        people = [user for user in users if user.kind != "vehicle" and user.carried_by != "vehicle"]
        found: list[Incident] = []
        for user in users:
            self._remember(user, at_s)
        for vehicle in vehicles:
            found += self._judge_vehicle(vehicle, people, at_s)
            for person in people:
                found += self._judge_pair(vehicle, person, at_s)
        for person in people:
            found += self._judge_person(person, at_s)
        found += self._close_pairs({user.number for user in users}, at_s)
        self._after_frame(users)
        fresh = [incident for incident in found if not self._is_repetition(incident)]
        found_now = tuple(_with_light(incident, signal, lit=lit, night=night) for incident in fresh)
        self._recent.extend(found_now)
        return found_now

    def _remember(self, user: RoadUser, at_s: float) -> None:
        life = self._lives.setdefault(user.number, _Life())
        if user.approach:
            life.approach = user.approach
        if user.waiting or user.crossing:
            if life.calling_since_s is None:
                life.calling_since_s = at_s
        else:
            life.calling_since_s = None
        life.grew = user.seen_s == at_s and (
            not life.path or hypot(user.x_m - life.path[-1][1], user.y_m - life.path[-1][2]) >= _PATH_STEP_M
        )
        if life.grew:
            life.path.append((at_s, user.x_m, user.y_m))
        while life.path and at_s - life.path[0][0] > _PATH_S:
            life.path.popleft()

    # --- vehicles ---

    def _judge_vehicle(self, vehicle: RoadUser, people: Sequence[RoadUser], at_s: float) -> Iterator[Incident]:
        life = self._lives[vehicle.number]
        if "stop_line" not in life.blamed and self._breaks_stop_line(vehicle, life, people, at_s):
            life.blamed.add("stop_line")
            yield self._incident("stop_line", vehicle, life, at_s)
        entering = vehicle.crossing and not life.on_crossing
        if entering and "not_yielding" not in life.blamed and self._passes_over(vehicle, people, at_s):
            life.blamed.add("not_yielding")
            yield self._incident("not_yielding", vehicle, life, at_s)

    def _breaks_stop_line(self, vehicle: RoadUser, life: _Life, people: Sequence[RoadUser], at_s: float) -> bool:
        if life.approach is None:
            return False
        beyond = self._metres_beyond_line((vehicle.x_m, vehicle.y_m), life.approach) > BEYOND_M
        came_over, life.beyond_line = beyond and life.beyond_line is False, beyond
        red_for_vehicles = (
            self._site.signalised and self._signal == "green" and at_s - self._signal_since_s >= PHASE_GRACE_S
        )
        if came_over and red_for_vehicles and not vehicle.standing:
            return True
        if not beyond or not vehicle.standing or self._is_past(vehicle, life.approach):
            life.standing_beyond_since_s = None
            return False
        if life.standing_beyond_since_s is None:
            life.standing_beyond_since_s = at_s
        walked_on = any(person.crossing for person in people)
        return at_s - life.standing_beyond_since_s >= STANDS_BEYOND_S and (walked_on or red_for_vehicles)

    def _metres_beyond_line(self, place: Pair, approach: str) -> float:
        """How far past the stop line, towards the crossing; negative before it."""
        (x1, y1), (x2, y2) = self._road.stop_lines_m[approach]
        length = hypot(x2 - x1, y2 - y1)
        if length == 0:
            return -1.0

        def side(x: float, y: float) -> float:
            return ((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / length

        return side(*place) if side(*self._middle) > 0 else -side(*place)

    def _is_past(self, vehicle: RoadUser, approach: str) -> bool:
        """Whether it is behind the crossing, as seen from its stop line."""
        depth = max(self._metres_beyond_line(corner, approach) for corner in self._road.crossing_m)
        return self._metres_beyond_line((vehicle.x_m, vehicle.y_m), approach) > depth

    def _passes_over(self, vehicle: RoadUser, people: Sequence[RoadUser], at_s: float) -> bool:
        """Whether a vehicle that comes onto the crossing should have let somebody pass, and could have."""
        speed = vehicle.speed_m_s
        if speed is None or speed < DRIVES_THROUGH_M_S:
            return False
        if self._site.signalised and self._signal == "red":
            return False  # the vehicles' green
        notice_s = REACTION_S + speed / COMFORTABLE_BRAKING_M_S2
        left_half = vehicle.x_m < self._site.width_m / 2
        for person in people:
            since_s = self._lives[person.number].calling_since_s
            if since_s is None or at_s - since_s < notice_s or person.carried_by == "vehicle":
                continue
            if person.kind == "bicycle" and person.standing:
                continue
            if (person.waiting_left and left_half) or (person.waiting_right and not left_half):
                return True
            if person.crossing and self._still_matters(person, vehicle):
                return True
        return False

    @staticmethod
    def _still_matters(person: RoadUser, vehicle: RoadUser) -> bool:
        offset = vehicle.x_m - person.x_m
        towards = person.vx_m_s is not None and person.vx_m_s * offset > 0
        return abs(offset) <= LANE_M or towards

    # --- pairs ---

    def _judge_pair(self, vehicle: RoadUser, person: RoadUser, at_s: float) -> Iterator[Incident]:
        key = vehicle.number, person.number
        if key in self._reported:
            return
        self._note_time_to_crossing(key, vehicle, person, at_s)
        meeting = self._meeting(vehicle, person)
        if meeting is None:
            return
        gap_s, place, speed_m_s = meeting
        self._reported.add(key)
        pair = self._pairs.pop(key, None)
        if (gap_s <= SERIOUS_S and speed_m_s >= DANGEROUS_M_S) or (pair and pair.serious):
            life = self._lives[vehicle.number]
            yield Incident(
                "conflict",
                at_s,
                *place,
                post_encroachment_s=gap_s,
                time_to_crossing_s=pair.least_s if pair else None,
                speed_kmh=speed_m_s * 3.6,
                approach=life.approach,
            )

    def _note_time_to_crossing(self, key: tuple[int, int], vehicle: RoadUser, person: RoadUser, at_s: float) -> None:
        """Remembers the least time to crossing while somebody is on the walk, in the vehicle's way."""
        if not person.crossing or vehicle.crossing or person.vx_m_s is None or vehicle.vx_m_s is None:
            return
        until_s, speed = self._road.time_to_crossing_s(vehicle), vehicle.speed_m_s
        if not until_s or until_s > NEAR_S or speed is None or speed < DANGEROUS_M_S:
            return
        apart = (person.x_m + person.vx_m_s * until_s) - (vehicle.x_m + vehicle.vx_m_s * until_s)
        if abs(apart) > IN_THE_WAY_M:
            return
        needed = speed / (2 * until_s)
        serious = until_s <= SERIOUS_S and needed >= COMFORTABLE_BRAKING_M_S2
        pair = self._pairs.get(key)
        if pair is None or until_s < pair.least_s:
            place = (person.x_m, person.y_m)
            was = pair is not None and pair.serious
            self._pairs[key] = _Pair(
                seen_s=at_s, least_s=until_s, place=place, speed_kmh=vehicle.speed_kmh, serious=serious or was
            )
        elif serious:
            pair.serious, pair.seen_s = True, at_s

    def _meeting(self, vehicle: RoadUser, person: RoadUser) -> tuple[float, Pair, float] | None:
        """Where the two paths cross: the time between the first leaving the spot and the second reaching it, the spot,
        and the vehicle's speed there. None while they have not crossed."""
        driving, walking = self._lives[vehicle.number], self._lives[person.number]
        if len(driving.path) < 2 or len(walking.path) < 2:
            return None
        if driving.grew:
            driven = last_segment(driving.path)
            for walked in segments(walking.path):
                if (spot := crossing_of(driven, walked)) is not None and driven.speed_m_s <= FASTEST_M_S:
                    return self._gap(driven, walked, spot, person.kind)
        if walking.grew:
            walked = last_segment(walking.path)
            for driven in segments(driving.path):
                if (spot := crossing_of(driven, walked)) is not None and driven.speed_m_s <= FASTEST_M_S:
                    return self._gap(driven, walked, spot, person.kind)
        return None

    @staticmethod
    def _gap(driven: PathSegment, walked: PathSegment, spot: Pair, walker: Kind) -> tuple[float, Pair, float]:
        driven_s, walked_s = driven.when_at(spot), walked.when_at(spot)
        half_driven = HALF_LENGTH_M["vehicle"] / max(driven.speed_m_s, 0.1)
        half_walked = HALF_LENGTH_M[walker] / max(walked.speed_m_s, 0.1)
        return max(0.0, abs(driven_s - walked_s) - half_driven - half_walked), spot, driven.speed_m_s

    def _close_pairs(self, alive: set[int], at_s: float) -> Iterator[Incident]:
        """Pairs whose paths never crossed: reported when they are over, if they were serious."""
        for key, pair in list(self._pairs.items()):
            if at_s - pair.seen_s < _PAIR_OVER_S and key[0] in alive and key[1] in alive:
                continue
            del self._pairs[key]
            if pair.serious:
                self._reported.add(key)
                life = self._lives.get(key[0])
                yield Incident(
                    "conflict",
                    at_s,
                    *pair.place,
                    time_to_crossing_s=pair.least_s,
                    speed_kmh=pair.speed_kmh,
                    approach=life.approach if life else None,
                )

    # --- people ---

    def _judge_person(self, person: RoadUser, at_s: float) -> Iterator[Incident]:
        life = self._lives[person.number]
        if person.kind != "person" or person.carried_by or "jaywalking" in life.blamed:
            return
        if self._walks_beside(person, life) or self._walks_on_red(person, life, at_s):
            life.blamed.add("jaywalking")
            yield self._incident("jaywalking", person, life, at_s)

    def _walks_beside(self, person: RoadUser, life: _Life) -> bool:
        """Across the road, outside the crossing but near it."""
        width = self._site.width_m
        away = distance_to(self._road.crossing_m, (person.x_m, person.y_m))
        on_road = 0 < person.x_m < width and not person.crossing and not person.waiting
        if not on_road or not OFF_WALK_M <= away <= NEAR_WALK_M:
            life.off_walk_from_m = None
            return False
        if life.off_walk_from_m is None:
            life.off_walk_from_m = person.x_m
        if person.vx_m_s is None or person.vy_m_s is None:
            return False
        across = abs(person.vx_m_s) > abs(person.vy_m_s) and abs(person.vx_m_s) <= FASTEST_WALK_M_S
        return across and abs(person.x_m - life.off_walk_from_m) >= min(ACROSS_M, width / 2)

    def _walks_on_red(self, person: RoadUser, life: _Life, at_s: float) -> bool:
        if not person.crossing:
            life.stepped_on_during = None
            return False
        if life.stepped_on_during is None:
            settled = at_s - self._signal_since_s >= RED_GRACE_S
            life.stepped_on_during = self._signal if settled or self._signal != "red" else "unknown"
        deep = min(person.x_m, self._site.width_m - person.x_m) >= OFF_WALK_M
        return self._site.signalised and life.stepped_on_during == "red" and deep

    # --- all ---

    def _incident(self, kind: IncidentKind, user: RoadUser, life: _Life, at_s: float) -> Incident:
        speed = user.speed_kmh if user.kind == "vehicle" else None
        return Incident(kind, at_s, user.x_m, user.y_m, speed_kmh=speed, approach=life.approach)

    def _is_repetition(self, incident: Incident) -> bool:
        return any(
            other.kind == incident.kind
            and incident.at_s - other.at_s <= SAME_WITHIN_S
            and hypot(other.x_m - incident.x_m, other.y_m - incident.y_m) <= SAME_WITHIN_M
            for other in self._recent
        )

    def _after_frame(self, users: Sequence[RoadUser]) -> None:
        alive = {user.number for user in users}
        for user in users:
            self._lives[user.number].on_crossing = user.crossing
        for number in [number for number in self._lives if number not in alive]:
            del self._lives[number]
        self._reported = {key for key in self._reported if key[0] in alive and key[1] in alive}


def _with_light(incident: Incident, signal: SignalPhase, *, lit: bool, night: bool) -> Incident:
    return replace(incident, signal_phase=signal, lit=lit, night=night)
