"""The make-believe bank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from city.contracts.fines.deposits import (
    DepositNotificationV2,
    read_deposit,
)
from city.fines.money.adapters.signatures import WebhookSignature
from city.fines.money.ports import BankMessage


class BankFault(StrEnum):
    """What goes wrong between a bank and a city now and then."""

    TOLD_TWICE = "told_twice"
    TOLD_LATE = "told_late"
    OUT_OF_ORDER = "out_of_order"
    CANCELLED_AFTER_DONE = "cancelled_after_done"
    WRONG_SIGNATURE = "wrong_signature"


@dataclass(frozen=True, slots=True)
class BankCall:
    """One call the sandbox bank makes, and when."""

    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    at: datetime


_LATE = timedelta(days=2)


_NEXT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class SandboxBank:
    """The make-believe bank: signs as a bank's webhook does; its accounts come from the pool.

    Refused when the stage is prod. It moves no money, so it is no place for a real account number.
    """

    secret: bytes = field(repr=False)

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankMessage:
        return BankMessage(WebhookSignature(self.secret).check(headers, body, now), read_deposit(body))

    def answer(self, body: bytes, *, accepted: bool) -> bytes | None:  # noqa: ARG002
        return None

    def sign(self, body: bytes, delivery: str, now: datetime) -> dict[str, str]:
        """The headers the bank sends with `body`."""
        return WebhookSignature(self.secret).sign(body, delivery, now)

    def tell(
        self, deposit: DepositNotificationV2, now: datetime, fault: BankFault | None = None
    ) -> tuple[BankCall, ...]:
        """The calls that tell of a deposit, in the order they arrive, with the fault asked for."""
        cancel = deposit.model_copy(update={"kind": "cancel", "deposited_at": now})
        words: dict[BankFault | None, tuple[DepositNotificationV2, ...]] = {
            BankFault.TOLD_TWICE: (deposit, deposit),
            BankFault.OUT_OF_ORDER: (cancel, deposit),
            BankFault.CANCELLED_AFTER_DONE: (deposit, cancel),
        }
        start = now + _LATE if fault is BankFault.TOLD_LATE else now
        signs_with = self.secret[::-1] + b"!" if fault is BankFault.WRONG_SIGNATURE else self.secret
        return tuple(
            self._deliver(word, start + turn * _NEXT, signs_with)
            for turn, word in enumerate(words.get(fault, (deposit,)))
        )

    def _deliver(self, word: DepositNotificationV2, at: datetime, secret: bytes) -> BankCall:
        body = word.model_dump_json().encode()
        delivery = f"{word.deposit_id}.{int(at.timestamp())}"
        return BankCall(WebhookSignature(secret).sign(body, delivery, at), body, at)
