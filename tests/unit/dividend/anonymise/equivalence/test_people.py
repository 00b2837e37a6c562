from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.anonymise.arrays import Ints
from city.dividend.anonymise.equivalence.grouping import CellFrame, frame_of
from city.dividend.anonymise.equivalence.histogram import Histogram, count_rows, merge
from city.dividend.anonymise.equivalence.people import classes_of_at_least, count_people, people_in
from city.dividend.anonymise.errors import ModelImpossible, NoSolution
from city.dividend.anonymise.hierarchies.hierarchy import hierarchy_from_rows
from city.dividend.anonymise.metrics.loss import Loss
from city.dividend.anonymise.metrics.metric import Factors
from city.dividend.anonymise.privacy.k_anonymity import KAnonymity, PersonAnonymity
from city.dividend.anonymise.privacy.l_diversity import DistinctLDiversity
from city.dividend.anonymise.privacy.privacy import Privacy
from city.dividend.anonymise.privacy.sample_model import AverageRisk, SampleModel, SampleUniqueness
from city.dividend.anonymise.search.optimum import evaluate, find_optimum
from city.dividend.anonymise.search.problem import Problem, problem_of
from tests.unit.dividend.anonymise.small_tables import SENSITIVE, SmallTable, small_tables


@dataclass(frozen=True, eq=False)
class Payments:
    """A small table and whose row each is, by numbers as a round makes them: large, and of either sign."""

    table: SmallTable
    who: Ints

    def histogram(self, rows: Ints | None = None) -> Histogram:
        chosen = np.arange(len(self.who)) if rows is None else rows
        return count_rows(
            [h.name for h in self.table.hierarchies],
            [h.labels[0] for h in self.table.hierarchies],
            [column[chosen] for column in self.table.codes],
            sensitive=[(SENSITIVE, tuple("abc"), self.table.sensitive[chosen])],
            people=self.who[chosen],
        )

    def frame(self) -> CellFrame:
        return frame_of(self.histogram(), self.table.hierarchies, {SENSITIVE: tuple("abc")})

    def people_per_class(self, levels: tuple[int, ...]) -> list[int]:
        """Counted row by row, in the order of the classes."""
        return [len({int(self.who[row]) for row in rows}) for _, rows in sorted(self.table.classes(levels).items())]

    def nodes(self) -> list[tuple[int, ...]]:
        return list(product(*(range(top + 1) for top in self.table.top)))


@st.composite
def payments(draw: st.DrawFn) -> Payments:
    table = draw(small_tables(population=False))
    table = replace(table, released=None)
    numbers = draw(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=6, unique=True))
    rows = len(table.sensitive)
    who = draw(st.lists(st.sampled_from(numbers), min_size=rows, max_size=rows))
    return Payments(table, np.array(who, dtype=np.int64))


@given(made=payments())
def test_people_of_every_class_of_every_node_are_those_counted_row_by_row(made: Payments) -> None:
    frame = made.frame()

    for levels in made.nodes():
        groups = frame.group(levels)
        assert groups.people.tolist() == made.people_per_class(levels)


@given(made=payments())
def test_going_up_lowers_no_rows_number_of_people(made: Payments) -> None:
    def around(levels: tuple[int, ...]) -> list[int]:
        """Per row, how many people stand in its class."""
        found = [0] * len(made.who)
        for rows in made.table.classes(levels).values():
            for row in rows:
                found[row] = len({int(made.who[each]) for each in rows})
        return found

    for levels in made.nodes():
        below = made.frame().group(levels).people
        assert (below <= made.frame().group(levels).count).all()
        for column, top in enumerate(made.table.top):
            if levels[column] < top:
                above = (*levels[:column], levels[column] + 1, *levels[column + 1 :])
                assert all(low <= high for low, high in zip(around(levels), around(above), strict=True))


@given(made=payments(), through=st.data())
def test_people_are_the_same_whatever_frame_they_are_rolled_up_from(made: Payments, through: st.DataObject) -> None:
    frame = made.frame()
    levels = through.draw(st.sampled_from(made.nodes()))
    between = tuple(through.draw(st.integers(0, level)) for level in levels)

    rolled = frame.group(between).frame_of_classes()

    assert rolled.group(levels).people.tolist() == frame.group(levels).people.tolist()


@given(made=payments(), parting=st.data())
def test_the_people_of_the_parts_merge_into_those_of_the_whole(made: Payments, parting: st.DataObject) -> None:
    rows = len(made.who)
    part_of = np.array(parting.draw(st.lists(st.integers(0, 3), min_size=rows, max_size=rows)))
    parts = [made.histogram(np.flatnonzero(part_of == part)) for part in parting.draw(st.permutations(range(4)))]

    assert merge(parts).same_as(made.histogram())


def test_who_is_told_apart_does_not_merge_with_who_is_not() -> None:
    codes, who = [np.zeros(1, dtype=np.int64)], np.zeros(1, dtype=np.int64)
    distinguished, indistinct = count_rows(["x"], [["a"]], codes, people=who), count_rows(["x"], [["a"]], codes)

    with pytest.raises(ValueError, match="with people"):
        merge([distinguished, indistinct])
    assert not distinguished.same_as(indistinct)


@given(
    pairs=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 300)), min_size=1, max_size=400), k=st.integers(1, 40)
)
def test_a_class_of_at_least_k_people_is_never_taken_for_one_of_fewer_nor_the_other_way(
    pairs: list[tuple[int, int]], k: int
) -> None:
    cell, who = (np.array(column, dtype=np.int64) for column in zip(*pairs, strict=True))
    people = people_in(cell, who, np.arange(301))
    same, rows = np.arange(7), np.bincount(cell, minlength=7)

    found = classes_of_at_least(k, people, same, rows)

    expected = [len({person for at, person in pairs if at == number}) for number in range(7)]
    assert count_people(people, same, 7).tolist() == expected
    assert found.tolist() == [number >= k for number in expected]


def test_half_a_million_pairs_are_counted_like_a_handful() -> None:
    chance = np.random.default_rng(1)
    cell, who = chance.integers(0, 90_000, 600_000), chance.integers(0, 5_000, 600_000) ** 2 // 5_000
    people = people_in(cell, who, np.arange(5_000) * 11 - 7)
    class_of = chance.integers(0, 30_000, 90_000)

    seen = np.unique(class_of[cell] * 5_000 + who) // 5_000
    expected, rows = np.bincount(seen, minlength=30_000), np.bincount(class_of[cell], minlength=30_000)

    assert people.pairs == len(np.unique(cell * 5_000 + who)) > 1 << 19
    assert np.array_equal(count_people(people, class_of, 30_000), expected)
    for k in (1, 5, 18, 20, 30):
        assert np.array_equal(classes_of_at_least(k, people, class_of, rows), expected >= k)


def _best_by_brute_force(problem: Problem) -> float | None:
    levels = product(*(range(h.height) for h in problem.frame.hierarchies))
    losses = [found[0] for node in levels if (found := evaluate(problem, node)) is not None]
    return min(losses, default=None)


@given(
    made=payments(),
    k=st.integers(1, 4),
    values=st.integers(1, 2),
    part=st.sampled_from([0.0, 0.2, 0.5]),
    risk=st.sampled_from([None, 0.3, 0.6]),
    unique=st.sampled_from([None, 0.0, 0.4]),
)
def test_the_optimum_for_people_is_that_of_all_nodes_and_keeps_k_people_in_every_class(
    made: Payments,
    k: int,
    values: int,
    part: float,
    risk: float | None,
    unique: float | None,
) -> None:
    sample: list[SampleModel] = [
        *([] if risk is None else [AverageRisk(risk, of_people=True)]),
        *([] if unique is None else [SampleUniqueness(unique, of_people=True)]),
    ]
    privacy = Privacy((PersonAnonymity(k), DistinctLDiversity(SENSITIVE, values)), tuple(sample))
    problem = problem_of(made.frame(), privacy, Loss(Factors(0.5)), int(part * len(made.who)))
    expected = _best_by_brute_force(problem)

    if expected is None:
        with pytest.raises(NoSolution):
            find_optimum(problem)
        return
    solution = find_optimum(problem)

    assert solution.loss == pytest.approx(expected)
    groups = problem.frame.group(solution.levels)
    accepted = privacy.accepted(groups)
    assert accepted is not None
    released = [
        (rows, {int(made.who[row]) for row in rows})
        for (_, rows), kept in zip(sorted(made.table.classes(solution.levels).items()), accepted, strict=True)
        if kept
    ]
    assert all(len(who) >= k for _, who in released)
    assert len(made.who) - sum(len(rows) for rows, _ in released) == solution.suppressed <= part * len(made.who)
    if released and risk is not None:
        total = sum(len(rows) for rows, _ in released)
        assert sum(len(rows) / len(who) for rows, who in released) / total <= risk + 1e-12
    if released and unique is not None:
        alone = sum(len(rows) for rows, who in released if len(who) == 1)
        assert alone <= unique * sum(len(rows) for rows, _ in released) + 1e-12


@given(made=payments(), k=st.integers(1, 4), part=st.sampled_from([0.0, 0.3]))
def test_where_everybody_has_one_row_people_are_rows(made: Payments, k: int, part: float) -> None:
    alone = replace(made, who=np.arange(len(made.who), dtype=np.int64) * 7 - 3)
    suppressible = int(part * len(made.who))

    def find(privacy: Privacy) -> object:
        try:
            return find_optimum(problem_of(alone.frame(), privacy, Loss(Factors(0.5)), suppressible))
        except NoSolution:
            return None

    assert find(Privacy((PersonAnonymity(k),))) == find(Privacy((KAnonymity(k),)))


def test_where_nobody_is_told_apart_people_cannot_be_counted() -> None:
    histogram = count_rows(["x"], [["a"]], [np.zeros(1, dtype=np.int64)])
    frame = frame_of(histogram, [hierarchy_from_rows("x", [["a", "*"]])])

    with pytest.raises(ModelImpossible, match="tells people apart"):
        PersonAnonymity(2).accepts(frame.group((1,)))
