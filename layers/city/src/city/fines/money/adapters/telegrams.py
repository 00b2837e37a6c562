"""A bank's telegrams: 300 bytes of EUC-KR over the city's leased line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from city.contracts.fines.deposits import (
    DepositNotificationV2,
)
from city.fines.law.banks import BANKS, Bank
from city.fines.money.adapters.signatures import WebhookSignature
from city.fines.money.errors import BankWordInvalid, CancelBeforeDeposit
from city.fines.money.ports import BankMessage
from city.kernel.clock import SEOUL

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
        dated_on = datetime.strptime(_cut(raw, _DATE).decode("ascii"), "%Y%m%d").replace(tzinfo=SEOUL).date()
    except ValueError:
        dated_on = editions[-1].in_force_from
    edition = _edition_on(editions, dated_on) or editions[-1]
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

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankMessage:
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
        return BankMessage(delivery, notification)

    def answer(self, body: bytes, *, accepted: bool) -> bytes | None:
        return build_reply(body, accepted=accepted, editions=self.editions)

    def _deposit_id(self, telegram: Telegram, bank: str) -> str:
        if telegram.kind == "deposit":
            return telegram.key
        found = self.find_deposit(bank, telegram.account_number, telegram.amount_krw, telegram.at)
        if found is None:
            raise CancelBeforeDeposit
        return found
