"""OpenDP's chance cannot be fixed: whatever is said of draws here is false by chance once in a billion runs, or less."""

import math
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.dividend.statistics.noise import CERTAINTY_PERCENT, laplace
from tests.effort import examples

ONCE_IN = 1e9
DRAWS = 60_000


def least_that_chance_exceeds_once(degrees: int) -> float:
    """χ² with so many degrees of freedom is above this once in a billion (Laurent & Massart 2000, lemma 1)."""
    t = math.log(ONCE_IN)
    return degrees + 2 * math.sqrt(degrees * t) + 2 * t


def chi_square(noise: list[int], scale: float, width: int) -> float:
    """Of single numbers from -width to width and the two tails, against the discrete Laplace law."""
    ratio = math.exp(-1 / scale)
    seen = Counter(max(-width - 1, min(width + 1, number)) for number in noise)
    expected = {size: len(noise) * (1 - ratio) / (1 + ratio) * ratio ** abs(size) for size in range(-width, width + 1)}
    tail = len(noise) * ratio ** (width + 1) / (1 + ratio)
    expected |= {-width - 1: tail, width + 1: tail}
    return sum((seen[size] - times) ** 2 / times for size, times in expected.items())


@pytest.mark.parametrize(("most", "epsilon_milli"), [(1, 500), (3, 1_000), (1, 1_000)])
def test_noise_has_the_law_that_hides_a_person(most: int, epsilon_milli: int) -> None:
    scale, width = most / (epsilon_milli / 1000), 8

    noise = laplace(most, epsilon_milli).release([0] * DRAWS)

    # The cells add up to the draws: one degree of freedom less than there are cells.
    assert chi_square(noise, scale, width) < least_that_chance_exceeds_once(2 * width + 2)


def test_another_law_would_be_noticed() -> None:
    noise = laplace(1, 500).release([0] * DRAWS)

    for wrong in (2.2, 1.8):
        assert chi_square(noise, wrong, 8) > least_that_chance_exceeds_once(18)


@settings(max_examples=examples(60))
@given(st.integers(1, 10**9), st.integers(1, 10_000))
def test_it_costs_what_was_asked_for_or_less_and_hides_the_whole_bound(most: int, epsilon_milli: int) -> None:
    mechanism = laplace(most, epsilon_milli)

    assert Fraction(most) / Fraction(mechanism.scale) <= Fraction(mechanism.epsilon_milli, 1000)
    assert mechanism.epsilon_milli <= epsilon_milli
    # And hides no more than it must: that would be error for nothing.
    assert mechanism.scale * epsilon_milli / 1000 <= most * (1 + 1e-9)


def test_answers_are_as_near_as_is_said() -> None:
    mechanism = laplace(1, 100)

    near = sum(abs(number - 1_000) < mechanism.plus_minus for number in mechanism.release([1_000] * DRAWS))

    # Hoeffding: so far below its expectation is a share once in a billion.
    slack = math.sqrt(math.log(ONCE_IN) / (2 * DRAWS))
    assert near / DRAWS > CERTAINTY_PERCENT / 100 - slack
    assert near / DRAWS < CERTAINTY_PERCENT / 100 + 0.01 + slack


def test_every_number_of_a_table_has_noise_of_its_own() -> None:
    first, *others = laplace(1, 10).release([0] * 50)

    assert any(other != first for other in others)
