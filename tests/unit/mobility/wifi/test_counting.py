"""Counts are of distinct devices, near the exact ones through all that happens on the way, and say what was not seen."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.wifi.counting import Batch, Count, Tally
from city.mobility.wifi.errors import UnknownZone
from city.mobility.wifi.places import Ride
from city.mobility.wifi.questions import present_in_quarter
from city.mobility.wifi.sketches import Sketch, read_sketch
from city.mobility.wifi.windows import Kind, Window
from tests.effort import examples
from tests.unit.mobility.wifi.crowds import NOON, POINTS, Floats, Ints, Travel, batches_of, crowd_of

WINDOW = Window(Kind.VISIT, NOON, 900)
NEXT = Window(Kind.VISIT, NOON + 900, 900)
PLAN = {
    "harbour": frozenset({"h1", "h2", "h3", "h4", "h5"}),
    "market": frozenset({"m1"}),
    "on-the-road": frozenset[str](),
}


def batch(zone: str, access_point: str, *identifiers: int, window: Window = WINDOW, after_s: float = 5) -> Batch:
    return Batch(window, zone, access_point, identifiers, window.start_s + after_s)


def counts(batches: list[Batch], window: Window = WINDOW) -> dict[str, Count]:
    tally = Tally(PLAN)
    tally.add(batches)
    return {count.zone: count for count in tally.close(window)}


def test_people_are_distinct_over_access_points_and_counted_apart_by_zone_and_window() -> None:
    batches = [
        batch("harbour", "h1", 1, 2, 3),
        batch("harbour", "h2", 3, 4),
        batch("market", "m1", 1),
        batch("harbour", "h1", 1, window=NEXT),
    ]

    assert {zone: count.people for zone, count in counts(batches).items()} == {
        "harbour": 4,
        "market": 1,
        "on-the-road": None,
    }
    assert counts(batches, NEXT)["harbour"].people == 1


@settings(max_examples=examples(100))
@given(st.data())
def test_neither_order_nor_repetition_nor_who_counted_changes_anything(data: st.DataObject) -> None:
    point = st.sampled_from(["h1", "h2", "bus-7"])
    one = st.builds(lambda at, ids: batch("harbour", at, *ids), point, st.lists(st.integers(0, 40), max_size=9))
    batches = data.draw(st.lists(one, max_size=8))
    shuffled = data.draw(st.permutations(batches + batches[:3]))
    cut = data.draw(st.integers(0, len(shuffled)))

    mine, other = Tally(PLAN), Tally(PLAN)
    mine.add(shuffled[:cut])
    other.add(shuffled[cut:] + batches)
    mine.merge(other)

    assert {count.zone: count for count in mine.close(WINDOW)} == counts(batches)
    assert counts(batches)["harbour"].people == (
        len({each for seen in batches for each in seen.identifiers}) if batches else None
    )


def test_coverage_stands_beside_every_count_and_below_four_fifths_it_is_marked() -> None:
    four = [batch("harbour", f"h{at}", at) for at in range(1, 5)]

    full, less = counts(four)["harbour"], counts(four[:3])["harbour"]

    assert (full.live, full.planned, full.coverage, full.is_partial) == (4, 5, 0.8, False)
    assert (less.live, less.planned, less.coverage, less.is_partial) == (3, 5, 0.6, True)
    assert less.people == 3  # what was seen, and nothing put in for what was not


def test_a_silent_zone_has_no_count_and_one_that_was_heard_empty_has_none_in_it() -> None:
    found = counts([batch("market", "m1")])

    assert (found["market"].people, found["market"].is_partial) == (0, False)
    assert (found["harbour"].people, found["harbour"].coverage, found["harbour"].is_partial) == (None, 0.0, True)


def test_access_points_on_buses_count_people_and_no_coverage() -> None:
    found = counts([batch("on-the-road", "bus-7", 1, 2), batch("harbour", "bus-7", 9)])

    assert (found["on-the-road"].people, found["on-the-road"].coverage) == (2, None)
    assert found["on-the-road"].is_partial
    assert (found["harbour"].people, found["harbour"].live) == (1, 0)


def test_what_is_refused_is_counted_by_why_and_changes_no_count() -> None:
    tally = Tally(PLAN)

    tally.add(
        [
            batch("harbour", "h1", 1),
            batch("harbour", "h2", 2, after_s=960),
            batch("harbour", "h2", 2, after_s=-1),
            batch("sea", "s1", 3),
            batch("harbour", "h3", 1 << 64),
        ]
    )

    assert tally.refused == {"too_late": 1, "too_early": 1, "unknown_zone": 1, "bad_identifier": 1}
    assert [(count.people, count.live) for count in tally.close(WINDOW) if count.zone == "harbour"] == [(1, 1)]


def test_a_window_that_was_closed_is_gone() -> None:
    tally = Tally(PLAN)
    tally.add([batch("harbour", "h1", 1), batch("market", "m1", 1, window=NEXT)])

    tally.close(WINDOW)

    assert tally.windows == [NEXT]
    assert {count.people for count in tally.close(WINDOW)} == {None}


def test_a_worker_that_restarts_neither_loses_nor_doubles() -> None:
    first, again = Tally(PLAN), Tally(PLAN)
    first.add([batch("harbour", "h1", *range(300)), batch("market", "m1", 1)])

    for sketch, heard in first.open_windows():
        again.take(read_sketch(sketch.serialise()), heard)
    again.add([batch("harbour", "h1", *range(300)), batch("harbour", "h2", 300)])

    found = {count.zone: (count.people, count.live) for count in again.close(WINDOW)}
    assert found["harbour"][0] == pytest.approx(301, rel=0.02)
    assert (found["harbour"][1], found["market"]) == (2, (1, 1))
    with pytest.raises(UnknownZone):
        again.take(Sketch(WINDOW, "sea"), [])


def test_an_access_point_on_a_bus_is_where_the_bus_was_matched_last() -> None:
    ride = Ride([NOON, NOON + 60, NOON + 90], ["harbour", "market", None])

    assert ride.zone_at(NOON - 1) is None
    assert ride.zone_at(NOON) == ride.zone_at(NOON + 59.9) == "harbour"
    assert ride.zone_at(NOON + 60) == "market"
    assert ride.zone_at(NOON + 91) is None
    assert Ride([NOON], ["harbour"]).zone_at(NOON + 121) is None


PEOPLE = np.geomspace(400, 9_000, 12).astype(np.int64)
# With 200 there at once and more. In smaller zones one lost batch of a minute is a greater share (docs/mobility.md).
BUSY = PEOPLE[5:]


def errors_of(kind: Kind, people: Ints, seed: int, span_s: int, travel: Travel, workers: int = 1) -> Floats:
    """Relative errors of all zones and windows against the distinct devices that were there.

    Of minutes, those of what is said of them: the median of a quarter's.
    """
    random = np.random.default_rng(seed)
    crowd = crowd_of(people, random, span_s)
    plan = {f"zone-{zone}": frozenset(f"zone-{zone}-{point}" for point in range(POINTS)) for zone in range(len(people))}
    tallies = [Tally(plan) for _ in range(workers)]
    for each in batches_of(crowd, kind, span_s, travel, random):
        tallies[int(random.integers(workers))].add([each])
    for other in tallies[1:]:
        tallies[0].merge(other)
    found = [(window, tallies[0].close(window)) for window in tallies[0].windows]
    many = 15 if kind is Kind.NOW else 1
    errors = []
    for zone in range(len(people)):
        said = [
            (window, next(count.people for count in counts if count.zone == f"zone-{zone}")) for window, counts in found
        ]
        true = [(window, crowd.exact(window, zone)) for window, _ in found]
        for at in range(0, len(said), many):
            ours = [(window, count) for window, count in said[at : at + many] if count is not None]
            exact = true[at : at + many]
            few = (present_in_quarter(ours), present_in_quarter(exact)) if many > 1 else (ours[0][1], exact[0][1])
            errors.append(abs(few[0] - few[1]) / few[1])
    return np.array(errors)


@pytest.mark.parametrize(
    ("kind", "workers", "seed"), [(Kind.VISIT, 1, 1), (Kind.VISIT, 3, 2), (Kind.JOURNEY, 1, 3), (Kind.NOW, 1, 4)]
)
def test_counts_are_near_the_exact_number_of_visitors(kind: Kind, workers: int, seed: int) -> None:
    people = BUSY if kind is Kind.NOW else PEOPLE

    errors = errors_of(kind, people, seed, 3600, Travel(), workers)

    assert len(errors) == len(people) * {Kind.VISIT: 4, Kind.JOURNEY: 1, Kind.NOW: 4}[kind]
    assert np.median(errors) <= 0.015
    assert np.quantile(errors, 0.95) <= 0.04
    assert errors.max() <= 0.06


def test_a_loss_that_is_too_great_is_seen_by_the_same_measure() -> None:
    errors = errors_of(Kind.VISIT, PEOPLE[:6], 1, 1800, replace(Travel(), lost=0.3))

    assert np.median(errors) > 0.015


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("workers", [1, 3])
def test_counts_are_near_in_many_crowds(kind: Kind, workers: int) -> None:
    people = BUSY if kind is Kind.NOW else PEOPLE

    errors = np.concatenate([errors_of(kind, people, seed, 3600, Travel(), workers) for seed in range(10, 15)])

    assert np.median(errors) <= 0.015
    assert np.quantile(errors, 0.95) <= 0.04
    assert errors.max() <= 0.06
