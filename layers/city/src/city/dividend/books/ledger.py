"""The ledger of the dividend, double entry: where every won of a round came from and where it lies. Pure.

Ten accounts. The first two are what the city has or waits for, and grow by debits; the others say whose it is, and
grow by credits:

    CASH          what lies at the bank
    IN_TRANSIT    handed to the rail and not yet answered for: grows by credits, its cash has not moved yet
    SALES         what buyers paid, until the round's books are closed
    LATE_SALES    what buyers paid after the round's books were closed, until a later round's books take it
    COSTS         what the work cost and was kept back, up to the cap
    CITY          what is left to the city by policy
    ROUND_POOL    the citizens' part, not yet allocated
    PAYABLE       owed to a citizen; kept by party, which is the pseudonym of the round
    CARRIED       too little to send, kept for the same citizen's next round. Without party: who it is for lies with
                  the linkage table, or two rounds could be joined here
    UNCLAIMED     nobody may or will take it; the policy says what becomes of it

An entry is a business fact under a business key, taken once. It is never changed: a mistake is corrected by an entry
that takes it back, and another that says it right. Amounts are signed won: a debit is positive, a credit negative, so
an entry is balanced when its legs add up to zero, and so is any set of entries.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from city.dividend.books.errors import AccountOverdrawn, CorrectedBefore, EntryContradicts, EntryUnbalanced
from city.office import books
from city.office.books import Leg, check_legs, check_moment


class Account(StrEnum):
    CASH = "cash"
    IN_TRANSIT = "in_transit"
    SALES = "sales"
    LATE_SALES = "late_sales"
    COSTS = "costs"
    CITY = "city"
    ROUND_POOL = "round_pool"
    PAYABLE = "payable"
    CARRIED = "carried"
    UNCLAIMED = "unclaimed"


# Which side an account's balance lies on; on the other side it is overdrawn.
DEBIT_ACCOUNTS = frozenset({Account.CASH})
PARTY_ACCOUNTS = frozenset({Account.PAYABLE, Account.IN_TRANSIT})


class EntryKind(StrEnum):
    SALE_PAID = "sale_paid"
    SALE_REFUNDED = "sale_refunded"
    BOOKS_CLOSED = "books_closed"
    ALLOCATED = "allocated"
    CARRIED_IN = "carried_in"
    CARRIED_OVER = "carried_over"
    WITHHELD = "withheld"
    SENT = "sent"
    SETTLED = "settled"
    REVERSED = "reversed"
    LAPSED = "lapsed"
    SALE_WAITS = "sale_waits"
    SALE_MOVED = "sale_moved"
    UNCLAIMED_GIVEN = "unclaimed_given"
    UNCLAIMED_TAKEN = "unclaimed_taken"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, order=True)
class RoundLeg(Leg[Account]):
    """One side of an entry, by party where an account is kept so."""

    def __post_init__(self) -> None:
        # Not `super()`: a dataclass with slots is another class than the one its methods were written in.
        Leg.__post_init__(self)
        if (self.party is not None) != (self.account in PARTY_ACCOUNTS):
            raise ValueError(f"{self.account.value} is {'not ' if self.party else ''}kept by party")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEntry:
    """One business fact. `key` is taken once, whatever the day. Raises EntryUnbalanced where debits and credits differ."""

    key: str
    kind: EntryKind
    round_id: str
    at: datetime
    legs: tuple[RoundLeg, ...]
    corrects: str | None = None
    digest: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        check_moment(self.at)
        check_legs(self.legs, EntryUnbalanced(self.key))
        object.__setattr__(self, "digest", _digest(self))

    @property
    def totals(self) -> dict[Account, int]:
        """The entry without its parties: what it does to each account."""
        return balances([self])


def _digest(entry: RoundEntry) -> str:
    """Over the fact, not over when it was written down: the same fact may be sent again later."""
    legs = [[leg.account.value, leg.party, leg.amount_krw] for leg in sorted(entry.legs, key=_order)]
    fact = [entry.key, entry.kind.value, entry.round_id, entry.corrects, legs]
    return hashlib.sha256(json.dumps(fact, separators=(",", ":")).encode()).hexdigest()


def _order(leg: RoundLeg) -> tuple[str, str]:
    return leg.account.value, leg.party or ""


def is_new(on_file: str | None, entry: RoundEntry) -> bool:
    """Whether the entry has yet to be written, where `on_file` is the digest of what stands under its key.

    False for the same fact. Raises EntryContradicts for another fact under the same key.
    """
    return books.is_new(on_file, entry.digest, EntryContradicts(entry.key))


def balances(entries: Iterable[RoundEntry]) -> dict[Account, int]:
    """The sum of each account's legs; credits are negative. Every account stands in it, and all add up to zero."""
    return books.balances(entries, Account)


def correction_of(entry: RoundEntry, at: datetime) -> RoundEntry:
    """The entry that takes another back, whole. Raises CorrectedBefore for an entry that is itself a correction."""
    if entry.corrects is not None:
        raise CorrectedBefore(entry.key)
    legs = tuple(RoundLeg(leg.account, -leg.amount_krw, leg.party) for leg in entry.legs)
    return RoundEntry(
        key=f"correct:{entry.key}",
        kind=EntryKind.CORRECTION,
        round_id=entry.round_id,
        at=at,
        legs=legs,
        corrects=entry.key,
    )


class RoundJournal:
    """Entries in the order they were written, with the rules for writing another. In memory; the table keeps the same."""

    def __init__(self, entries: Iterable[RoundEntry] = ()) -> None:
        self._entries: dict[str, RoundEntry] = {}
        self._held: defaultdict[tuple[Account, str | None], int] = defaultdict(int)
        for entry in entries:
            self.post(entry)

    @property
    def entries(self) -> tuple[RoundEntry, ...]:
        return tuple(self._entries.values())

    def post(self, entry: RoundEntry) -> bool:
        """Writes the entry; False if the same fact is on file already.

        Raises EntryContradicts, CorrectedBefore, AccountOverdrawn; then nothing is written.
        """
        known = self._entries.get(entry.key)
        if not is_new(known.digest if known else None, entry):
            return False
        if entry.corrects is not None and entry.corrects not in self._entries:
            raise EntryContradicts(entry.corrects)
        for leg in entry.legs:
            left = self._held[leg.account, leg.party] + leg.amount_krw
            takes_out = (leg.amount_krw < 0) == (leg.account in DEBIT_ACCOUNTS)
            overdrawn = left < 0 if leg.account in DEBIT_ACCOUNTS else left > 0
            if takes_out and overdrawn:
                raise AccountOverdrawn(f"{leg.account.value} {leg.party or ''}")
        for leg in entry.legs:
            self._held[leg.account, leg.party] += leg.amount_krw
        self._entries[entry.key] = entry
        return True

    def balance(self, account: Account) -> int:
        """As a positive amount on the account's own side."""
        total = sum(amount for (known, _), amount in self._held.items() if known is account)
        return total if account in DEBIT_ACCOUNTS else -total

    def owed(self, account: Account, party: str) -> int:
        return -self._held[account, party]


# --- the facts of a round --------------------------------------------------------------------------


def sale_paid(round_id: str, order: str, amount_krw: int, at: datetime) -> RoundEntry:
    """A buyer paid an order."""
    legs = (RoundLeg(Account.CASH, amount_krw), RoundLeg(Account.SALES, -amount_krw))
    return RoundEntry(key=f"sale:{order}", kind=EntryKind.SALE_PAID, round_id=round_id, at=at, legs=legs)


def sale_refunded(round_id: str, order: str, amount_krw: int, at: datetime) -> RoundEntry:
    """A buyer got an order's money back, while the books of its round are open."""
    legs = (RoundLeg(Account.SALES, amount_krw), RoundLeg(Account.CASH, -amount_krw))
    return RoundEntry(key=f"refund:{order}", kind=EntryKind.SALE_REFUNDED, round_id=round_id, at=at, legs=legs)


def late_sale_refunded(round_id: str, order: str, amount_krw: int, at: datetime) -> RoundEntry:
    """A buyer got the money of a sale back that waited for a round."""
    legs = (RoundLeg(Account.LATE_SALES, amount_krw), RoundLeg(Account.CASH, -amount_krw))
    return RoundEntry(key=f"refund:{order}", kind=EntryKind.SALE_REFUNDED, round_id=round_id, at=at, legs=legs)


def books_closed(round_id: str, *, costs_krw: int, city_krw: int, pool_krw: int, at: datetime) -> RoundEntry:
    """What buyers paid is divided: costs, the city, the citizens."""
    parts = ((Account.COSTS, costs_krw), (Account.CITY, city_krw), (Account.ROUND_POOL, pool_krw))
    legs = (
        RoundLeg(Account.SALES, costs_krw + city_krw + pool_krw),
        *(RoundLeg(account, -part) for account, part in parts if part),
    )
    return RoundEntry(key=f"close:{round_id}", kind=EntryKind.BOOKS_CLOSED, round_id=round_id, at=at, legs=legs)


def allocated(round_id: str, batch: str, dues: Mapping[str, int], at: datetime) -> RoundEntry:
    """A batch of citizens is owed its parts of the pool."""
    legs = (RoundLeg(Account.ROUND_POOL, sum(dues.values())), *_owed(dues))
    return RoundEntry(key=f"allocate:{batch}", kind=EntryKind.ALLOCATED, round_id=round_id, at=at, legs=legs)


def carried_in(round_id: str, batch: str, dues: Mapping[str, int], at: datetime) -> RoundEntry:
    """What was too little in earlier rounds is owed again."""
    legs = (RoundLeg(Account.CARRIED, sum(dues.values())), *_owed(dues))
    return RoundEntry(key=f"carry-in:{batch}", kind=EntryKind.CARRIED_IN, round_id=round_id, at=at, legs=legs)


def carried_over(round_id: str, batch: str, dues: Mapping[str, int], at: datetime) -> RoundEntry:
    """Too little to send: kept for the next round."""
    legs = (*_let_go(dues), RoundLeg(Account.CARRIED, -sum(dues.values())))
    return RoundEntry(key=f"carry:{batch}", kind=EntryKind.CARRIED_OVER, round_id=round_id, at=at, legs=legs)


def withheld(round_id: str, batch: str, dues: Mapping[str, int], at: datetime) -> RoundEntry:
    """Not to be sent: these citizens opted out."""
    legs = (*_let_go(dues), RoundLeg(Account.UNCLAIMED, -sum(dues.values())))
    return RoundEntry(key=f"withhold:{batch}", kind=EntryKind.WITHHELD, round_id=round_id, at=at, legs=legs)


def sent(round_id: str, rail_key: str, dues: Mapping[str, int], at: datetime) -> RoundEntry:
    """Handed to the rail, written before it is."""
    legs = (*_let_go(dues), RoundLeg(Account.IN_TRANSIT, -sum(dues.values()), rail_key))
    return RoundEntry(key=f"send:{rail_key}", kind=EntryKind.SENT, round_id=round_id, at=at, legs=legs)


def settled(
    round_id: str, rail_key: str, *, paid: Mapping[str, int], returned: Mapping[str, int], at: datetime
) -> RoundEntry:
    """The rail answered for every line: what it paid left the bank, what it did not is owed again."""
    paid_krw = sum(paid.values())
    legs = (
        RoundLeg(Account.IN_TRANSIT, paid_krw + sum(returned.values()), rail_key),
        *((RoundLeg(Account.CASH, -paid_krw),) if paid_krw else ()),
        *_owed(returned),
    )
    return RoundEntry(key=f"settle:{rail_key}", kind=EntryKind.SETTLED, round_id=round_id, at=at, legs=legs)


def reversed_payment(round_id: str, reference: str, *, pseudonym: str, amount_krw: int, at: datetime) -> RoundEntry:
    """The operator gave money back that it had paid: it is owed again."""
    legs = (RoundLeg(Account.CASH, amount_krw), RoundLeg(Account.PAYABLE, -amount_krw, pseudonym))
    return RoundEntry(key=f"reverse:{reference}", kind=EntryKind.REVERSED, round_id=round_id, at=at, legs=legs)


def lapsed(round_id: str, batch: str, dues: Mapping[str, int], at: datetime) -> RoundEntry:
    """The time to claim is over."""
    legs = (*_let_go(dues), RoundLeg(Account.UNCLAIMED, -sum(dues.values())))
    return RoundEntry(key=f"lapse:{batch}", kind=EntryKind.LAPSED, round_id=round_id, at=at, legs=legs)


def carried_lapsed(round_id: str, turn: int, amount_krw: int, at: datetime) -> RoundEntry:
    """What was too little to send in this round, of cards that took part in none since."""
    legs = (RoundLeg(Account.CARRIED, amount_krw), RoundLeg(Account.UNCLAIMED, -amount_krw))
    return RoundEntry(
        key=f"lapse-carried:{round_id}:{turn}", kind=EntryKind.LAPSED, round_id=round_id, at=at, legs=legs
    )


def sale_waits(round_id: str, order: str, amount_krw: int, at: datetime) -> RoundEntry:
    """A buyer paid after the books were closed, and no later round has open books yet."""
    legs = (RoundLeg(Account.CASH, amount_krw), RoundLeg(Account.LATE_SALES, -amount_krw))
    return RoundEntry(key=f"wait:{order}", kind=EntryKind.SALE_WAITS, round_id=round_id, at=at, legs=legs)


def sale_moved(round_id: str, order: str, amount_krw: int, at: datetime) -> RoundEntry:
    """Such a sale leaves for a later round, which books it as its own."""
    legs = (RoundLeg(Account.LATE_SALES, amount_krw), RoundLeg(Account.CASH, -amount_krw))
    return RoundEntry(key=f"move:{order}", kind=EntryKind.SALE_MOVED, round_id=round_id, at=at, legs=legs)


def unclaimed_to_city(round_id: str, turn: int, amount_krw: int, at: datetime) -> RoundEntry:
    """Nobody claimed it in time, and by the terms it is the city's."""
    legs = (RoundLeg(Account.UNCLAIMED, amount_krw), RoundLeg(Account.CITY, -amount_krw))
    return RoundEntry(
        key=f"unclaimed:{round_id}:{turn}", kind=EntryKind.UNCLAIMED_GIVEN, round_id=round_id, at=at, legs=legs
    )


def unclaimed_to_round(
    round_id: str, turn: int, *, amount_krw: int, then: str, at: datetime
) -> tuple[RoundEntry, RoundEntry]:
    """Nobody claimed it in time, and by the terms it is shared with the citizens of a later round: both their entries."""
    gone = (RoundLeg(Account.UNCLAIMED, amount_krw), RoundLeg(Account.CASH, -amount_krw))
    come = (RoundLeg(Account.CASH, amount_krw), RoundLeg(Account.ROUND_POOL, -amount_krw))
    key = f"unclaimed:{round_id}:{turn}"
    return (
        RoundEntry(key=key, kind=EntryKind.UNCLAIMED_GIVEN, round_id=round_id, at=at, legs=gone),
        RoundEntry(key=key, kind=EntryKind.UNCLAIMED_TAKEN, round_id=then, at=at, legs=come),
    )


def _owed(dues: Mapping[str, int]) -> tuple[RoundLeg, ...]:
    return tuple(RoundLeg(Account.PAYABLE, -amount, party) for party, amount in sorted(dues.items()) if amount)


def _let_go(dues: Mapping[str, int]) -> tuple[RoundLeg, ...]:
    return tuple(RoundLeg(Account.PAYABLE, amount, party) for party, amount in sorted(dues.items()) if amount)
