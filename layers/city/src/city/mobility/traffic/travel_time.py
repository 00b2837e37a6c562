"""How long a way takes, as far as it is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from city.mobility.roads.road_map import RoadMap
from city.mobility.traffic.errors import NotAWay
from city.mobility.traffic.flow import Flow


@dataclass(frozen=True, slots=True)
class TravelTime:
    """Of a way of `length_m`, `known_m` have a speed and take `known_s`; of the rest nothing is said.

    `age_s`: of the oldest speed used, `confidence`: of the least sure; None and 0 if none is known. `unknown`: edges
    without a speed, each once, in the way's order.
    """

    length_m: float
    known_m: float
    known_s: float
    age_s: float | None
    confidence: float
    unknown: tuple[int, ...]

    @property
    def coverage(self) -> float:
        """Share of the length that is known, 0 to 1."""
        return self.known_m / self.length_m

    @property
    def seconds(self) -> float | None:
        """Of the whole way; None unless every edge is known."""
        return None if self.unknown else self.known_s


def latest_flows(flows: Iterable[Flow], now: float, most_age_s: float) -> dict[int, Flow]:
    """Of each edge the last record with a speed that is not older and does not come from the future."""
    latest: dict[int, Flow] = {}
    for flow in flows:
        if flow.speed_kmh is None or flow.last_left_at is None or not 0 <= now - flow.last_left_at <= most_age_s:
            continue
        before = latest.get(flow.edge)
        if before is None or before.slot < flow.slot:
            latest[flow.edge] = flow
    return latest


def travel_time(road_map: RoadMap, edges: Sequence[int], flows: Mapping[int, Flow], now: float) -> TravelTime:
    """Along whole edges, each leading into the next; NotAWay if they do not. `flows`: by edge, as `latest_flows` gives.

    All speeds are taken as they stand now: on a long way the last edges will be driven later than that.
    """
    at = road_map.columns
    if not edges or not all(0 <= edge < road_map.edges for edge in edges):
        raise NotAWay
    if any(at.target[here] != at.source[there] for here, there in pairwise(edges)):
        raise NotAWay
    known_m = known_s = 0.0
    unknown: dict[int, None] = {}
    ages: list[float] = []
    sure: list[float] = []
    for edge in edges:
        flow = flows.get(edge)
        age = None if flow is None else flow.age_s(now)
        if flow is None or flow.speed_kmh is None or age is None:
            unknown[edge] = None
            continue
        metres = float(road_map.plane.length[edge])
        known_m += metres
        known_s += 3.6 * metres / flow.speed_kmh
        ages.append(age)
        sure.append(flow.confidence)
    length = float(road_map.plane.length[list(edges)].sum())
    # Sums in another order may differ in the last digit: all is all.
    known_m = min(known_m, length) if unknown else length
    return TravelTime(length, known_m, known_s, max(ages, default=None), min(sure, default=0.0), tuple(unknown))
