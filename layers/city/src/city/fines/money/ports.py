"""What the money of fines needs from outside where the outside differs from city to city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from city.contracts.fines.deposits import (
    DepositNotificationV2,
)
from city.fines.law.accounts import IssuedOrder


@dataclass(frozen=True, slots=True)
class BankMessage:
    """What a bank said, once it is proven to be the bank.

    `delivery_id` differs each time a bank tells us; it is None where the bank repeats itself unchanged, and then
    no replay is refused. Keep `order` once the notification is queued, not before: a crash in between must leave the
    bank's next telling worth something. `refunded_deposit_id` was paid back through the bank's own desk or by us.
    """

    delivery_id: str | None
    notification: DepositNotificationV2 | None
    order: IssuedOrder | None = None
    refunded_deposit_id: str | None = None


class DepositBank(Protocol):
    """A bank that tells the city about deposits, and about those it takes back."""

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankMessage | None:
        """Verifies and parses one call of the bank; None for what is no news.

        `headers` have lower-case names. Raises DepositForged, DepositStale, BankWordInvalid, pydantic.ValidationError.
        """
        ...

    def taken(self, message: BankMessage) -> None:
        """Called once the news is queued."""
        ...

    def answer(self, body: bytes) -> bytes | None:
        """What this bank wants to hear back, where a status is not enough."""
        ...
