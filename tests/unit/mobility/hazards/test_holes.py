"""Hits and passes become hazards: the same for every order, where the hole is, gone when it is mended."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.operations.city_event import Severity
from city.mobility.hazards.evidence import Hit, KnownBumps, Pass
from city.mobility.hazards.findings import Finding
from city.mobility.hazards.holes import Hole, HoleState, find_holes, forget, severity_of, standing_holes
from city.mobility.roads.graph import build_road_map
from city.mobility.roads.synthetic import synthetic_district
from tests.effort import examples
from tests.unit.mobility.hazards.evidence import EDGE, RULE, after, drive, hit, traffic

NONE = KnownBumps.none()
HITS = st.lists(
    st.builds(
        hit,
        st.integers(0, 5),
        st.integers(0, 60).map(float),
        st.integers(0, 40).map(lambda half: half / 2),
        st.sampled_from([2.0, 5.0, 9.0]),
        st.sampled_from([EDGE, "10:2:1:-"]),
    ),
    max_size=25,
)
PASSES = st.lists(
    st.builds(drive, st.integers(0, 8), st.integers(0, 60).map(lambda third: third / 3), st.integers(0, 50).map(float)),
    max_size=25,
)


def found(hits: list[Hit] | set[Hit], passes: list[Pass] | set[Pass] = frozenset(), days: float = 0.0) -> list[Hole]:  # type: ignore[assignment]
    return find_holes(hits, passes, NONE, after(days), RULE)


def test_three_vehicles_confirm_and_one_that_comes_thrice_does_not() -> None:
    assert [each.state for each in found([hit(1), hit(1, days=1), hit(1, days=2)], days=2)] == [HoleState.CANDIDATE]
    assert [each.state for each in found([hit(1), hit(2)])] == [HoleState.CANDIDATE]
    assert [each.state for each in found([hit(1), hit(2), hit(3)])] == [HoleState.CONFIRMED]


def test_three_vehicles_in_three_months_confirm_nothing() -> None:
    assert [each.state for each in found([hit(1), hit(2, days=15), hit(3, days=30)], days=30)] == [HoleState.CANDIDATE]


@settings(max_examples=examples(150))
@given(HITS, PASSES, st.randoms(use_true_random=False), st.integers(0, 25))
def test_order_and_repetition_change_nothing(hits: list[Hit], passes: list[Pass], random: object, days: int) -> None:
    shuffled, again = [*hits, *hits[:5]], [*passes, *passes[:5]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(again)  # type: ignore[attr-defined]

    assert found(shuffled, again, days) == found(hits, passes, days)


@settings(max_examples=examples(150))
@given(HITS, PASSES, st.integers(0, 25))
def test_evidence_is_of_its_time(hits: list[Hit], passes: list[Pass], days: int) -> None:
    known = [each for each in hits if each.at <= after(days)]

    assert found(hits, passes, days) == found(known, [each for each in passes if each.left_at <= after(days)], days)


@settings(max_examples=examples(150))
@given(st.lists(st.integers(0, 5), min_size=1, max_size=8), PASSES, st.integers(0, 20), st.integers(0, 5))
def test_a_hit_never_lowers_a_score_and_a_pass_never_raises_it(
    vehicles: list[int], passes: list[Pass], days: int, one: int
) -> None:
    hits = [hit(vehicle, 100.0, number / 2) for number, vehicle in enumerate(vehicles)]
    now = 20.0

    plain = found(hits, passes, now)[0].score

    assert found([*hits, hit(one, 100.0, days)], passes, now)[0].score >= plain - 1e-9
    assert found(hits, [*passes, drive(one, days)], now)[0].score <= plain + 1e-9


@settings(max_examples=examples(100))
@given(HITS)
def test_every_hit_is_in_one_hazard_and_two_hazards_are_apart(hits: list[Hit]) -> None:
    holes = found(hits, days=20)

    named = {each.source_id for each in holes}
    assert len(named) == len(holes)
    for each in hits:
        assert min(abs(hole.at_m - each.at_m) for hole in holes if hole.edge == each.edge) <= 3 * RULE.reach_m
    assert bool(holes) == bool(hits)


@pytest.mark.parametrize(("apart_m", "holes"), [(0.0, 1), (9.9, 1), (25.0, 2), (80.0, 2)])
def test_hits_within_ten_metres_along_the_edge_are_one_hazard(apart_m: float, holes: int) -> None:
    assert len(found([hit(1), hit(2, 100.0 + apart_m)])) == holes


def test_the_other_direction_is_another_road() -> None:
    assert len(found([hit(1), hit(2), hit(3, edge="10:2:1:-")])) == 2


@settings(max_examples=examples(60))
@given(st.integers(0, 2**32 - 1))
def test_two_holes_forty_metres_apart_are_two_however_many_drive_there(seed: int) -> None:
    random = np.random.default_rng(seed)
    one, driven = traffic(random, 100.0, chance=0.7, noise_m=5.0, vehicles=25, first=0, last=6)
    other, _ = traffic(random, 140.0, chance=0.7, noise_m=5.0, vehicles=25, first=0, last=6)

    confirmed = [each for each in found(one | other, driven, 6) if each.state is HoleState.CONFIRMED]

    assert [each.at_m for each in confirmed] == pytest.approx([100.0, 140.0], abs=4)


@pytest.mark.parametrize(("noise_m", "share"), [(5.0, 0.99), (8.0, 0.92)])
def test_three_vehicles_find_the_place_within_ten_metres(noise_m: float, share: float) -> None:
    random = np.random.default_rng(7)
    away = []
    for _ in range(600):
        holes = found([hit(vehicle, 100.0 + float(random.normal(0, noise_m))) for vehicle in range(3)])
        away += [abs(each.at_m - 100.0) for each in holes if each.state is HoleState.CONFIRMED]

    assert np.mean(np.array(away) <= 10.0) >= share


@settings(max_examples=examples(40))
@given(st.integers(0, 2**32 - 1), st.floats(0.5, 1.0))
def test_a_hole_stands_while_it_is_hit_fades_when_mended_and_comes_back_by_its_name(seed: int, chance: float) -> None:
    random = np.random.default_rng(seed)
    busy, driven = traffic(random, 100.0, chance=chance, noise_m=5.0, vehicles=12, first=0, last=10)
    _, mended = traffic(random, 100.0, chance=0.0, noise_m=5.0, vehicles=12, first=10, last=12)
    open_hole = [each for each in found(busy, driven, 10) if each.state is HoleState.CONFIRMED]
    assert len(open_hole) == 1
    assert open_hole[0].at_m == pytest.approx(100.0, abs=10)
    name = open_hole[0].source_id

    # Two days of twelve vehicles that feel nothing.
    faded = [each for each in found(busy, driven | mended, 12) if each.source_id == name]
    again = [each for each in found(busy | {hit("a", 101.0, 20)}, driven | mended, 20) if each.source_id == name]

    assert [each.state for each in faded] == [HoleState.HEALED]
    assert [each.state for each in again] == [HoleState.CONFIRMED]
    assert again[0].first_at == open_hole[0].first_at


def test_a_hole_that_nobody_drives_over_fades_with_time_alone() -> None:
    hits = [hit(1), hit(2), hit(3)]

    # Three hits count 0.5 together after 14 * log2(6) = 36.2 days.
    assert [found(hits, days=days)[0].state for days in (36.0, 36.4)] == [HoleState.CONFIRMED, HoleState.HEALED]
    assert found(hits, days=14)[0].score == pytest.approx(1.5)


def test_passes_before_a_hit_and_by_those_who_hit_are_no_evidence() -> None:
    hits = [hit(vehicle, days=1) for vehicle in range(3)]
    before = [drive(vehicle, 0.5) for vehicle in range(50)]
    hitting = [drive(vehicle, 1 - 1e-4) for vehicle in range(3)]

    assert found(hits, [*before, *hitting], 1)[0].score == pytest.approx(3.0)
    assert found(hits, [drive(7, 1.1, begin_m=150.0)], 1.2)[0].score == found(hits, [], 1.2)[0].score
    assert found(hits, [drive(7, 1.1), drive(7, 1.15)], 1.2)[0].score == pytest.approx(
        found(hits, [], 1.2)[0].score - 3 * RULE.a_pass
    )


def test_a_known_bump_is_no_hazard_however_many_hit_it() -> None:
    random = np.random.default_rng(1)
    bumps = KnownBumps({EDGE: (100.0,)})
    hits, passes = traffic(random, 100.0, chance=1.0, noise_m=5.0, vehicles=40, first=0, last=10)

    assert found(hits, passes, 10)
    assert [each for each in find_holes(hits, passes, bumps, after(10), RULE) if each.vehicles >= 3] == []
    assert len(find_holes([hit(1, 125.0), hit(2, 126.0)], [], bumps, after(0), RULE)) == 1
    assert len(find_holes([hit(1, edge="10:2:1:-")], [], bumps, after(0), RULE)) == 1


def test_the_bumps_of_the_map_are_known() -> None:
    road_map = build_road_map(synthetic_district())

    bumps = KnownBumps.of(road_map)

    edge, at_m = int(road_map.columns.bump_edge[0]), float(road_map.columns.bump_at_dm[0]) / 10
    assert sum(len(each) for each in bumps.at_m.values()) == len(road_map.columns.bump_edge)
    assert bumps.within(road_map.edge_name(edge), at_m + 10, 10)
    assert not bumps.within(road_map.edge_name(edge), at_m + 500, 10)


def test_what_is_forgotten_is_not_missed_and_the_name_stays() -> None:
    old = {hit(vehicle, days=0) for vehicle in range(3)}
    young = {hit(vehicle, 101.0, days=178 + vehicle) for vehicle in range(3)}
    passes = {drive(9, 1), drive(9, 179)}
    now = after(190)

    hits, kept = forget(old | young, passes, now, RULE)

    assert len(hits) == 4
    assert kept == {drive(9, 179)}
    assert find_holes(hits, kept, NONE, now, RULE) == find_holes(old | young, passes, NONE, now, RULE)
    assert find_holes(hits, kept, NONE, now, RULE)[0].first_at == after(0)
    assert find_holes(hits, kept, NONE, now, RULE)[0].vehicles == 3
    assert forget(old, passes, after(400), RULE) == (set(), set())


def test_hits_too_old_to_count_confirm_nothing() -> None:
    hits = [hit(vehicle, strength=9.0) for vehicle in range(3)] + [hit(7, days=170, strength=3.0)]

    holes = found(hits, days=181)

    assert [(each.state, each.vehicles, each.strength) for each in holes] == [(HoleState.CANDIDATE, 1, 3.0)]
    assert holes[0].first_at == after(0)


def test_what_stands_holds_until_it_would_fade() -> None:
    standing = standing_holes(found([hit(1), hit(2), hit(3), hit(1, 300.0)]), after(0), RULE)

    assert [type(each) for each in standing] == [Finding]
    assert standing[0].valid_until - after(0) == pytest.approx(timedelta(days=36.19), abs=timedelta(days=0.01))
    assert [severity_of(each, RULE) for each in (1.0, 4.0, 8.0)] == [Severity.MINOR, Severity.MODERATE, Severity.SEVERE]


def test_one_vehicle_that_comes_often_counts_no_more_than_another() -> None:
    often = [hit(1, 100.0, number / 100) for number in range(10)]
    three = [hit(vehicle, 118.0, 1) for vehicle in (2, 3, 4)]

    assert len(found([*often, *three, hit(5, 137.0)], days=1)) == 1
    assert (
        found([*[hit(1, 108.0, number / 100) for number in range(9)], hit(2), hit(3, 101.0)], days=1)[0].at_m == 101.0
    )


def test_a_first_hit_at_the_edge_of_a_place_is_not_its_middle() -> None:
    assert len(found([hit(1, 100.0), hit(2, 105.0, 1), hit(3, 110.0, 1), hit(4, 124.0, 1)], days=1)) == 1
