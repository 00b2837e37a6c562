"""Solapi (CoolSMS)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError

from city.fines.talk.adapters.gateways import (
    GatewayAnswer,
    GatewayCode,
    GatewayKeys,
    Post,
    Sender,
    as_json,
    domestic_number,
    hashed_key,
    not_read,
)
from city.fines.talk.errors import TextNotTaken, TextRefused
from city.kernel.clock import Clock
from city.kernel.phone import PhoneNumber
from city.kernel.text import as_sms_or_lms

SOLAPI_URL = "https://api.solapi.com/messages/v4/send-many/detail"


_SOLAPI_REFUSES = {"ValidationError"}


class SolapiKeys(GatewayKeys):
    """The secret's JSON: `{"api_key": …, "api_secret": …}`."""

    api_key: SecretStr
    api_secret: SecretStr


class _SolapiFailure(GatewayAnswer):
    status_code: Annotated[GatewayCode, Field(alias="statusCode")]


class _SolapiAnswer(GatewayAnswer):
    failed: Annotated[tuple[_SolapiFailure, ...], Field(alias="failedMessageList")] = ()


class _SolapiError(GatewayAnswer):
    error_code: Annotated[GatewayCode, Field(alias="errorCode")]


class SolapiCarrier:
    """Solapi.

    Fields and signature are those of its public SDK; the shape of its answers and its codes are taken from public
    documentation as remembered, and none of it was tried against the live service. It knows no idempotency key: a text
    whose answer was lost may be sent twice. Our key goes along as a custom field, to be found in its records.
    """

    def __init__(
        self,
        *,
        keys: SolapiKeys,
        sender: Sender,
        post: Post,
        clock: Clock,
        nonce: Callable[[], str],
        url: str = SOLAPI_URL,
    ) -> None:
        """`nonce`: 12 to 64 letters and digits, new at each call."""
        self._keys, self._sender, self._post, self._clock, self._nonce = keys, sender, post, clock, nonce
        self._url = url

    def send(self, to: PhoneNumber, text: str, key: str) -> None:
        outbound = as_sms_or_lms(text, self._sender.title)
        message = {
            "to": domestic_number(to),
            "from": self._sender.number,
            "text": outbound.body,
            "type": outbound.kind.upper(),
            **({"subject": outbound.title} if outbound.title else {}),
            "customFields": {"key": hashed_key(key, 30)},
        }
        headers = {"Authorization": self._authorization(), "Content-Type": "application/json"}
        status, answer = self._post(self._url, headers, as_json({"messages": [message]}))
        code = _solapi_failure(status, answer)
        if code in _SOLAPI_REFUSES:
            raise TextRefused(code)
        if code is not None:
            raise TextNotTaken(code)

    def _authorization(self) -> str:
        date, salt = self._clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"), self._nonce()
        secret = self._keys.api_secret.get_secret_value().encode()
        signature = hmac.new(secret, f"{date}{salt}".encode(), hashlib.sha256).hexdigest()
        api_key = self._keys.api_key.get_secret_value()
        return f"HMAC-SHA256 apiKey={api_key}, date={date}, salt={salt}, signature={signature}"


def _solapi_failure(status: int, answer: bytes) -> str | None:
    """A refused message comes with a status of 200, and in a list."""
    try:
        if status == 200:
            failed = _SolapiAnswer.model_validate_json(answer).failed
            return failed[0].status_code if failed else None
        return _SolapiError.model_validate_json(answer).error_code
    except ValidationError:
        raise not_read(status) from None
