"""A way takes what its known edges take; what is unknown is said and never filled in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.traffic.errors import NotAWay
from city.mobility.traffic.flow import Flow, flow_of, fuse
from city.mobility.traffic.model import Observation
from city.mobility.traffic.travel_time import latest_flows, travel_time
from tests.effort import examples
from tests.unit.mobility.matching.drives import BEGIN_S, MAP
from tests.unit.mobility.traffic.journeys import random_route

ROUTE = random_route(4, 12)
LENGTHS = [float(MAP.plane.length[edge]) for edge in ROUTE]
NOW = BEGIN_S + 600


def flow(edge: int, speed_ms: float, left_at: float = BEGIN_S + 500, vehicles: int = 1) -> Flow:
    metres = float(MAP.plane.length[edge])
    told = [(f"{at:08x}", Observation(edge, metres, metres / speed_ms, left_at)) for at in range(vehicles)]
    (part,) = fuse(told).values()
    return flow_of(part, 50.0)


@settings(max_examples=examples(50))
@given(st.sets(st.integers(0, len(ROUTE) - 1)), st.floats(1, 20))
def test_what_is_known_is_told_and_what_is_not_is_named(known: set[int], speed_ms: float) -> None:
    flows = {ROUTE[at]: flow(ROUTE[at], speed_ms) for at in known}

    told = travel_time(MAP, ROUTE, flows, NOW)

    known_m = sum(LENGTHS[at] for at in known)
    assert told.known_s == pytest.approx(known_m / speed_ms, rel=1e-3)
    assert told.coverage == pytest.approx(known_m / sum(LENGTHS))
    assert told.unknown == tuple(edge for at, edge in enumerate(ROUTE) if at not in known)
    assert (told.seconds is None) == (len(known) < len(ROUTE))
    assert (told.coverage == 1) == (len(known) == len(ROUTE))
    assert told.age_s == (pytest.approx(100) if known else None)


def test_the_age_is_the_oldest_and_the_confidence_the_least() -> None:
    flows = {ROUTE[0]: flow(ROUTE[0], 9.0, NOW - 30, vehicles=5), ROUTE[1]: flow(ROUTE[1], 9.0, NOW - 400)}

    told = travel_time(MAP, ROUTE[:2], flows, NOW)

    assert told.age_s == pytest.approx(400)
    assert told.confidence == flows[ROUTE[1]].confidence < flows[ROUTE[0]].confidence


def test_only_the_last_of_an_edge_counts_and_none_that_is_too_old_or_not_yet() -> None:
    first, second, third = ROUTE[:3]
    old, new = flow(first, 5.0, NOW - 700), flow(first, 8.0, NOW - 100)
    stale, early = flow(second, 5.0, NOW - 1_000), flow(third, 5.0, NOW + 400)

    assert latest_flows([old, new, stale, early], NOW, 900.0) == {first: new}
    assert latest_flows([new, old], NOW, 900.0) == {first: new}
    assert latest_flows([new, old], NOW, 50.0) == {}


@pytest.mark.parametrize(
    "edges",
    [(), (MAP.edges,), (-1,), (ROUTE[0], ROUTE[2]), (ROUTE[1], ROUTE[0])],
    ids=["none", "over", "neg", "gap", "back"],
)
def test_edges_that_are_no_way_are_refused(edges: tuple[int, ...]) -> None:
    with pytest.raises(NotAWay):
        travel_time(MAP, edges, {}, NOW)
