import json
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from city.contracts.fines.deposits import DepositNotificationV2
from city.fines.law.accounts import IssuedOrder
from city.fines.law.errors import BankContradicts, BankRefused, BankUnreachable
from city.fines.money.adapters.toss_callbacks import TossDeposits
from city.fines.money.adapters.toss_refunds import TossRefunds
from city.fines.money.errors import BankWordInvalid, DepositForged
from city.fines.money.ports import BankMessage
from tests.unit.fines.toss import ACCOUNT, NOW, ORDER, ORDER_ID, REFUND, REFUNDED, REQUEST, KeptOrders, Wire, toss_api


def callback(**changes: object) -> bytes:
    usual = {
        "createdAt": "2026-11-24T09:12:30.123456",
        "secret": ORDER.secret,
        "orderId": ORDER_ID,
        "status": "DONE",
        "transactionKey": "9FF15E1A29D0E77C218F57262BFA4986",  # pragma: allowlist secret
    }
    return json.dumps({**usual, **changes}).encode()


def read(order: IssuedOrder | None = ORDER, **changes: object) -> BankMessage | None:
    orders = KeptOrders(order) if order else KeptOrders()
    return TossDeposits(orders).receive({}, callback(**changes), NOW)


def test_done_is_a_deposit_of_the_issued_amount() -> None:
    word = read()

    assert word is not None
    assert word.delivery_id is None
    assert word.notification == DepositNotificationV2(
        kind="deposit",
        bank="NH",
        deposit_id="9FF15E1A29D0E77C218F57262BFA4986",
        account_number=ACCOUNT,
        amount_krw=32_000,
        deposited_at=datetime(2026, 11, 24, 0, 12, 30, 123456, tzinfo=UTC),
        account_issue=ORDER_ID,
    )
    assert word.order is not None
    assert word.order.live_deposit_id == "9FF15E1A29D0E77C218F57262BFA4986"


def after_done() -> IssuedOrder:
    word = read()
    assert word is not None
    assert word.order is not None
    return word.order


def test_waiting_after_done_takes_that_deposit_back() -> None:
    word = read(
        after_done(),
        status="WAITING_FOR_DEPOSIT",
        createdAt="2026-11-24T09:20:00.000000",
        transactionKey="A" * 32,
    )

    assert word is not None
    assert word.notification is not None
    assert word.notification.kind == "cancel"
    assert word.notification.deposit_id == "9FF15E1A29D0E77C218F57262BFA4986"
    assert word.order is not None
    assert word.order.live_deposit_id is None


def test_money_that_comes_after_a_cancel_is_a_deposit_of_its_own() -> None:
    cancelled = read(after_done(), status="WAITING_FOR_DEPOSIT", createdAt="2026-11-24T09:20:00")
    assert cancelled is not None

    word = read(cancelled.order, createdAt="2026-11-24T10:00:00", transactionKey="B" * 32)

    assert word is not None
    assert word.notification is not None
    assert (word.notification.kind, word.notification.deposit_id) == ("deposit", "B" * 32)
    assert word.order is not None
    assert word.order.live_deposit_id == "B" * 32


def test_a_deposit_is_taken_back_once() -> None:
    cancelled = read(after_done(), status="WAITING_FOR_DEPOSIT", createdAt="2026-11-24T09:20:00")
    assert cancelled is not None

    again = read(cancelled.order, status="WAITING_FOR_DEPOSIT", createdAt="2026-11-24T09:30:00")

    assert again is not None
    assert again.notification is None


def test_the_notice_of_issue_repeated_after_the_deposit_takes_nothing_back() -> None:
    assert read(after_done(), status="WAITING_FOR_DEPOSIT", createdAt="2026-11-23T14:00:01") is None


def test_a_cancel_that_overtakes_its_deposit_cancels_it_all_the_same() -> None:
    first = read(status="WAITING_FOR_DEPOSIT", createdAt="2026-11-24T09:20:00")
    assert first is not None
    assert first.notification is None

    assert read(first.order, createdAt="2026-11-24T09:12:30") is None


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"createdAt": "2026-11-24T09:30:00"},
        {"createdAt": "2026-11-23T09:30:00", "status": "CANCELED"},
        {"status": "WAITING_FOR_DEPOSIT"},
    ],
)
def test_what_was_told_before_is_no_news(changes: dict) -> None:
    assert read(after_done(), **changes) is None


def test_an_order_of_somebody_else_is_ignored() -> None:
    assert read(order=None) is None


def test_other_events_are_ignored() -> None:
    assert (
        TossDeposits(KeptOrders(ORDER)).receive({}, b'{"eventType": "PAYMENT_STATUS_CHANGED", "data": {}}', NOW) is None
    )


def test_a_refund_at_the_banks_own_desk_names_the_deposit() -> None:
    word = read(after_done(), status="CANCELED", createdAt="2026-11-25T09:00:00")

    assert word is not None
    assert word.notification is None
    assert word.refunded_deposit_id == "9FF15E1A29D0E77C218F57262BFA4986"


def test_an_unpaid_account_that_ends_moves_no_money() -> None:
    for status in ("CANCELED", "EXPIRED", "WAITING_FOR_DEPOSIT"):
        word = read(status=status)

        assert word is not None
        assert (word.notification, word.refunded_deposit_id) == (None, None)


def test_a_callback_made_after_midnight_is_of_a_deposit_in_time() -> None:
    word = read(createdAt="2026-11-26T00:00:04.000000")

    assert word is not None
    assert word.notification is not None
    assert word.notification.deposited_at == REQUEST.expires_at - timedelta(seconds=1)


@pytest.mark.parametrize("secret", ["", "ps_wrong", ORDER.secret + "x", "비밀"])
def test_another_secret_is_a_forgery(secret: str) -> None:
    with pytest.raises(DepositForged):
        read(secret=secret)


@pytest.mark.parametrize(
    "changes",
    [{"createdAt": "yesterday"}, {"transactionKey": "a b"}, {"transactionKey": None}, {"secret": None}],
)
def test_a_callback_out_of_shape_is_refused_without_its_secret(changes: dict) -> None:
    with pytest.raises(ValidationError) as caught:
        read(**changes)

    assert ORDER.secret not in str(caught.value)


def test_a_status_nobody_agreed_on_is_refused() -> None:
    with pytest.raises(BankWordInvalid):
        read(status="PARTIAL_CANCELED")


def test_a_refund_is_asked_for_in_exactly_these_words() -> None:
    wire = Wire(answer=REFUNDED)

    refund = TossRefunds(toss_api(wire)).refund(REFUND)

    assert wire.asked[0][0] == "https://api.tosspayments.com/v1/payments/dongne20261123140000abcd1/cancel"
    assert wire.asked[0][1]["Idempotency-Key"] == "refund-9FF15E1A29D0E77C218F57262BFA4986"
    assert wire.asked[0][2] == {
        "cancelReason": "과태료 과오납금 환급",
        "cancelAmount": 32000,
        "refundReceiveAccount": {"bank": "06", "accountNumber": "12340400", "holderName": "홍길동"},
    }
    assert (refund.amount_krw, refund.refunded_at) == (32_000, datetime(2026, 11, 24, 1, tzinfo=UTC))


def test_a_refund_done_before_is_done() -> None:
    refund = TossRefunds(toss_api(Wire(400, {"code": "ALREADY_CANCELED_PAYMENT"}))).refund(REFUND)

    assert refund.refunded_at is None


@pytest.mark.parametrize(
    ("status", "answer", "refusal"),
    [
        (400, {"code": "INVALID_REFUND_ACCOUNT_INFO"}, BankRefused),
        (503, b"", BankUnreachable),
        (200, {**REFUNDED, "cancels": []}, BankUnreachable),
        (200, {**REFUNDED, "paymentKey": "another"}, BankContradicts),
        (200, {**REFUNDED, "cancels": [{**REFUNDED["cancels"][0], "cancelAmount": 1}]}, BankContradicts),
    ],
)
def test_a_refund_not_made_has_its_name(status: int, answer: object, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        TossRefunds(toss_api(Wire(status, answer))).refund(REFUND)


def test_nothing_personal_or_secret_is_printed() -> None:
    printed = repr([toss_api(), ORDER, REFUND, REFUND.account, read()])

    for word in ("test_sk", ORDER.secret, ORDER.payment_key, ACCOUNT, "12340400", "홍길동"):
        assert word not in printed
