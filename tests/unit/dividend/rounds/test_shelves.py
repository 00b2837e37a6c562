"""Where one card's share of a round lies."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.rounds.shelves import Shelves

HEX = st.text(alphabet=string.hexdigits.lower()[:16], min_size=4, max_size=64)


@pytest.mark.parametrize(("digits", "count"), [(1, 16), (2, 256), (3, 4096)])
def test_there_are_as_many_shelves_as_the_digits_tell_apart(digits: int, count: int) -> None:
    assert len(set(Shelves(digits))) == len(list(Shelves(digits))) == count


@given(name=HEX, digits=st.integers(1, 4))
def test_whatever_is_named_lies_on_one_of_the_shelves(name: str, digits: int) -> None:
    shelves = Shelves(digits)

    assert shelves.of(name) in set(shelves)
    assert name.startswith(shelves.of(name))
