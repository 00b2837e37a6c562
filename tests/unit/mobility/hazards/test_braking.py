"""Hard braking is told from holes, and three vehicles within minutes from one that brakes for a cat."""

import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.hazards.braking import find_hard_braking, standing_braking
from city.mobility.hazards.errors import MeasurementRefused
from city.mobility.hazards.evidence import Brake
from city.mobility.hazards.findings import Finding
from city.mobility.hazards.policy import BRAKING_RULES
from tests.effort import examples
from tests.unit.mobility.hazards.evidence import EDGE, START

RULE = BRAKING_RULES[-1]


def brake(vehicle: int, minutes: float = 0.0, at_m: float = 100.0) -> Brake:
    return Brake(str(vehicle), EDGE, at_m, START + timedelta(minutes=minutes))


def standing(brakes: list[Brake], minutes: float = 10.0) -> list[Finding]:
    return standing_braking(brakes, START + timedelta(minutes=minutes), RULE)


@pytest.mark.parametrize("rate_hz", [10.0, 50.0])
def test_half_a_second_of_it_is_hard_braking_and_a_hole_is_not(rate_hz: float) -> None:
    samples = np.zeros(int(10 * rate_hz))
    samples[int(2 * rate_hz) : int(4 * rate_hz)] = -3.5
    samples[int(6 * rate_hz) : int(6.1 * rate_hz)] = -12.0
    samples[int(8 * rate_hz) : int(9 * rate_hz)] = -3.3

    assert find_hard_braking(samples, rate_hz, RULE) == pytest.approx([2.0], abs=0.1)


@settings(max_examples=examples(60))
@given(st.floats(-9, -3.41), st.integers(25, 300), st.integers(0, 100))
def test_one_braking_is_found_once_wherever_it_is(strength: float, lasting: int, begin: int) -> None:
    samples = np.zeros(500)
    samples[begin : begin + lasting] = strength

    assert len(find_hard_braking(samples, 50, RULE)) == 1


@pytest.mark.parametrize(("samples", "rate_hz"), [([math.nan] * 50, 50), ([0.0] * 50, 5), ([[0.0]], 50), ([999.0], 50)])
def test_what_is_no_acceleration_is_refused(samples: list[float], rate_hz: float) -> None:
    with pytest.raises(MeasurementRefused):
        find_hard_braking(samples, rate_hz, RULE)


def test_three_vehicles_within_ten_minutes_are_a_hazard() -> None:
    assert len(standing([brake(1), brake(2, 5), brake(3, 10)])) == 1
    assert standing([brake(1), brake(2, 5), brake(3, 10.1)], 11) == []
    assert standing([brake(1), brake(1, 1), brake(1, 2), brake(2, 3)]) == []
    assert standing([brake(1), brake(2, 5), brake(3, 6, at_m=260.0)]) == []
    assert standing([brake(1), brake(2), brake(3)], 10.1) == []


def test_what_comes_later_was_not_yet() -> None:
    assert standing([brake(1), brake(2, 5), brake(3, 9)], 8) == []
    assert [each.since for each in standing([brake(1), brake(2), brake(3), brake(4, 40)], 8)] == [START]


def test_it_keeps_its_name_while_it_lasts_and_takes_another_afterwards() -> None:
    first = [brake(1), brake(2, 5), brake(3, 10)]
    later = [brake(4, 18), brake(5, 25)]
    again = [brake(6, 90), brake(7, 91), brake(8, 92)]

    names = [
        standing(each, now)[0].source_id
        for each, now in ((first, 10), (first + later, 26), (first + later + again, 95))
    ]

    assert names[0] == names[1] != names[2]


@settings(max_examples=examples(100))
@given(
    st.lists(st.builds(brake, st.integers(0, 5), st.integers(0, 40), st.integers(0, 300).map(float)), max_size=20),
    st.randoms(use_true_random=False),
)
def test_order_and_repetition_change_nothing(brakes: list[Brake], random: object) -> None:
    shuffled = [*brakes, *brakes[:4]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert standing(shuffled, 30) == standing(brakes, 30)
