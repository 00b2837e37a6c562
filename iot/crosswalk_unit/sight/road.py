"""From pixels to the road: where somebody stands, in which zone, how fast, and how long until the crossing. Pure; numpy."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import hypot

import numpy as np
from numpy.typing import NDArray

from city.contracts.crosswalk import plane
from city.contracts.crosswalk.plane import Pair
from city.contracts.crosswalk.site import CrosswalkSiteV1
from iot.crosswalk_unit.sight.tracking import Kind, Track

# Speeds are fitted over so many seconds, from so many sightings at least, that span so many seconds at least.
FIT_S, FIT_SIGHTINGS, FIT_SPAN_S = 1.5, 4, 0.3
# Slower than this is standing: detectors' boxes tremble.
STANDING_M_S = 0.5
# A person on a bicycle or motorcycle is carried when both move this fast together; nobody walks so.
CARRIED_M_S = 2.5
# 216 km/h: faster than this is no road user but two that the tracker took for one.
FASTEST_M_S = 60.0
# Further off nothing is measured: a pixel there is metres.
FARTHEST_M = 150.0
# Feet to crown, as the road's scale makes it: children and wheelchairs, seen from a high mast; tall people with umbrellas.
PERSON_M = (0.5, 2.6)
# Somebody who will step onto the crossing this soon is as good as waiting at it.
STEPS_ON_WITHIN_S = 1.2


@dataclass(frozen=True, slots=True)
class RoadUser:
    """Somebody in a frame, on the road. Metres and metres a second as the site's calibration says."""

    number: int
    kind: Kind
    at_s: float
    # When it was last in a frame; `at_s` if it is in this one.
    seen_s: float
    x_m: float
    y_m: float
    # None until there are sightings enough.
    vx_m_s: float | None
    vy_m_s: float | None
    waiting_left: bool
    waiting_right: bool
    crossing: bool
    approach: str | None
    # Will be on the crossing within STEPS_ON_WITHIN_S.
    stepping_up: bool
    # What it rides on or sits in, if that moves.
    carried_by: Kind | None
    score: float
    # Pixels: left, top, right, bottom.
    corners: tuple[float, float, float, float]

    @property
    def waiting(self) -> bool:
        return self.waiting_left or self.waiting_right

    @property
    def speed_m_s(self) -> float | None:
        if self.vx_m_s is None or self.vy_m_s is None:
            return None
        return hypot(self.vx_m_s, self.vy_m_s)

    @property
    def speed_kmh(self) -> float | None:
        speed = self.speed_m_s
        return None if speed is None else speed * 3.6

    @property
    def standing(self) -> bool:
        speed = self.speed_m_s
        return speed is not None and speed < STANDING_M_S


class RoadView:
    """A site's geometry, and the paths of who was seen on it."""

    def __init__(self, site: CrosswalkSiteV1) -> None:
        self.site = site
        self._matrix = site.road_from_picture()
        centre = _centre(site.crossing)
        self._side = 1.0 if self._depth(centre) > 0 else -1.0
        # On the road, for distances; the zones themselves are looked up in the picture, where they were drawn.
        self.crossing_m = [plane.apply(self._matrix, corner) for corner in site.crossing]
        self.stop_lines_m = {
            approach.name: tuple(plane.apply(self._matrix, end) for end in approach.stop_line)
            for approach in site.approaches
        }
        self._paths: dict[int, deque[tuple[float, float, float]]] = {}

    def _depth(self, point: Pair) -> float:
        g, h, i = self._matrix[2]
        return g * point[0] + h * point[1] + i

    def to_road(self, point: Pair) -> Pair | None:
        """Metres for a point in fractions of the frame; None above the horizon or out of measure."""
        if self._depth(point) * self._side < 1e-6:
            return None
        x, y = plane.apply(self._matrix, point)
        return (x, y) if hypot(x, y) <= FARTHEST_M else None

    def place(self, tracks: Sequence[Track], size: tuple[int, int], at_s: float) -> list[RoadUser]:
        """Where the tracks are, in a frame of `size` (width, height) pixels. Those beyond measure are left out."""
        users = [user for track in tracks if (user := self._place(track, size, at_s)) is not None]
        alive = {track.number for track in tracks}
        for number in [number for number in self._paths if number not in alive]:
            del self._paths[number]
        return _mark_the_carried(users)

    def _place(self, track: Track, size: tuple[int, int], at_s: float) -> RoadUser | None:
        width, height = size
        foot = track.foot[0] / width, track.foot[1] / height
        place = self.to_road(foot)
        if place is None or (track.kind == "person" and not self._could_be_a_person(track, size, foot)):
            return None
        path = self._paths.setdefault(track.number, deque())
        if track.observed:
            path.append((at_s, *place))
        while path and at_s - path[0][0] > FIT_S:
            path.popleft()
        velocity = fit_velocity(path)
        if velocity is not None and hypot(*velocity) > FASTEST_M_S:
            velocity = None
        site = self.site
        crossing = plane.contains(site.crossing, foot)
        ways = [way.name for way in site.approaches if plane.contains(way.zone, foot)] if not crossing else []
        return RoadUser(
            number=track.number,
            kind=track.kind,
            at_s=at_s,
            seen_s=track.seen_s,
            x_m=place[0],
            y_m=place[1],
            vx_m_s=None if velocity is None else velocity[0],
            vy_m_s=None if velocity is None else velocity[1],
            waiting_left=not crossing and plane.contains(site.waiting_left, foot),
            waiting_right=not crossing and plane.contains(site.waiting_right, foot),
            crossing=crossing,
            approach=ways[0] if ways else None,
            stepping_up=not crossing and velocity is not None and self._will_step_on(place, velocity),
            carried_by=None,
            score=track.score,
            corners=track.corners,
        )

    def _could_be_a_person(self, track: Track, size: tuple[int, int], foot: Pair) -> bool:
        """Whether the box has a person's height by the road's scale where it stands: cuts most false boxes."""
        half = track.width / 2 / size[0]
        left, right = self.to_road((foot[0] - half, foot[1])), self.to_road((foot[0] + half, foot[1]))
        if left is None or right is None or track.width <= 0:
            return False
        tall_m = track.height * hypot(right[0] - left[0], right[1] - left[1]) / track.width
        return PERSON_M[0] <= tall_m <= PERSON_M[1]

    def _will_step_on(self, place: Pair, velocity: Pair) -> bool:
        if hypot(*velocity) < STANDING_M_S:
            return False
        until = time_to_reach(self.crossing_m, place, velocity)
        return until is not None and until <= STEPS_ON_WITHIN_S

    def time_to_crossing_s(self, user: RoadUser) -> float | None:
        """Seconds until it reaches the crossing as it moves now; 0 on it; None if it stands or goes elsewhere."""
        if user.crossing:
            return 0.0
        if user.vx_m_s is None or user.vy_m_s is None or user.standing:
            return None
        return time_to_reach(self.crossing_m, (user.x_m, user.y_m), (user.vx_m_s, user.vy_m_s))


def time_to_reach(polygon: Sequence[Pair], place: Pair, velocity: Pair) -> float | None:
    """Seconds until somebody at `place` with `velocity` meets the polygon's outline; 0 inside; None if never."""
    if plane.contains(polygon, place):
        return 0.0
    (x, y), (vx, vy) = place, velocity
    times = []
    x1, y1 = polygon[-1]
    for x2, y2 in polygon:
        edge_x, edge_y = x2 - x1, y2 - y1
        across = vx * edge_y - vy * edge_x
        if across:
            time = ((x1 - x) * edge_y - (y1 - y) * edge_x) / across
            along = ((x1 - x) * vy - (y1 - y) * vx) / across
            if time >= 0 and 0 <= along <= 1:
                times.append(time)
        x1, y1 = x2, y2
    return min(times, default=None)


def fit_velocity(path: Sequence[tuple[float, float, float]]) -> Pair | None:
    """Metres a second from (seconds, x, y): the median slope of all pairs (Theil and Sen), which shrugs off false boxes."""
    if len(path) < FIT_SIGHTINGS or path[-1][0] - path[0][0] < FIT_SPAN_S:
        return None
    points = np.array(path)
    first, second = _pairs(len(path))
    steps = points[second] - points[first]
    slopes = np.median(steps[:, 1:] / steps[:, :1], axis=0)
    return float(slopes[0]), float(slopes[1])


@lru_cache(maxsize=64)
def _pairs(count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    first, second = np.triu_indices(count, 1)
    return first, second


def _mark_the_carried(users: list[RoadUser]) -> list[RoadUser]:
    """Marks riders and drivers: people inside a moving bicycle's or vehicle's box who move with it."""
    carriers = [user for user in users if user.kind != "person"]
    marked = []
    for user in users:
        if user.kind == "person" and (carrier := next((c for c in carriers if _carries(c, user)), None)):
            marked.append(replace(user, carried_by=carrier.kind))
        else:
            marked.append(user)
    return marked


def _carries(carrier: RoadUser, person: RoadUser) -> bool:
    if carrier.vx_m_s is None or carrier.vy_m_s is None or person.vx_m_s is None or person.vy_m_s is None:
        return False
    left, top, right, bottom = carrier.corners
    x, y = (person.corners[0] + person.corners[2]) / 2, person.corners[3]
    height = bottom - top
    if not (left <= x <= right and top <= y <= bottom + 0.1 * height):
        return False
    speed = hypot(carrier.vx_m_s, carrier.vy_m_s)
    apart = hypot(carrier.vx_m_s - person.vx_m_s, carrier.vy_m_s - person.vy_m_s)
    return speed >= CARRIED_M_S and apart <= 0.3 * speed


def _centre(polygon: Sequence[Pair]) -> Pair:
    return sum(x for x, _ in polygon) / len(polygon), sum(y for _, y in polygon) / len(polygon)
