from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from city.dividend.rounds.contributions import MOST_OF_A_PERSON, Rows, Unit, add_up, join

GROUPS = 4
Payment = tuple[int, int, int]
payments = st.lists(
    st.tuples(st.integers(-3, 3), st.integers(0, GROUPS - 1), st.integers(0, 5) | st.integers(0, 10**12)), max_size=40
)
units = st.sampled_from(list(Unit))
mosts = st.integers(1, 12) | st.integers(1, MOST_OF_A_PERSON)


def rows(payments: list[Payment]) -> Rows:
    columns = np.array(payments, dtype=np.int64).reshape(-1, 3).T
    return Rows(columns[0], columns[1].astype(np.uint16), columns[2])


def answer(payments: list[Payment], unit: Unit, most: int) -> list[int]:
    found: list[int] = add_up(rows(payments), unit, GROUPS, most).tolist()
    return found


def value_of(payments: list[Payment], unit: Unit) -> dict[int, Counter[int]]:
    """Person -> group -> what they have there, uncut."""
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for person, group, amount_krw in payments:
        found[person][group] += amount_krw if unit is Unit.AMOUNT_KRW else 1
        if unit is Unit.CARDS:
            found[person][group] = 1
    return found


@given(payments, units, mosts)
def test_nobody_moves_an_answer_by_more_than_the_bound(payments: list[Payment], unit: Unit, most: int) -> None:
    with_all = answer(payments, unit, most)

    for person in {person for person, _, _ in payments}:
        without = answer([payment for payment in payments if payment[0] != person], unit, most)
        moved = [more - less for more, less in zip(with_all, without, strict=True)]
        assert min(moved) >= 0
        assert sum(moved) <= most


@given(payments, units)
def test_a_bound_that_nobody_reaches_cuts_nothing(payments: list[Payment], unit: Unit) -> None:
    small = [(person, group, amount_krw % 1000) for person, group, amount_krw in payments]
    exact: Counter[int] = sum(value_of(small, unit).values(), Counter())

    assert answer(small, unit, MOST_OF_A_PERSON) == [exact[group] for group in range(GROUPS)]


@given(payments, units, mosts)
@example([(1, 0, 10**12), (1, 1, 3 * 10**11)], Unit.AMOUNT_KRW, MOST_OF_A_PERSON)
def test_whoever_has_more_than_the_bound_counts_for_the_bound(payments: list[Payment], unit: Unit, most: int) -> None:
    people = value_of(payments, unit).values()

    assert sum(answer(payments, unit, most)) == sum(min(most, sum(person.values())) for person in people)


@given(payments, units, mosts, st.randoms(use_true_random=False))
def test_the_order_of_payments_and_the_shards_they_lie_in_change_nothing(
    payments: list[Payment], unit: Unit, most: int, chance
) -> None:
    shuffled = list(payments)
    chance.shuffle(shuffled)
    cut = chance.randint(0, len(shuffled))

    joined = join([rows(shuffled[:cut]), rows(shuffled[cut:])])

    assert add_up(joined, unit, GROUPS, most).tolist() == answer(payments, unit, most)


def test_what_is_cut_keeps_its_proportions() -> None:
    payments = [(1, 0, 0)] * 6 + [(1, 1, 0)] * 3 + [(1, 3, 0)]

    assert answer(payments, Unit.PAYMENTS, 5) == [3, 2, 0, 0]
    assert answer(payments, Unit.CARDS, 2) == [1, 1, 0, 0]


def test_refunds_take_nothing_from_what_others_paid() -> None:
    assert answer([(1, 0, -500), (1, 0, 200), (2, 1, -1)], Unit.AMOUNT_KRW, 1000) == [200, 0, 0, 0]


def test_no_payment_is_no_answer_but_nothing() -> None:
    assert answer([], Unit.CARDS, 1) == [0] * GROUPS


@pytest.mark.parametrize("most", [0, -1, MOST_OF_A_PERSON + 1])
def test_a_bound_that_bounds_nothing_is_refused(most: int) -> None:
    with pytest.raises(ValueError, match="of a person"):
        answer([(1, 0, 1)], Unit.CARDS, most)
