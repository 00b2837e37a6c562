"""The banks that sign their calls, fitted to what taking a deposit needs of them."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ValidationError

from city.fines.money.adapters.sandbox_bank import SandboxBank
from city.fines.money.adapters.telegrams import TelegramBank
from city.fines.money.errors import BankWordInvalid
from city.fines.money.ports import BankMessage


@dataclass(frozen=True, slots=True)
class SandboxDeposits:
    """The make-believe bank at the door. Refused when the stage is prod."""

    bank: SandboxBank

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankMessage:
        return self.bank.read(headers, body, now)

    def taken(self, message: BankMessage) -> None:
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

    def receive(self, headers: Mapping[str, str], body: bytes, now: datetime) -> BankMessage:
        return self.bank.read(headers, _telegram(body), now)

    def taken(self, message: BankMessage) -> None:
        """Nothing to remember: a telegram is told again until it is answered."""

    def answer(self, body: bytes) -> bytes | None:
        reply = self.bank.answer(_telegram(body), accepted=True)
        return _Relayed(telegram=base64.b64encode(reply or b"").decode()).model_dump_json().encode()


def _telegram(body: bytes) -> bytes:
    try:
        return base64.b64decode(_Relayed.model_validate_json(body).telegram, validate=True)
    except (binascii.Error, ValidationError):
        raise BankWordInvalid("base64") from None
