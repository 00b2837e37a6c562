import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.dividend.anonymise.privacy.population_uniqueness import (
    Estimator,
    PopulationUniqueness,
    _pitman_gradient,
    _pitman_parameters,
    _Sample,
    uniqueness_of_population,
)
from city.dividend.anonymise.privacy.special_functions import digamma, trigamma
from tests.effort import examples


def skewed_population(people: int, seed: int) -> np.ndarray:
    """The class of each of them: some classes are large, very many hold one person."""
    return np.random.default_rng(seed).zipf(1.4, people)


@pytest.mark.parametrize("estimator", [Estimator.DANKAR, Estimator.PITMAN])
@pytest.mark.parametrize("fraction", [0.02, 0.1])
def test_a_sample_tells_roughly_how_many_of_its_population_are_alone(estimator: Estimator, fraction: float) -> None:
    population = skewed_population(200_000, 3)
    alone = np.mean(np.unique(population, return_counts=True)[1] == 1) * len(np.unique(population)) / len(population)
    drawn = np.random.default_rng(4).choice(population, int(fraction * len(population)), replace=False)
    sizes = np.unique(drawn, return_counts=True)[1]

    found = uniqueness_of_population(sizes, len(population), estimator)

    assert found == pytest.approx(alone, rel=0.15)


def test_shifted_negative_binomial_classes_are_recognised() -> None:
    chance = np.random.default_rng(5)
    classes = 1 + chance.negative_binomial(0.5, 0.2, 40_000)
    drawn = chance.hypergeometric(classes, classes.sum() - classes, classes.sum() // 5)

    found = uniqueness_of_population(drawn, int(classes.sum()), Estimator.SNB)

    assert found == pytest.approx((classes == 1).sum() / classes.sum(), rel=0.1)


def test_zayatz_weighs_what_may_have_left_one_row() -> None:
    """Four classes of one row and three of two among ten, of twenty people: by Bayes' rule with fractions written out."""
    # A class of one leaves one with 10/20; one of two with 2·10·10 / (20·19).
    left = [1 / 2, 10 / 19]
    part = 4 * left[0] / (4 * left[0] + 3 * left[1])

    found = uniqueness_of_population(np.array([1, 1, 1, 1, 2, 2, 2]), 20, Estimator.ZAYATZ)

    assert found == pytest.approx(4 * part * 2 / 20)


@pytest.mark.parametrize("estimator", list(Estimator))
@settings(max_examples=examples(60), deadline=None)
@given(sizes=st.lists(st.integers(1, 40), min_size=1, max_size=60), times=st.integers(1, 1000))
def test_every_estimate_is_a_part_of_the_population(estimator: Estimator, sizes: list[int], times: int) -> None:
    found = uniqueness_of_population(np.array(sizes), sum(sizes) * times, estimator)

    assert 0 <= found <= 1
    assert found > 0 or 1 not in sizes


def test_the_parameters_are_those_of_the_greatest_likelihood() -> None:
    sample = _Sample.of(np.unique(skewed_population(20_000, 6), return_counts=True)[1], 10**6)

    found = _pitman_parameters(sample)

    assert found is not None
    (by_theta, by_alpha), _ = _pitman_gradient(sample, *found)
    assert by_theta == pytest.approx(0, abs=1e-6)
    assert by_alpha == pytest.approx(0, abs=1e-4)


def test_second_derivatives_are_differences_of_the_first() -> None:
    sample, (theta, alpha), step = _Sample.of(np.array([1, 1, 1, 2, 3, 7]), 1000), (2.0, 0.4), 1e-5

    _, (tt, ta, aa) = _pitman_gradient(sample, theta, alpha)

    around = [
        _pitman_gradient(sample, theta + a, alpha + b)[0] for a, b in ((step, 0), (-step, 0), (0, step), (0, -step))
    ]
    assert tt == pytest.approx((around[0][0] - around[1][0]) / (2 * step), rel=1e-5)
    assert ta == pytest.approx((around[2][0] - around[3][0]) / (2 * step), rel=1e-5)
    assert aa == pytest.approx((around[2][1] - around[3][1]) / (2 * step), rel=1e-5)


def test_a_sample_larger_than_its_population_is_refused() -> None:
    with pytest.raises(ValueError, match="no larger"):
        uniqueness_of_population(np.array([3, 4]), 6)


def test_nobody_alone_in_the_sample_is_nobody_alone() -> None:
    assert PopulationUniqueness(0.0, 1000).satisfied(np.array([2, 5]), np.array([2, 5]))
    assert not PopulationUniqueness(0.0, 1000).satisfied(np.array([1, 5]), np.array([1, 5]))


def test_psi_and_its_derivative_have_their_known_values() -> None:
    euler = 0.5772156649015329

    assert digamma(np.array([1.0, 0.5, 10])) == pytest.approx([-euler, -euler - 2 * np.log(2), 2.251752589066721])
    assert trigamma(np.array([1.0, 0.5, 10])) == pytest.approx([np.pi**2 / 6, np.pi**2 / 2, 0.10516633568168575])
