from dataclasses import dataclass
from itertools import permutations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from iot.crosswalk_unit.sight.tracking import FORGOTTEN_S, Kind, Tracker, assign, overlap_with_margin, pair_up
from tests.effort import examples

THRESHOLDS: dict[Kind, float] = {"person": 0.3, "bicycle": 0.3, "vehicle": 0.3}


@dataclass(frozen=True)
class Found:
    x1: float
    y1: float
    x2: float
    y2: float
    kind: Kind = "person"
    score: float = 0.8


def at(x: float, y: float = 300.0, *, kind: Kind = "person", score: float = 0.8, tall: float = 60.0) -> Found:
    wide = 0.35 * tall if kind == "person" else 2 * tall
    return Found(x - wide / 2, y - tall, x + wide / 2, y, kind, score)


# --- assignment ---


@given(
    costs=st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
        lambda shape: st_numpy.arrays(np.float64, shape, elements=st.floats(0, 10, width=16))
    )
)
def test_the_assignment_is_the_cheapest_of_all(costs) -> None:
    pairs = assign(costs)

    rows, columns = costs.shape
    fewer = min(rows, columns)
    if rows <= columns:
        cheapest = min(sum(costs[r, c] for r, c in enumerate(p)) for p in permutations(range(columns), fewer))
    else:
        cheapest = min(sum(costs[r, c] for c, r in enumerate(p)) for p in permutations(range(rows), fewer))
    assert len(pairs) == len({r for r, _ in pairs}) == len({c for _, c in pairs}) == fewer
    assert sum(costs[r, c] for r, c in pairs) == pytest.approx(cheapest)


@given(
    gains=st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
        lambda shape: st_numpy.arrays(np.float64, shape, elements=st.sampled_from([0.0, 0.0, 0.0, 0.2, 0.5, 0.9]))
    )
)
def test_settling_the_clear_cases_first_costs_nothing(gains) -> None:
    """As good as asking everybody, for every pattern of who could have whom."""
    pairs = pair_up(gains)

    best = sum(gains[row, column] for row, column in assign(1.0 - gains))
    assert sum(gains[row, column] for row, column in pairs) == pytest.approx(best)
    assert all(gains[row, column] > 0 for row, column in pairs)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)


def test_overlap_of_hand_made_boxes() -> None:
    first = np.array([[0.0, 0.0, 10.0, 10.0]])
    second = np.array([[5.0, 0.0, 15.0, 10.0], [0.0, 0.0, 10.0, 10.0], [50.0, 50.0, 60.0, 60.0]])

    assert overlap_with_margin(first, second, margin=0.0)[0] == pytest.approx([50 / 150, 1.0, 0.0])
    # Grown by 3 on each side: 16 by 16 each, 11 by 16 shared.
    assert overlap_with_margin(first, second, margin=0.3)[0, 0] == pytest.approx(176 / (2 * 256 - 176))


# --- tracks ---


def test_somebody_is_believed_at_the_second_clear_sight() -> None:
    tracker = Tracker(THRESHOLDS)

    assert not tracker.take([at(100)], 0.0)
    assert [track.number for track in tracker.take([at(102)], 0.1)] == [1]


def test_a_missed_frame_between_two_sights_is_forgiven() -> None:
    tracker = Tracker(THRESHOLDS)
    tracker.take([at(100)], 0.0)
    tracker.take([], 0.1)

    assert len(tracker.take([at(104)], 0.2)) == 1


def test_false_boxes_all_over_the_place_are_nobody() -> None:
    chance, tracker = Random(1), Tracker(THRESHOLDS)

    believed = set()
    for frame in range(600):
        boxes = [at(chance.uniform(0, 760), chance.uniform(100, 570), score=chance.uniform(0.3, 0.6))]
        believed |= {track.number for track in tracker.take(boxes, frame / 10)}

    assert len(believed) <= 1


def test_faint_boxes_keep_a_track_alive_and_never_begin_one() -> None:
    tracker = Tracker(THRESHOLDS)
    for frame in range(10):
        assert not tracker.take([at(100, score=0.2)], frame / 10)
    for frame in range(10, 13):
        tracker.take([at(100)], frame / 10)

    for frame in range(13, 80):
        tracks = tracker.take([at(100, score=0.2)], frame / 10)

    assert [track.observed for track in tracks] == [True]


@pytest.mark.parametrize("seed", range(5))
def test_walkers_keep_their_numbers_through_missed_frames(seed) -> None:
    """Three people at 38 pixels a metre, found in 6 frames of 10, one overtaking another three metres aside."""
    chance, tracker = Random(seed), Tracker(THRESHOLDS)
    walkers = {"slow": (100.0, 320.0, 0.7), "fast": (60.0, 200.0, 1.6), "back": (600.0, 420.0, -1.2)}

    numbers: dict[str, set[int]] = {name: set() for name in walkers}
    for frame in range(100):
        now_s = frame / 10
        places = {name: (x + v * 38 * now_s, y) for name, (x, y, v) in walkers.items()}
        boxes = [
            at(x + chance.gauss(0, 2), y + chance.gauss(0, 2)) for x, y in places.values() if chance.random() < 0.6
        ]
        for track in tracker.take(boxes, now_s):
            name = min(places, key=lambda n: abs(places[n][1] - track.foot[1]))
            numbers[name].add(track.number)

    assert all(len(given) == 1 for given in numbers.values())
    assert len({number for given in numbers.values() for number in given}) == 3


def test_a_fast_vehicle_is_one_vehicle() -> None:
    # 50 km/h at 38 pixels a metre: 53 pixels a frame.
    tracker = Tracker(THRESHOLDS)

    numbers = set()
    for frame in range(14):
        if frame not in (4, 5, 9):
            tracks = tracker.take([at(50 + 53 * frame, kind="vehicle", tall=60)], frame / 10)
            numbers |= {track.number for track in tracks}

    assert len(numbers) == 1


def test_a_double_of_somebody_tracked_is_not_somebody_else() -> None:
    tracker = Tracker(THRESHOLDS)
    for frame in range(10):
        tracks = tracker.take([at(100), at(102, score=0.5)], frame / 10)

    assert len(tracks) == 1


def test_a_person_does_not_become_a_vehicle() -> None:
    tracker = Tracker(THRESHOLDS)
    for frame in range(3):
        tracker.take([at(100)], frame / 10)

    tracks = tracker.take([Found(89, 240, 110, 300, "vehicle", 0.9)], 0.3)

    assert [(track.kind, track.observed) for track in tracks] == [("person", False)]


def test_whoever_is_gone_is_forgotten() -> None:
    tracker = Tracker(THRESHOLDS)
    for frame in range(3):
        tracker.take([at(100)], frame / 10)

    assert len(tracker.take([], FORGOTTEN_S)) == 1
    assert not tracker.take([], 0.2 + FORGOTTEN_S + 0.1)


def test_a_missed_track_coasts_with_its_speed() -> None:
    tracker = Tracker(THRESHOLDS)
    for frame in range(20):
        tracker.take([at(100 + 5 * frame)], frame / 10)

    (track,) = tracker.take([], 2.4)

    # At 50 pixels a second from 195, half a second on.
    assert track.foot[0] == pytest.approx(195 + 25, abs=2)


def test_a_frame_from_the_past_changes_nothing() -> None:
    tracker = Tracker(THRESHOLDS)
    for frame in range(3):
        tracker.take([at(100)], frame / 10)
    before = [(track.number, track.foot) for track in tracker.tracks]

    tracker.take([at(500), at(101)], 0.1)

    assert [(track.number, track.foot) for track in tracker.tracks] == before


@settings(max_examples=examples(40))
@given(
    seed=st.integers(0, 10_000),
    recall=st.floats(0.2, 1.0),
    false=st.integers(0, 6),
    frames=st.integers(1, 40),
)
def test_no_number_is_given_twice_and_no_two_tracks_share_a_box(seed, recall, false, frames) -> None:
    chance, tracker = Random(seed), Tracker(THRESHOLDS)
    gone: set[int] = set()
    alive: set[int] = set()
    for frame in range(frames):
        boxes = [at(chance.uniform(0, 760), chance.uniform(100, 570), score=chance.random()) for _ in range(false)]
        boxes += [at(100.0 * n, 300) for n in range(1, 5) if chance.random() < recall]
        tracks = tracker.take(boxes, frame / 10)
        numbers = [track.number for track in tracks]
        assert len(numbers) == len(set(numbers))
        assert not gone & set(numbers)
        gone |= alive - set(numbers)
        alive = set(numbers)
        assert sum(track.observed for track in tracks) <= len(boxes)
        assert all(np.isfinite(track.corners).all() for track in tracks)
