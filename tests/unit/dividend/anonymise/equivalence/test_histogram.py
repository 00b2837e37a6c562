import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.anonymise.equivalence.histogram import count_rows, merge, pack
from city.dividend.anonymise.rows.counting import unpack
from tests.unit.dividend.anonymise.small_tables import SmallTable, small_tables


@given(table=small_tables(), parting=st.data())
def test_the_merge_of_the_parts_is_the_histogram_of_the_whole(table: SmallTable, parting: st.DataObject) -> None:
    rows = len(table.sensitive)
    part_of = np.array(parting.draw(st.lists(st.integers(0, 3), min_size=rows, max_size=rows)))
    parts = [table.histogram(np.flatnonzero(part_of == part)) for part in parting.draw(st.permutations(range(4)))]

    assert merge(parts).same_as(table.histogram())


@given(table=small_tables(), cuts=st.data())
def test_merges_may_be_merged_in_any_grouping(table: SmallTable, cuts: st.DataObject) -> None:
    rows = len(table.sensitive)
    first, second = sorted((cuts.draw(st.integers(0, rows)), cuts.draw(st.integers(0, rows))))
    a, b, c = (table.histogram(part) for part in np.split(np.arange(rows), [first, second]))

    assert merge([merge([a, b]), c]).same_as(merge([a, merge([b, c])]))


@given(table=small_tables())
def test_no_row_is_lost(table: SmallTable) -> None:
    histogram = table.histogram()

    assert histogram.rows == (len(table.sensitive) if table.released is None else int(table.released.sum()))
    assert sum(int(s.count.sum()) for s in histogram.sensitive) == histogram.rows
    if histogram.population is not None:
        assert int(histogram.population.sum()) == len(table.sensitive)


def test_histograms_of_different_columns_do_not_merge() -> None:
    one = count_rows(["x"], [["a"]], [np.zeros(1, dtype=np.int64)])
    other = count_rows(["y"], [["a"]], [np.zeros(1, dtype=np.int64)])

    with pytest.raises(ValueError, match="different columns"):
        merge([one, other])


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 40_000)), min_size=1))
def test_packed_codes_are_in_the_order_of_the_columns_and_come_back(rows: list[tuple[int, int, int]]) -> None:
    columns = [np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)]
    sizes = (5, 3, 40_001)

    keys = pack(columns, sizes)

    assert [rows[at] for at in np.argsort(keys, kind="stable")] == sorted(rows)
    assert all(np.array_equal(one, two) for one, two in zip(unpack(keys, sizes), columns, strict=True))


def test_more_columns_than_fit_into_one_number_are_told_apart_all_the_same() -> None:
    chance = np.random.default_rng(3)
    columns = [chance.integers(0, 1 << 20, 500) for _ in range(6)]
    columns = [np.concatenate([column, column]) for column in columns]

    keys = pack(columns, [1 << 20] * 6)

    assert len(np.unique(keys)) == 500
    assert np.array_equal(keys[:500], keys[500:])
