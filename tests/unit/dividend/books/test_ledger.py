from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from city.dividend.books import ledger
from city.dividend.books.errors import AccountOverdrawn, CorrectedBefore, EntryContradicts, EntryUnbalanced
from city.dividend.books.ledger import (
    Account,
    EntryKind,
    RoundEntry,
    RoundJournal,
    RoundLeg,
    balances,
    correction_of,
    is_new,
)
from city.office.books import balances_by_party

AT = datetime(2026, 11, 24, 5, tzinfo=UTC)
ROUND = "2026-1"
DUES = {"a" * 32: 120, "b" * 32: 120}
REAL_ROUND_KRW, REAL_ROUND_CARDS = 43_293_840, 360_782


def funded(pool_krw: int = 240, costs_krw: int = 60) -> RoundJournal:
    """A round whose sales are in and whose books are closed."""
    return RoundJournal(
        [
            ledger.sale_paid(ROUND, "order-1", pool_krw + costs_krw, AT),
            ledger.books_closed(ROUND, costs_krw=costs_krw, city_krw=0, pool_krw=pool_krw, at=AT),
        ]
    )


def test_an_entry_out_of_balance_cannot_be_made() -> None:
    with pytest.raises(EntryUnbalanced):
        RoundEntry(
            key="x",
            kind=EntryKind.SALE_PAID,
            round_id=ROUND,
            at=AT,
            legs=(RoundLeg(Account.CASH, 100), RoundLeg(Account.SALES, -99)),
        )


@pytest.mark.parametrize(
    "legs",
    [
        (),
        (RoundLeg(Account.CASH, 1), RoundLeg(Account.CASH, 1), RoundLeg(Account.SALES, -2)),
    ],
)
def test_an_entry_has_each_account_and_party_once(legs: tuple[RoundLeg, ...]) -> None:
    with pytest.raises(ValueError, match="entry"):
        RoundEntry(key="x", kind=EntryKind.SALE_PAID, round_id=ROUND, at=AT, legs=legs)


def test_what_is_owed_is_owed_to_somebody_and_cash_to_nobody() -> None:
    with pytest.raises(ValueError, match="kept by party"):
        RoundLeg(Account.PAYABLE, -1)
    with pytest.raises(ValueError, match="kept by party"):
        RoundLeg(Account.CASH, 1, "a")


def test_a_round_that_is_paid_out_leaves_costs_and_nothing_owed() -> None:
    journal = funded()

    journal.post(ledger.allocated(ROUND, "2026-1-00000", DUES, AT))
    journal.post(ledger.sent(ROUND, "2026-1-00000-1", DUES, AT))
    journal.post(ledger.settled(ROUND, "2026-1-00000-1", paid=DUES, returned={}, at=AT))

    assert {account: amount for account, amount in balances(journal.entries).items() if amount} == {
        Account.CASH: 60,
        Account.COSTS: -60,
    }


def test_what_the_rail_returned_is_owed_again_to_the_same_citizen() -> None:
    journal = funded()
    journal.post(ledger.allocated(ROUND, "0", DUES, AT))
    journal.post(ledger.sent(ROUND, "0-1", DUES, AT))

    journal.post(ledger.settled(ROUND, "0-1", paid={"a" * 32: 120}, returned={"b" * 32: 120}, at=AT))

    assert balances_by_party(journal.entries, Account.PAYABLE) == {"b" * 32: 120}
    assert journal.balance(Account.CASH) == 180


def test_the_same_fact_told_again_later_is_no_second_entry() -> None:
    journal = funded()
    again = ledger.sale_paid(ROUND, "order-1", 300, AT + timedelta(days=1))

    assert journal.post(again) is False
    assert len(journal.entries) == 2


@pytest.mark.parametrize(
    "other",
    [
        ledger.sale_paid(ROUND, "order-1", 301, AT),
        ledger.sale_paid("2026-2", "order-1", 300, AT),
    ],
)
def test_another_fact_under_a_taken_key_is_refused_and_changes_nothing(other: RoundEntry) -> None:
    journal = funded()
    before = balances(journal.entries)

    with pytest.raises(EntryContradicts):
        journal.post(other)

    assert balances(journal.entries) == before


def test_the_order_in_which_legs_are_told_is_no_part_of_the_fact() -> None:
    legs = (RoundLeg(Account.CASH, 2), RoundLeg(Account.SALES, -2))
    one = RoundEntry(key="x", kind=EntryKind.SALE_PAID, round_id=ROUND, at=AT, legs=legs)
    other = RoundEntry(key="x", kind=EntryKind.SALE_PAID, round_id=ROUND, at=AT, legs=legs[::-1])

    assert is_new(one.digest, other) is False


def test_nobody_is_sent_more_than_is_owed() -> None:
    journal = funded()
    journal.post(ledger.allocated(ROUND, "0", DUES, AT))

    with pytest.raises(AccountOverdrawn):
        journal.post(ledger.sent(ROUND, "0-1", {"a" * 32: 121}, AT))


def test_the_parts_are_never_more_than_the_pool() -> None:
    journal = funded(pool_krw=239)

    with pytest.raises(AccountOverdrawn):
        journal.post(ledger.allocated(ROUND, "0", DUES, AT))


def test_a_mistake_is_taken_back_by_another_entry_and_once() -> None:
    journal = funded()
    mistake = ledger.allocated(ROUND, "0", DUES, AT)
    journal.post(mistake)

    correction = correction_of(mistake, AT)

    assert journal.post(correction) is True
    assert journal.post(correction) is False
    assert journal.balance(Account.PAYABLE) == 0
    assert mistake in journal.entries
    with pytest.raises(CorrectedBefore):
        correction_of(correction, AT)


def test_what_was_never_written_cannot_be_corrected() -> None:
    journal = funded()

    with pytest.raises(EntryContradicts):
        journal.post(correction_of(ledger.allocated(ROUND, "7", DUES, AT), AT))


@pytest.mark.exhaustive
def test_the_first_round_of_gyeonggi_is_paid_to_the_last_won() -> None:
    dues = {f"{card:032x}": 120 for card in range(REAL_ROUND_CARDS)}
    journal = funded(REAL_ROUND_KRW, 50_000_000 - REAL_ROUND_KRW)

    journal.post(ledger.allocated(ROUND, "all", dues, AT))
    journal.post(ledger.sent(ROUND, "all-1", dues, AT))
    journal.post(ledger.settled(ROUND, "all-1", paid=dues, returned={}, at=AT))

    assert sum(dues.values()) == REAL_ROUND_KRW
    assert journal.balance(Account.ROUND_POOL) == journal.balance(Account.PAYABLE) == 0
    assert journal.balance(Account.CASH) == journal.balance(Account.COSTS) == 6_706_160


amounts = st.integers(1, 10_000)


class LedgerMachine(RuleBasedStateMachine):
    """A city that sells, shares, sends, settles, reverses and corrects in any order, and repeats itself."""

    owing = Bundle("owing")
    travelling = Bundle("travelling")

    def __init__(self) -> None:
        super().__init__()
        self.journal = RoundJournal()
        self.owed: Counter[str] = Counter()
        self.pool = self.serial = 0

    def next(self) -> str:
        self.serial += 1
        return f"{ROUND}-{self.serial:05d}"

    @rule(pool=amounts, costs=st.integers(0, 1000), city=st.integers(0, 1000))
    def sell_and_close(self, pool: int, costs: int, city: int) -> None:
        key = self.next()
        self.journal.post(ledger.sale_paid(ROUND, key, pool + costs + city, AT))
        self.journal.post(ledger.books_closed(key, costs_krw=costs, city_krw=city, pool_krw=pool, at=AT))
        self.pool += pool

    @precondition(lambda self: self.pool)
    @rule(target=owing, data=st.data())
    def allocate(self, data: st.DataObject) -> str:
        amount = data.draw(st.integers(1, self.pool))
        party = data.draw(st.sampled_from("abc"))
        self.journal.post(ledger.allocated(ROUND, self.next(), {party: amount}, AT))
        self.pool -= amount
        self.owed[party] += amount
        return party

    @rule(target=travelling, party=owing, share=st.floats(0, 1))
    def send(self, party: str, share: float) -> tuple[str, str, int]:
        amount = max(1, int(self.owed[party] * share))
        key = self.next()
        entry = ledger.sent(ROUND, key, {party: amount}, AT)
        if self.owed[party] < amount:
            with pytest.raises(AccountOverdrawn):
                self.journal.post(entry)
            return key, party, 0
        self.journal.post(entry)
        self.owed[party] -= amount
        return key, party, amount

    @rule(travelled=consumes(travelling), paid=st.booleans())
    def settle(self, travelled: tuple[str, str, int], paid: bool) -> None:
        key, party, amount = travelled
        if not amount:
            return
        dues = {party: amount}
        self.journal.post(ledger.settled(ROUND, key, paid=dues if paid else {}, returned={} if paid else dues, at=AT))
        if paid:
            self.journal.post(ledger.reversed_payment(ROUND, key, pseudonym=party, amount_krw=amount, at=AT))
        self.owed[party] += amount

    @precondition(lambda self: self.journal.entries)
    @rule(data=st.data())
    def repeat_something(self, data: st.DataObject) -> None:
        entry = data.draw(st.sampled_from(self.journal.entries))

        assert self.journal.post(entry) is False

    @rule(party=st.sampled_from("abc"))
    def make_a_mistake_and_take_it_back(self, party: str) -> None:
        key = self.next()
        self.journal.post(ledger.sale_paid(ROUND, key, 5, AT))
        self.journal.post(correction_of(self.journal.entries[-1], AT))

    @invariant()
    def debits_are_credits(self) -> None:
        assert sum(balances(self.journal.entries).values()) == 0
        for entry in self.journal.entries:
            assert sum(entry.totals.values()) == 0

    @invariant()
    def nobody_is_owed_more_or_less_than_happened(self) -> None:
        owed = balances_by_party(self.journal.entries, Account.PAYABLE)

        assert owed == {party: amount for party, amount in self.owed.items() if amount}
        assert self.journal.balance(Account.ROUND_POOL) == self.pool
        assert all(amount >= 0 for amount in owed.values())

    @invariant()
    def writing_it_all_down_again_gives_the_same_ledger(self) -> None:
        assert balances(RoundJournal(self.journal.entries).entries) == balances(self.journal.entries)


TestLedgerMachine = LedgerMachine.TestCase


@given(st.permutations(range(4)), st.lists(st.integers(0, 3), max_size=6))
def test_entries_of_independent_batches_may_come_in_any_order_and_again(order: list[int], again: list[int]) -> None:
    dues = [{f"{batch}{party}": 10 + party for party in range(3)} for batch in range(4)]
    entries = [ledger.allocated(ROUND, str(batch), dues[batch], AT) for batch in range(4)]
    straight, shuffled = funded(pool_krw=1000), funded(pool_krw=1000)
    for entry in entries:
        straight.post(entry)

    for batch in [*order, *again]:
        shuffled.post(entries[batch])

    assert {entry.key: entry.digest for entry in straight.entries} == {
        entry.key: entry.digest for entry in shuffled.entries
    }
