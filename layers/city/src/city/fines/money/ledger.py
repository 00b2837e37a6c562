"""The ledger of deposits, double entry: every won the bank holds for the city, and what it is held for. Pure.

Four accounts, and no fewer will do. BANK is what lies at the bank, and grows by debits; the other three say what it is
held for, and grow by credits:

    BANK            the statement's balance
    SUSPENSE        money that pays no fine yet
    SETTLED         money that paid one
    REFUND_PAYABLE  money promised back and still here

Money paid back or taken back leaves BANK, so nothing has to be called refunded: what went out is in the entries.

A deposit moves whole and never returns to an account it left, hence a business key per deposit and account left:
one write that is refused where the key stands already, on whatever day, is enough for money never to be spent twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from city.contracts.fines.bank_statement import MovementKind
from city.fines.money.errors import EntryContradicts, EntryRepeated, MoneyNotThere
from city.office import books
from city.office.books import Leg, Posting, check_moment, is_new, on_own_side


class LedgerAccount(StrEnum):
    BANK = "bank"
    SUSPENSE = "suspense"
    SETTLED = "settled"
    REFUND_PAYABLE = "refund_payable"


class DepositEntryKind(StrEnum):
    RECEIVED_AND_SETTLED = "received_and_settled"
    RECEIVED_INTO_SUSPENSE = "received_into_suspense"
    SUSPENSE_ASSIGNED = "suspense_assigned"
    REFUND_APPROVED = "refund_approved"
    REFUND_PAID = "refund_paid"
    PAYMENT_REVERSED = "payment_reversed"


@dataclass(frozen=True, slots=True)
class DepositEntry:
    """One business fact about one deposit. `key` is taken once."""

    key: str
    kind: DepositEntryKind
    at: datetime
    postings: tuple[Posting[LedgerAccount], ...]
    notice_number: str | None
    deposit_key: str

    def __post_init__(self) -> None:
        if not self.postings:
            raise ValueError("an entry has a posting")
        check_moment(self.at)

    @property
    def amount_krw(self) -> int:
        return sum(posting.amount_krw for posting in self.postings)

    @property
    def legs(self) -> tuple[Leg[LedgerAccount], ...]:
        return tuple(leg for posting in self.postings for leg in posting.legs)

    @property
    def fact(self) -> tuple[DepositEntryKind, tuple[Posting[LedgerAccount], ...], str | None]:
        """What the entry says, but not when it was written down."""
        return self.kind, self.postings, self.notice_number


_DEBIT_ACCOUNTS = frozenset({LedgerAccount.BANK})
# Where a deposit's money may lie when it is refunded or taken back by the bank.
_REFUNDABLE = (LedgerAccount.SUSPENSE, LedgerAccount.SETTLED)


def received_and_settled(deposit_key: str, notice_number: str, amount_krw: int, at: datetime) -> DepositEntry:
    """The deposit paid its fine."""
    posting = Posting(LedgerAccount.BANK, LedgerAccount.SETTLED, amount_krw)
    return _entry(DepositEntryKind.RECEIVED_AND_SETTLED, posting, deposit_key, notice_number, at)


def received_into_suspense(deposit_key: str, amount_krw: int, at: datetime) -> DepositEntry:
    """The deposit is kept, and staff decide."""
    posting = Posting(LedgerAccount.BANK, LedgerAccount.SUSPENSE, amount_krw)
    return _entry(DepositEntryKind.RECEIVED_INTO_SUSPENSE, posting, deposit_key, None, at)


def suspense_assigned_to_notice(deposit_key: str, notice_number: str, amount_krw: int, at: datetime) -> DepositEntry:
    """Staff found the fine this money was meant for."""
    posting = Posting(LedgerAccount.SUSPENSE, LedgerAccount.SETTLED, amount_krw)
    return _entry(DepositEntryKind.SUSPENSE_ASSIGNED, posting, deposit_key, notice_number, at)


def refund_approved(
    deposit_key: str, held_in: LedgerAccount, *, amount_krw: int, at: datetime, notice_number: str | None = None
) -> DepositEntry:
    """The money is promised back: out of suspense, or out of a fine that turned out not to be owed."""
    if held_in not in _REFUNDABLE:
        raise MoneyNotThere
    posting = Posting(held_in, LedgerAccount.REFUND_PAYABLE, amount_krw)
    return _entry(DepositEntryKind.REFUND_APPROVED, posting, deposit_key, notice_number, at)


def refund_paid(deposit_key: str, amount_krw: int, at: datetime, notice_number: str | None = None) -> DepositEntry:
    """The bank paid it out."""
    posting = Posting(LedgerAccount.REFUND_PAYABLE, LedgerAccount.BANK, amount_krw)
    return _entry(DepositEntryKind.REFUND_PAID, posting, deposit_key, notice_number, at)


def payment_reversed(
    deposit_key: str, held_in: LedgerAccount, *, amount_krw: int, at: datetime, notice_number: str | None = None
) -> DepositEntry:
    """The bank took the deposit back, wherever it lay: a promised refund falls away with it."""
    if held_in is LedgerAccount.BANK:
        raise MoneyNotThere
    posting = Posting(held_in, LedgerAccount.BANK, amount_krw)
    return _entry(DepositEntryKind.PAYMENT_REVERSED, posting, deposit_key, notice_number, at)


def _entry(
    kind: DepositEntryKind, posting: Posting[LedgerAccount], deposit_key: str, notice_number: str | None, at: datetime
) -> DepositEntry:
    # Received money comes from outside; everything else leaves the account it is debited to.
    left = "received" if posting.debit is LedgerAccount.BANK else f"left-{posting.debit.value}"
    return DepositEntry(f"{deposit_key}#{left}", kind, at, (posting,), notice_number, deposit_key)


def balances(entries: Iterable[DepositEntry]) -> dict[LedgerAccount, int]:
    """What each account holds. BANK always equals the sum of the three others."""
    return on_own_side(books.balances(entries, LedgerAccount), _DEBIT_ACCOUNTS)


def lies_in(entries_of_deposit: Iterable[DepositEntry]) -> LedgerAccount | None:
    """What a deposit's money is held for now; None if it was never received or has left the bank."""
    held = balances(entries_of_deposit)
    return next((account for account in LedgerAccount if account is not LedgerAccount.BANK and held[account] > 0), None)


def check_entry(entries_of_deposit: Sequence[DepositEntry], new: DepositEntry) -> DepositEntry:
    """Returns the entry if it may be written after the others of its deposit.

    Raises EntryRepeated if it is on file already, EntryContradicts if something else is on file under its key,
    MoneyNotThere if it moves other money than lies there.
    """
    if any(entry.deposit_key != new.deposit_key for entry in entries_of_deposit):
        raise ValueError("the entries of one deposit, please")
    on_file = {entry.key: entry.fact for entry in entries_of_deposit}
    if not is_new(on_file.get(new.key), new.fact, EntryContradicts()):
        raise EntryRepeated
    held = balances(entries_of_deposit)
    for posting in new.postings:
        comes_in = posting.debit is LedgerAccount.BANK
        if comes_in and held[LedgerAccount.BANK] != 0:
            raise MoneyNotThere
        if not comes_in and held[posting.debit] != posting.amount_krw:
            raise MoneyNotThere
    return new


def reversal_of(entries_of_deposit: Sequence[DepositEntry], at: datetime) -> DepositEntry | None:
    """The entry that takes a deposit back from wherever it lies; None if it was taken back before.

    Raises MoneyNotThere if it was never received, or was paid out before the bank took it back.
    """
    if any(entry.kind is DepositEntryKind.PAYMENT_REVERSED for entry in entries_of_deposit):
        return None
    held_in = lies_in(entries_of_deposit)
    if held_in is None:
        raise MoneyNotThere
    last = entries_of_deposit[-1]
    received = balances(entries_of_deposit)[LedgerAccount.BANK]
    return payment_reversed(
        last.deposit_key, held_in, amount_krw=received, at=at, notice_number=_settled_notice(entries_of_deposit)
    )


def _settled_notice(entries: Sequence[DepositEntry]) -> str | None:
    return next((entry.notice_number for entry in entries if entry.notice_number is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Money that came to the bank or left it, as a statement would print it."""

    kind: MovementKind
    deposit_key: str
    account_number: str
    amount_krw: int
    at: datetime

    def __repr__(self) -> str:
        return f"Movement({self.kind.value}, {self.deposit_key}, {self.amount_krw}, {self.at.isoformat()})"


_MOVES_AT_BANK = {
    DepositEntryKind.RECEIVED_AND_SETTLED: MovementKind.DEPOSIT,
    DepositEntryKind.RECEIVED_INTO_SUSPENSE: MovementKind.DEPOSIT,
    DepositEntryKind.PAYMENT_REVERSED: MovementKind.CANCEL,
    DepositEntryKind.REFUND_PAID: MovementKind.REFUND,
}


def movement_of(entry: DepositEntry, account_number: str) -> Movement | None:
    """The line the bank's statement should have for an entry; None where no money moved at the bank."""
    kind = _MOVES_AT_BANK.get(entry.kind)
    if kind is None:
        return None
    return Movement(
        kind=kind,
        deposit_key=entry.deposit_key,
        account_number=account_number,
        amount_krw=entry.amount_krw,
        at=entry.at,
    )
