from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.anonymise.errors import ModelImpossible
from city.dividend.anonymise.hierarchies.hierarchy import hierarchy_from_rows
from city.dividend.anonymise.privacy.b_likeness import BLikeness
from city.dividend.anonymise.privacy.k_anonymity import KAnonymity
from city.dividend.anonymise.privacy.l_diversity import (
    EntropyEstimator,
    EntropyLDiversity,
    RecursiveCLDiversity,
    grassberger,
    natural_logarithm,
)
from city.dividend.anonymise.privacy.population import DPresence, k_for_population
from city.dividend.anonymise.privacy.sensitive_model import SensitiveModel
from city.dividend.anonymise.privacy.t_closeness import TCloseness


def judged(model: SensitiveModel, *classes: list[int]) -> list[bool]:
    return model.accepts_counts(np.array(classes, dtype=np.float64)).tolist()


def test_the_corrected_logarithm_has_the_published_values() -> None:
    found = grassberger(np.array([1.0, 2, 3, 4, 5, 100]))

    # Grassberger 2003: G(1) = -γ - ln 2, G(2n) = G(2n + 1) = -γ - ln 2 + Σ 2 / (2k - 1).
    assert found == pytest.approx([-1.2703628455, 0.7296371545, 0.7296371545, 1.3963038212, 1.3963038212, 4.6051868515])


def test_entropy_of_equally_frequent_values_is_their_number() -> None:
    assert judged(EntropyLDiversity("s", 3), [5, 5, 5], [5, 5, 4], [9, 0, 0]) == [True, False, False]


def test_the_correction_accepts_small_classes_that_their_raw_entropy_rejects() -> None:
    corrected = EntropyLDiversity("s", 3.9, EntropyEstimator.GRASSBERGER)

    assert judged(EntropyLDiversity("s", 3.9), [3, 2, 2, 1]) == [False]
    assert judged(corrected, [3, 2, 2, 1], [30, 2, 2, 1], [3, 3, 3, 0]) == [True, False, False]


def test_the_most_frequent_value_is_weighed_against_the_rarer_ones() -> None:
    # 6 < 2 · (2 + 1); 6 is not below 1.5 · 3; with one value there is nothing to weigh against.
    assert judged(RecursiveCLDiversity("s", 2.1, 2), [6, 2, 1], [7, 2, 1], [3, 0, 0]) == [True, False, False]


def test_distances_are_those_of_the_paper() -> None:
    """Li et al. 2007, example: salaries 3k … 11k, a class of 3k, 4k, 5k is 0.375 away, one of 6k, 8k, 11k 0.167."""
    whole = np.full(9, 1 / 9)
    model = TCloseness("salary", 0.2, whole, ordered=True)

    low = np.array([[1 / 3, 1 / 3, 1 / 3, 0, 0, 0, 0, 0, 0]]) - whole
    spread = np.array([[0, 0, 0, 1 / 3, 0, 1 / 3, 0, 0, 1 / 3]]) - whole

    assert model.distances(low)[0] == pytest.approx(0.375)
    assert model.distances(spread)[0] == pytest.approx(0.1667, abs=1e-4)


def test_a_distance_in_a_tree_counts_how_high_one_must_climb() -> None:
    tree = hierarchy_from_rows("s", [("a", "ab", "*"), ("b", "ab", "*"), ("c", "c", "*")])
    model = TCloseness("s", 1, np.zeros(3), tree=tree)

    near, far = model.distances(np.array([[0.5, -0.5, 0], [0.5, 0, -0.5]]))

    assert (near, far) == (pytest.approx(0.25), pytest.approx(0.5))


def test_likeness_bounds_the_relative_gain_of_every_value() -> None:
    overall = np.array([0.5, 0.25, 0.25])

    assert judged(BLikeness("s", 1, overall), [0, 1, 1], [0, 3, 1]) == [True, False]
    # -ln 0.5 is less than one: the frequent value may gain no more than that.
    assert judged(BLikeness("s", 1, overall, enhanced=True), [8, 1, 1], [9, 1, 0]) == [True, False]


def test_class_sizes_of_a_sample_stand_for_the_population() -> None:
    """Zero-truncated Poisson: the least size that a class of a k-map's size exceeds in fewer than 1 % of samples."""
    k, sample, population = 1000, 30_162, 317_238_626
    mean = k * sample / population

    size = k_for_population(k, sample, population, 0.01, zero_truncated=True)

    within = sum(exp(-mean) * mean**n / np.prod(range(1, n + 1)) for n in range(1, size)) / (1 - exp(-mean))
    assert within >= 0.99
    assert within - exp(-mean) * mean ** (size - 1) / np.prod(range(1, size)) / (1 - exp(-mean)) < 0.99


@given(st.integers(1, 50), st.integers(1, 10_000), st.booleans())
def test_no_class_needs_to_be_larger_than_k_or_the_sample(k: int, sample: int, truncated: bool) -> None:
    assert 1 <= k_for_population(k, sample, 20_000, 0.05, zero_truncated=truncated) <= min(k, sample)


def test_parameters_that_no_data_can_satisfy_are_refused() -> None:
    with pytest.raises(ModelImpossible):
        KAnonymity(0)
    with pytest.raises(ModelImpossible):
        DPresence(0.6, 0.4)


def test_natural_logarithms_are_used_throughout() -> None:
    assert natural_logarithm(np.array([0.0, 1, 10])).tolist() == [0, 0, log(10)]
