from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPSConnection, RemoteDisconnected
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.adapters.toss import HttpsPost, open_https
from city.fines.law.adapters.toss_accounts import TossIssuer, toss_order_id
from city.fines.law.banks import BANKS, bank_spellings
from city.fines.law.errors import AccountIssuedBefore, BankContradicts, BankRefused, BankUnreachable
from city.fines.law.notices import PaymentStage
from city.kernel.clock import end_of_day_in_seoul
from tests.unit.fines.toss import ACCOUNT, ISSUED, NOW, ORDER, ORDER_ID, REQUEST, Wire, toss_api


def issuer(wire: Wire | None = None) -> TossIssuer:
    return TossIssuer(toss_api(wire))


def test_an_account_is_asked_for_in_exactly_these_words() -> None:
    wire = Wire(answer=ISSUED)

    issued = issuer(wire).issue(REQUEST, NOW)

    assert wire.asked == [
        (
            "https://api.tosspayments.com/v1/virtual-accounts",
            {
                "Authorization": "Basic dGVzdF9za19vZl9ub19zaG9wOg==",
                "Content-Type": "application/json",
                "Idempotency-Key": f"issue-{ORDER_ID}",
            },
            {
                "amount": 32000,
                "orderId": ORDER_ID,
                "orderName": "주정차 과태료",
                "customerName": "납부자",
                "bank": "11",
                "dueDate": "2026-11-25T23:59:59",
            },
        )
    ]
    assert issued == ORDER


def test_asking_again_the_same_day_asks_under_the_same_order_and_key() -> None:
    wire = Wire(answer=ISSUED)

    issuer(wire).issue(REQUEST, NOW)
    issuer(wire).issue(REQUEST, NOW + timedelta(hours=1))

    assert wire.asked[0] == wire.asked[1]


def test_a_fine_payable_for_sixty_days_is_lent_a_number_for_thirty() -> None:
    long = replace(
        REQUEST, stage=PaymentStage.FULL, amount_krw=40_000, expires_at=end_of_day_in_seoul(date(2027, 1, 30))
    )
    order_id = "1140-2026-0123456-full-40000-20261222"
    wire = Wire(
        answer={
            **ISSUED,
            "orderId": order_id,
            "totalAmount": 40_000,
            "virtualAccount": {**ISSUED["virtualAccount"], "dueDate": "2026-12-22T23:59:59+09:00"},
        }
    )

    issued = issuer(wire).issue(long, NOW)

    assert wire.asked[0][2]["dueDate"] == "2026-12-22T23:59:59"
    assert issued.order_id == order_id
    assert issued.expires_at == end_of_day_in_seoul(date(2026, 12, 22)) <= NOW + timedelta(days=30)


@pytest.mark.parametrize(
    ("due", "expires"),
    [
        ("2026-11-24T17:59:59+09:00", datetime(2026, 11, 24, 9, tzinfo=UTC)),
        ("2026-12-01T00:00:00+09:00", ORDER.expires_at),
    ],
)
def test_an_account_serves_no_longer_than_the_bank_or_the_fine_lets_it(due: str, expires: datetime) -> None:
    wire = Wire(answer={**ISSUED, "virtualAccount": {**ISSUED["virtualAccount"], "dueDate": due}})

    assert issuer(wire).issue(REQUEST, NOW).expires_at == expires


@given(
    stage=st.sampled_from(PaymentStage),
    amount=st.integers(10, 999_999_990),
    day=st.dates(date(2026, 1, 1), date(2099, 1, 1)),
)
def test_every_order_id_is_one_the_bank_takes(stage: PaymentStage, amount: int, day: date) -> None:
    order_id = toss_order_id(replace(REQUEST, stage=stage, amount_krw=amount), day)

    assert 6 <= len(order_id) <= 64
    assert order_id.replace("-", "").isascii()
    assert order_id.replace("-", "").isalnum()


@pytest.mark.parametrize(
    ("status", "answer", "refusal"),
    [
        (400, {"code": "INVALID_BANK", "message": "홍길동님의 은행"}, BankRefused),
        (401, {"code": "UNAUTHORIZED_KEY", "message": "인증되지 않은 시크릿 키"}, BankRefused),
        (403, b"<html>", BankRefused),
        (404, {"code": "weird code"}, BankRefused),
        (400, {"code": "DUPLICATED_ORDER_ID"}, AccountIssuedBefore),
        (400, {"code": "ALREADY_PROCESSED_PAYMENT"}, AccountIssuedBefore),
        (400, {"code": "PROVIDER_ERROR"}, BankUnreachable),
        (409, {"code": "IDEMPOTENT_REQUEST_PROCESSING"}, BankUnreachable),
        (429, {"code": "TOO_MANY"}, BankUnreachable),
        (500, {"code": "FAILED_INTERNAL_SYSTEM_PROCESSING"}, BankUnreachable),
        (302, b"", BankUnreachable),
        (200, b"not json", BankUnreachable),
        (200, {**ISSUED, "secret": None}, BankUnreachable),
        (
            200,
            {**ISSUED, "virtualAccount": {**ISSUED["virtualAccount"], "accountNumber": "X6505636518308"}},
            BankUnreachable,
        ),
        (200, {**ISSUED, "orderId": "another-order"}, BankContradicts),
        (200, {**ISSUED, "totalAmount": 31_000}, BankContradicts),
        (200, {**ISSUED, "virtualAccount": {**ISSUED["virtualAccount"], "bankCode": "20"}}, BankContradicts),
    ],
)
def test_each_answer_but_the_right_one_has_its_name(status: int, answer: object, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as caught:
        issuer(Wire(status, answer)).issue(REQUEST, NOW)

    printed = str(caught.value) + str(caught.value.__cause__)
    assert not any(secret in printed for secret in ("홍길동", ACCOUNT, ORDER.secret, "X6505636518308"))


@pytest.mark.parametrize("trouble", [TimeoutError(), ConnectionResetError(), RemoteDisconnected("")])
def test_no_answer_is_worth_another_try(trouble: Exception) -> None:
    with pytest.raises(BankUnreachable):
        issuer(Wire(trouble=trouble)).issue(REQUEST, NOW)


def test_a_bank_nobody_knows_is_not_asked() -> None:
    wire = Wire(answer=ISSUED)

    with pytest.raises(BankRefused):
        issuer(wire).issue(replace(REQUEST, bank="XX"), NOW)
    assert wire.asked == []


class FakeConnection:
    """Stands where an HTTPSConnection would, and notes what is asked of it."""

    status = 200

    def __init__(self) -> None:
        self.asked: list[object] = []

    def request(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> None:
        self.asked.append((method, path, body, headers))

    def getresponse(self) -> "FakeConnection":
        return self

    def read(self, most: int) -> bytes:
        return b"{}"

    def close(self) -> None:
        self.asked.append("closed")


def test_a_post_goes_over_tls_and_closes_the_line() -> None:
    hosts, connection = [], FakeConnection()

    def connect(host: str) -> HTTPSConnection:
        hosts.append(host)
        return cast("HTTPSConnection", connection)

    answer = HttpsPost(connect)("https://api.tosspayments.com/v1/x", {"A": "b"}, b"body")

    assert answer == (200, b"{}")
    assert hosts == ["api.tosspayments.com"]
    assert connection.asked == [("POST", "/v1/x", b"body", {"A": "b"}), "closed"]
    with pytest.raises(ValueError, match="https"):
        HttpsPost(connect)("http://api.tosspayments.com/v1/x", {}, b"")
    assert open_https("api.tosspayments.com").timeout == 8


def test_each_bank_is_spelled_once() -> None:
    spellings = bank_spellings()

    assert len({bank.code for bank in BANKS}) == len({bank.toss_code for bank in BANKS}) == len(BANKS)
    assert set(spellings.values()) == {bank.name for bank in BANKS}
    assert spellings["농협은행"] == spellings["011"] == spellings["11"] == "NH"
