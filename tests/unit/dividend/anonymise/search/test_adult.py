"""ARX's expected optima on the Adult benchmark, one by one: what we reproduce, what we beat, and what nobody could."""

from functools import cache

import numpy as np
import pytest

from city.dividend.anonymise.metrics.loss import Loss
from city.dividend.anonymise.metrics.metric import Release, table_of
from city.dividend.anonymise.privacy.population_uniqueness import Estimator, uniqueness_of_population
from city.dividend.anonymise.search.optimum import evaluate, find_optimum
from city.dividend.anonymise.search.problem import Problem, Solution
from tests.effort import one_in
from tests.unit.dividend.anonymise.search import adult
from tests.unit.dividend.anonymise.search.adult import Case

pytestmark = pytest.mark.skipif(not adult.FOLDER.exists(), reason="the Adult benchmark data are not there")

# ARX's expectation is the loss of a node that is not the best: its search assumed monotonicity where there is none
# (17, 22, 27, 30, 156), or was a heuristic stopped early (76 … 90). We find the same loss at its node, and a better one.
BEATEN = frozenset({17, 22, 27, 30, 76, 78, 80, 82, 84, 86, 88, 90, 156})
# Same loss at other levels: the optimum is not unique. At the levels ARX's test names, its own limit is exceeded.
TIED = frozenset({134})
# Not reproducible from definitions:
NOT_REPRODUCED = {
    # ARX stops adding up once a sum is too large, although Grassberger's G(1) < 0 would bring it down again; the
    # outcome then depends on the order of its hash table. A class that it accepts we accept too, so our loss at any
    # node is never above its: a test below.
    **dict.fromkeys((67, 70), "ARX's early stop with a negative summand depends on the order of a hash table"),
    # Which of several classes of the same size is suppressed is decided by row numbers, which a histogram has not;
    # with them given, a test below finds ARX's loss.
    **dict.fromkeys((136, 137), "ties between classes of one size are broken by row number"),
    # At its own levels we suppress fewer rows, as few as the estimate allows, and lose less: a test below.
    **dict.fromkeys((138, 139, 140, 141), "ARX suppresses more rows than its threshold asks for"),
    **dict.fromkeys(range(51, 67), "a random draw by the exponential mechanism, not an optimum"),
}


@cache
def _solved(config: str, adds_closeness: bool, sensitive: str | None) -> tuple[Problem, Solution]:
    case = next(c for c in adult.cases() if _key(c) == (config, adds_closeness, sensitive))
    problem = adult.problem(case)
    return problem, find_optimum(problem)


def _key(case: Case) -> tuple[str, bool, str | None]:
    """Equal configurations stand in the list several times; one file of tests adds a model to its own."""
    return case.config, case.file == "TestAnonymizationTCloseness.java", case.sensitive


def solved(case: Case) -> tuple[Problem, Solution]:
    return _solved(*_key(case))


def chosen(*, reproduced: bool) -> list[Case]:
    return [case for case in adult.cases() if (case.number not in NOT_REPRODUCED) == reproduced]


@pytest.mark.parametrize("case", one_in(15, chosen(reproduced=True)), ids=str)
def test_the_optimum_is_the_one_that_arx_expects_or_a_proven_better_one(case: Case) -> None:
    _, solution = solved(case)

    assert solution.optimal
    if case.number in BEATEN:
        assert solution.loss < case.loss
    else:
        assert solution.loss == pytest.approx(case.loss, rel=1e-9, abs=0)
        assert solution.levels == case.levels or case.number in TIED


@pytest.mark.parametrize("case", one_in(15, [c for c in chosen(reproduced=True) if c.number not in TIED]), ids=str)
def test_the_loss_at_the_levels_that_arx_names_is_the_loss_that_arx_names(case: Case) -> None:
    problem, _ = solved(case)

    found = evaluate(problem, case.levels)

    assert found is not None
    assert found[0] == pytest.approx(case.loss, rel=1e-9, abs=0)


def test_all_expected_optima_are_accounted_for() -> None:
    numbers = {case.number for case in adult.cases()}

    assert len(numbers) == 146
    assert numbers >= BEATEN | TIED | set(NOT_REPRODUCED)
    assert not (BEATEN | TIED) & set(NOT_REPRODUCED)


@pytest.mark.parametrize("number", [136, 137])
def test_the_optimum_has_the_levels_that_arx_names_whichever_of_equal_classes_is_suppressed(number: int) -> None:
    case = next(c for c in adult.cases() if c.number == number)

    assert find_optimum(adult.problem(case)).levels == case.levels


@pytest.mark.parametrize("number", [136, 137])
def test_with_ties_broken_as_arx_does_the_loss_is_the_one_that_arx_names(number: int) -> None:
    """Smallest classes first; among those of one size by the loss of the class, if the metric has one; then by row."""
    case = next(c for c in adult.cases() if c.number == number)
    problem = adult.problem(case)
    groups, (model,) = problem.frame.group(case.levels), problem.privacy.sample
    class_loss = np.zeros(groups.number)
    if isinstance(problem.metric, Loss):
        shares = [
            h.shares[level][groups.codes(column)] * groups.count
            for column, (h, level) in enumerate(zip(problem.frame.hierarchies, case.levels, strict=True))
        ]
        class_loss = problem.metric.aggregate.of(np.stack(shares, axis=-1))
    order = np.lexsort((adult.first_rows(problem, case.levels), class_loss, groups.count))

    least = next(n for n in range(len(order)) if model.satisfied(groups.count[order[n:]], groups.count[order[n:]]))
    accepted = np.ones(groups.number, dtype=np.bool_)
    accepted[order[:least]] = False

    loss = problem.metric.loss(Release(table_of(problem.frame), groups, accepted))
    assert loss == pytest.approx(case.loss, rel=1e-9, abs=0)


@pytest.mark.parametrize("number", [67, 70])
def test_where_arx_stops_adding_early_we_never_lose_more(number: int) -> None:
    case = next(c for c in adult.cases() if c.number == number)
    problem = adult.problem(case)

    assert find_optimum(problem).loss <= case.loss
    at_theirs = evaluate(problem, case.levels)
    assert at_theirs is not None
    assert at_theirs[0] <= case.loss


@pytest.mark.parametrize("number", [138, 139, 140, 141])
def test_uniqueness_in_the_population_costs_less_than_arx_says_and_suppresses_no_class_too_many(number: int) -> None:
    case = next(c for c in adult.cases() if c.number == number)
    problem = adult.problem(case)

    found = evaluate(problem, case.levels)

    assert found is not None
    loss, suppressed = found
    assert loss <= case.loss
    assert loss == pytest.approx(case.loss, rel=0.06)
    (model,) = problem.privacy.sample
    sizes = np.sort(problem.frame.group(case.levels).count)
    least = int(np.searchsorted(np.cumsum(sizes), suppressed)) + 1
    assert model.satisfied(sizes[least:], sizes[least:])
    assert not model.satisfied(sizes[least - 1 :], sizes[least - 1 :])


@pytest.mark.exhaustive
def test_with_zayatz_the_optimum_has_the_levels_that_arx_names() -> None:
    case = next(c for c in adult.cases() if c.number == 139)

    solution = find_optimum(adult.problem(case))

    assert solution.optimal
    assert solution.levels == case.levels


def adult_class_sizes() -> np.ndarray:
    order, columns = adult.table()
    return np.unique(np.stack([columns[name][1] for name in order]), axis=1, return_counts=True)[1]


@pytest.mark.parametrize(("fraction", "expected"), [(0.1, 0.276849938836111), (0.01, 0.14460835311638004)])
def test_pitmans_estimate_of_uniqueness_is_the_published_one(fraction: float, expected: float) -> None:
    """ARX's published 0.2768 and 0.1446; the further digits are ours, kept so that a change is seen."""
    sizes = adult_class_sizes()

    found = uniqueness_of_population(sizes, round(sizes.sum() / fraction), Estimator.PITMAN)

    assert found == pytest.approx(expected, rel=1e-9)
    assert found == pytest.approx(uniqueness_of_population(sizes, round(sizes.sum() / fraction)), rel=1e-12)


def test_of_a_whole_population_uniqueness_is_counted() -> None:
    sizes = adult_class_sizes()

    assert uniqueness_of_population(sizes, sizes.sum()) == pytest.approx(0.5142895033485843, rel=1e-9)


def test_pruning_leaves_most_of_the_lattice_unchecked() -> None:
    """OLA checks 90 of these 4,320 nodes and Flash 115 (anonbench 0.2); both also classify the rest of the lattice."""
    case = next(c for c in adult.cases() if c.number == 10)
    _, solution = solved(case)

    assert solution.nodes == 4320
    assert solution.checks <= 115


def test_the_raw_risk_is_the_published_one() -> None:
    order, columns = adult.table()
    whole = np.stack([columns[name][1] for name in order])

    classes = np.unique(whole, axis=1).shape[1]

    assert classes == 19_502
    assert classes / whole.shape[1] == pytest.approx(0.6465751607983555, rel=1e-12)
