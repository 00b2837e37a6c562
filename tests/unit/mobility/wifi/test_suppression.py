"""Small groups are left out with what gives them away: an attacker with every published table finds none of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.wifi.errors import BadTable
from city.mobility.wifi.intervals import LEAST_GROUP, feasible_intervals, informed, reader
from city.mobility.wifi.margins import Ints, Tabulation, tabulate, with_totals
from city.mobility.wifi.suppression import is_protected, protect, publish
from tests.effort import examples
from tests.unit.mobility.wifi.attacker import intervals, known_of, subtracted, with_sum

CLOSE = 1e-5


def table_of(seed: int, shape: tuple[int, ...], typical: float) -> Ints:
    """Counts as of zones: a few large, many small, some none."""
    random = np.random.default_rng(seed)
    counts = np.floor(random.lognormal(np.log(typical), 1.2, shape)).astype(np.int64)
    counts[random.random(shape) < 0.1] = 0
    return counts


TABLES = st.builds(
    table_of,
    st.integers(0, 1 << 32),
    st.sampled_from([(1,), (5,), (2, 2), (3, 4), (6, 6), (2, 3, 2), (4, 3, 3)]),
    st.sampled_from([2.0, 6.0, 15.0, 40.0]),
)


def small_of(counts: Ints) -> np.ndarray:
    full = with_totals(counts)
    return (full > 0) & (full < LEAST_GROUP)


@settings(max_examples=examples(150))
@given(TABLES)
def test_an_attacker_with_the_published_table_finds_no_number_that_was_left_out(counts: Ints) -> None:
    shown = publish(counts)

    full = with_totals(counts)
    assert shown.left_out[small_of(counts)].all()
    assert not shown.left_out[full == 0].any()
    assert np.array_equal(shown.numbers, np.where(shown.left_out, -1, full))
    low, high = intervals(known_of([shown.numbers]))
    assert (high - low >= LEAST_GROUP - CLOSE).all()
    truth = full[shown.left_out]
    assert ((low - CLOSE <= truth) & (truth <= high + CLOSE)).all()
    assert subtracted(known_of([shown.numbers])) == 0


@settings(max_examples=examples(60))
@given(TABLES)
def test_nor_does_one_who_was_told_which_groups_are_small(counts: Ints) -> None:
    shown = publish(counts)

    low, high = intervals(known_of([shown.numbers], small=[small_of(counts)]), whole=counts.size < 20)

    assert (high - low >= 1 - CLOSE).all()


@settings(max_examples=examples(30))
@given(st.integers(0, 1 << 32), st.sampled_from([4.0, 15.0]))
def test_whole_numbers_tell_no_more_in_small_tables_of_three_dimensions(seed: int, typical: float) -> None:
    shown = publish(table_of(seed, (2, 3, 2), typical))

    low, high = intervals(known_of([shown.numbers]), whole=True)

    assert (high - low >= LEAST_GROUP - 1 - CLOSE).all()


@settings(max_examples=examples(100))
@given(TABLES)
def test_the_audit_sees_what_the_attacker_sees(counts: Ints) -> None:
    table = tabulate(counts)
    only_small = small_of(counts)
    shown = publish(counts)

    for left_out in (only_small, shown.left_out):
        numbers = np.where(left_out, -1, with_totals(counts))
        for attacker, small in ((reader(table), None), (informed(table), [only_small])):
            low, high = feasible_intervals(table, left_out.reshape(-1), attacker)
            theirs = intervals(known_of([numbers], small=small))
            unknown = left_out.reshape(-1)
            # The audit looks no further than 1,000 above the truth.
            assert low[unknown] == pytest.approx(theirs[0], abs=CLOSE)
            near = theirs[1] < 900
            assert high[unknown][near] == pytest.approx(theirs[1][near], abs=CLOSE)


def test_small_groups_alone_left_out_are_found_and_the_audit_says_so() -> None:
    counts = np.array([[3, 40, 25], [60, 70, 15], [30, 11, 90]])
    table = tabulate(counts)
    only_small = small_of(counts).reshape(-1)

    assert not is_protected(table, only_small)
    known = known_of([np.where(only_small, -1, table.values).reshape(4, 4)])
    assert subtracted(known) == 1
    low, high = intervals(known)
    assert low == high == pytest.approx([3])
    assert is_protected(table, protect(table))


def test_two_small_groups_in_a_row_are_not_enough() -> None:
    counts = np.array([[3, 5, 40], [60, 70, 80]])
    pair = small_of(counts)
    pair[1, :2] = True

    # Each could only be 1 to 7.
    assert not is_protected(tabulate(counts), pair.reshape(-1))
    assert subtracted(known_of([np.where(pair, -1, with_totals(counts))])) == 0


def test_two_nines_are_not_given_away_to_one_who_knows_that_both_are_small() -> None:
    counts = np.array([9, 9, 40, 50])
    pair = small_of(counts)

    # 18 of two: a reader cannot tell, but two groups below ten make 18 in one way only.
    assert intervals(known_of([np.where(pair, -1, with_totals(counts))]))[1] == pytest.approx([17, 17])
    assert not is_protected(tabulate(counts), pair)
    assert publish(counts).left_out.sum() > 2


def test_the_least_people_are_left_out_that_do() -> None:
    shown = publish(np.array([[4, 200, 12], [300, 400, 500], [20, 600, 18]]))

    assert np.argwhere(shown.left_out).tolist() == [[0, 0], [0, 2], [2, 0], [2, 2]]


@settings(max_examples=examples(40))
@given(TABLES)
def test_nothing_is_left_out_for_nothing(counts: Ints) -> None:
    table = tabulate(counts)
    left_out = protect(table)

    for number in np.flatnonzero(left_out & ~small_of(counts).reshape(-1)).tolist():
        without = left_out.copy()
        without[number] = False
        assert not is_protected(table, without)


@pytest.mark.parametrize("counts", [[10, 11, 12], [0, 0, 0], [0, 10, 500]])
def test_where_no_group_is_small_all_is_published(counts: list[int]) -> None:
    assert not publish(np.array(counts)).left_out.any()


def test_hours_and_quarters_protected_apart_give_small_groups_away_and_together_they_do_not() -> None:
    found_apart = 0
    for seed in range(6):
        counts = table_of(seed, (4, 3, 3), 20.0)
        apart = [publish(quarter).numbers for quarter in counts] + [publish(counts.sum(axis=0)).numbers]
        size = apart[0].size
        places = [np.arange(size) + size * at for at in range(5)]
        known = with_sum(known_of(apart), places[:4], places[4])
        low, high = intervals(known)
        found_apart += int((high - low < 1).sum())

        together = publish(counts).numbers
        joined = known_of([together])
        low, high = intervals(joined)
        assert (high - low >= LEAST_GROUP - CLOSE).all()
        assert subtracted(joined) == 0
        # And each of its own tables as well, with the hour beside.
        slices = with_sum(known_of(list(together)), places[:4], places[4])
        assert subtracted(slices) == 0
        assert (np.subtract(*intervals(slices)[::-1]) >= LEAST_GROUP - CLOSE).all()
    assert found_apart > 0


@pytest.mark.exhaustive
def test_many_random_tables_give_nothing_away() -> None:
    recovered, left_out = 0, 0
    for seed in range(60):
        counts = table_of(seed, [(8, 8), (12, 5), (4, 5, 5)][seed % 3], [5.0, 20.0, 60.0][seed // 3 % 3])
        shown = publish(counts)
        low, high = intervals(known_of([shown.numbers]))
        recovered += int((high - low < LEAST_GROUP - CLOSE).sum()) + subtracted(known_of([shown.numbers]))
        left_out += len(low)

    assert left_out > 1_000
    assert recovered == 0


@pytest.mark.parametrize("counts", [np.array([3, -1]), np.zeros((0,), np.int64), np.zeros((2,) * 5, np.int64)])
def test_a_table_that_is_none_is_refused(counts: Ints) -> None:
    with pytest.raises(BadTable):
        publish(counts)


def test_totals_that_are_not_the_sums_of_their_parts_are_refused() -> None:
    with pytest.raises(BadTable):
        Tabulation(np.array([5, 6, 12]), ((2, np.array([0, 1])),))
