"""Vehicles of known speed, seen with noise through the real matcher in batches of 60: what their speeds come to."""

import math
from collections.abc import Mapping
from random import Random

import numpy as np
import pytest

from city.mobility.matching.model import Fixes
from city.mobility.traffic.flow import flow_of, fuse
from tests.unit.mobility.matching.drives import MAP, part
from tests.unit.mobility.traffic.journeys import (
    STOPS,
    Floats,
    Journey,
    drive,
    observed,
    past_stops,
    random_route,
)
from tests.unit.mobility.traffic.tunnel import through_the_tunnel

VEHICLES = 12


def errors(journey: Journey) -> list[float]:
    """Of each whole passage: speed over true speed, less one."""
    true_ms = dict(zip(journey.route, MAP.plane.length[list(journey.route)] / journey.seconds, strict=True))
    found = observed(journey.fixes)
    made_up = [one for one in found if one.edge not in true_ms]
    assert sum(one.metres for one in made_up) <= 0.02 * sum(one.metres for one in found)
    return [one.metres / one.seconds / true_ms[one.edge] - 1 for one in found if one.is_whole and one.edge in true_ms]


def by_edge(random: Random) -> Mapping[int, float]:
    return {edge: random.uniform(5.0, 14.0) for edge in range(MAP.edges)}


@pytest.mark.parametrize(
    ("differ", "brakes", "median", "most"),
    [(False, math.inf, 0.03, 0.10), (True, 1.0, 0.03, 0.10), (True, math.inf, 0.06, 0.16)],
    ids=["steady", "by_edge_braking", "by_edge_at_once"],
)
def test_the_speed_of_a_whole_passage_is_the_true_one(differ: bool, brakes: float, median: float, most: float) -> None:
    off: list[float] = []
    for seed in range(VEHICLES):
        random = Random(seed)
        speeds = by_edge(random) if differ else random.uniform(6.0, 13.0)
        off += errors(drive(random_route(seed), speeds, seed, brakes_ms2=brakes))
    away = np.abs(off)

    assert len(off) >= 0.8 * 18 * VEHICLES
    assert np.median(away) <= median
    assert np.percentile(away, 95) <= most
    assert abs(np.median(off)) <= 0.015


def ratios(stand_s: float, brakes: float = math.inf) -> tuple[Floats, Floats, int]:
    """Speed over the speed between stops: of edges with a stop, of those without; and how many edges had a stop."""
    at_stops: list[float] = []
    elsewhere: list[float] = []
    passed = 0
    for seed in range(VEHICLES):
        speed = Random(seed).uniform(7.0, 13.0)
        journey = drive(past_stops(), speed, seed, stand_s=stand_s, brakes_ms2=brakes)
        passed += len(STOPS)
        for one in observed(journey.fixes):
            (at_stops if one.edge in STOPS else elsewhere).append(one.metres / one.seconds / speed)
            assert one.stood_s == 0 or (one.edge in STOPS and abs(one.stood_s - stand_s) < 25)
    return np.array(at_stops), np.array(elsewhere), passed


def harmonic(ratio: Floats) -> float:
    return float(1 / np.mean(1 / ratio))


def test_standing_at_a_bus_stop_does_not_lower_the_speed() -> None:
    at_stops, elsewhere, passed = ratios(40.0)

    assert len(at_stops) >= 0.7 * passed
    assert harmonic(at_stops) == pytest.approx(1.0, abs=0.08)
    assert harmonic(elsewhere) == pytest.approx(1.0, abs=0.02)


def test_braking_for_a_stop_lowers_it_by_less_than_a_quarter() -> None:
    at_stops, elsewhere, _ = ratios(40.0, brakes=1.0)

    assert harmonic(at_stops) >= 0.75
    assert harmonic(elsewhere) >= 0.9


def test_a_vehicle_that_passes_a_stop_loses_nothing_of_its_passage() -> None:
    at_stops, _, passed = ratios(0.0)

    assert len(at_stops) == passed
    assert harmonic(at_stops) == pytest.approx(1.0, abs=0.03)


def test_standing_elsewhere_is_traffic() -> None:
    journey = drive(random_route(3), 10.0, 3)
    late = journey.fixes.t
    row = len(late) // 2
    stand = np.repeat(np.arange(len(late)), np.where(np.arange(len(late)) == row, 60, 1))
    t = late[0] + np.arange(float(len(stand)))
    fixes = Fixes(t, journey.fixes.lat[stand], journey.fixes.lon[stand])

    found = observed(fixes)

    assert min(one.speed_kmh for one in found) < 10
    assert all(one.stood_s == 0 for one in found)


def test_a_tunnel_makes_no_speed() -> None:
    journey = drive(through_the_tunnel(), 14.0, 1)
    assert journey.hidden.sum() > 100

    found = observed(part(journey.fixes, ~journey.hidden))

    assert found
    assert not [one for one in found if MAP.is_tunnel(one.edge)]


def test_cut_anywhere_the_speeds_are_the_same() -> None:
    journey = drive(past_stops(), 9.0, 5, stand_s=40.0, brakes_ms2=1.0)
    whole = {one.edge: one for one in observed(journey.fixes, 10_000)}

    for size in (60, 17, 7):
        pieces = {one.edge: one for one in observed(journey.fixes, size)}
        assert whole.keys() == pieces.keys()
        for edge, one in pieces.items():
            assert one.speed_kmh == pytest.approx(whole[edge].speed_kmh, rel=0.02)


def test_fused_a_few_vehicles_come_nearer_to_the_truth() -> None:
    route, speed = random_route(9), 9.0
    told = [
        (f"{seed:08x}", one) for seed in range(8) for one in observed(drive(route, speed, seed).fixes) if one.is_whole
    ]

    flows = [flow_of(each, 50.0) for each in fuse(told).values()]

    known = [flow for flow in flows if flow.vehicles >= 6]
    assert known
    off = [abs((flow.speed_kmh or 0.0) / (3.6 * speed) - 1) for flow in known]
    assert max(off) <= 0.06
