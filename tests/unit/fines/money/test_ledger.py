from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.fines.bank_statement import MovementKind
from city.fines.money.errors import EntryContradicts, EntryRepeated, MoneyNotThere
from city.fines.money.ledger import (
    DepositEntry,
    DepositEntryKind,
    LedgerAccount,
    balances,
    check_entry,
    lies_in,
    movement_of,
    payment_reversed,
    received_and_settled,
    received_into_suspense,
    refund_approved,
    refund_paid,
    reversal_of,
    suspense_assigned_to_notice,
)
from city.office.books import Posting

AT = datetime(2026, 11, 23, 5, tzinfo=UTC)
NOTICE = "1140-2026-0123456"
KEY = "NH:20261123-000001"
ACCOUNT = "79010000000001"
SUSPENSE, SETTLED, PAYABLE = LedgerAccount.SUSPENSE, LedgerAccount.SETTLED, LedgerAccount.REFUND_PAYABLE

SETTLED_DEPOSIT = received_and_settled(KEY, NOTICE, 32_000, AT)
SUSPENDED_DEPOSIT = received_into_suspense(KEY, 31_000, AT)


def test_a_fine_paid_lies_in_settled() -> None:
    assert balances([SETTLED_DEPOSIT]) == {LedgerAccount.BANK: 32_000, SUSPENSE: 0, SETTLED: 32_000, PAYABLE: 0}


def test_a_refund_leaves_nothing_behind() -> None:
    entries = [
        SUSPENDED_DEPOSIT,
        refund_approved(KEY, SUSPENSE, amount_krw=31_000, at=AT),
        refund_paid(KEY, 31_000, AT),
    ]

    assert lies_in(entries[:1]) is SUSPENSE
    assert lies_in(entries[:2]) is PAYABLE
    assert lies_in(entries) is None
    assert set(balances(entries).values()) == {0}


def test_one_deposit_has_one_key_however_it_was_received() -> None:
    assert SETTLED_DEPOSIT.key == SUSPENDED_DEPOSIT.key == f"{KEY}#received"


def test_money_leaves_an_account_under_one_key_wherever_it_goes() -> None:
    assigned = suspense_assigned_to_notice(KEY, NOTICE, 31_000, AT)

    assert assigned.key == refund_approved(KEY, SUSPENSE, amount_krw=31_000, at=AT).key
    assert assigned.key == payment_reversed(KEY, SUSPENSE, amount_krw=31_000, at=AT).key


def test_an_entry_told_again_later_is_repeated_not_contradicted() -> None:
    with pytest.raises(EntryRepeated):
        check_entry([SETTLED_DEPOSIT], received_and_settled(KEY, NOTICE, 32_000, AT + timedelta(hours=1)))


@pytest.mark.parametrize(
    "new",
    [
        received_and_settled(KEY, NOTICE, 31_990, AT),
        received_and_settled(KEY, "1140-2026-0123457", 32_000, AT),
        received_into_suspense(KEY, 32_000, AT),
    ],
)
def test_another_entry_under_a_taken_key_contradicts(new: DepositEntry) -> None:
    with pytest.raises(EntryContradicts):
        check_entry([SETTLED_DEPOSIT], new)


@pytest.mark.parametrize(
    "new",
    [
        suspense_assigned_to_notice(KEY, NOTICE, 30_000, AT),
        refund_approved(KEY, SETTLED, amount_krw=31_000, at=AT),
        refund_paid(KEY, 31_000, AT),
        payment_reversed(KEY, SETTLED, amount_krw=31_000, at=AT),
    ],
)
def test_money_that_does_not_lie_there_is_not_moved(new: DepositEntry) -> None:
    with pytest.raises(MoneyNotThere):
        check_entry([SUSPENDED_DEPOSIT], new)


def test_nothing_moves_before_it_was_received() -> None:
    with pytest.raises(MoneyNotThere):
        check_entry([], suspense_assigned_to_notice(KEY, NOTICE, 31_000, AT))


def test_only_suspense_and_settled_money_is_refunded_and_the_bank_reverses_no_bank() -> None:
    with pytest.raises(MoneyNotThere):
        refund_approved(KEY, PAYABLE, amount_krw=1, at=AT)
    with pytest.raises(MoneyNotThere):
        payment_reversed(KEY, LedgerAccount.BANK, amount_krw=1, at=AT)


def test_the_bank_takes_money_back_from_wherever_it_lies() -> None:
    assigned = [SUSPENDED_DEPOSIT, suspense_assigned_to_notice(KEY, NOTICE, 31_000, AT)]

    reversal = reversal_of(assigned, AT)

    assert reversal == payment_reversed(KEY, SETTLED, amount_krw=31_000, at=AT, notice_number=NOTICE)
    assert reversal_of([*assigned, reversal], AT) is None


def test_money_already_paid_back_cannot_be_taken_back_too() -> None:
    entries = [
        SUSPENDED_DEPOSIT,
        refund_approved(KEY, SUSPENSE, amount_krw=31_000, at=AT),
        refund_paid(KEY, 31_000, AT),
    ]

    with pytest.raises(MoneyNotThere):
        reversal_of(entries, AT)
    with pytest.raises(MoneyNotThere):
        reversal_of([], AT)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_posting_moves_a_positive_amount(amount: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        Posting(LedgerAccount.BANK, SETTLED, amount)


def test_a_posting_needs_two_accounts_and_an_entry_a_posting_and_an_offset() -> None:
    with pytest.raises(ValueError, match="two accounts"):
        Posting(SETTLED, SETTLED, 1)
    with pytest.raises(ValueError, match="posting"):
        DepositEntry("key", DepositEntryKind.REFUND_PAID, AT, (), None, KEY)
    with pytest.raises(ValueError, match="offset"):
        received_into_suspense(KEY, 1, AT.replace(tzinfo=None))


def test_entries_of_two_deposits_are_not_judged_together() -> None:
    with pytest.raises(ValueError, match="one deposit"):
        check_entry([received_into_suspense("NH:other-1", 1, AT)], SETTLED_DEPOSIT)


def test_only_what_moved_at_the_bank_is_a_movement() -> None:
    movement = movement_of(SETTLED_DEPOSIT, ACCOUNT)

    assert movement is not None
    assert movement.kind is MovementKind.DEPOSIT
    assert ACCOUNT not in repr(movement)
    assert movement_of(suspense_assigned_to_notice(KEY, NOTICE, 1, AT), ACCOUNT) is None
    assert movement_of(refund_approved(KEY, SUSPENSE, amount_krw=1, at=AT), ACCOUNT) is None


KEYS = st.sampled_from([f"NH:deposit-{n}" for n in range(3)])
AMOUNTS = st.sampled_from([10, 32_000])
NOTICES = st.sampled_from([NOTICE, "1140-2026-0123457"])
HOLDERS = st.sampled_from([SUSPENSE, SETTLED, PAYABLE])
WANTED = st.one_of(
    st.builds(received_and_settled, KEYS, NOTICES, AMOUNTS, st.just(AT)),
    st.builds(received_into_suspense, KEYS, AMOUNTS, st.just(AT)),
    st.builds(suspense_assigned_to_notice, KEYS, NOTICES, AMOUNTS, st.just(AT)),
    st.builds(refund_approved, KEYS, st.sampled_from([SUSPENSE, SETTLED]), amount_krw=AMOUNTS, at=st.just(AT)),
    st.builds(refund_paid, KEYS, AMOUNTS, st.just(AT)),
    st.builds(payment_reversed, KEYS, HOLDERS, amount_krw=AMOUNTS, at=st.just(AT)),
)


@given(st.lists(WANTED, max_size=60))
def test_whatever_is_asked_the_books_hold(wanted: list[DepositEntry]) -> None:
    by_deposit: dict[str, list[DepositEntry]] = defaultdict(list)
    for entry in wanted:
        try:
            by_deposit[entry.deposit_key].append(check_entry(by_deposit[entry.deposit_key], entry))
        except (EntryRepeated, EntryContradicts, MoneyNotThere):
            continue
    written = [entry for entries in by_deposit.values() for entry in entries]

    held = balances(written)

    debits, credited = Counter[LedgerAccount](), Counter[LedgerAccount]()
    for posting in (posting for entry in written for posting in entry.postings):
        debits[posting.debit] += posting.amount_krw
        credited[posting.credit] += posting.amount_krw
    assert debits.total() == credited.total()
    assert held[LedgerAccount.BANK] == debits[LedgerAccount.BANK] - credited[LedgerAccount.BANK]
    assert all(held[account] == credited[account] - debits[account] for account in (SUSPENSE, SETTLED, PAYABLE))
    assert all(amount >= 0 for amount in held.values())
    assert held[LedgerAccount.BANK] == held[SUSPENSE] + held[SETTLED] + held[PAYABLE]
    moved = [movement for entry in written if (movement := movement_of(entry, ACCOUNT))]
    signed = {MovementKind.DEPOSIT: 1, MovementKind.CANCEL: -1, MovementKind.REFUND: -1}
    assert held[LedgerAccount.BANK] == sum(signed[m.kind] * m.amount_krw for m in moved)
    assert len({entry.key for entry in written}) == len(written)
    for entries in by_deposit.values():
        assert set(balances(entries).values()) <= {0, entries[0].amount_krw if entries else 0}


@given(st.lists(WANTED, max_size=20))
def test_a_key_refused_by_the_table_alone_never_spends_money_twice(wanted: list[DepositEntry]) -> None:
    """Two clerks at once both pass the check; the key lets one write."""
    start = [received_into_suspense(f"NH:deposit-{n}", 32_000, AT) for n in range(3)]
    table = {entry.key: entry for entry in start}
    for entry in wanted:
        first = next(e for e in start if e.deposit_key == entry.deposit_key)
        try:
            check_entry([first], entry)
        except (EntryRepeated, EntryContradicts, MoneyNotThere):
            continue
        table.setdefault(entry.key, entry)

    assert balances(table.values())[SUSPENSE] >= 0
