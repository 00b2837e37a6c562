"""TossPayments' callbacks: what each means after what was said of the order before."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from city.contracts.fines.deposits import (
    DepositNotificationV2,
)
from city.fines.law.accounts import IssuedOrder
from city.fines.law.adapters.toss import TossModel
from city.fines.law.tables.orders import BankOrders
from city.fines.money.errors import BankWordInvalid, DepositForged
from city.fines.money.ports import BankMessage
from city.kernel.clock import SEOUL

_ONE_SECOND = timedelta(seconds=1)


_TOSS_NO_MONEY_MOVED = frozenset({"READY", "IN_PROGRESS", "ABORTED", "EXPIRED"})


class _TossEvent(TossModel):
    type: Annotated[str | None, Field(alias="eventType")] = None


class _TossCallback(TossModel):
    """DEPOSIT_CALLBACK, the only event that carries the secret, and carries it at the top."""

    created_at: Annotated[datetime, Field(alias="createdAt")]
    secret: Annotated[str, Field(max_length=100, repr=False)]
    order_id: Annotated[str, Field(alias="orderId", max_length=64)]
    status: Annotated[str, Field(max_length=40)]
    transaction_key: Annotated[str, Field(alias="transactionKey", pattern=r"^[A-Za-z0-9_.:\-]{6,64}$")]

    @property
    def said_at(self) -> datetime:
        # Written without an offset, and meant in Seoul.
        moment = self.created_at
        return (moment.replace(tzinfo=SEOUL) if moment.tzinfo is None else moment).astimezone(UTC)


def _follow(order: IssuedOrder, callback: _TossCallback) -> BankMessage | None:
    """What a callback means after what the bank said of the order before.

    The bank writes when it made each callback, calls at issue too, and repeats for days what was not answered:
    WAITING_FOR_DEPOSIT takes a deposit back only if it was made after that deposit's DONE.
    """
    if order.told_at is not None and callback.said_at <= order.told_at:
        return None
    after = replace(order, told_at=callback.said_at)
    if callback.status == "DONE":
        if callback.transaction_key == order.deposit_id:
            return None
        deposited = replace(after, deposit_id=callback.transaction_key, cancelled=False)
        # DONE says that it came in time; the callback may have been made after midnight.
        at = min(callback.said_at, order.expires_at - _ONE_SECOND)
        return BankMessage(None, _notification("deposit", order, callback.transaction_key, at), deposited)
    if callback.status == "WAITING_FOR_DEPOSIT" and order.live_deposit_id is not None:
        cancel = _notification("cancel", order, order.live_deposit_id, callback.said_at)
        return BankMessage(None, cancel, replace(after, cancelled=True))
    if callback.status == "CANCELED":
        return BankMessage(None, None, replace(after, cancelled=True), refunded_deposit_id=order.live_deposit_id)
    if callback.status == "WAITING_FOR_DEPOSIT" or callback.status in _TOSS_NO_MONEY_MOVED:
        return BankMessage(None, None, after)
    raise BankWordInvalid("status")


def _notification(
    kind: Literal["deposit", "cancel"], order: IssuedOrder, deposit_id: str, at: datetime
) -> DepositNotificationV2:
    return DepositNotificationV2(
        kind=kind,
        bank=order.bank,
        deposit_id=deposit_id,
        account_number=order.account_number,
        amount_krw=order.amount_krw,
        deposited_at=at,
        account_issue=order.order_id,
    )


@dataclass(frozen=True, slots=True)
class TossDeposits:
    """TossPayments where the city is called. Its callback bears no signature but the secret it gave with the account."""

    orders: BankOrders

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankMessage | None:  # noqa: ARG002
        """None for what is not ours, or no news: answer 200 and count it.

        Raises DepositForged, BankWordInvalid, pydantic.ValidationError.
        """
        if _TossEvent.model_validate_json(body).type not in (None, "DEPOSIT_CALLBACK"):
            return None
        callback = _TossCallback.model_validate_json(body)
        order = self.orders.find(callback.order_id)
        if order is None:
            return None
        if not hmac.compare_digest(order.secret.encode(), callback.secret.encode()):
            raise DepositForged
        return _follow(order, callback)

    def taken(self, message: BankMessage) -> None:
        # Only now: a crash before must leave the bank's next telling worth something.
        if message.order is not None:
            self.orders.keep(message.order)

    def answer(self, body: bytes) -> bytes | None:  # noqa: ARG002
        return None
