"""Double-entry books: legs and postings, what every entry must be, what accounts hold, what is written once. Pure.

Amounts are signed won: a debit is positive, a credit negative, so an entry is balanced when its legs add up to zero,
and so is any set of entries. An entry is a business fact under a business key, taken once; it is never changed.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from city.kernel.errors import Rejected

AccountT = TypeVar("AccountT", bound=StrEnum)
AccountT_co = TypeVar("AccountT_co", bound=StrEnum, covariant=True)


@dataclass(frozen=True, slots=True, order=True)
class Leg(Generic[AccountT_co]):
    """One side of an entry. Won, positive for a debit, negative for a credit; `party`: whose, where an account is kept so."""

    account: AccountT_co
    amount_krw: int
    party: str | None = None

    def __post_init__(self) -> None:
        if self.amount_krw == 0:
            raise ValueError("a leg moves money")


@dataclass(frozen=True, slots=True)
class Posting(Generic[AccountT_co]):
    """The same amount on both sides: an entry made of postings cannot be out of balance."""

    debit: AccountT_co
    credit: AccountT_co
    amount_krw: int

    def __post_init__(self) -> None:
        if self.amount_krw <= 0:
            raise ValueError("a posting moves a positive amount")
        if self.debit is self.credit:
            raise ValueError("a posting moves money between two accounts")

    @property
    def legs(self) -> tuple[Leg[AccountT_co], Leg[AccountT_co]]:
        return Leg(self.debit, self.amount_krw), Leg(self.credit, -self.amount_krw)


class Booked(Protocol[AccountT_co]):
    """An entry of any domain's books."""

    @property
    def legs(self) -> tuple[Leg[AccountT_co], ...]: ...


def check_moment(at: datetime) -> None:
    """Raises ValueError for a moment without its offset."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its offset")


def check_legs(legs: Collection[Leg[AccountT]], unbalanced: Rejected) -> None:
    """Raises ValueError where there is no leg, or an account and party stand twice, `unbalanced` where they do not add up."""
    if not legs:
        raise ValueError("an entry has legs")
    if len({(leg.account, leg.party) for leg in legs}) != len(legs):
        raise ValueError("an entry names an account and party once")
    if sum(leg.amount_krw for leg in legs):
        raise unbalanced


def balances(entries: Iterable[Booked[AccountT]], accounts: type[AccountT]) -> dict[AccountT, int]:
    """The sum of each account's legs; credits are negative. Every account stands in it, and all add up to zero."""
    held = dict.fromkeys(accounts, 0)
    for entry in entries:
        for leg in entry.legs:
            held[leg.account] += leg.amount_krw
    return held


def on_own_side(held: Mapping[AccountT, int], debit_accounts: Collection[AccountT]) -> dict[AccountT, int]:
    """Balances as positive amounts, each on its account's own side: debits of `debit_accounts`, credits of the others."""
    return {account: amount if account in debit_accounts else -amount for account, amount in held.items()}


def balances_by_party(entries: Iterable[Booked[AccountT]], account: AccountT) -> dict[str, int]:
    """What is owed to each party of an account, as a positive amount. Parties owed nothing are left out."""
    held: defaultdict[str, int] = defaultdict(int)
    for entry in entries:
        for leg in entry.legs:
            if leg.account is account and leg.party is not None:
                held[leg.party] -= leg.amount_krw
    return {party: amount for party, amount in held.items() if amount}


def is_new(on_file: Hashable | None, fact: Hashable, contradiction: Rejected) -> bool:
    """Whether a fact has yet to be written, where `on_file` is what stands under its key.

    When it was written down is no part of a fact: the same fact may be sent again later. False for the same fact.
    Raises `contradiction` for another fact under the same key.
    """
    if on_file is None:
        return True
    if on_file != fact:
        raise contradiction
    return False
