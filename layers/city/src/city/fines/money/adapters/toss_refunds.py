"""Refunds that TossPayments pays to any account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import Field

from city.contracts.base import AwareMoment
from city.fines.law.adapters.toss import TossApi, TossModel, TossRefused
from city.fines.law.errors import BankContradicts, BankRefused


@dataclass(frozen=True, slots=True)
class RefundAccount:
    """Where a citizen wants the money back."""

    bank: str
    account_number: str = field(repr=False)
    holder_name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RefundRequest:
    deposit_id: str
    payment_key: str = field(repr=False)
    amount_krw: int
    account: RefundAccount


@dataclass(frozen=True, slots=True)
class Refund:
    """A refund the bank has taken on. `refunded_at` is None if it says that all was done before."""

    deposit_id: str
    amount_krw: int
    refunded_at: datetime | None


_REFUND_REASON = "과태료 과오납금 환급"


_TOSS_REFUNDED_BEFORE = "ALREADY_CANCELED_PAYMENT"


class _TossCancel(TossModel):
    amount_krw: Annotated[int, Field(alias="cancelAmount")]
    at: Annotated[AwareMoment, Field(alias="canceledAt")]


class _TossRefund(TossModel):
    payment_key: Annotated[str, Field(alias="paymentKey", repr=False)]
    status: Literal["CANCELED", "PARTIAL_CANCELED"]
    cancels: Annotated[tuple[_TossCancel, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class TossRefunds:
    """Pays deposits back."""

    api: TossApi

    def refund(self, request: RefundRequest) -> Refund:
        """Asked twice, the bank pays once. Raises BankUnreachable, BankRefused, BankContradicts."""
        try:
            answer = self.api.ask(
                f"/v1/payments/{quote(request.payment_key, safe='')}/cancel",
                idempotency_key=f"refund-{request.deposit_id}",
                body={
                    "cancelReason": _REFUND_REASON,
                    "cancelAmount": request.amount_krw,
                    "refundReceiveAccount": {
                        "bank": self.api.code_of(request.account.bank),
                        "accountNumber": request.account.account_number,
                        "holderName": request.account.holder_name,
                    },
                },
                shape=_TossRefund,
            )
        except TossRefused as refused:
            if refused.code == _TOSS_REFUNDED_BEFORE:
                return Refund(request.deposit_id, request.amount_krw, refunded_at=None)
            raise BankRefused(refused.code) from refused
        last = answer.cancels[-1]
        if (answer.payment_key, last.amount_krw) != (request.payment_key, request.amount_krw):
            raise BankContradicts
        return Refund(request.deposit_id, last.amount_krw, last.at.astimezone(UTC))
