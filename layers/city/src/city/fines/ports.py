"""What the fines domain needs from outside where the outside differs from city to city."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from city.contracts.deposits import DepositNotificationV1
from city.kernel.phone import PhoneNumber


class SmsCarrier(Protocol):
    """Takes a text to a telephone."""

    def send(self, to: PhoneNumber, text: str) -> None:
        """Hands the text to the carrier. Raises Transient if the carrier did not take it."""
        ...


@dataclass(frozen=True, slots=True)
class SignedDeposit:
    """A deposit notification whose signature holds. `delivery_id` differs each time the bank tells us."""

    delivery_id: str
    notification: DepositNotificationV1


class DepositBank(Protocol):
    """A bank that tells the city about deposits."""

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedDeposit:
        """Verifies and parses one call of the bank.

        `headers` have lower-case names. Raises DepositForged, DepositStale, pydantic.ValidationError.
        """
        ...
