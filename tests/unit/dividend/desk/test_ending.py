"""When a round may end, and what is destroyed then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.books.ledger import Account
from city.dividend.desk.ending import DestructionPlace, obstacles
from city.dividend.desk.service.leftovers import RoundLeftovers, batched_names
from city.dividend.rounds.errors import RoundNotThere
from city.dividend.rounds.model import RoundState, check_move
from city.dividend.rounds.service import paths

NOTHING = dict.fromkeys(Account, 0)
LEFT = RoundLeftovers(
    round_id="2026-1", files=("files/2026-1/konai/a.csv",), shards=("abc", "def"), batches=(0, 1, 50_000)
)


def test_a_round_ends_when_it_is_paid_and_nothing_of_it_waits() -> None:
    kept = {**NOTHING, Account.CASH: 300, Account.COSTS: -100, Account.CITY: -150, Account.CARRIED: -50}

    assert obstacles(RoundState.PAID, True, 0, kept) == ()


@pytest.mark.parametrize("account", sorted(set(Account) - {Account.CASH, Account.COSTS, Account.CITY, Account.CARRIED}))
def test_money_that_is_somebodys_stands_in_the_way(account: Account) -> None:
    assert obstacles(RoundState.PAID, True, 0, {**NOTHING, account: -1}) == (f"money_in_{account.value}",)


@given(st.sampled_from(RoundState), st.booleans(), st.integers(0, 3))
def test_every_obstacle_has_its_name(state: RoundState, claims_over: bool, open_batches: int) -> None:
    found = obstacles(state, claims_over, open_batches, NOTHING)

    assert ("not_paid" in found) == (state is not RoundState.PAID)
    assert ("claims_open" in found) == (not claims_over)
    assert ("batches_open" in found) == (open_batches > 0)


@pytest.mark.parametrize("then", sorted(set(RoundState) - {RoundState.ENDED}))
def test_what_has_ended_does_nothing_more(then: RoundState) -> None:
    with pytest.raises(RoundNotThere):
        check_move(RoundState.ENDED, then)


def test_everything_is_named_but_what_proves_what_was_done() -> None:
    work = set(LEFT.names(DestructionPlace.WORK))

    assert paths.weights_name("2026-1", "abc") in work
    assert work.isdisjoint({paths.certificate_name("2026-1"), paths.signature_name("2026-1")})
    assert len(list(LEFT.names(DestructionPlace.LINKAGE))) == 256 * 2
    assert set(LEFT.names(DestructionPlace.INBOX)) == {
        "files/2026-1/konai/a.csv",
        "quarantine/2026-1/konai/a.csv.jsonl",
    }


@pytest.mark.parametrize(
    "place",
    [
        place
        for place in DestructionPlace
        if place not in (DestructionPlace.KEY, DestructionPlace.RAIL, DestructionPlace.BATCHES)
    ],
)
def test_no_name_is_anothers_round(place: DestructionPlace) -> None:
    ten = RoundLeftovers(round_id="2026-10", files=("files/2026-10/konai/a.csv",), shards=("abc", "def"), batches=(0,))
    names = list(LEFT.names(place))

    assert names
    assert len(names) == len(set(names))
    assert set(names).isdisjoint(ten.names(place))


def test_no_prefix_at_the_rail_is_anothers_round() -> None:
    ten = RoundLeftovers(round_id="2026-10", files=(), shards=(), batches=()).rail_prefixes()

    assert not [name for name in ten if name.startswith(LEFT.rail_prefixes())]


@given(st.sets(st.text(max_size=3), max_size=30), st.integers(1, 7))
def test_what_is_deleted_batch_by_batch_is_all_of_it_once(names: set[str], most: int) -> None:
    calls = list(batched_names(sorted(names), most))

    assert [name for call in calls for name in call] == sorted(names)
    assert all(0 < len(call) <= most for call in calls)
