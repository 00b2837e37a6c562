"""Every number once, whatever the order; gaps are what has not come."""

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from city.crosswalk.received_numbers import MOST_RUNS, ReceivedNumbers

BEGAN = datetime(2026, 11, 24, tzinfo=UTC)
SEQUENCES = st.lists(st.integers(min_value=1, max_value=60), max_size=80)


def taken(sequences: list[int], most_runs: int = MOST_RUNS) -> ReceivedNumbers:
    journal = ReceivedNumbers(BEGAN)
    for sequence in sequences:
        journal = journal.take(sequence, most_runs)
    return journal


@given(SEQUENCES)
def test_a_journal_holds_exactly_the_numbers_it_was_given(sequences: list[int]) -> None:
    journal = taken(sequences)

    assert {n for n in range(1, 62) if journal.has(n)} == set(sequences)
    assert journal.doubles == len(sequences) - len(set(sequences))
    assert journal.highest == max(sequences, default=0)
    assert journal.missing == journal.highest - len(set(sequences))


@given(SEQUENCES)
def test_runs_are_ascending_and_never_touch(sequences: list[int]) -> None:
    runs = taken(sequences).runs

    assert all(first <= last for first, last in runs)
    assert all(before[1] + 1 < after[0] for before, after in pairwise(runs))


@given(st.permutations(list(range(1, 40))))
def test_the_order_does_not_matter(sequences: list[int]) -> None:
    assert taken(sequences).runs == ((1, 39),)


@given(SEQUENCES)
def test_gaps_and_runs_together_are_everything(sequences: list[int]) -> None:
    journal = taken(sequences)
    covered = [n for first, last in (*journal.runs, *journal.gaps(100)) for n in range(first, last + 1)]

    assert sorted(covered) == list(range(1, journal.highest + 1))


def test_too_many_holes_are_given_up_from_the_oldest() -> None:
    journal = taken([2, 4, 6, 8], most_runs=3)

    assert journal.runs == ((2, 4), (6, 6), (8, 8))
    assert journal.given_up == 1
    assert journal.missing == 4
    assert journal.has(3)


def test_a_unit_that_loses_nothing_costs_one_pair() -> None:
    assert taken(list(range(1, 5000))).runs == ((1, 4999),)
