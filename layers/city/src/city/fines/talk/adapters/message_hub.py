"""LG U+ Message Hub."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
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
from city.kernel.text import OutboundText, as_sms_or_lms

MESSAGE_HUB_URL = "https://api.msghub.uplus.co.kr"
_TOKEN_LIFE = timedelta(minutes=50)  # of the hour the hub gives it
_HUB_TAKEN = {"10000", "29005"}  # 29005: this key was sent within ten minutes, so it was taken then
_HUB_UNAUTHENTICATED = "29011"
_HUB_REFUSES = {
    # A field missing or malformed, too long.
    "29000",
    "29001",
    "29010",
    "29020",
    # No such number.
    "30109",
    "30110",
    "31000",
    # Spam filter, content, size, an old telephone.
    "30114",
    "31001",
    "31102",
    "31104",
}


class MessageHubKeys(GatewayKeys):
    """The secret's JSON: `{"api_key": …, "api_password": …}`."""

    api_key: SecretStr
    api_password: SecretStr


class _HubToken(GatewayAnswer):
    token: Annotated[SecretStr, Field(min_length=1)]


class _HubAuthentication(GatewayAnswer):
    code: GatewayCode
    data: _HubToken | None = None


class _HubResult(GatewayAnswer):
    code: GatewayCode


class _HubAnswer(GatewayAnswer):
    code: GatewayCode
    data: list[_HubResult] | None = None

    @property
    def outcome(self) -> str:
        """The recipient's own code where there is one: the hub takes a request and refuses a recipient in it."""
        if self.code == "10000" and self.data:
            return self.data[0].code
        return self.code


class MessageHubCarrier:
    """LG U+ Message Hub.

    Paths, fields and the codes 10000, 29002 and 29005 are as public code uses them; which of the other codes are final
    is taken from public notes. Not tried against the live service, which answers only to registered addresses.
    """

    def __init__(
        self,
        *,
        keys: MessageHubKeys,
        sender: Sender,
        post: Post,
        clock: Clock,
        nonce: Callable[[], str],
        url: str = MESSAGE_HUB_URL,
    ) -> None:
        """`nonce`: at most 20 letters and digits, new at each call."""
        self._keys, self._sender, self._post, self._clock, self._nonce = keys, sender, post, clock, nonce
        self._url = url
        self._token: SecretStr | None = None
        self._token_ends: datetime | None = None

    def send(self, to: PhoneNumber, text: str, key: str) -> None:
        path, body = self._request(to, as_sms_or_lms(text, self._sender.title), key)
        status, outcome = self._try(path, body)
        if status == 401 or outcome == _HUB_UNAUTHENTICATED:
            # A token can end before its hour: the hub restarted, or the key was renewed.
            self._token = None
            _, outcome = self._try(path, body)
        if outcome in _HUB_REFUSES:
            raise TextRefused(outcome)
        if outcome not in _HUB_TAKEN:
            raise TextNotTaken(outcome)

    def _request(self, to: PhoneNumber, text: OutboundText, key: str) -> tuple[str, bytes]:
        recipients = [{"cliKey": hashed_key(key, 30), "phone": domestic_number(to)}]
        request = {"callback": self._sender.number, "msg": text.body, "recvInfoLst": recipients}
        if text.kind == "sms":
            return "/msg/v1/sms", as_json(request)
        return "/msg/v1/mms", as_json({"title": text.title, **request})

    def _try(self, path: str, body: bytes) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {self._live_token()}", "Content-Type": "application/json"}
        status, answer = self._post(self._url + path, headers, body)
        try:
            return status, _HubAnswer.model_validate_json(answer).outcome
        except ValidationError:
            if status == 401:
                return status, _HUB_UNAUTHENTICATED
            raise not_read(status) from None

    def _live_token(self) -> str:
        now = self._clock.now()
        if self._token is None or self._token_ends is None or now >= self._token_ends:
            self._token, self._token_ends = self._authenticate(), now + _TOKEN_LIFE
        return self._token.get_secret_value()

    def _authenticate(self) -> SecretStr:
        nonce = self._nonce()
        password = _sha512(_sha512(self._keys.api_password.get_secret_value()) + "." + nonce)
        body = as_json({"apiKey": self._keys.api_key.get_secret_value(), "apiPwd": password})
        status, answer = self._post(f"{self._url}/auth/v1/{nonce}", {"Content-Type": "application/json"}, body)
        try:
            authentication = _HubAuthentication.model_validate_json(answer)
        except ValidationError:
            raise not_read(status) from None
        if authentication.data is None:
            # Wrong keys and foreign addresses too: somebody has to mend them, and the text waits meanwhile.
            raise TextNotTaken(authentication.code)
        return authentication.data.token


def _sha512(text: str) -> str:
    return base64.b64encode(hashlib.sha512(text.encode()).digest()).decode()
