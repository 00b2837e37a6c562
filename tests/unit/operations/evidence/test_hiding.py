"""Who stays hidden, who may be seen, and when it is no longer certain who is who."""

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.operations.evidence.errors import NothingRecorded, TooMuchVideo
from city.operations.evidence.hiding.covering import DoubtKind, hide
from city.operations.evidence.hiding.filling import GREY, cover
from city.operations.evidence.hiding.found import Found, Kind, Look, Rectangle
from city.operations.evidence.hiding.job import CUT_S, cut_film
from city.operations.evidence.hiding.showing import Pointed
from city.operations.evidence.recordings import Recording
from city.operations.evidence.retention import RecordingPurpose
from tests.unit.operations.evidence.walkers import PER_SECOND, TALL, WIDE, Walker, look_at, open_share

ANNA, BORA = Walker(40), Walker(500, y=330, speed=-50)
STARTS = datetime(2026, 11, 10, 3, tzinfo=UTC)


def most_open(walker: Walker, hidden: list[list[Rectangle]], numbers: range | None = None) -> float:
    """The largest share of a walker that is open to sight in any of those pictures."""
    return max(open_share(walker.at(number / PER_SECOND), hidden[number]) for number in numbers or range(len(hidden)))


def finger_on(walker: Walker, at_s: float) -> Pointed:
    place = walker.at(at_s)
    return Pointed(at_s, (place.x1 + place.x2) / 2 / WIDE, (place.y1 + place.y2) / 2 / TALL)


def test_everybody_is_hidden_where_nobody_is_pointed_at() -> None:
    hidden = hide(look_at([ANNA, BORA], 5), WIDE, TALL)

    assert most_open(ANNA, hidden.places) == 0
    assert most_open(BORA, hidden.places) == 0
    assert hidden.shown == 0


def test_whoever_the_detector_misses_for_two_seconds_stays_hidden() -> None:
    looks = look_at([ANNA, BORA], 6, misses=lambda who, number: who == 0 and 20 <= number < 40)

    hidden = hide(looks, WIDE, TALL)

    assert most_open(ANNA, hidden.places) == 0
    assert any(each.kind is DoubtKind.MISSED and each.from_s <= 2.1 for each in hidden.doubts)


def test_whoever_is_found_in_every_third_picture_stays_hidden() -> None:
    hidden = hide(look_at([ANNA, BORA], 5, misses=lambda _who, number: number % 3 != 0), WIDE, TALL)

    assert most_open(ANNA, hidden.places, range(48)) == 0
    assert most_open(BORA, hidden.places, range(48)) == 0


def test_somebody_is_hidden_for_a_second_before_and_after_they_are_found() -> None:
    looks = look_at([ANNA], 6, misses=lambda _who, number: not 20 <= number < 40)

    hidden = hide(looks, WIDE, TALL)

    assert most_open(ANNA, hidden.places, range(11, 49)) == 0
    assert {each.kind for each in hidden.doubts} >= {DoubtKind.APPEARED, DoubtKind.MISSED}


def test_hair_and_hands_beyond_the_rectangle_are_hidden_too() -> None:
    hidden = hide(look_at([ANNA], 2), WIDE, TALL)

    place = ANNA.at(1.0).enlarged(0.1, 3)
    assert open_share(place, hidden.places[10]) == 0


def test_the_person_pointed_at_is_seen_and_nobody_else() -> None:
    hidden = hide(look_at([ANNA, BORA], 5), WIDE, TALL, [finger_on(ANNA, 2.0)])

    assert hidden.shown == 50
    assert all(open_share(ANNA.at(number / PER_SECOND), hidden.places[number]) == 1 for number in range(50))
    assert most_open(BORA, hidden.places) == 0


def test_two_who_cross_are_both_hidden_from_then_on_until_staff_point_again() -> None:
    cleo = Walker(400, y=205, speed=-60)
    looks = look_at([ANNA, cleo], 6)

    once = hide(looks, WIDE, TALL, [finger_on(ANNA, 0.5)])
    again = hide(looks, WIDE, TALL, [finger_on(ANNA, 0.5), finger_on(ANNA, 5.5)])

    # They meet at three seconds.
    assert most_open(cleo, once.places) == 0
    assert most_open(ANNA, once.places, range(35, 60)) == 0
    assert most_open(ANNA, once.places, range(15)) == 1
    assert [each.kind for each in once.doubts][:1] == [DoubtKind.LOST]
    assert most_open(cleo, again.places) == 0
    assert most_open(ANNA, again.places, range(50, 60)) == 1


@pytest.mark.parametrize("seen", [0, 1])
def test_whoever_walks_behind_the_person_unseen_ends_it_too(seen: int) -> None:
    """While they overlap the detector finds one of the two, and nobody knows which."""
    cleo = Walker(400, y=205, speed=-60)
    looks = look_at([ANNA, cleo], 6, misses=lambda who, number: who != seen and 22 <= number <= 38)

    hidden = hide(looks, WIDE, TALL, [finger_on(ANNA, 0.5)])

    assert most_open(cleo, hidden.places, range(22)) == 0
    assert most_open(cleo, hidden.places, range(39, 60)) == 0
    assert most_open(ANNA, hidden.places, range(39, 60)) == 0


def test_whoever_walks_shoulder_to_shoulder_with_another_is_not_shown() -> None:
    beside = Walker(ANNA.x + 24)
    hidden = hide(look_at([ANNA, beside], 3), WIDE, TALL, [finger_on(ANNA, 1.0)])

    assert hidden.shown == 0
    assert most_open(beside, hidden.places) == 0


def test_a_stranger_who_stands_where_the_person_vanished_is_not_shown() -> None:
    stranger = Walker(ANNA.at(3.0).x1, speed=60)
    looks = look_at([ANNA], 2) + [Look(2.0 + each.at_s, ()) for each in look_at([], 1)]
    looks += [Look(3.0 + each.at_s, each.found) for each in look_at([stranger], 2)]

    hidden = hide(looks, WIDE, TALL, [finger_on(ANNA, 1.0)])

    later = [open_share(stranger.at(number / PER_SECOND), hidden.places[30 + number]) for number in range(20)]
    assert max(later) == 0


def test_a_finger_on_nobody_or_on_two_shows_nobody() -> None:
    close = Walker(50)
    nobody = hide(look_at([ANNA], 3), WIDE, TALL, [Pointed(1.0, 0.99, 0.01)])
    two = hide(look_at([ANNA, close], 3), WIDE, TALL, [finger_on(ANNA, 1.0)])

    for hidden in (nobody, two):
        assert hidden.shown == 0
        assert most_open(ANNA, hidden.places) == 0
        assert DoubtKind.UNCLEAR in {each.kind for each in hidden.doubts}


def test_vehicles_are_hidden_whole() -> None:
    car = Found(Rectangle(100, 100, 300, 200), Kind.VEHICLE, 0.9)
    hidden = hide([Look(0.0, (car,)), Look(0.1, (car,))], WIDE, TALL, [Pointed(0.0, 0.3, 0.3)])

    assert [open_share(car.place, each) for each in hidden.places] == [0, 0]


def test_a_weak_find_is_hidden_and_named() -> None:
    hidden = hide(look_at([ANNA], 2, score=0.12), WIDE, TALL)

    assert most_open(ANNA, hidden.places) == 0
    assert DoubtKind.WEAK in {each.kind for each in hidden.doubts}


@given(
    st.lists(st.builds(Walker, st.floats(-50, 600), st.floats(0, 380), st.floats(-150, 150)), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_whatever_is_found_is_hidden_in_that_picture(walkers: list[Walker], chance: random.Random) -> None:
    looks = look_at(walkers, 2, misses=lambda _who, _number: chance.random() < 0.3)

    hidden = hide(looks, WIDE, TALL)

    for look, places in zip(looks, hidden.places, strict=True):
        assert all(open_share(found.place, places) == 0 for found in look.found)


@given(st.lists(st.builds(Rectangle, *[st.floats(-20, 120)] * 4), max_size=3))
def test_nothing_of_what_is_covered_is_left(places: list[Rectangle]) -> None:
    one = np.random.default_rng(1).integers(0, 255, (60, 90, 3), np.uint8)
    other = np.random.default_rng(2).integers(0, 255, (60, 90, 3), np.uint8)
    kept = one.copy()

    cover(one, places)
    cover(other, places)

    inside = (one == other).all(axis=2)
    assert (one[inside] == GREY).all() or not inside.any()
    for place in places:
        left, top, right, bottom = (int(max(0, each)) for each in (place.x1, place.y1, place.x2, place.y2))
        assert inside[top:bottom, left:right].all()
    assert (one[~inside] == kept[~inside]).all()


def piece(starts_s: float, seconds: float, camera: str = "c1") -> Recording:
    starts = STARTS + timedelta(seconds=starts_s)
    ends = starts + timedelta(seconds=seconds)
    return Recording(f"recordings/{starts_s}", RecordingPurpose.PUBLIC_PLACE, camera, starts, ends)


def test_film_is_cut_into_minutes_and_overlaps_are_shown_once() -> None:
    cuts = cut_film([piece(-30, 120), piece(60, 90)], STARTS, STARTS + timedelta(seconds=140))

    assert [(each.recording, each.from_s, each.to_s, each.at_s) for each in cuts] == [
        ("recordings/-30", 30.0, 90.0, 0.0),
        ("recordings/-30", 90.0, 120.0, 60.0),
        ("recordings/60", 30.0, 80.0, 90.0),
    ]
    assert all(each.to_s - each.from_s <= CUT_S for each in cuts)


def test_no_film_and_too_much_of_it_are_refused() -> None:
    with pytest.raises(NothingRecorded):
        cut_film([piece(0, 60)], STARTS + timedelta(hours=1), STARTS + timedelta(hours=2))
    with pytest.raises(TooMuchVideo):
        cut_film([piece(0, 3600)], STARTS, STARTS + timedelta(hours=1))
