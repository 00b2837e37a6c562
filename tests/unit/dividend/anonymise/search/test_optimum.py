from collections import Counter
from collections.abc import Callable
from itertools import count, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.dividend.anonymise.equivalence import grouping
from city.dividend.anonymise.equivalence.grouping import CellFrame, Levels, frame_of
from city.dividend.anonymise.equivalence.histogram import count_rows
from city.dividend.anonymise.equivalence.words import words_of
from city.dividend.anonymise.errors import NoSolution, NothingFound
from city.dividend.anonymise.hierarchies.hierarchy import hierarchy_from_rows
from city.dividend.anonymise.metrics.by_column import Aggregate
from city.dividend.anonymise.metrics.class_size import AverageClassSize, Discernibility
from city.dividend.anonymise.metrics.entropy import Entropy
from city.dividend.anonymise.metrics.height import Height, Precision
from city.dividend.anonymise.metrics.information_loss import EntropyBasedLoss
from city.dividend.anonymise.metrics.loss import Loss
from city.dividend.anonymise.metrics.metric import Factors, Metric
from city.dividend.anonymise.metrics.publisher_payout import CostBenefit, PublisherPayout
from city.dividend.anonymise.privacy.b_likeness import BLikeness
from city.dividend.anonymise.privacy.k_anonymity import KAnonymity
from city.dividend.anonymise.privacy.l_diversity import (
    DistinctLDiversity,
    EntropyEstimator,
    EntropyLDiversity,
    RecursiveCLDiversity,
)
from city.dividend.anonymise.privacy.population import DPresence, KMap
from city.dividend.anonymise.privacy.privacy import Privacy
from city.dividend.anonymise.privacy.profitability import Profitability
from city.dividend.anonymise.privacy.sample_model import AverageRisk, SampleUniqueness
from city.dividend.anonymise.privacy.sensitive_model import overall_of
from city.dividend.anonymise.privacy.t_closeness import TCloseness
from city.dividend.anonymise.search.node_check import CELLS_WORTH_PARTS
from city.dividend.anonymise.search.optimum import evaluate, find_optimum
from city.dividend.anonymise.search.problem import Problem, problem_of
from tests.effort import examples, one_in
from tests.unit.dividend.anonymise.small_tables import SENSITIVE, SmallTable, small_tables

GAME = CostBenefit(4, 20, 100, 50)
TREE = hierarchy_from_rows(SENSITIVE, [("a", "ab", "*"), ("b", "ab", "*"), ("c", "c", "*")])


def overall(frame: CellFrame) -> np.ndarray:
    counts = frame.sensitive[SENSITIVE]
    return overall_of(np.bincount(counts.value, weights=counts.count, minlength=3))


MODELS: dict[str, Callable[[CellFrame], Privacy]] = {
    "k": lambda _: Privacy((KAnonymity(3),)),
    "distinct l": lambda _: Privacy((DistinctLDiversity(SENSITIVE, 2),)),
    "entropy l": lambda _: Privacy((EntropyLDiversity(SENSITIVE, 1.8),)),
    "corrected entropy l": lambda _: Privacy((EntropyLDiversity(SENSITIVE, 2, EntropyEstimator.GRASSBERGER),)),
    "recursive c l": lambda _: Privacy((RecursiveCLDiversity(SENSITIVE, 1.5, 2),)),
    "equal t": lambda f: Privacy((TCloseness(SENSITIVE, 0.2, overall(f)),)),
    "ordered t": lambda f: Privacy((TCloseness(SENSITIVE, 0.2, overall(f), ordered=True),)),
    "hierarchical t": lambda f: Privacy((TCloseness(SENSITIVE, 0.2, overall(f), tree=TREE),)),
    "basic β": lambda f: Privacy((BLikeness(SENSITIVE, 0.5, overall(f)),)),
    "enhanced β": lambda f: Privacy((BLikeness(SENSITIVE, 2, overall(f), enhanced=True),)),
    "k and t": lambda f: Privacy((KAnonymity(2), TCloseness(SENSITIVE, 0.3, overall(f)))),
    "k and t in the release": lambda f: Privacy(
        (KAnonymity(2), TCloseness(SENSITIVE, 0.3, overall(f))), by_release=True
    ),
    "l and β": lambda f: Privacy((EntropyLDiversity(SENSITIVE, 1.5), BLikeness(SENSITIVE, 1, overall(f)))),
    "profitability": lambda _: Privacy((Profitability(GAME),)),
    "average risk": lambda _: Privacy((), (AverageRisk(0.4),)),
    "uniqueness": lambda _: Privacy((), (SampleUniqueness(0.1),)),
    "k and average risk": lambda _: Privacy((KAnonymity(2),), (AverageRisk(0.3),)),
    "entropy l and average risk": lambda _: Privacy((EntropyLDiversity(SENSITIVE, 1.8),), (AverageRisk(0.3),)),
}
MODELS_OF_A_POPULATION: dict[str, Callable[[CellFrame], Privacy]] = {
    "k-map": lambda _: Privacy((KMap(4),)),
    "δ-presence": lambda _: Privacy((DPresence(0.2, 0.7),)),
    "k and δ-presence": lambda _: Privacy((KAnonymity(2), DPresence(0, 0.8, whole_population=False))),
    "k": lambda _: Privacy((KAnonymity(2),)),
    "journalist's profitability": lambda _: Privacy((Profitability(GAME, journalist=True),)),
}
METRICS: dict[str, Metric] = {
    "loss": Loss(),
    "loss, suppression cheap": Loss(Factors(0.1)),
    "loss, generalisation cheap": Loss(Factors(0.9), Aggregate.SUM),
    "loss, worst column": Loss(aggregate=Aggregate.MAXIMUM),
    "entropy": Entropy(),
    "monotone entropy": Entropy(ignores_suppression=True),
    "normalised entropy": Entropy(normalised=True, aggregate=Aggregate.ARITHMETIC_MEAN),
    "precision": Precision(),
    "height": Height(),
    "discernibility": Discernibility(),
    "monotone discernibility": Discernibility(ignores_suppression=True),
    "average class size": AverageClassSize(),
    "average class size, suppression cheap": AverageClassSize(Factors(0.2)),
    "entropy-based": EntropyBasedLoss(),
    "payout": PublisherPayout(GAME),
}


def all_nodes(problem: Problem) -> list[Levels]:
    return list(product(*(range(low, high + 1) for low, high in zip(problem.lowest, problem.highest, strict=True))))


def least_loss(problem: Problem) -> float | None:
    found = [outcome[0] for levels in all_nodes(problem) if (outcome := evaluate(problem, levels)) is not None]
    return min(found, default=None)


def assert_optimal(problem: Problem, most_listed: int, parts_from: int = CELLS_WORTH_PARTS) -> None:
    expected = least_loss(problem)

    if expected is None:
        with pytest.raises(NoSolution):
            find_optimum(problem, most_listed=most_listed, parts_from=parts_from)
        return
    solution = find_optimum(problem, most_listed=most_listed, parts_from=parts_from)
    assert solution.loss == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert solution.optimal
    assert solution.suppressed <= problem.suppressible


# Listed as it is, discovered as if the lattice were too large to list; on parts of the rows first, or not.
either_search = st.sampled_from([1 << 21, 0])
with_or_without_parts = st.sampled_from([CELLS_WORTH_PARTS, 0])


@pytest.mark.parametrize(("model", "metric"), one_in(7, product(MODELS, METRICS)))
@settings(max_examples=examples(12), deadline=None)
@given(
    table=small_tables(population=False),
    part=st.sampled_from([0, 0.1, 0.3, 1]),
    most_listed=either_search,
    parts_from=with_or_without_parts,
)
def test_the_optimum_is_that_of_trying_every_node(
    model: str, metric: str, table: SmallTable, part: float, most_listed: int, parts_from: int
) -> None:
    frame = table.frame()
    problem = problem_of(frame, MODELS[model](frame), METRICS[metric], int(part * frame.rows))

    assert_optimal(problem, most_listed, parts_from)


@pytest.mark.parametrize(("model", "metric"), one_in(7, product(MODELS_OF_A_POPULATION, METRICS)))
@settings(max_examples=examples(12), deadline=None)
@given(
    table=small_tables(population=True),
    part=st.sampled_from([0, 0.2, 1]),
    most_listed=either_search,
    parts_from=with_or_without_parts,
)
def test_the_optimum_within_a_population_is_that_of_trying_every_node(
    model: str, metric: str, table: SmallTable, part: float, most_listed: int, parts_from: int
) -> None:
    frame = table.frame()
    problem = problem_of(frame, MODELS_OF_A_POPULATION[model](frame), METRICS[metric], int(part * frame.rows))

    assert_optimal(problem, most_listed, parts_from)


@given(table=small_tables(population=False), k=st.integers(1, 5))
def test_a_node_is_judged_as_counting_its_rows_would(table: SmallTable, k: int) -> None:
    frame = table.frame()
    problem = problem_of(frame, Privacy((KAnonymity(k),)), Discernibility(), frame.rows)

    for levels in all_nodes(problem):
        sizes = [len(rows) for rows in table.classes(levels).values()]
        expected = sum(size**2 if size >= k else size * frame.rows for size in sizes)
        assert evaluate(problem, levels) == (expected, sum(size for size in sizes if size < k))


@given(table=small_tables(population=False))
def test_generalising_never_lowers_k(table: SmallTable) -> None:
    frame = table.frame()
    least = {levels: int(frame.group(levels).count.min()) for levels in product(*(range(t + 1) for t in table.top))}

    for levels, k in least.items():
        for column in range(len(levels)):
            if levels[column] < table.top[column]:
                above = (*levels[:column], levels[column] + 1, *levels[column + 1 :])
                assert least[above] >= k


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=examples(25), deadline=None)
@given(table=small_tables(population=False))
def test_what_must_be_suppressed_is_suppressed_by_every_specialisation(model: str, table: SmallTable) -> None:
    frame = table.frame()
    privacy = MODELS[model](frame)
    suppressed = {}
    for levels in product(*(range(t + 1) for t in table.top)):
        groups = frame.group(levels)
        accepted = privacy.accepted(groups)
        suppressed[levels] = None if accepted is None else int(groups.count[~accepted].sum())

    for levels in suppressed:
        must = privacy.must_suppress(frame.group(levels))
        for finer, found in suppressed.items():
            if found is not None and all(low <= high for low, high in zip(finer, levels, strict=True)):
                assert found >= must - 1e-9


@given(table=small_tables(), rolled=st.data())
def test_classes_rolled_up_from_classes_are_those_of_the_rows(table: SmallTable, rolled: st.DataObject) -> None:
    between = tuple(rolled.draw(st.integers(0, top)) for top in table.top)
    above = tuple(rolled.draw(st.integers(low, top)) for low, top in zip(between, table.top, strict=True))
    frame = table.frame()

    direct = frame.group(above)
    by_steps = frame.group(between).frame_of_classes().group(above)

    assert np.array_equal(direct.count, by_steps.count)
    assert all(np.array_equal(direct.codes(c), by_steps.codes(c)) for c in range(len(above)))
    tables = [np.concatenate([t for _, t in groups.tables(SENSITIVE)]) for groups in (direct, by_steps)]
    assert np.array_equal(*tables)


@pytest.mark.parametrize("find", [grouping._classes_by_sorting, grouping._classes_by_hashing])
@given(keys=st.lists(st.integers(0, 20), min_size=1, max_size=60))
def test_both_ways_of_finding_classes_find_the_same(
    find: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]], keys: list[int]
) -> None:
    first, cell = find(np.array(keys, dtype=np.int64))

    assert [keys[at] for at in first] == sorted(set(keys))
    assert [sorted(set(keys))[at] for at in cell] == keys


def wide_frame() -> CellFrame:
    """More combinations than a table has room for."""
    chance = np.random.default_rng(1)
    column = hierarchy_from_rows("c", [(f"{n:03d}", f"{n // 50}", "*") for n in range(200)])
    codes = [np.minimum(chance.geometric(0.05, 5000), 200) - 1 for _ in range(3)]
    names, domains = ["x", "y", "z"], [column.labels[0]] * 3
    return frame_of(count_rows(names, domains, codes), [column] * 3)


@pytest.mark.parametrize("levels", [(0, 0, 0), (0, 0, 1)])
def test_hashing_never_counts_more_rows_in_small_classes_than_there_are(levels: Levels) -> None:
    frame = wide_frame()

    for size in (2, 5, 20):
        bound = frame.least_rows_below(levels, size, frame.rows)
        assert 0 < bound <= frame.group(levels).rows_in_classes_below(size)
    assert frame.least_classes(levels) <= frame.group(levels).number


@pytest.mark.parametrize("suppressible", [0, 50, 250, 1000])
@pytest.mark.parametrize("metric", ["loss", "entropy", "discernibility", "monotone entropy"])
def test_guesses_from_parts_of_the_rows_change_no_optimum(metric: str, suppressible: int) -> None:
    problem = problem_of(wide_frame(), Privacy((KAnonymity(5),)), METRICS[metric], suppressible)

    with_parts, without = find_optimum(problem, parts_from=0), find_optimum(problem)

    assert with_parts.loss == pytest.approx(without.loss, rel=1e-12)
    assert with_parts == find_optimum(problem, parts_from=0)


@given(table=small_tables(), chosen=st.data(), share=st.floats(0, 1))
def test_a_part_of_the_rows_holds_classes_wholly_or_not_at_all(
    table: SmallTable, chosen: st.DataObject, share: float
) -> None:
    above = tuple(chosen.draw(st.integers(0, top)) for top in table.top)
    below = tuple(chosen.draw(st.integers(0, level)) for level in above)
    frame = table.frame()

    part = frame.words.part(above, share)

    whole = Counter(frame.words.position(below).tolist())
    # Cells with rows to release: those without any may fall together with none of the part.
    assert all(whole[place] == cells for place, cells in Counter(part.position(below).tolist()).items())


@given(table=small_tables(population=False), size=st.integers(1, 6))
def test_a_word_says_what_its_columns_say(table: SmallTable, size: int) -> None:
    frame = table.frame()
    each = [
        words_of([h], (0,), [codes], frame.words.weights)
        for h, codes in zip(frame.hierarchies, frame.codes, strict=True)
    ]

    together = frame.words.marginals()

    assert all(np.array_equal(one, *alone.marginals()) for one, alone in zip(together, each, strict=True))
    rows, cells = frame.words.small_classes(table.top, size)
    assert rows == (frame.rows if frame.rows < size else 0)
    assert cells().all() == (frame.rows < size)


def test_a_search_without_time_says_by_how_much_it_may_be_wrong() -> None:
    frame = wide_frame()
    problem = problem_of(frame, Privacy((KAnonymity(5),)), Loss(), 100)
    optimum = find_optimum(problem)

    for most_listed in (1 << 21, 0):
        calls = count()
        solution = find_optimum(problem, out_of_time=lambda calls=calls: next(calls) > 0, most_listed=most_listed)
        assert not solution.optimal
        assert solution.lower_bound <= optimum.loss <= solution.loss
        assert 0 < solution.gap <= 1


def test_a_search_without_any_time_finds_nothing_rather_than_something_unproven() -> None:
    problem = problem_of(wide_frame(), Privacy((KAnonymity(5),)), Loss(), 100)

    with pytest.raises(NothingFound):
        find_optimum(problem, out_of_time=lambda: True)


def test_levels_outside_the_policys_bounds_are_not_chosen() -> None:
    frame = wide_frame()
    privacy = Privacy((KAnonymity(5),))

    problem = problem_of(frame, privacy, Loss(), 500, lowest=(1, 0, 0), highest=(2, 2, 1))

    solution = find_optimum(problem)
    assert solution.levels[0] >= 1
    assert solution.levels[2] <= 1
    assert solution.nodes == 2 * 3 * 2
    assert_optimal(problem, 1 << 21)
