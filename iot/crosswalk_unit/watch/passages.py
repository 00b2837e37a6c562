"""Counting who passes: people and bicycles over the middle of the walk, vehicles over the crossing. Pure, plain Python."""

from collections.abc import Sequence

from city.contracts.crosswalk.site import CrosswalkSiteV1
from iot.crosswalk_unit.sight.road import RoadUser
from iot.crosswalk_unit.watch.statistics import CrossingStatistics


class Passages:
    """Counts every road user once."""

    def __init__(self, site: CrosswalkSiteV1) -> None:
        self._middle_m = site.width_m / 2
        # Which half of the walk somebody was in when last seen on it.
        self._halves: dict[int, bool] = {}
        self._counted: set[int] = set()
        self._on_crossing: set[int] = set()

    def see(self, users: Sequence[RoadUser], statistics: CrossingStatistics, now_s: float) -> None:
        for user in users:
            if user.number in self._counted:
                continue
            if user.kind == "vehicle":
                self._pass_vehicle(user, statistics, now_s)
            else:
                self._pass_middle(user, statistics, now_s)
        alive = {user.number for user in users}
        self._halves = {number: half for number, half in self._halves.items() if number in alive}
        self._counted &= alive
        self._on_crossing &= alive

    def _pass_middle(self, user: RoadUser, statistics: CrossingStatistics, now_s: float) -> None:
        if not (user.crossing or user.waiting):
            return
        right = user.x_m > self._middle_m
        before = self._halves.setdefault(user.number, right)
        if right == before or not user.crossing:
            return
        self._counted.add(user.number)
        if user.kind == "bicycle":
            statistics.count("bicycles", now_s)
        elif user.carried_by is None:
            statistics.count("people_left_to_right" if right else "people_right_to_left", now_s)

    def _pass_vehicle(self, user: RoadUser, statistics: CrossingStatistics, now_s: float) -> None:
        moving = user.speed_m_s is not None and not user.standing
        if user.crossing and not moving:
            self._on_crossing.add(user.number)
        elif user.crossing or user.number in self._on_crossing:
            # On it with a speed, or over it before there was one.
            self._counted.add(user.number)
            statistics.count_vehicle(user.speed_kmh if moving else None, now_s)
