"""What the fines domain needs from outside where the outside differs from city to city."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from city.contracts.fines.deposits import DepositNotificationV2
from city.fines.law.model import Quote
from city.kernel.phone import PhoneNumber


class SmsCarrier(Protocol):
    """Takes a text to a telephone."""

    def send(self, to: PhoneNumber, text: str, key: str) -> None:
        """Hands the text to the carrier, as a short or a long one.

        `key` is the text's own: a carrier that remembers keys takes a repeated text once. Raises Transient if the
        carrier did not take it, TextRefused if it never will.
        """
        ...


@dataclass(frozen=True, slots=True)
class OfferedAccount:
    """A virtual account number to bind to a case.

    `free_from` is the value under which a number of the pool stands; None for one that the bank has just issued.
    """

    account_number: str = field(repr=False)
    bank: str
    free_from: datetime | None
    # Earlier than the amount's own end where a bank lends numbers for less long.
    expires_at: datetime | None = None


class AccountSource(Protocol):
    """Where virtual accounts come from: the bank's pool, or the bank itself, account by account."""

    def offer(self, notice_number: str, quote: Quote, now: datetime) -> OfferedAccount:
        """A number to try for this case and amount. Raises AccountPoolEmpty, BankRefused, Transient."""
        ...


@dataclass(frozen=True, slots=True)
class IssuedOrder:
    """An account as its bank issued it, and the last the bank said of it."""

    order_id: str
    payment_key: str = field(repr=False)
    secret: str = field(repr=False)
    bank: str
    account_number: str = field(repr=False)
    amount_krw: int
    # The first moment at which it no longer serves: earlier than asked for where the bank lends it for less long.
    expires_at: datetime
    told_at: datetime | None = None
    deposit_id: str | None = None
    cancelled: bool = False

    @property
    def live_deposit_id(self) -> str | None:
        return None if self.cancelled else self.deposit_id


class BankTold(Protocol):
    """What a bank said, once it is proven to be the bank."""

    @property
    def delivery_id(self) -> str | None: ...

    @property
    def notification(self) -> DepositNotificationV2 | None: ...


class DepositBank(Protocol):
    """A bank that tells the city about deposits, and about those it takes back."""

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankTold | None:
        """Verifies and parses one call of the bank; None for what is no news.

        `headers` have lower-case names. Raises DepositForged, DepositStale, BankWordInvalid, pydantic.ValidationError.
        """
        ...

    def taken(self, told: BankTold) -> None:
        """Called once the news is queued."""
        ...

    def answer(self, body: bytes) -> bytes | None:
        """What this bank wants to hear back, where a status is not enough."""
        ...
