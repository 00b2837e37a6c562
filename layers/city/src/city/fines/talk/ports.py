"""What talking with citizens needs from outside where the outside differs from city to city."""

from datetime import datetime
from typing import Protocol

from city.fines.law.accounts import OfferedAccount
from city.fines.law.quotes import Quote
from city.kernel.phone import PhoneNumber


class SmsCarrier(Protocol):
    """Takes a text to a telephone."""

    def send(self, to: PhoneNumber, text: str, key: str) -> None:
        """Hands the text to the carrier, as a short or a long one.

        `key` is the text's own: a carrier that remembers keys takes a repeated text once. Raises Transient if the
        carrier did not take it, TextRefused if it never will.
        """
        ...


class AccountSource(Protocol):
    """Where virtual accounts come from: the bank's pool, or the bank itself, account by account."""

    def offer(self, notice_number: str, quote: Quote, now: datetime) -> OfferedAccount:
        """A number to try for this case and amount. Raises AccountPoolEmpty, BankRefused, Transient."""
        ...
