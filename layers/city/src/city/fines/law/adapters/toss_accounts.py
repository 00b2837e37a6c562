"""Virtual accounts that TossPayments issues one by one, an order each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from pydantic import Field

from city.contracts.base import AwareMoment
from city.fines.law.accounts import IssuedOrder, OfferedAccount
from city.fines.law.adapters.toss import TossApi, TossModel, TossRefused
from city.fines.law.errors import AccountIssuedBefore, BankContradicts, BankRefused
from city.fines.law.notices import PaymentStage
from city.fines.law.quotes import Quote
from city.fines.law.tables.orders import BankOrders
from city.kernel.clock import SEOUL, end_of_day_in_seoul, seoul_date

_ONE_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRequest:
    """What a virtual account is wanted for."""

    notice_number: str
    stage: PaymentStage
    amount_krw: int
    bank: str
    expires_at: datetime
    # Tells instalments apart that cost the same, and what is left of a plan from what was owed before it.
    part: str = ""


TOSS_LENDS_FOR = timedelta(days=30)  # docs.tosspayments.com, 가상계좌 API: "최대 기한은 발급 시점으로부터 30일"


# Shown to whoever pays in, so neither says who owes what.
_ORDER_NAME = "주정차 과태료"


_CUSTOMER_NAME = "납부자"


_TOSS_ISSUED_BEFORE = frozenset({"DUPLICATED_ORDER_ID", "ALREADY_PROCESSED_PAYMENT"})


class _TossAccount(TossModel):
    number: Annotated[str, Field(alias="accountNumber", pattern=r"^[0-9]{8,16}$", repr=False)]
    bank_code: Annotated[str, Field(alias="bankCode")]
    due_at: Annotated[AwareMoment, Field(alias="dueDate")]


class _TossIssue(TossModel):
    order_id: Annotated[str, Field(alias="orderId")]
    payment_key: Annotated[str, Field(alias="paymentKey", min_length=1, max_length=200, repr=False)]
    secret: Annotated[str, Field(min_length=1, max_length=100, repr=False)]
    amount_krw: Annotated[int, Field(alias="totalAmount")]
    currency: str
    account: Annotated[_TossAccount, Field(alias="virtualAccount")]


def toss_order_id(request: AccountRequest, last_day: date) -> str:
    """The order under which an account is issued once: the business key, and the last day it serves.

    A bank lends a number for thirty days and a fine may be payable for sixty: the day tells a second loan from
    a second asking.
    """
    return f"{request.notice_number}-{request.stage.value}{request.part}-{request.amount_krw}-{last_day:%Y%m%d}"


def _lent_until(wanted: datetime, now: datetime) -> datetime:
    if wanted <= now + TOSS_LENDS_FOR:
        return wanted
    # A whole day, so that asking again on the same day asks for the same.
    return end_of_day_in_seoul(seoul_date(now) + TOSS_LENDS_FOR - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class TossIssuer:
    """Issues an account per order."""

    api: TossApi

    def issue(self, request: AccountRequest, now: datetime) -> IssuedOrder:
        """Issues an account; asked twice on one day, the bank gives the same.

        Raises BankUnreachable, BankRefused, AccountIssuedBefore, BankContradicts.
        """
        expires_at = _lent_until(request.expires_at, now)
        last_second = (expires_at - _ONE_SECOND).astimezone(SEOUL)
        order_id = toss_order_id(request, last_second.date())
        bank_code = self.api.code_of(request.bank)
        try:
            answer = self.api.ask(
                "/v1/virtual-accounts",
                idempotency_key=f"issue-{order_id}",
                body={
                    "amount": request.amount_krw,
                    "orderId": order_id,
                    "orderName": _ORDER_NAME,
                    "customerName": _CUSTOMER_NAME,
                    "bank": bank_code,
                    "dueDate": last_second.strftime("%Y-%m-%dT%H:%M:%S"),
                },
                shape=_TossIssue,
            )
        except TossRefused as refused:
            if refused.code in _TOSS_ISSUED_BEFORE:
                raise AccountIssuedBefore(order_id) from refused
            raise BankRefused(refused.code) from refused
        account = answer.account
        asked = (order_id, request.amount_krw, "KRW", bank_code)
        if (answer.order_id, answer.amount_krw, answer.currency, account.bank_code) != asked:
            raise BankContradicts
        return IssuedOrder(
            order_id=order_id,
            payment_key=answer.payment_key,
            secret=answer.secret,
            bank=request.bank,
            account_number=account.number,
            amount_krw=request.amount_krw,
            # Never longer than asked for: what it may cost afterwards is another amount.
            expires_at=min(expires_at, account.due_at.astimezone(UTC) + _ONE_SECOND),
        )


@dataclass(frozen=True, slots=True)
class TossAccounts:
    """An account source that asks the bank. The order is kept before the number is given away."""

    issuer: TossIssuer
    orders: BankOrders
    issued_by: str

    def offer(self, notice_number: str, quote: Quote, now: datetime) -> OfferedAccount:
        """Raises BankUnreachable, BankRefused, BankContradicts, AccountIssuedBefore."""
        request = AccountRequest(
            notice_number=notice_number,
            stage=quote.stage,
            amount_krw=quote.amount_krw,
            bank=self.issued_by,
            expires_at=quote.expires_at,
            part=quote.part,
        )
        try:
            order = self.issuer.issue(request, now)
        except AccountIssuedBefore as before:
            known = self.orders.find(before.detail)
            if known is None:
                raise
            order = known
        self.orders.keep(order)
        return OfferedAccount(order.account_number, order.bank, None, order.expires_at)
