"""The banks: who issues virtual accounts, tells the city of deposits and their cancellation, and pays refunds."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from http.client import HTTPException, HTTPSConnection
from typing import Annotated, Any, Literal, NoReturn, TypeVar
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from city.contracts.base import AwareMoment
from city.contracts.fines.deposits import (
    DELIVERY_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    DepositNotificationV2,
    read_deposit,
)
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
from city.fines.ports import IssuedOrder
from city.kernel.clock import SEOUL, end_of_day_in_seoul, seoul_date

_ONE_SECOND = timedelta(seconds=1)


# --- what all banks share ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """What a virtual account is wanted for."""

    notice_number: str
    stage: Stage
    amount_krw: int
    bank: str
    expires_at: datetime
    # Tells instalments apart that cost the same, and what is left of a plan from what was owed before it.
    part: str = ""


@dataclass(frozen=True, slots=True)
class BankWord:
    """What a bank said, once it is proven to be the bank.

    `delivery_id` differs each time a bank tells us; it is None where the bank repeats itself unchanged, and then
    no replay is refused. Keep `order` once the notification is queued, not before: a crash in between must leave the
    bank's next telling worth something. `refunded_deposit_id` was paid back through the bank's own desk or by us.
    """

    delivery_id: str | None
    notification: DepositNotificationV2 | None
    order: IssuedOrder | None = None
    refunded_deposit_id: str | None = None


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


@dataclass(frozen=True, slots=True)
class Bank:
    """One bank under its names: ours, the clearing house's code, the payment agency's, the one people read."""

    name: str
    code: str
    toss_code: str
    title_ko: str


# The thirteen banks that issue virtual accounts. Codes: 금융결제원's three digits; TossPayments writes two.
BANKS: tuple[Bank, ...] = (
    Bank("IBK", "003", "03", "기업은행"),
    Bank("KB", "004", "06", "국민은행"),
    Bank("SUHYUP", "007", "07", "수협은행"),
    Bank("NH", "011", "11", "농협은행"),
    Bank("WOORI", "020", "20", "우리은행"),
    Bank("IM", "031", "31", "아이엠뱅크"),
    Bank("BUSAN", "032", "32", "부산은행"),
    Bank("GWANGJU", "034", "34", "광주은행"),
    Bank("GYEONGNAM", "039", "39", "경남은행"),
    Bank("MG", "045", "45", "새마을금고"),
    Bank("POST", "071", "71", "우체국"),
    Bank("HANA", "081", "81", "하나은행"),
    Bank("SHINHAN", "088", "88", "신한은행"),
)


def bank_spellings(banks: tuple[Bank, ...] = BANKS) -> dict[str, str]:
    """What may stand in a file for each bank: our name, its title, its code, the code as Excel shortens it."""
    return {word: bank.name for bank in banks for word in (bank.name, bank.title_ko, bank.code, bank.code.lstrip("0"))}


@dataclass(frozen=True, slots=True)
class WebhookSignature:
    """HMAC-SHA-256 over time, delivery and body, under a secret that only the bank, or its relay, shares with us."""

    secret: bytes = field(repr=False)
    tolerance: timedelta = timedelta(minutes=5)

    def check(self, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
        """Returns the delivery's id. Raises DepositForged, DepositStale."""
        timestamp, delivery = headers.get(TIMESTAMP_HEADER, ""), headers.get(DELIVERY_HEADER, "")
        expected = self._signature(timestamp, delivery, body)
        if not hmac.compare_digest(expected.encode(), headers.get(SIGNATURE_HEADER, "").encode()):
            raise DepositForged
        # Only now is the timestamp the bank's own word; before, anyone could have written it.
        if not delivery or abs(now - _read_timestamp(timestamp)) > self.tolerance:
            raise DepositStale
        return delivery

    def sign(self, body: bytes, delivery: str, now: datetime) -> dict[str, str]:
        """The headers that go with `body`."""
        timestamp = str(int(now.timestamp()))
        return {
            TIMESTAMP_HEADER: timestamp,
            DELIVERY_HEADER: delivery,
            SIGNATURE_HEADER: self._signature(timestamp, delivery, body),
        }

    def _signature(self, timestamp: str, delivery: str, body: bytes) -> str:
        signed = f"{timestamp}.{delivery}.".encode() + body
        return "v1=" + hmac.new(self.secret, signed, hashlib.sha256).hexdigest()


def _read_timestamp(timestamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise DepositStale from error


# --- sandbox -------------------------------------------------------------------------------------


class Fault(StrEnum):
    """What goes wrong between a bank and a city now and then."""

    TOLD_TWICE = "told_twice"
    TOLD_LATE = "told_late"
    OUT_OF_ORDER = "out_of_order"
    CANCELLED_AFTER_DONE = "cancelled_after_done"
    WRONG_SIGNATURE = "wrong_signature"


@dataclass(frozen=True, slots=True)
class Delivery:
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

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankWord:
        return BankWord(WebhookSignature(self.secret).check(headers, body, now), read_deposit(body))

    def answer(self, body: bytes, *, accepted: bool) -> bytes | None:  # noqa: ARG002
        return None

    def sign(self, body: bytes, delivery: str, now: datetime) -> dict[str, str]:
        """The headers the bank sends with `body`."""
        return WebhookSignature(self.secret).sign(body, delivery, now)

    def tell(self, deposit: DepositNotificationV2, now: datetime, fault: Fault | None = None) -> tuple[Delivery, ...]:
        """The calls that tell of a deposit, in the order they arrive, with the fault asked for."""
        cancel = deposit.model_copy(update={"kind": "cancel", "deposited_at": now})
        words: dict[Fault | None, tuple[DepositNotificationV2, ...]] = {
            Fault.TOLD_TWICE: (deposit, deposit),
            Fault.OUT_OF_ORDER: (cancel, deposit),
            Fault.CANCELLED_AFTER_DONE: (deposit, cancel),
        }
        start = now + _LATE if fault is Fault.TOLD_LATE else now
        signs_with = self.secret[::-1] + b"!" if fault is Fault.WRONG_SIGNATURE else self.secret
        return tuple(
            self._deliver(word, start + turn * _NEXT, signs_with)
            for turn, word in enumerate(words.get(fault, (deposit,)))
        )

    def _deliver(self, word: DepositNotificationV2, at: datetime, secret: bytes) -> Delivery:
        body = word.model_dump_json().encode()
        delivery = f"{word.deposit_id}.{int(at.timestamp())}"
        return Delivery(WebhookSignature(secret).sign(body, delivery, at), body, at)


# --- TossPayments --------------------------------------------------------------------------------

# (url, headers, body) -> (status, body). Raises OSError or HTTPException when no answer comes.
Post = Callable[[str, Mapping[str, str], bytes], tuple[int, bytes]]

TOSS_URL = "https://api.tosspayments.com"
TOSS_LENDS_FOR = timedelta(days=30)  # docs.tosspayments.com, 가상계좌 API: "최대 기한은 발급 시점으로부터 30일"
# Shown to whoever pays in, so neither says who owes what.
_ORDER_NAME = "주정차 과태료"
_CUSTOMER_NAME = "납부자"
_REFUND_REASON = "과태료 과오납금 환급"
# The first request is still being worked on; the bank behind had a passing fault. Both come as 4xx.
_TOSS_PASSING = frozenset({"IDEMPOTENT_REQUEST_PROCESSING", "PROVIDER_ERROR"})
_TOSS_ISSUED_BEFORE = frozenset({"DUPLICATED_ORDER_ID", "ALREADY_PROCESSED_PAYMENT"})
_TOSS_REFUNDED_BEFORE = "ALREADY_CANCELED_PAYMENT"
_TOSS_NO_MONEY_MOVED = frozenset({"READY", "IN_PROGRESS", "ABORTED", "EXPIRED"})


class _TossModel(BaseModel):
    # Secrets and account numbers stand in these; an error must not print them.
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class _TossAccount(_TossModel):
    number: Annotated[str, Field(alias="accountNumber", pattern=r"^[0-9]{8,16}$", repr=False)]
    bank_code: Annotated[str, Field(alias="bankCode")]
    due_at: Annotated[AwareMoment, Field(alias="dueDate")]


class _TossIssue(_TossModel):
    order_id: Annotated[str, Field(alias="orderId")]
    payment_key: Annotated[str, Field(alias="paymentKey", min_length=1, max_length=200, repr=False)]
    secret: Annotated[str, Field(min_length=1, max_length=100, repr=False)]
    amount_krw: Annotated[int, Field(alias="totalAmount")]
    currency: str
    account: Annotated[_TossAccount, Field(alias="virtualAccount")]


class _TossCancel(_TossModel):
    amount_krw: Annotated[int, Field(alias="cancelAmount")]
    at: Annotated[AwareMoment, Field(alias="canceledAt")]


class _TossRefund(_TossModel):
    payment_key: Annotated[str, Field(alias="paymentKey", repr=False)]
    status: Literal["CANCELED", "PARTIAL_CANCELED"]
    cancels: Annotated[tuple[_TossCancel, ...], Field(min_length=1)]


class _TossEvent(_TossModel):
    type: Annotated[str | None, Field(alias="eventType")] = None


class _TossCallback(_TossModel):
    """DEPOSIT_CALLBACK, the only event that carries the secret, and carries it at the top."""

    created_at: Annotated[datetime, Field(alias="createdAt")]
    secret: Annotated[str, Field(max_length=100, repr=False)]
    order_id: Annotated[str, Field(alias="orderId", max_length=64)]
    status: Annotated[str, Field(max_length=40)]
    transaction_key: Annotated[str, Field(alias="transactionKey", pattern=r"^[A-Za-z0-9_.:\-]{6,64}$")]

    @property
    def told_at(self) -> datetime:
        # Written without an offset, and meant in Seoul.
        moment = self.created_at
        return (moment.replace(tzinfo=SEOUL) if moment.tzinfo is None else moment).astimezone(UTC)


class _TossError(_TossModel):
    code: Annotated[str, Field(pattern=r"^[A-Z0-9_]{1,64}$")] = "UNKNOWN"


_Answer = TypeVar("_Answer", bound=_TossModel)


class _TossRefused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def toss_order_id(notice_number: str, stage: Stage, amount_krw: int, last_day: date, part: str = "") -> str:
    """The order under which an account is issued once: the business key, and the last day it serves.

    A bank lends a number for thirty days and a fine may be payable for sixty: the day tells a second loan from
    a second asking.
    """
    return f"{notice_number}-{stage.value}{part}-{amount_krw}-{last_day:%Y%m%d}"


@dataclass(frozen=True, slots=True)
class TossBank:
    """TossPayments: issues an account per order, calls back when money comes, refunds to any account.

    Its callback bears no signature but the secret it gave with the account.
    """

    secret_key: str = field(repr=False)
    post: Post = field(repr=False)
    find_order: Callable[[str], IssuedOrder | None] = field(repr=False)
    banks: tuple[Bank, ...] = field(default=BANKS, repr=False)

    def issue(self, request: AccountRequest, now: datetime) -> IssuedOrder:
        """Issues an account; asked twice on one day, the bank gives the same.

        Raises BankUnreachable, BankRefused, AccountIssuedBefore, BankContradicts.
        """
        expires_at = _lent_until(request.expires_at, now)
        last_second = (expires_at - _ONE_SECOND).astimezone(SEOUL)
        order_id = toss_order_id(
            request.notice_number, request.stage, request.amount_krw, last_second.date(), request.part
        )
        bank_code = self._toss_code(request.bank)
        try:
            answer = self._ask(
                "/v1/virtual-accounts",
                f"issue-{order_id}",
                {
                    "amount": request.amount_krw,
                    "orderId": order_id,
                    "orderName": _ORDER_NAME,
                    "customerName": _CUSTOMER_NAME,
                    "bank": bank_code,
                    "dueDate": last_second.strftime("%Y-%m-%dT%H:%M:%S"),
                },
                _TossIssue,
            )
        except _TossRefused as refused:
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

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankWord | None:  # noqa: ARG002
        """None for what is not ours, or no news: answer 200 and count it.

        Raises DepositForged, BankWordInvalid, pydantic.ValidationError.
        """
        if _TossEvent.model_validate_json(body).type not in (None, "DEPOSIT_CALLBACK"):
            return None
        told = _TossCallback.model_validate_json(body)
        order = self.find_order(told.order_id)
        if order is None:
            return None
        if not hmac.compare_digest(order.secret.encode(), told.secret.encode()):
            raise DepositForged
        return _follow(order, told)

    def answer(self, body: bytes, *, accepted: bool) -> bytes | None:  # noqa: ARG002
        return None

    def refund(self, request: RefundRequest) -> Refund:
        """Pays a deposit back; asked twice, the bank pays once. Raises BankUnreachable, BankRefused, BankContradicts."""
        try:
            answer = self._ask(
                f"/v1/payments/{quote(request.payment_key, safe='')}/cancel",
                f"refund-{request.deposit_id}",
                {
                    "cancelReason": _REFUND_REASON,
                    "cancelAmount": request.amount_krw,
                    "refundReceiveAccount": {
                        "bank": self._toss_code(request.account.bank),
                        "accountNumber": request.account.account_number,
                        "holderName": request.account.holder_name,
                    },
                },
                _TossRefund,
            )
        except _TossRefused as refused:
            if refused.code == _TOSS_REFUNDED_BEFORE:
                return Refund(request.deposit_id, request.amount_krw, refunded_at=None)
            raise BankRefused(refused.code) from refused
        last = answer.cancels[-1]
        if (answer.payment_key, last.amount_krw) != (request.payment_key, request.amount_krw):
            raise BankContradicts
        return Refund(request.deposit_id, last.amount_krw, last.at.astimezone(UTC))

    def _toss_code(self, name: str) -> str:
        for bank in self.banks:
            if bank.name == name:
                return bank.toss_code
        raise BankRefused("UNKNOWN_BANK")

    def _ask(self, path: str, idempotency_key: str, body: Mapping[str, Any], shape: type[_Answer]) -> _Answer:
        headers = {
            "Authorization": "Basic " + base64.b64encode(f"{self.secret_key}:".encode()).decode(),
            "Content-Type": "application/json",
            "Idempotency-Key": idempotency_key,
        }
        try:
            status, answer = self.post(TOSS_URL + path, headers, json.dumps(body, ensure_ascii=False).encode())
        except (OSError, HTTPException) as error:
            # Not chained: the cause may carry the address, and the address the payment.
            raise BankUnreachable(type(error).__name__) from None
        if status in (408, 429) or status >= 500 or not (200 <= status < 300 or status >= 400):
            raise BankUnreachable(f"status {status}")
        if status >= 400:
            _refuse(answer)
        try:
            return shape.model_validate_json(answer)
        except ValidationError as error:
            raise BankUnreachable("unreadable answer") from error


def _refuse(answer: bytes) -> NoReturn:
    try:
        code = _TossError.model_validate_json(answer).code
    except ValidationError:
        code = "UNKNOWN"
    if code in _TOSS_PASSING:
        raise BankUnreachable(code)
    raise _TossRefused(code)


def _lent_until(wanted: datetime, now: datetime) -> datetime:
    if wanted <= now + TOSS_LENDS_FOR:
        return wanted
    # A whole day, so that asking again on the same day asks for the same.
    return end_of_day_in_seoul(seoul_date(now) + TOSS_LENDS_FOR - timedelta(days=1))


def _follow(order: IssuedOrder, told: _TossCallback) -> BankWord | None:
    """What a callback means after what the bank said of the order before.

    The bank writes when it made each callback, calls at issue too, and repeats for days what was not answered:
    WAITING_FOR_DEPOSIT takes a deposit back only if it was made after that deposit's DONE.
    """
    if order.told_at is not None and told.told_at <= order.told_at:
        return None
    after = replace(order, told_at=told.told_at)
    if told.status == "DONE":
        if told.transaction_key == order.deposit_id:
            return None
        deposited = replace(after, deposit_id=told.transaction_key, cancelled=False)
        # DONE says that it came in time; the callback may have been made after midnight.
        at = min(told.told_at, order.expires_at - _ONE_SECOND)
        return BankWord(None, _notification("deposit", order, told.transaction_key, at), deposited)
    if told.status == "WAITING_FOR_DEPOSIT" and order.live_deposit_id is not None:
        cancel = _notification("cancel", order, order.live_deposit_id, told.told_at)
        return BankWord(None, cancel, replace(after, cancelled=True))
    if told.status == "CANCELED":
        return BankWord(None, None, replace(after, cancelled=True), refunded_deposit_id=order.live_deposit_id)
    if told.status == "WAITING_FOR_DEPOSIT" or told.status in _TOSS_NO_MONEY_MOVED:
        return BankWord(None, None, after)
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


_ANSWER_BYTES = 256 * 1024


def open_https(host: str) -> HTTPSConnection:
    # The citizen waits for the account, and the function's own limit is not far.
    return HTTPSConnection(host, timeout=8)


@dataclass(frozen=True, slots=True)
class HttpsPost:
    """The Post that goes over the wire: TLS only, no redirect followed."""

    connect: Callable[[str], HTTPSConnection] = open_https

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        address = urlsplit(url)
        if address.scheme != "https" or not address.hostname:
            raise ValueError("https only")
        connection = self.connect(address.hostname)
        try:
            connection.request("POST", address.path, body=body, headers=dict(headers))
            response = connection.getresponse()
            return response.status, response.read(_ANSWER_BYTES)
        finally:
            connection.close()


# --- the telegram of a bank's leased line --------------------------------------------------------

TELEGRAM_BYTES = 300


@dataclass(frozen=True, slots=True)
class TelegramEdition:
    """The codes of the telegram that a bank and the city agreed on, from a day on.

    20 and 51 are what a metropolitan city's published tax system expects in this telegram; the response code's place
    is that of the agencies' common header. Each bank confirms its own before going live.
    """

    in_force_from: date
    deposit_kind: str = "20"
    cancel_kind: str = "51"
    response_code_at: int = 47
    accepted_code: str = "0000"
    refused_code: str = "9999"


TELEGRAM_EDITIONS: tuple[TelegramEdition, ...] = (TelegramEdition(in_force_from=date(2015, 1, 1)),)

# Where each field stands: first byte, length. What lies between is the bank's own and goes back as it came.
_COMPANY = (9, 8)
_TYPE = (19, 4)
_BUSINESS = (23, 3)
_NUMBER = (27, 6)
_CITY_ACCOUNT = (100, 15)
_KIND = (117, 2)
_AMOUNT = (121, 13)
_MEMO = (153, 14)
_VIRTUAL_ACCOUNT = (216, 16)
_DATE = (232, 8)
_TIME = (240, 6)
_BANK_CODE = (252, 3)

_REQUEST_TYPE, _REPLY_TYPE, _DEPOSIT_BUSINESS = b"0200", b"0210", b"300"
_MOST_KRW = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Telegram:
    """One 0200/300 telegram, read."""

    company: str
    bank_code: str
    number: str
    kind: Literal["deposit", "cancel"]
    account_number: str = field(repr=False)
    amount_krw: int
    at: datetime
    # What the payer wrote, often a name.
    memo: str = field(repr=False)

    @property
    def key(self) -> str:
        """Company, bank, day and telegram number: what the bank never uses twice."""
        return f"{self.company}.{self.bank_code}.{self.at.astimezone(SEOUL):%Y%m%d}.{self.number}"


def parse_telegram(raw: bytes, editions: tuple[TelegramEdition, ...] = TELEGRAM_EDITIONS) -> Telegram:
    """Reads a deposit telegram, EUC-KR, 300 bytes. Raises BankWordInvalid naming the first field that is wrong."""
    if len(raw) != TELEGRAM_BYTES:
        raise BankWordInvalid("length")
    if _cut(raw, _TYPE) != _REQUEST_TYPE:
        raise BankWordInvalid("type")
    if _cut(raw, _BUSINESS) != _DEPOSIT_BUSINESS:
        raise BankWordInvalid("business")
    company = _read(raw, _COMPANY, "company", rb"[A-Za-z0-9]{1,8} *")
    number = _read(raw, _NUMBER, "number", rb"[0-9]{6}")
    _read(raw, _CITY_ACCOUNT, "city_account", rb"[0-9]{8,15} *")
    kind_code = _read(raw, _KIND, "kind", rb"[0-9]{2}")
    amount_krw = int(_read(raw, _AMOUNT, "amount", rb"[0-9]{13}"))
    if not 0 < amount_krw <= _MOST_KRW:
        raise BankWordInvalid("amount")
    account_number = _read(raw, _VIRTUAL_ACCOUNT, "virtual_account", rb"[0-9]{8,16} *")
    at = _read_moment(
        _read(raw, _DATE, "date", rb"[0-9]{8}"),
        _read(raw, _TIME, "time", rb"[0-9]{6}"),
    )
    edition = _edition_on(editions, at.date())
    if edition is None:
        raise BankWordInvalid("date")
    kinds: dict[str, Literal["deposit", "cancel"]] = {
        edition.deposit_kind: "deposit",
        edition.cancel_kind: "cancel",
    }
    if kind_code not in kinds:
        raise BankWordInvalid("kind")
    return Telegram(
        company=company,
        bank_code=_read(raw, _BANK_CODE, "bank_code", rb"[0-9]{3}"),
        number=number,
        kind=kinds[kind_code],
        account_number=account_number,
        amount_krw=amount_krw,
        at=at.astimezone(UTC),
        # Banks cut the memo at its fourteenth byte, even through a syllable: no reason to refuse money.
        memo=_cut(raw, _MEMO).decode("cp949", errors="replace").rstrip(),
    )


def build_reply(
    raw: bytes, *, accepted: bool, editions: tuple[TelegramEdition, ...] = TELEGRAM_EDITIONS
) -> bytes | None:
    """The 0210/300 reply: the same bytes, but type and response code. None if there is no telegram to reply to."""
    if len(raw) != TELEGRAM_BYTES:
        return None
    try:
        told_on = datetime.strptime(_cut(raw, _DATE).decode("ascii"), "%Y%m%d").replace(tzinfo=SEOUL).date()
    except ValueError:
        told_on = editions[-1].in_force_from
    edition = _edition_on(editions, told_on) or editions[-1]
    code = (edition.accepted_code if accepted else edition.refused_code).encode("ascii")
    reply = bytearray(raw)
    reply[_TYPE[0] : _TYPE[0] + len(_REPLY_TYPE)] = _REPLY_TYPE
    reply[edition.response_code_at : edition.response_code_at + len(code)] = code
    return bytes(reply)


def _cut(raw: bytes, place: tuple[int, int]) -> bytes:
    start, length = place
    return raw[start : start + length]


def _read(raw: bytes, place: tuple[int, int], name: str, form: bytes) -> str:
    value = _cut(raw, place)
    if not re.fullmatch(form, value):
        raise BankWordInvalid(name)
    return value.decode("ascii").rstrip(" ")


def _read_moment(day: str, clock: str) -> datetime:
    try:
        on = datetime.strptime(day, "%Y%m%d").replace(tzinfo=SEOUL)
    except ValueError as error:
        raise BankWordInvalid("date") from error
    try:
        return on.replace(hour=int(clock[:2]), minute=int(clock[2:4]), second=int(clock[4:]))
    except ValueError as error:
        raise BankWordInvalid("time") from error


def _edition_on(editions: tuple[TelegramEdition, ...], day: date) -> TelegramEdition | None:
    return next((edition for edition in reversed(editions) if edition.in_force_from <= day), None)


@dataclass(frozen=True, slots=True)
class TelegramBank:
    """A bank on the city's leased line, whose relay posts each telegram under our signature headers.

    A cancel telegram has a number of its own; `find_deposit` names the newest deposit on that account, of that amount,
    not later than the cancel, whether or not it was cancelled already: (bank, account, amount, not after) -> deposit id.
    """

    secret: bytes = field(repr=False)
    company_code: str
    find_deposit: Callable[[str, str, int, datetime], str | None] = field(repr=False)
    banks: tuple[Bank, ...] = field(default=BANKS, repr=False)
    editions: tuple[TelegramEdition, ...] = field(default=TELEGRAM_EDITIONS, repr=False)

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankWord:
        """Raises DepositForged, DepositStale, BankWordInvalid, CancelBeforeDeposit."""
        delivery = WebhookSignature(self.secret).check(headers, body, now)
        telegram = parse_telegram(body, self.editions)
        if telegram.company != self.company_code:
            raise BankWordInvalid("company")
        bank = next((bank.name for bank in self.banks if bank.code == telegram.bank_code), None)
        if bank is None:
            raise BankWordInvalid("bank_code")
        notification = DepositNotificationV2(
            kind=telegram.kind,
            bank=bank,
            deposit_id=self._deposit_id(telegram, bank),
            account_number=telegram.account_number,
            amount_krw=telegram.amount_krw,
            deposited_at=telegram.at,
        )
        return BankWord(delivery, notification)

    def answer(self, body: bytes, *, accepted: bool) -> bytes | None:
        return build_reply(body, accepted=accepted, editions=self.editions)

    def _deposit_id(self, telegram: Telegram, bank: str) -> str:
        if telegram.kind == "deposit":
            return telegram.key
        found = self.find_deposit(bank, telegram.account_number, telegram.amount_krw, telegram.at)
        if found is None:
            raise CancelBeforeDeposit
        return found
