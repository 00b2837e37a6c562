"""A passage gives a speed once it is over, and only where enough of it was seen; batches and repeats change nothing."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.matching.model import Matched, State, Stretches
from city.mobility.traffic.model import NOTHING, Carry, Observation
from city.mobility.traffic.passages import MOST_NEAR_STOPS, SHORTEST_PART_M, Passages
from tests.effort import examples
from tests.unit.mobility.matching.drives import BEGIN_S, MAP
from tests.unit.mobility.traffic.journeys import STOPS, is_plain, random_route

PASSAGES = Passages(MAP)
EDGE = next(edge for edge in range(MAP.edges) if is_plain(edge) and MAP.plane.length[edge] > 100)
LENGTH = float(MAP.plane.length[EDGE])
# Edge, from and to metre, entered and left (seconds from the beginning), inferred, follows.
Row = tuple[int, float, float, float, float, bool, bool]


def matched(rows: list[Row], fixes: list[tuple[float, int, float]] | None = None) -> Matched:
    """`fixes`: seconds from the beginning, edge, metres."""
    columns = list(zip(*rows, strict=True)) or [()] * 7
    edge, begin, end, entered, left, inferred, follows = columns
    seen = fixes or []
    return Matched(
        BEGIN_S + np.array([each[0] for each in seen], np.float64),
        np.array([each[1] for each in seen], np.int64),
        np.array([each[2] for each in seen], np.float64),
        np.full(len(seen), State.MATCHED, np.uint8),
        np.ones(len(seen)),
        np.ones(len(seen)),
        Stretches(
            np.array(edge, np.int64),
            np.array(begin, np.float64),
            np.array(end, np.float64),
            BEGIN_S + np.array(entered, np.float64),
            BEGIN_S + np.array(left, np.float64),
            np.array(inferred, bool),
            np.array(follows, bool),
        ),
    )


def whole(edge: int, entered: float, left: float, *, inferred: bool = False, follows: bool = True) -> Row:
    return (edge, 0.0, float(MAP.plane.length[edge]), entered, left, inferred, follows)


def observe(*batches: Matched) -> list[Observation]:
    """All batches, and then the end of the drive."""
    found: list[Observation] = []
    carry = NOTHING
    for number, batch in enumerate(batches):
        said, carry = PASSAGES.observe(batch, carry, ended=number == len(batches) - 1)
        found += said
    assert carry.open is None
    return found


def test_an_edge_gives_its_speed_only_once_it_is_left() -> None:
    first, second = random_route(1)[:2]

    early, carry = PASSAGES.observe(matched([whole(first, 0.0, 10.0, follows=False)]))
    later, carry = PASSAGES.observe(matched([whole(second, 10.0, 21.0)]), carry)
    last, carry = PASSAGES.observe(matched([]), carry, ended=True)

    assert early == ()
    assert [(one.edge, one.seconds, one.left_at, one.is_whole) for one in later] == [(first, 10.0, BEGIN_S + 10, True)]
    assert [one.edge for one in last] == [second]
    assert later[0].metres == pytest.approx(MAP.plane.length[first])
    assert later[0].speed_kmh == pytest.approx(3.6 * MAP.plane.length[first] / 10)


@settings(max_examples=examples(100))
@given(st.integers(0, 50), st.lists(st.floats(0.02, 0.98), max_size=12), st.data())
def test_wherever_stretches_and_batches_are_cut_the_speeds_are_the_same(
    seed: int, shares: list[float], data: st.DataObject
) -> None:
    route = random_route(seed, 6)
    rows = [whole(edge, 12.0 * at, 12.0 * at + 12.0, follows=at > 0) for at, edge in enumerate(route)]
    expected = observe(matched(rows))

    pieces = [piece for at, row in enumerate(rows) for piece in _cut(row, sorted(set(shares[at::6])))]
    seams = sorted(data.draw(st.sets(st.integers(0, len(pieces)), max_size=5)))
    bounds = [0, *seams, len(pieces)]
    found = observe(*(matched(pieces[begin:end]) for begin, end in itertools.pairwise(bounds)))

    assert [one.traversal for one in found] == [one.traversal for one in expected]
    assert [one.edge for one in found] == [one.edge for one in expected] == list(route)
    assert [one.seconds for one in found] == pytest.approx([one.seconds for one in expected])
    assert [one.metres for one in found] == pytest.approx([one.metres for one in expected])


def _cut(row: Row, shares: list[float]) -> list[Row]:
    edge, begin, end, entered, left, inferred, follows = row
    marks = [0.0, *shares, 1.0]
    return [
        (
            edge,
            begin + a * (end - begin),
            begin + b * (end - begin),
            entered + a * (left - entered),
            entered + b * (left - entered),
            inferred,
            follows or at > 0,
        )
        for at, (a, b) in enumerate(itertools.pairwise(marks))
    ]


@settings(max_examples=examples(50))
@given(st.integers(0, 50), st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_a_batch_that_comes_again_says_the_same_to_its_own_carry_and_nothing_to_a_later_one(
    seed: int, order: list[int]
) -> None:
    route = random_route(seed, 8)
    rows = [whole(edge, 12.0 * at, 12.0 * at + 12.0, follows=at > 0) for at, edge in enumerate(route)]
    seen = [(12.0 * at + 6.0, edge, 50.0) for at, edge in enumerate(route)]
    batches = [matched(rows[at : at + 2], seen[at : at + 2]) for at in range(0, len(rows), 2)]
    carries: list[Carry] = [NOTHING]
    said = []
    for batch in batches:
        found, carry = PASSAGES.observe(batch, carries[-1])
        said.append(found)
        carries.append(carry)

    for number in (each % len(batches) for each in order):
        assert PASSAGES.observe(batches[number], carries[number]) == (said[number], carries[number + 1])
        assert PASSAGES.observe(batches[number], carries[-1]) == ((), carries[-1])


def test_what_was_not_seen_makes_no_speed() -> None:
    first, second, third = random_route(2)[:3]

    found = observe(
        matched([whole(first, 0.0, 9.0, follows=False), whole(second, 9.0, 99.0, inferred=True), whole(third, 99, 110)])
    )

    assert [one.edge for one in found] == [first, third]


def test_of_an_edge_half_in_a_tunnel_the_half_that_was_seen_counts_alone() -> None:
    half = LENGTH / 2
    rows: list[Row] = [
        (EDGE, 0.0, half, 0.0, 6.0, False, False),
        (EDGE, half, LENGTH, 6.0, 200.0, True, True),
    ]
    seen = [(2.0, EDGE, 20.0), (5.0, EDGE, 50.0)]

    found = observe(matched(rows, seen))

    assert [(one.seconds, one.is_whole) for one in found] == [(6.0, False)]
    assert found[0].metres == pytest.approx(half)


@pytest.mark.parametrize(
    ("metres", "fixes", "gives"),
    [
        (SHORTEST_PART_M - 1, 5, 0),
        (SHORTEST_PART_M + 1, 5, 1),
        (SHORTEST_PART_M + 1, 2, 1),
        (SHORTEST_PART_M + 1, 1, 0),
    ],
)
def test_an_edge_driven_in_part_needs_a_length_and_two_fixes(metres: float, fixes: int, gives: int) -> None:
    seen = [(float(at), EDGE, 20.0 + 10.0 * at) for at in range(fixes)]

    assert len(observe(matched([(EDGE, 20.0, 20.0 + metres, 0.0, 8.0, False, False)], seen))) == gives


def test_a_whole_passage_needs_no_fix_of_its_own() -> None:
    assert len(observe(matched([whole(EDGE, 0.0, 8.0, follows=False)]))) == 1


def test_a_road_that_breaks_off_ends_the_passage() -> None:
    rows: list[Row] = [
        (EDGE, 0.0, 60.0, 0.0, 6.0, False, False),
        (EDGE, 60.0, LENGTH, 50.0, 60.0, False, False),
    ]
    seen = [(1.0, EDGE, 10.0), (5.0, EDGE, 50.0)]

    found = observe(matched(rows, seen))

    assert [one.is_whole for one in found] == [False]


def test_round_the_block_twice_is_two_passages() -> None:
    found = observe(matched([whole(EDGE, 0.0, 10.0, follows=False), whole(EDGE, 10.0, 22.0)]))

    assert [one.seconds for one in found] == [10.0, 12.0]


def test_a_vehicle_that_stands_at_a_seam_and_seems_to_go_back_is_still_on_its_passage() -> None:
    found = observe(
        matched([(EDGE, 0.0, 60.0, 0.0, 6.0, False, False)]),
        matched([(EDGE, 55.0, LENGTH, 36.0, 42.0, False, True)]),
    )

    assert [(one.seconds, one.is_whole) for one in found] == [(42.0, True)]
    assert found[0].metres == pytest.approx(LENGTH)


def test_fixes_settled_on_no_road_hide_no_stretch_that_is_told_later() -> None:
    first, second, third = random_route(2)[:3]
    astray = matched([whole(first, 0.0, 10.0, follows=False)], [(at, -1, 0.0) for at in (10.0, 20.0, 30.0)])
    astray.state[:] = State.UNMATCHED

    found = observe(astray, matched([whole(second, 10.0, 21.0), whole(third, 21.0, 33.0)]))

    assert [one.seconds for one in found] == [10.0, 11.0, 12.0]


def test_no_vehicle_is_faster_than_one_can_be() -> None:
    assert observe(matched([whole(EDGE, 0.0, LENGTH / 41, follows=False)])) == []
    assert observe(matched([whole(EDGE, 0.0, 0.0, follows=False)])) == []


def test_who_stays_at_a_stop_for_ten_minutes_says_nothing_and_fills_no_carry() -> None:
    edge, at_m = next(iter(STOPS.items()))
    length = float(MAP.plane.length[edge])
    batches = [matched([(edge, 0.0, at_m, 0.0, 5.0, False, False)], [(5.0, edge, at_m)])]
    batches += [matched([], [(6.0 + 60 * at + each, edge, at_m) for each in range(60)]) for at in range(30)]
    carry = NOTHING
    for batch in batches:
        found, carry = PASSAGES.observe(batch, carry)
        assert found == ()
        assert carry.open is not None
        assert len(carry.open.near_stops) <= MOST_NEAR_STOPS + 1

    found, _ = PASSAGES.observe(matched([(edge, at_m, length, 1_900.0, 1_906.0, False, True)]), carry, ended=True)

    assert found == ()


@pytest.mark.parametrize(("away_m", "is_cut"), [(0.0, True), (-29.0, True), (-32.0, False)])
def test_only_standing_within_thirty_metres_of_the_stop_is_cut_out(away_m: float, is_cut: bool) -> None:
    edge, at_m = next(iter(STOPS.items()))
    length, here = float(MAP.plane.length[edge]), at_m + away_m
    seen = [(at, edge, here * min(at / 4.0, 1.0)) for at in map(float, range(60))]
    seen += [(60.0 + at, edge, here + at * 10.0) for at in map(float, range(1, int((length - here) / 10)))]
    left = 60.0 + (length - here) / 10

    found = observe(matched([whole(edge, 0.0, left, follows=False)], seen))

    assert len(found) == 1
    assert (found[0].stood_s > 50) == is_cut
    assert (found[0].speed_kmh > 20) == is_cut


@pytest.mark.parametrize(("metres", "gives"), [(60.0, 0), (70.0, 1)])
def test_where_little_is_left_beside_the_standing_nothing_is_said(metres: float, gives: int) -> None:
    edge, at_m = next(iter(STOPS.items()))
    begin = at_m - 20.0
    seen = [(2.0 + at, edge, at_m) for at in range(41)]

    found = observe(matched([(edge, begin, begin + metres, 0.0, 44.0 + (metres - 20) / 10, False, False)], seen))

    assert len(found) == gives


def test_an_observation_is_named_by_the_moment_it_left_and_lies_in_that_slot() -> None:
    one = Observation(EDGE, 100.0, 10.0, 1_764_550_799.9996)

    assert one.slot == 1_764_550_799 // 300
    assert one.traversal == 1_764_550_800_000
    assert replace(one, left_at=one.left_at + 1).slot == one.slot + 1
