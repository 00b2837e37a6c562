"""The nearest series that never falls; and what is cut out of a passage."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.traffic.standing import cut_standing, never_back
from tests.effort import examples

SERIES = st.lists(st.floats(-1e4, 1e4), max_size=40)


@settings(max_examples=examples(100))
@given(SERIES)
def test_it_never_falls_and_keeps_the_sum(series: list[float]) -> None:
    fitted = never_back(series)

    assert len(fitted) == len(series)
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(fitted))
    assert sum(fitted) == pytest.approx(sum(series), abs=1e-6)


@settings(max_examples=examples(100))
@given(SERIES, st.lists(st.floats(0, 100), min_size=40, max_size=40))
def test_no_series_that_never_falls_is_nearer(series: list[float], steps: list[float]) -> None:
    fitted = never_back(series)
    total, other = -2_000.0, []
    for step in steps[: len(series)]:
        total += step
        other.append(total)

    assert _away(series, fitted) <= _away(series, other) + 1e-6
    assert never_back(fitted) == pytest.approx(fitted)


def _away(series: list[float], other: list[float]) -> float:
    return sum((a - b) ** 2 for a, b in zip(series, other, strict=True))


def test_two_stands_are_cut_out_apart_and_driving_is_left_whole() -> None:
    t, at_m = [0.0], [0.0]
    for stop in (100.0, 300.0):
        while at_m[-1] < stop:
            t.append(t[-1] + 1)
            at_m.append(at_m[-1] + 10)
        for _ in range(30):
            t.append(t[-1] + 1)
            at_m.append(at_m[-1])
    while at_m[-1] < 400:
        t.append(t[-1] + 1)
        at_m.append(at_m[-1] + 10)

    cut = cut_standing(t, at_m, [100.0, 300.0])

    assert (t[-1] - cut.seconds) * 10 == pytest.approx(400 - cut.metres)
    assert cut.seconds - cut.metres / 10 == pytest.approx(60)
    assert cut_standing(t, at_m, [200.0]).seconds == 0


def test_slow_traffic_at_a_stop_is_traffic() -> None:
    t = [float(second) for second in range(81)]

    assert cut_standing(t, [1.25 * each for each in t], [50.0]).seconds == 0
    assert cut_standing(t, [0.5 * each for each in t], [20.0]).seconds > 0
