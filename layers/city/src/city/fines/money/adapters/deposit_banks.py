"""The banks and carriers, fitted to what the fines domain needs of them."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ValidationError

from city.fines.errors import AccountIssuedBefore, BankWordInvalid
from city.fines.law.model import Quote
from city.fines.money.adapters.banks import AccountRequest, BankWord, SandboxBank, TelegramBank, TossBank
from city.fines.money.tables.deposits import Deposits
from city.fines.ports import BankTold, OfferedAccount


@dataclass(frozen=True, slots=True)
class SandboxDeposits:
    """The make-believe bank at the door. Refused when the stage is prod."""

    bank: SandboxBank

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankWord:
        return self.bank.read(headers, body, now)

    def taken(self, told: BankTold) -> None:
        """Nothing to remember."""

    def answer(self, body: bytes) -> bytes | None:  # noqa: ARG002
        return None


class _Relayed(BaseModel):
    telegram: str


@dataclass(frozen=True, slots=True)
class RelayedTelegrams:
    """A bank's 300-byte telegrams, as the relay on the city's leased line posts them: `{"telegram": base64}`.

    HTTP gateways read a body as UTF-8 and would spoil EUC-KR. The relay signs the 300 bytes and hears 300 bytes back.
    """

    bank: TelegramBank

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankWord:
        return self.bank.read(headers, _telegram(body), now)

    def taken(self, told: BankTold) -> None:
        """Nothing to remember: a telegram is told again until it is answered."""

    def answer(self, body: bytes) -> bytes | None:
        reply = self.bank.answer(_telegram(body), accepted=True)
        return _Relayed(telegram=base64.b64encode(reply or b"").decode()).model_dump_json().encode()


def _telegram(body: bytes) -> bytes:
    try:
        return base64.b64decode(_Relayed.model_validate_json(body).telegram, validate=True)
    except (binascii.Error, ValidationError):
        raise BankWordInvalid("base64") from None


@dataclass(frozen=True, slots=True)
class TossDeposits:
    """TossPayments at the door."""

    bank: TossBank
    deposits: Deposits

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankWord | None:
        return self.bank.read(headers, body, now)

    def taken(self, told: BankTold) -> None:
        # Only now: a crash before must leave the bank's next telling worth something.
        if isinstance(told, BankWord) and told.order is not None:
            self.deposits.keep_order(told.order)

    def answer(self, body: bytes) -> bytes | None:  # noqa: ARG002
        return None


@dataclass(frozen=True, slots=True)
class TossAccounts:
    """Virtual accounts that TossPayments issues one by one. The order is kept before the number is given away."""

    bank: TossBank
    deposits: Deposits
    issued_by: str

    def offer(self, notice_number: str, quote: Quote, now: datetime) -> OfferedAccount:
        request = AccountRequest(
            notice_number, quote.stage, quote.amount_krw, self.issued_by, quote.expires_at, quote.part
        )
        try:
            order = self.bank.issue(request, now)
        except AccountIssuedBefore as before:
            known = self.deposits.find_order(before.detail)
            if known is None:
                raise
            order = known
        self.deposits.keep_order(order)
        return OfferedAccount(order.account_number, order.bank, None, order.expires_at)
