"""TossPayments as the tests know it: one order, and a wire that answers what it is told to."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from city.fines.law.accounts import IssuedOrder
from city.fines.law.adapters.toss import TossApi
from city.fines.law.adapters.toss_accounts import AccountRequest
from city.fines.law.notices import PaymentStage
from city.fines.money.adapters.toss_refunds import RefundAccount, RefundRequest
from city.kernel.clock import end_of_day_in_seoul

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
ACCOUNT = "79019639679511"


ORDER_ID = "1140-2026-0123456-early-32000-20261125"
REQUEST = AccountRequest(
    notice_number="1140-2026-0123456",
    stage=PaymentStage.EARLY,
    amount_krw=32_000,
    bank="NH",
    expires_at=end_of_day_in_seoul(date(2026, 11, 25)),
)
ISSUED: dict[str, Any] = {
    "mId": "dongne",
    "version": "2022-11-16",
    "paymentKey": "dongne20261123140000abcd1",
    "orderId": ORDER_ID,
    "orderName": "주정차 과태료",
    "currency": "KRW",
    "method": "가상계좌",
    "status": "WAITING_FOR_DEPOSIT",
    "requestedAt": "2026-11-23T14:00:00+09:00",
    "approvedAt": None,
    "virtualAccount": {
        "accountNumber": ACCOUNT,
        "accountType": "일반",
        "bankCode": "11",
        "customerName": "납부자",
        "dueDate": "2026-11-25T23:59:59+09:00",
        "expired": False,
        "settlementStatus": "INCOMPLETED",
        "refundStatus": "NONE",
    },
    "secret": "ps_of_no_account",  # pragma: allowlist secret
    "totalAmount": 32000,
    "balanceAmount": 32000,
}
ORDER = IssuedOrder(
    order_id=ORDER_ID,
    payment_key="dongne20261123140000abcd1",
    secret="ps_of_no_account",  # pragma: allowlist secret
    bank="NH",
    account_number=ACCOUNT,
    amount_krw=32_000,
    expires_at=REQUEST.expires_at,
)
REFUND = RefundRequest(
    deposit_id="9FF15E1A29D0E77C218F57262BFA4986",  # pragma: allowlist secret
    payment_key="dongne20261123140000abcd1",
    amount_krw=32_000,
    account=RefundAccount(bank="KB", account_number="12340400", holder_name="홍길동"),
)
REFUNDED: dict[str, Any] = {
    "paymentKey": "dongne20261123140000abcd1",
    "orderId": ORDER_ID,
    "status": "CANCELED",
    "cancels": [
        {
            "cancelReason": "과태료 과오납금 환급",
            "canceledAt": "2026-11-24T10:00:00+09:00",
            "cancelAmount": 32000,
            "transactionKey": "3CCA83C4814FC15B67058F74D42F980B",  # pragma: allowlist secret
        }
    ],
}


class Wire:
    """Answers what it was told to, and keeps what it was asked."""

    def __init__(self, status: int = 200, answer: object = None, trouble: Exception | None = None) -> None:
        self.status, self.answer, self.trouble = status, answer, trouble
        self.asked: list[tuple[str, Mapping[str, str], Any]] = []

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        self.asked.append((url, headers, json.loads(body)))
        if self.trouble is not None:
            raise self.trouble
        raw = self.answer if isinstance(self.answer, bytes) else json.dumps(self.answer).encode()
        return self.status, raw


class KeptOrders:
    """Orders in memory."""

    def __init__(self, *orders: IssuedOrder) -> None:
        self._orders = {order.order_id: order for order in orders}

    def find(self, order_id: str) -> IssuedOrder | None:
        return self._orders.get(order_id)

    def keep(self, order: IssuedOrder) -> None:
        self._orders[order.order_id] = order


def toss_api(wire: Wire | None = None) -> TossApi:
    return TossApi(secret_key="test_sk_of_no_shop", post=wire or Wire())  # pragma: allowlist secret
