"""Double-entry books: every set of entries is balanced, and a fact is written once."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.kernel.errors import Conflict, Rejected
from city.office.books import (
    Leg,
    Posting,
    balances,
    balances_by_party,
    check_legs,
    check_moment,
    is_new,
    on_own_side,
)


class Account(StrEnum):
    BANK = "bank"
    HELD = "held"
    OWED = "owed"


class Unbalanced(Rejected):
    """Of a domain."""


class Contradicts(Conflict):
    """Of a domain."""


@dataclass(frozen=True)
class OneEntry:
    legs: tuple[Leg[Account], ...]


AMOUNTS = st.integers(1, 10**12)
POSTINGS = st.builds(
    lambda accounts, amount: Posting(accounts[0], accounts[1], amount), st.permutations(list(Account)), AMOUNTS
)
PARTIES = st.sampled_from([None, "a", "b"])
LEGS = st.builds(Leg, st.sampled_from(Account), st.integers(-50, 50).filter(bool), PARTIES)


@given(st.lists(POSTINGS))
def test_whatever_is_posted_debits_are_credits(postings: list[Posting[Account]]) -> None:
    held = balances([OneEntry(posting.legs) for posting in postings], Account)

    assert set(held) == set(Account)
    assert sum(held.values()) == 0


@given(st.lists(POSTINGS))
def test_each_account_holds_what_came_less_what_went(postings: list[Posting[Account]]) -> None:
    own = on_own_side(balances([OneEntry(posting.legs) for posting in postings], Account), {Account.BANK})

    for account in Account:
        debits = sum(posting.amount_krw for posting in postings if posting.debit is account)
        credited = sum(posting.amount_krw for posting in postings if posting.credit is account)
        assert own[account] == (debits - credited if account is Account.BANK else credited - debits)
    assert own[Account.BANK] == own[Account.HELD] + own[Account.OWED]


@given(st.lists(LEGS, max_size=6))
def test_legs_pass_only_as_a_balanced_entry_that_names_each_account_and_party_once(legs: list[Leg[Account]]) -> None:
    names = [(leg.account, leg.party) for leg in legs]
    well_formed = bool(legs) and len(set(names)) == len(names)

    try:
        check_legs(legs, Unbalanced())
    except ValueError:
        assert not well_formed
    except Unbalanced:
        assert well_formed
        assert sum(leg.amount_krw for leg in legs) != 0
    else:
        assert well_formed
        assert sum(leg.amount_krw for leg in legs) == 0


@given(st.lists(LEGS, max_size=20))
def test_what_parties_are_owed_is_what_the_account_holds_for_parties(legs: list[Leg[Account]]) -> None:
    entries = [OneEntry((leg,)) for leg in legs]

    owed = balances_by_party(entries, Account.OWED)

    assert 0 not in owed.values()
    with_party = [leg.amount_krw for leg in legs if leg.account is Account.OWED and leg.party is not None]
    assert sum(owed.values()) == -sum(with_party)


@given(st.dictionaries(st.sampled_from("abc"), st.integers(0, 1)), st.sampled_from("abc"), st.integers(0, 1))
def test_a_key_is_taken_once_and_by_one_fact(on_file: dict[str, int], key: str, fact: int) -> None:
    if key in on_file and on_file[key] != fact:
        with pytest.raises(Contradicts):
            is_new(on_file.get(key), fact, Contradicts())
    else:
        assert is_new(on_file.get(key), fact, Contradicts()) is (key not in on_file)


def test_nothing_moves_nothing_and_no_account_pays_itself() -> None:
    with pytest.raises(ValueError, match="moves money"):
        Leg(Account.BANK, 0)
    with pytest.raises(ValueError, match="positive"):
        Posting(Account.BANK, Account.HELD, 0)
    with pytest.raises(ValueError, match="two accounts"):
        Posting(Account.BANK, Account.BANK, 1)


def test_a_moment_has_its_offset() -> None:
    check_moment(datetime(2026, 11, 24, tzinfo=UTC))
    with pytest.raises(ValueError, match="offset"):
        check_moment(datetime(2026, 11, 24))  # noqa: DTZ001
