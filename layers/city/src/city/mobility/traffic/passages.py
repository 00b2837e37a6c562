"""From the stretches of one vehicle to a speed for each edge it left."""

import math
from collections import defaultdict
from dataclasses import replace

import numpy as np

from city.mobility.matching.model import Floats, Matched, State
from city.mobility.roads.road_map import RoadMap
from city.mobility.traffic.model import NOTHING, Carry, Observation, OpenPassage
from city.mobility.traffic.standing import STOP_M, Cut, cut_standing

# Of an edge driven in part, less than this says more of the noise than of the traffic.
SHORTEST_PART_M = 50.0
# What is left of a passage once the standing is cut out.
_SHORTEST_REST_M = 25.0
_FEWEST_FIXES = 2
_FASTEST_MS = 40.0
# An end of an edge counts as reached.
_END_M = 1.0
# Ten minutes at a stop at one fix a second: a terminus, which says nothing of the traffic.
MOST_NEAR_STOPS = 600
# Where it stood and came to a stand both lie in the fixes kept.
_NEAR_M = STOP_M + 30.0


class Passages:
    """One map; of vehicles it remembers nothing."""

    def __init__(self, road_map: RoadMap) -> None:
        self._lengths: list[float] = road_map.plane.length.tolist()
        stops: dict[int, list[float]] = defaultdict(list)
        at = road_map.columns
        for edge, decimetres in zip(at.stop_edge.tolist(), at.stop_at_dm.tolist(), strict=True):
            stops[edge].append(decimetres / 10)
        self._stops = dict(stops)

    def observe(
        self, matched: Matched, carry: Carry = NOTHING, *, ended: bool = False
    ) -> tuple[tuple[Observation, ...], Carry]:
        """A speed for each edge that was left, and what to hand in with the vehicle's next batch.

        An edge is left where the next begins, where the road breaks off or was not seen, and with `ended`. What
        a carry has counted already is not counted again, so that a batch may come twice.
        """
        fixes = _Fixes(matched, carry.seen_until)
        found: list[Observation] = []
        now, until = carry.open, carry.driven_until
        s = matched.stretches
        columns = (s.edge, s.begin_m, s.end_m, s.entered_at, s.left_at, s.inferred, s.follows)
        for edge, begin, end, entered, left, inferred, follows in zip(
            *(each.tolist() for each in columns), strict=True
        ):
            if left <= carry.driven_until:
                continue
            until = left
            if now is not None and not inferred and follows and self._goes_on(now, edge, begin):
                now = replace(now, end_m=max(now.end_m, end), left_at=left)
                continue
            if now is not None:
                found += self._close(self._with_fixes(now, fixes, now.left_at))
            now = None if inferred else OpenPassage(edge, begin, end, entered, left)
        if now is not None:
            # A vehicle that stands drives no stretch, and is seen all the same.
            now = self._with_fixes(now, fixes, math.inf)
            if ended:
                found += self._close(now)
        seen = max(carry.seen_until, float(matched.t[-1])) if len(matched.t) else carry.seen_until
        return tuple(found), Carry(None if ended else now, until, seen)

    def _goes_on(self, passage: OpenPassage, edge: int, begin_m: float) -> bool:
        """Still the same passage: a vehicle that stands at a seam may seem to go back, one at the edge's end may not."""
        again = begin_m <= _END_M and passage.end_m >= self._lengths[edge] - _END_M
        return passage.edge == edge and not again and begin_m <= passage.end_m + _END_M

    def _with_fixes(self, passage: OpenPassage, fixes: "_Fixes", until: float) -> OpenPassage:
        """With this batch's fixes from its entry on."""
        rows = fixes.between(passage.entered_at, until)
        near = passage.near_stops
        stops = self._stops.get(passage.edge)
        if stops and len(near) <= MOST_NEAR_STOPS:
            t, at_m = fixes.on(passage.edge, rows)
            away = np.abs(at_m[:, None] - np.array(stops)).min(axis=1)
            kept = away <= _NEAR_M
            near = (*near, *zip(t[kept].tolist(), at_m[kept].tolist(), strict=True))
            near = near[: MOST_NEAR_STOPS + 1]
        return replace(passage, fixes=passage.fixes + rows.stop - rows.start, near_stops=near)

    def _close(self, passage: OpenPassage) -> list[Observation]:
        """The speed of a passage; none where too little was seen."""
        driven, took = passage.end_m - passage.begin_m, passage.left_at - passage.entered_at
        is_whole = passage.begin_m <= _END_M and passage.end_m >= self._lengths[passage.edge] - _END_M
        enough = is_whole or (passage.fixes >= _FEWEST_FIXES and driven >= SHORTEST_PART_M)
        if not enough or len(passage.near_stops) > MOST_NEAR_STOPS:
            return []
        cut = self._stood(passage)
        metres, seconds = driven - cut.metres, took - cut.seconds
        if seconds <= 0 or metres > _FASTEST_MS * seconds or (cut.seconds and metres < _SHORTEST_REST_M):
            return []
        return [Observation(passage.edge, metres, seconds, passage.left_at, cut.seconds, is_whole)]

    def _stood(self, passage: OpenPassage) -> Cut:
        if not passage.near_stops:
            return Cut()
        fixes = [each for each in passage.near_stops if passage.entered_at < each[0] < passage.left_at]
        t = [passage.entered_at, *(each[0] for each in fixes), passage.left_at]
        at_m = [passage.begin_m, *(each[1] for each in fixes), passage.end_m]
        return cut_standing(t, at_m, self._stops[passage.edge])


class _Fixes:
    """The fixes of a batch that were put on a road, later than what was counted before."""

    def __init__(self, matched: Matched, after: float) -> None:
        kept = (matched.state == State.MATCHED) & (matched.t > after)
        self._t, self._edge, self._at_m = matched.t[kept], matched.edge[kept], matched.at_m[kept]

    def between(self, begin: float, end: float) -> slice:
        return slice(int(np.searchsorted(self._t, begin)), int(np.searchsorted(self._t, end, side="right")))

    def on(self, edge: int, rows: slice) -> tuple[Floats, Floats]:
        """Time and metres of those rows that lie on the edge."""
        here = self._edge[rows] == edge
        return self._t[rows][here], self._at_m[rows][here]
