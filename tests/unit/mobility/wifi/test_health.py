"""An access point is silent by its own rhythm: a quiet beach at four in the morning is no fault, a dead one at noon is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.wifi.errors import BadSigns
from city.mobility.wifi.health import HOUR_S, WEEK_HOURS, Rhythm, hour_of_week, learn_rhythm
from tests.effort import examples

# Monday 2026-01-05 00:00 in Seoul.
MONDAY = 1_767_538_800
WEEKS = 6
DAY_S = 24 * HOUR_S


def beach(random: np.random.Generator, start: float = MONDAY, weeks: int = WEEKS) -> np.ndarray:
    """Associations of a beach without heartbeats: every 40 s by day, every 25 minutes from one to six at night."""
    minute = np.arange(weeks * 7 * 24 * 60) * 60.0
    hour = minute // HOUR_S % 24
    rate = np.where((hour >= 1) & (hour < 6), 60 / 1500, 60 / 40)
    heard = np.repeat(minute, random.poisson(rate))
    return start + np.sort(heard + random.uniform(0, 60, len(heard)))


RANDOM = np.random.default_rng(7)
SIGNS = beach(RANDOM)
LEARNT = learn_rhythm(SIGNS)
assert LEARNT is not None
RHYTHM: Rhythm = LEARNT
NEXT_MONDAY = MONDAY + WEEKS * 7 * DAY_S


def at(hour: float, day: int = 2) -> float:
    return NEXT_MONDAY + day * DAY_S + hour * HOUR_S


def test_hours_are_those_of_the_week_in_seoul() -> None:
    assert hour_of_week(np.array([MONDAY, MONDAY + HOUR_S - 1, MONDAY + HOUR_S, MONDAY - 1])).tolist() == [0, 0, 1, 167]


def test_a_quiet_beach_at_four_in_the_morning_is_no_fault_and_the_same_silence_at_noon_is() -> None:
    assert not RHYTHM.is_silent(None, at(3.9), at(4.9))
    assert RHYTHM.is_silent(None, at(11.9), at(12.9))


def test_it_is_silent_after_three_of_its_usual_gaps() -> None:
    rhythm = Rhythm(np.full(WEEK_HOURS, 100.0))

    assert not rhythm.is_silent(None, at(12), at(12) + 300)
    assert rhythm.is_silent(None, at(12), at(12) + 301)


def test_a_heartbeat_alone_or_an_association_alone_is_a_sign_of_life() -> None:
    assert not RHYTHM.is_silent(at(12.9), at(8), at(12.9) + 60)
    assert not RHYTHM.is_silent(at(8), at(12.9), at(12.9) + 60)
    assert RHYTHM.is_silent(at(8), at(8), at(12.9))
    assert RHYTHM.is_silent(None, None, at(12))


def test_a_dead_one_of_the_night_is_found_soon_after_the_day_begins() -> None:
    dead_at = at(5.5)

    assert not RHYTHM.is_silent(None, dead_at, at(6))
    assert RHYTHM.is_silent(None, dead_at, at(7.2))


def test_six_more_weeks_without_a_fault_raise_few_alarms() -> None:
    signs = beach(np.random.default_rng(8), NEXT_MONDAY)

    alarms = sum(
        RHYTHM.gaps_silent(first, last) > 3 for first, last in zip(signs[:-1].tolist(), signs[1:].tolist(), strict=True)
    )

    assert alarms <= 6  # one a week, of 73,000 gaps


@settings(max_examples=examples(100))
@given(st.floats(0, 6 * DAY_S), st.floats(0, DAY_S), st.floats(0, DAY_S))
def test_silence_grows_and_adds_up(start: float, first: float, second: float) -> None:
    begin = NEXT_MONDAY + start

    one, two = RHYTHM.gaps_silent(begin, begin + first), RHYTHM.gaps_silent(begin + first, begin + first + second)

    assert RHYTHM.gaps_silent(begin, begin + first + second) == pytest.approx(one + two, rel=1e-6, abs=1e-6)
    assert RHYTHM.gaps_silent(begin + 5, begin) == 0


def test_regular_heartbeats_are_a_rhythm_too() -> None:
    rhythm = learn_rhythm(MONDAY + np.arange(0, 2 * 7 * DAY_S, 300.0))

    assert rhythm is not None
    assert rhythm.usual_gap_s.tolist() == [300.0] * WEEK_HOURS


def test_an_outage_of_a_day_does_not_become_the_rhythm() -> None:
    kept = SIGNS[(SIGNS < MONDAY + DAY_S) | (SIGNS > MONDAY + 2 * DAY_S)]

    rhythm = learn_rhythm(kept)

    assert rhythm is not None
    assert rhythm.usual_gap_s.max() < 3 * HOUR_S
    assert rhythm.is_silent(None, at(11.9, day=1), at(12.9, day=1))


def test_too_few_signs_make_no_rhythm_and_signs_out_of_order_are_refused() -> None:
    assert learn_rhythm(SIGNS[SIGNS < MONDAY + 3 * DAY_S]) is None
    assert learn_rhythm(SIGNS[SIGNS < MONDAY + 5 * DAY_S]) is not None
    assert learn_rhythm([]) is None
    with pytest.raises(BadSigns):
        learn_rhythm(SIGNS[::-1])
