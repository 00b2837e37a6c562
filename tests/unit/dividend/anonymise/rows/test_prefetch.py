from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.anonymise.rows.prefetch import prefetch, prefetch_next


@given(st.lists(st.integers(), max_size=20))
def test_what_is_made_ahead_comes_in_its_order(items: list[int]) -> None:
    assert list(prefetch(lambda item: item * 2, items)) == [item * 2 for item in items]
    assert list(prefetch_next(items)) == items


def test_the_next_is_made_while_one_is_used() -> None:
    made = [Event(), Event()]

    def make(number: int) -> int:
        made[number].set()
        return number

    results = prefetch(make, range(2))
    next(results)

    assert made[1].wait(5)
    assert list(results) == [1]


def test_what_goes_wrong_is_raised_in_its_turn() -> None:
    results = prefetch(lambda item: 1 / item, [1, 0, 2])

    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)
    with pytest.raises(ZeroDivisionError):
        list(prefetch_next(1 / item for item in (1, 0)))
