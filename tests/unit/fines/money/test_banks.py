import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from http.client import HTTPSConnection, RemoteDisconnected
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from city.contracts.fines.deposits import DELIVERY_HEADER, SIGNATURE_HEADER, DepositNotificationV2, read_deposit
from city.fines.errors import (
    AccountIssuedBefore,
    BankContradicts,
    BankRefused,
    BankUnreachable,
    BankWordInvalid,
    CancelBeforeDeposit,
    DepositForged,
    DepositStale,
)
from city.fines.law.model import Stage
from city.fines.money.adapters.banks import (
    BANKS,
    AccountRequest,
    Bank,
    BankWord,
    Fault,
    HttpsPost,
    IssuedOrder,
    RefundAccount,
    RefundRequest,
    SandboxBank,
    TelegramBank,
    TelegramEdition,
    TossBank,
    WebhookSignature,
    bank_spellings,
    build_reply,
    open_https,
    parse_telegram,
    toss_order_id,
)
from city.kernel.clock import SEOUL, end_of_day_in_seoul

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
ACCOUNT = "79019639679511"


# --- TossPayments --------------------------------------------------------------------------------

ORDER_ID = "1140-2026-0123456-early-32000-20261125"
REQUEST = AccountRequest("1140-2026-0123456", Stage.EARLY, 32_000, "NH", end_of_day_in_seoul(date(2026, 11, 25)))
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
    "9FF15E1A29D0E77C218F57262BFA4986",  # pragma: allowlist secret
    "dongne20261123140000abcd1",
    32_000,
    RefundAccount("KB", "12340400", "홍길동"),  # pragma: allowlist secret
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


def toss(wire: Wire | None = None, order: IssuedOrder | None = ORDER) -> TossBank:
    orders = {order.order_id: order} if order else {}
    return TossBank("test_sk_of_no_shop", wire or Wire(), orders.get)


def callback(**changes: object) -> bytes:
    usual = {
        "createdAt": "2026-11-24T09:12:30.123456",
        "secret": ORDER.secret,
        "orderId": ORDER_ID,
        "status": "DONE",
        "transactionKey": "9FF15E1A29D0E77C218F57262BFA4986",  # pragma: allowlist secret
    }
    return json.dumps({**usual, **changes}).encode()


def read(order: IssuedOrder | None = ORDER, **changes: object) -> BankWord | None:
    return toss(order=order).read({}, callback(**changes), NOW)


def test_an_account_is_asked_for_in_exactly_these_words() -> None:
    wire = Wire(answer=ISSUED)

    issued = toss(wire).issue(REQUEST, NOW)

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

    toss(wire).issue(REQUEST, NOW)
    toss(wire).issue(REQUEST, NOW + timedelta(hours=1))

    assert wire.asked[0] == wire.asked[1]


def test_a_fine_payable_for_sixty_days_is_lent_a_number_for_thirty() -> None:
    long = replace(REQUEST, stage=Stage.FULL, amount_krw=40_000, expires_at=end_of_day_in_seoul(date(2027, 1, 30)))
    order_id = "1140-2026-0123456-full-40000-20261222"
    wire = Wire(
        answer={
            **ISSUED,
            "orderId": order_id,
            "totalAmount": 40_000,
            "virtualAccount": {**ISSUED["virtualAccount"], "dueDate": "2026-12-22T23:59:59+09:00"},
        }
    )

    issued = toss(wire).issue(long, NOW)

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

    assert toss(wire).issue(REQUEST, NOW).expires_at == expires


@given(
    stage=st.sampled_from(Stage), amount=st.integers(10, 999_999_990), day=st.dates(date(2026, 1, 1), date(2099, 1, 1))
)
def test_every_order_id_is_one_the_bank_takes(stage: Stage, amount: int, day: date) -> None:
    order_id = toss_order_id("1140-2026-0123456", stage, amount, day)

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
        toss(Wire(status, answer)).issue(REQUEST, NOW)

    told = str(caught.value) + str(caught.value.__cause__)
    assert not any(secret in told for secret in ("홍길동", ACCOUNT, ORDER.secret, "X6505636518308"))


@pytest.mark.parametrize("trouble", [TimeoutError(), ConnectionResetError(), RemoteDisconnected("")])
def test_no_answer_is_worth_another_try(trouble: Exception) -> None:
    with pytest.raises(BankUnreachable):
        toss(Wire(trouble=trouble)).issue(REQUEST, NOW)


def test_a_bank_nobody_knows_is_not_asked() -> None:
    wire = Wire(answer=ISSUED)

    with pytest.raises(BankRefused):
        toss(wire).issue(replace(REQUEST, bank="XX"), NOW)
    assert wire.asked == []


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
    assert toss().read({}, b'{"eventType": "PAYMENT_STATUS_CHANGED", "data": {}}', NOW) is None


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

    refund = toss(wire).refund(REFUND)

    assert wire.asked[0][0] == "https://api.tosspayments.com/v1/payments/dongne20261123140000abcd1/cancel"
    assert wire.asked[0][1]["Idempotency-Key"] == "refund-9FF15E1A29D0E77C218F57262BFA4986"
    assert wire.asked[0][2] == {
        "cancelReason": "과태료 과오납금 환급",
        "cancelAmount": 32000,
        "refundReceiveAccount": {"bank": "06", "accountNumber": "12340400", "holderName": "홍길동"},
    }
    assert (refund.amount_krw, refund.refunded_at) == (32_000, datetime(2026, 11, 24, 1, tzinfo=UTC))


def test_a_refund_done_before_is_done() -> None:
    refund = toss(Wire(400, {"code": "ALREADY_CANCELED_PAYMENT"})).refund(REFUND)

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
        toss(Wire(status, answer)).refund(REFUND)


def test_nothing_personal_or_secret_is_printed() -> None:
    printed = repr([toss(), ORDER, REFUND, REFUND.account, read(), parse_telegram(telegram()), telegram_bank()])

    for word in ("test_sk", ORDER.secret, ORDER.payment_key, ACCOUNT, "12340400", "홍길동", "bank-secret"):
        assert word not in printed


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


# --- the telegram --------------------------------------------------------------------------------

FIELDS: dict[int, bytes] = {
    0: b"IDENTCODE",
    9: b"DONGNE01",
    17: b"11",
    19: b"0200",
    23: b"300",
    26: b"1",
    27: b"000123",
    33: b"20261124",
    41: b"091230",
    47: b"    ",
    100: b"30100000000001 ",
    115: b"01",
    117: b"20",
    119: b"11",
    121: b"0000000032000",
    134: b"0000009999000",
    153: "홍길동".encode("euc-kr").ljust(14),
    216: b"79019639679511  ",
    232: b"20261124",
    240: b"091229",
    246: b"000777",
    252: b"011",
}


def telegram(fields: Mapping[int, bytes] | None = None) -> bytes:
    raw = bytearray(b" " * 300)
    for start, value in {**FIELDS, **(fields or {})}.items():
        raw[start : start + len(value)] = value
    return bytes(raw)


def telegram_bank(found: str | None = "DONGNE01.011.20261124.000123") -> TelegramBank:
    return TelegramBank(b"bank-secret" * 4, "DONGNE01", lambda *_: found)


def read_telegram(raw: bytes, bank: TelegramBank | None = None) -> BankWord:
    bank = bank or telegram_bank()
    return bank.read(WebhookSignature(bank.secret).sign(raw, "delivery-1", NOW), raw, NOW)


def test_a_telegram_is_read_where_its_fields_stand() -> None:
    read = parse_telegram(telegram())

    assert (read.company, read.bank_code, read.number, read.kind) == ("DONGNE01", "011", "000123", "deposit")
    assert (read.account_number, read.amount_krw, read.memo) == (ACCOUNT, 32_000, "홍길동")
    assert read.at == datetime(2026, 11, 24, 0, 12, 29, tzinfo=UTC)
    assert read.key == "DONGNE01.011.20261124.000123"


def test_a_syllable_of_the_memo_takes_two_bytes_and_may_be_cut() -> None:
    full, cut = "가나다라마바사".encode("euc-kr"), "(주)가나다라마바".encode("cp949")[:14]

    assert len(full) == 14
    assert parse_telegram(telegram({153: full})).memo == "가나다라마바사"
    assert parse_telegram(telegram({153: cut})).memo.startswith("(주)가나다라")
    assert parse_telegram(telegram({153: full})).account_number == ACCOUNT


def test_the_reply_is_the_telegram_but_for_type_and_response_code() -> None:
    raw = telegram()

    reply = build_reply(raw, accepted=True)

    assert reply == raw[:19] + b"0210" + raw[23:47] + b"0000" + raw[51:]
    refused = build_reply(raw, accepted=False)
    assert refused is not None
    assert refused[47:51] == b"9999"


@pytest.mark.parametrize("raw", [b"", b"x" * 299, b"x" * 301])
def test_what_is_no_telegram_gets_no_reply(raw: bytes) -> None:
    assert telegram_bank().answer(raw, accepted=False) is None
    with pytest.raises(BankWordInvalid, match="length"):
        parse_telegram(raw)


def test_a_malformed_telegram_is_still_refused_in_its_own_form() -> None:
    for fields in ({232: b"        "}, {232: b"20140101"}, {232: b"\xb0\xa1\xb0\xa1\xb0\xa1\xb0\xa1"}):
        reply = telegram_bank().answer(telegram(fields), accepted=False)

        assert reply is not None
        assert reply[19:23] == b"0210"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({19: b"0210"}, "type"),
        ({19: b"0800"}, "type"),
        ({23: b"400"}, "business"),
        ({9: b"        "}, "company"),
        ({9: "가나다라".encode("euc-kr")}, "company"),
        ({27: b"00012 "}, "number"),
        ({100: b" " * 15}, "city_account"),
        ({100: b"301-000-0000001"}, "city_account"),
        ({117: b"2 "}, "kind"),
        ({117: b"30"}, "kind"),
        ({121: b"        32000"}, "amount"),
        ({121: b"0000000000000"}, "amount"),
        ({121: b"-000000032000"}, "amount"),
        ({121: b"0001000000001"}, "amount"),
        ({216: b"7901963" + b" " * 9}, "virtual_account"),
        ({216: b" 7901963967951  "}, "virtual_account"),
        ({216: b"7901 9639679511 "}, "virtual_account"),
        ({232: b"20261131"}, "date"),
        ({232: b"261124  "}, "date"),
        ({232: b"20141231"}, "date"),
        ({240: b"240000"}, "time"),
        ({240: b"0912  "}, "time"),
        ({252: b"11 "}, "bank_code"),
    ],
)
def test_each_malformed_field_has_its_name(fields: dict[int, bytes], name: str) -> None:
    with pytest.raises(BankWordInvalid) as caught:
        parse_telegram(telegram(fields))

    assert caught.value.field == name
    assert ACCOUNT not in str(caught.value)


@given(
    company=st.from_regex(r"[A-Za-z0-9]{1,8}", fullmatch=True),
    number=st.integers(0, 999_999),
    kind=st.sampled_from([("20", "deposit"), ("51", "cancel")]),
    amount=st.integers(1, 1_000_000_000),
    account=st.from_regex(r"[0-9]{8,16}", fullmatch=True),
    day=st.dates(date(2015, 1, 1), date(2099, 12, 31)),
    clock=st.times(),
    memo=st.text("가나다라마바사홍길동AZ09", max_size=7),
    bank=st.sampled_from(BANKS),
    noise=st.binary(min_size=45, max_size=45),
)
def test_what_is_written_is_read_and_the_rest_goes_back_untouched(
    company: str,
    number: int,
    kind: tuple[str, str],
    amount: int,
    account: str,
    day: date,
    clock: time,
    memo: str,
    bank: Bank,
    noise: bytes,
) -> None:
    raw = telegram(
        {
            9: company.encode().ljust(8),
            27: f"{number:06}".encode(),
            117: kind[0].encode(),
            121: f"{amount:013}".encode(),
            153: memo.encode("euc-kr").ljust(14),
            216: account.encode().ljust(16),
            232: f"{day:%Y%m%d}".encode(),
            240: f"{clock:%H%M%S}".encode(),
            252: bank.code.encode(),
            255: noise,
        }
    )

    read = parse_telegram(raw)
    reply = build_reply(raw, accepted=True)

    assert (read.company, read.number, read.kind) == (company, f"{number:06}", kind[1])
    assert (read.account_number, read.amount_krw, read.memo) == (account, amount, memo)
    assert read.at == datetime.combine(day, clock.replace(microsecond=0), SEOUL)
    assert reply is not None
    assert len(reply) == 300
    assert [place for place in range(300) if reply[place] != raw[place]] == [21, 47, 48, 49, 50]


@given(st.binary(min_size=300, max_size=300))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    with pytest.raises(BankWordInvalid):
        parse_telegram(raw)
    assert build_reply(raw, accepted=False) is not None


def test_a_deposit_telegram_becomes_a_notification() -> None:
    word = read_telegram(telegram())

    assert word.delivery_id == "delivery-1"
    assert word.notification == DepositNotificationV2(
        kind="deposit",
        bank="NH",
        deposit_id="DONGNE01.011.20261124.000123",
        account_number=ACCOUNT,
        amount_krw=32_000,
        deposited_at=datetime(2026, 11, 24, 0, 12, 29, tzinfo=UTC),
    )


def test_the_same_telegram_sent_again_is_the_same_deposit() -> None:
    again = read_telegram(telegram({26: b"2", 41: b"091500"}))

    assert again.notification == read_telegram(telegram()).notification


def test_a_cancel_telegram_names_the_deposit_it_takes_back() -> None:
    cancel = telegram({27: b"000124", 117: b"51"})
    asked: list[tuple[str, str, int, datetime]] = []

    def find(bank: str, account: str, amount: int, before: datetime) -> str:
        asked.append((bank, account, amount, before))
        return "DONGNE01.011.20261124.000123"

    word = read_telegram(cancel, replace(telegram_bank(), find_deposit=find))

    assert asked == [("NH", ACCOUNT, 32_000, datetime(2026, 11, 24, 0, 12, 29, tzinfo=UTC))]
    assert word.notification is not None
    assert (word.notification.kind, word.notification.deposit_id) == ("cancel", "DONGNE01.011.20261124.000123")


def test_a_cancel_that_overtakes_its_deposit_is_told_again_later() -> None:
    with pytest.raises(CancelBeforeDeposit):
        read_telegram(telegram({117: b"51"}), telegram_bank(found=None))


@pytest.mark.parametrize(("fields", "name"), [({9: b"OTHER001"}, "company"), ({252: b"999"}, "bank_code")])
def test_a_telegram_of_another_company_or_bank_is_refused(fields: dict[int, bytes], name: str) -> None:
    with pytest.raises(BankWordInvalid) as caught:
        read_telegram(telegram(fields))

    assert caught.value.field == name


def test_the_codes_of_a_later_edition_hold_from_its_day() -> None:
    new = TelegramEdition(date(2027, 1, 1), deposit_kind="01", cancel_kind="02", accepted_code="T000")
    bank = replace(telegram_bank(), editions=(*telegram_bank().editions, new))
    later = telegram({232: b"20270101", 117: b"01"})

    assert read_telegram(telegram(), bank).notification is not None
    assert read_telegram(later, bank).notification is not None
    with pytest.raises(BankWordInvalid, match="kind"):
        read_telegram(later)
    reply = bank.answer(later, accepted=True)
    assert reply is not None
    assert reply[47:51] == b"T000"


def test_only_the_relay_signs_telegrams() -> None:
    raw, bank = telegram(), telegram_bank()
    headers = WebhookSignature(b"another").sign(raw, "delivery-1", NOW)

    with pytest.raises(DepositForged):
        bank.read(headers, raw, NOW)
    with pytest.raises(DepositStale):
        bank.read(WebhookSignature(bank.secret).sign(raw, "delivery-1", NOW), raw, NOW + timedelta(minutes=6))


# --- sandbox -------------------------------------------------------------------------------------

SANDBOX = SandboxBank(b"b" * 64)
DEPOSIT = DepositNotificationV2(
    kind="deposit",
    bank="NH",
    deposit_id="20261123-000001",
    account_number="79010000000000",
    amount_krw=32_000,
    deposited_at=NOW,
)


def told(fault: Fault | None = None) -> list[BankWord]:
    return [SANDBOX.read(call.headers, call.body, call.at) for call in SANDBOX.tell(DEPOSIT, NOW, fault)]


def test_the_sandbox_tells_what_it_reads() -> None:
    (word,) = told()

    assert word.notification == DEPOSIT
    assert SANDBOX.answer(b"", accepted=True) is None


def test_a_first_version_still_reads_as_a_deposit() -> None:
    body = json.dumps(
        {
            "bank": "NH",
            "deposit_id": "20261123-000001",
            "account_number": "79010000000000",
            "amount_krw": 32_000,
            "deposited_at": "2026-11-23T14:00:00+09:00",
        }
    ).encode()

    assert SANDBOX.read(SANDBOX.sign(body, "delivery-1", NOW), body, NOW).notification == DEPOSIT


@pytest.mark.parametrize(
    ("fault", "kinds"),
    [
        (Fault.TOLD_TWICE, ["deposit", "deposit"]),
        (Fault.TOLD_LATE, ["deposit"]),
        (Fault.OUT_OF_ORDER, ["cancel", "deposit"]),
        (Fault.CANCELLED_AFTER_DONE, ["deposit", "cancel"]),
    ],
)
def test_each_fault_comes_when_asked_for(fault: Fault, kinds: list[str]) -> None:
    words = told(fault)

    assert [word.notification.kind for word in words if word.notification] == kinds
    assert {word.notification.deposit_id for word in words if word.notification} == {"20261123-000001"}
    assert len({word.delivery_id for word in words}) == len(words)


def test_a_late_telling_is_of_the_old_moment() -> None:
    (call,) = SANDBOX.tell(DEPOSIT, NOW, Fault.TOLD_LATE)

    assert call.at > NOW + timedelta(days=1)
    assert told(Fault.TOLD_LATE)[0].notification == DEPOSIT


def test_a_wrong_signature_is_a_forgery() -> None:
    with pytest.raises(DepositForged):
        told(Fault.WRONG_SIGNATURE)


@pytest.mark.parametrize("timestamp", ["", "soon", "9" * 30])
def test_a_signed_timestamp_that_is_none_is_stale(timestamp: str) -> None:
    signature = WebhookSignature(b"b" * 64)
    headers = {
        "x-bank-timestamp": timestamp,
        DELIVERY_HEADER: "delivery-1",
        SIGNATURE_HEADER: signature._signature(timestamp, "delivery-1", b"{}"),
    }

    with pytest.raises(DepositStale):
        signature.check(headers, b"{}", NOW)


def test_each_bank_is_spelled_once() -> None:
    spellings = bank_spellings()

    assert len({bank.code for bank in BANKS}) == len({bank.toss_code for bank in BANKS}) == len(BANKS)
    assert set(spellings.values()) == {bank.name for bank in BANKS}
    assert spellings["농협은행"] == spellings["011"] == spellings["11"] == "NH"


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 3},
        {"version": 2},
        {"version": 2, "kind": "refund"},
        {"version": 2, "kind": "cancel", "account_issue": "short"},
        {"version": 2, "kind": "cancel", "account_issue": "order#early#32000"},
        {"version": 2, "kind": "cancel", "amount_krw": 0},
        {"version": "two"},
        {"account_number": "790-1000"},
    ],
)
def test_a_notification_out_of_bounds_is_refused_without_its_account(changes: dict) -> None:
    first = {
        "bank": "NH",
        "deposit_id": "20261123-000001",
        "account_number": "79010000000000",
        "amount_krw": 32_000,
        "deposited_at": "2026-11-23T14:00:00+09:00",
    }

    with pytest.raises(ValidationError) as caught:
        read_deposit(json.dumps({**first, **changes}))

    assert "7901" not in str(caught.value)
    assert "790-1000" not in str(caught.value)
