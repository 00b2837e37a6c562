"""Whatever order, split or repetition observations come in, the record is the same; and it says no more than it knows."""

import dataclasses
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.traffic.errors import PartsDiffer, TokenRefused
from city.mobility.traffic.flow import (
    MOST_PASSAGES,
    Flow,
    FlowState,
    Part,
    confidence,
    flow_of,
    fuse,
    merge,
    merge_all,
    part_of,
    state_of,
)
from city.mobility.traffic.model import Observation
from tests.effort import examples

SLOT = 5_881_836
BEGIN = SLOT * 300.0
TOKENS = st.integers(0, 2**32 - 1).map(lambda number: f"{number:08x}")


def observation(
    speed_kmh: float = 36.0, *, metres: float = 100.0, edge: int = 7, left_at: float = BEGIN + 10
) -> Observation:
    return Observation(edge, metres, 3.6 * metres / speed_kmh, left_at)


OBSERVATIONS = st.builds(
    Observation,
    st.integers(0, 2),
    st.floats(25, 3_000),
    st.floats(1, 900),
    # Few moments, so that passages of one name differ in what they say.
    st.sampled_from([BEGIN + 1.0, BEGIN + 2.5, BEGIN + 299.0, BEGIN + 300.0, BEGIN + 450.0]),
)
TOLD = st.lists(st.tuples(st.sampled_from([f"{number:08x}" for number in range(6)]), OBSERVATIONS), max_size=30)


def flows(parts: dict[tuple[int, int], Part]) -> list[Flow]:
    return [flow_of(part, 50.0) for part in parts.values()]


def one_flow(*told: tuple[str, Observation], reference: float = 50.0) -> Flow:
    (part,) = fuse(told).values()
    return flow_of(part, reference)


def many(*speeds: float) -> list[tuple[str, Observation]]:
    return [(f"{number:08x}", observation(speed)) for number, speed in enumerate(speeds)]


@settings(max_examples=examples(200))
@given(TOLD, st.randoms(use_true_random=False), st.integers(1, 6), st.data())
def test_order_split_and_repetition_change_nothing(
    told: list[tuple[str, Observation]], random: Random, workers: int, data: st.DataObject
) -> None:
    expected = fuse(told)
    again = told + (data.draw(st.lists(st.sampled_from(told), max_size=20)) if told else [])
    random.shuffle(again)

    shares = [fuse(again[worker::workers]) for worker in range(workers)]
    random.shuffle(shares)
    together: dict[tuple[int, int], Part] = {}
    for share in shares:
        together = merge_all([*together.values(), *share.values()])

    assert together == expected
    assert flows(together) == flows(expected)


@settings(max_examples=examples(30))
@given(st.integers(0, 10_000), st.integers(MOST_PASSAGES - 4, 3 * MOST_PASSAGES))
def test_of_too_many_the_same_are_kept_whoever_merges(seed: int, count: int) -> None:
    random = Random(seed)
    told = [(f"{token:08x}", observation(random.uniform(5, 60))) for token in random.sample(range(2**32), count)]
    (expected,) = fuse(told).values()

    parts = [part_of(*each) for each in told + told[::3]]
    while len(parts) > 1:
        random.shuffle(parts)
        parts = [merge(parts[at : at + 3]) for at in range(0, len(parts), 3)]

    assert parts == [expected]
    assert merge([expected, expected]) == expected
    assert [each.token for each in expected.passages] == sorted(token for token, _ in told)[:MOST_PASSAGES]
    assert len(expected.passages) == min(count, MOST_PASSAGES)
    assert expected.is_sample == flow_of(expected, 50.0).is_sample == (count > MOST_PASSAGES)


@settings(max_examples=examples(50))
@given(TOLD, TOLD, TOLD)
def test_merging_is_associative_commutative_and_idempotent(
    one: list[tuple[str, Observation]], two: list[tuple[str, Observation]], three: list[tuple[str, Observation]]
) -> None:
    a, b, c = (list(fuse(each).values()) for each in (one, two, three))

    def union(*parts: list[Part]) -> list[Part]:
        return list(merge_all([part for each in parts for part in each]).values())

    assert union(union(a, b), c) == union(a, union(b, c))
    assert union(a, b) == union(b, a)
    assert union(a, a) == a


def test_the_time_it_takes_is_the_time_they_took() -> None:
    flow = one_flow(*many(60.0, 20.0))

    assert flow.speed_kmh == pytest.approx(30.0)
    assert flow.spread_kmh > 0


def test_a_long_passage_weighs_more_than_a_short_one() -> None:
    flow = one_flow(
        ("0000000a", observation(40.0, metres=300)), ("0000000b", observation(20.0, metres=30)), reference=50
    )

    assert flow.speed_kmh == pytest.approx(330 / (300 / 40 + 30 / 20), rel=1e-3)


def test_one_vehicle_that_comes_back_is_one_vehicle() -> None:
    flow = one_flow(*(("0000000a", observation(10.0, left_at=BEGIN + at)) for at in (10, 100, 200, 250)))

    assert (flow.vehicles, flow.passages) == (1, 4)
    assert flow.state is FlowState.SLOW
    assert flow.spread_kmh == 0


def test_a_passage_that_was_matched_anew_counts_once() -> None:
    again = [("0000000a", observation(speed)) for speed in (40.0, 20.0)]

    flow = one_flow(*again)

    assert (flow.vehicles, flow.passages) == (1, 1)
    # Equal metres: the one that took less time.
    assert flow.speed_kmh == pytest.approx(40.0)
    assert one_flow(*reversed(again)) == flow


@pytest.mark.parametrize(
    ("speeds", "state"),
    [
        ((40.0,), FlowState.FREE),
        ((25.1, 25.1, 25.1), FlowState.FREE),
        ((24.0, 24.0, 24.0), FlowState.SLOW),
        ((14.0, 14.0, 14.0), FlowState.CONGESTED),
        ((14.0, 14.0), FlowState.SLOW),
        ((3.0,), FlowState.SLOW),
    ],
)
def test_congestion_needs_three_vehicles(speeds: tuple[float, ...], state: FlowState) -> None:
    assert one_flow(*many(*speeds)).state is state


@settings(max_examples=examples(100))
@given(st.floats(0.1, 200), st.floats(0, 200), st.integers(0, 2))
def test_never_congested_by_fewer_than_three(speed: float, reference: float, vehicles: int) -> None:
    assert state_of(speed, reference, vehicles) is not FlowState.CONGESTED


def test_nothing_known_is_unknown() -> None:
    nothing = flow_of(Part(7, SLOT), 50.0)

    assert nothing.state is FlowState.UNKNOWN
    assert nothing.speed_kmh is None
    assert nothing.confidence == 0
    assert nothing.age_s(BEGIN) is None
    assert one_flow(*many(30.0), reference=0.0).state is FlowState.UNKNOWN


@settings(max_examples=examples(150))
@given(st.integers(1, 60), st.floats(0, 100), st.floats(0.5, 120), st.floats(0.5, 50))
def test_confidence_rises_with_vehicles_and_falls_with_spread(
    vehicles: int, spread: float, speed: float, more: float
) -> None:
    here = confidence(vehicles, spread, speed)

    assert 0 < here < 1
    assert confidence(vehicles + 1, spread, speed) > here
    assert confidence(vehicles, spread + more, speed) < here


def test_a_slot_is_five_minutes_of_the_epoch() -> None:
    told = [("0000000a", observation(left_at=at)) for at in (BEGIN - 0.001, BEGIN, BEGIN + 299.9, BEGIN + 300)]

    assert [slot - SLOT for _, slot in fuse(told)] == [-1, 0, 1]
    assert one_flow(told[1]).begins_at == BEGIN


def test_a_record_ages_from_the_last_vehicle_that_left() -> None:
    flow = one_flow(*many(30.0, 40.0), ("0000000f", observation(left_at=BEGIN + 120)))

    assert flow.age_s(BEGIN + 180) == pytest.approx(60)
    assert flow.age_s(BEGIN) == 0


@pytest.mark.parametrize(
    "token", ["", "제주70자1234", "bus-17", "0123456", "01234567" * 2 + "0", "ABCDEF01", "0000000a\n"]
)
def test_a_name_is_no_token(token: str) -> None:
    with pytest.raises(TokenRefused):
        part_of(token, observation())


@settings(max_examples=examples(30))
@given(st.lists(TOKENS, min_size=1, max_size=5))
def test_a_record_names_no_vehicle(tokens: list[str]) -> None:
    flow = one_flow(*((token, observation()) for token in tokens))

    said = repr(dataclasses.asdict(flow))
    assert not [token for token in tokens if f"'{token}'" in said]
    assert "token" not in {each.name for each in dataclasses.fields(Flow)}
    assert "passages" in {each.name for each in dataclasses.fields(Flow)}
    assert isinstance(flow.passages, int)


def test_parts_of_different_edges_are_not_merged() -> None:
    with pytest.raises(PartsDiffer):
        merge([Part(1, SLOT), Part(2, SLOT)])
    with pytest.raises(PartsDiffer):
        merge([])
