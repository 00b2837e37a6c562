"""NHN Cloud SMS."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

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
from city.kernel.phone import PhoneNumber
from city.kernel.text import as_sms_or_lms

NHN_CLOUD_URL = "https://sms.api.nhncloudservice.com"


_NHN_REFUSES = {
    # Empty, too long, no number, wrong number, emoji, abroad.
    "-2014",
    "-2015",
    "-2018",
    "-2019",
    "-2023",
    "-2024",
    # The citizen wants no texts.
    "-6001",
}


class NhnCloudKeys(GatewayKeys):
    """The secret's JSON: `{"app_key": …, "secret_key": …}`."""

    app_key: SecretStr
    secret_key: SecretStr


class _NhnHeader(GatewayAnswer):
    successful: Annotated[bool, Field(alias="isSuccessful")]
    code: Annotated[GatewayCode, Field(alias="resultCode")]
    message: Annotated[str, Field(alias="resultMessage")] = ""


class _NhnResult(GatewayAnswer):
    code: Annotated[GatewayCode, Field(alias="resultCode")] = "0"


class _NhnData(GatewayAnswer):
    results: Annotated[tuple[_NhnResult, ...], Field(alias="sendResultList")] = ()


class _NhnBody(GatewayAnswer):
    data: _NhnData | None = None


class _NhnAnswer(GatewayAnswer):
    header: _NhnHeader
    body: _NhnBody | None = None

    @property
    def outcome(self) -> str:
        # The repeat's code is documented for NHN's KakaoTalk product only, where SMS has another meaning for it: so by
        # its words.
        if not self.header.successful:
            return "0" if "IDEMPOTENCY-KEY" in self.header.message.upper() else self.header.code
        results = self.body.data.results if self.body and self.body.data else ()
        return results[0].code if results else "0"


class NhnCloudCarrier:
    """NHN Cloud SMS v3.0, as its public guide has it. Not tried against the live service.

    A repeat within ten minutes of the same key fails there, and is a text taken: how that answer looks is not
    documented for SMS, and read as its sister product gives it.
    """

    def __init__(self, keys: NhnCloudKeys, sender: Sender, post: Post, url: str = NHN_CLOUD_URL) -> None:
        self._keys, self._sender, self._post, self._url = keys, sender, post, url

    def send(self, to: PhoneNumber, text: str, key: str) -> None:
        outbound = as_sms_or_lms(text, self._sender.title)
        request = {
            **({"title": outbound.title} if outbound.title else {}),
            "body": outbound.body,
            "sendNo": self._sender.number,
            "recipientList": [{"recipientNo": domestic_number(to), "countryCode": "82"}],
        }
        headers = {
            "Content-Type": "application/json;charset=UTF-8",
            "X-Secret-Key": self._keys.secret_key.get_secret_value(),
            "X-NC-API-IDEMPOTENCY-KEY": hashed_key(key, 64),
        }
        app_key = quote(self._keys.app_key.get_secret_value(), safe="")
        kind = "sms" if outbound.kind == "sms" else "mms"
        status, answer = self._post(f"{self._url}/sms/v3.0/appKeys/{app_key}/sender/{kind}", headers, as_json(request))
        try:
            outcome = _NhnAnswer.model_validate_json(answer).outcome
        except ValidationError:
            raise not_read(status) from None
        if outcome in _NHN_REFUSES:
            raise TextRefused(outcome)
        if outcome != "0":
            raise TextNotTaken(outcome)
