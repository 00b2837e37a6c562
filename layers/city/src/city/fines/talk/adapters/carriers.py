"""The carriers that take our texts by HTTP: three Korean gateways, and a make-believe one. (AWS: `sns_carrier`.)

Each splits into SMS and LMS itself. What the carrier did not take raises TextNotTaken, and may be sent again under the
same key; what it will never take raises TextRefused. Neither says more than the carrier's code: answers and addresses
quote telephone numbers and keys.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Literal
from urllib.parse import quote

import urllib3
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from city.fines.errors import TextNotTaken, TextRefused
from city.kernel.clock import Clock
from city.kernel.phone import PhoneNumber
from city.kernel.text import LMS_BYTES, SMS_BYTES, TITLE_BYTES, OutboundText, as_sms_or_lms

Post = Callable[[str, Mapping[str, str], bytes], tuple[int, bytes]]
"""Posts a body to an address under these headers; the status and the body of the answer. Raises TextNotTaken."""

_UNREADABLE = "unreadable"
_TELLABLE = re.compile(r"-?\d{1,8}|[A-Za-z_][A-Za-z0-9_]{0,39}", re.ASCII)
_OFFICE_NUMBER = re.compile(r"0(?:2\d{7,8}|(?!50)[3-6]\d{8,9})|1[568]\d{6}|1\d\d", re.ASCII)


def open_post(timeout_seconds: float, pool: urllib3.PoolManager | None = None) -> Post:
    """Posts by HTTPS. Follows no redirect and tries once: keys go to one address, and the queue tries again."""
    connections = pool or urllib3.PoolManager(timeout=urllib3.Timeout(total=timeout_seconds), retries=False)

    def post(url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        try:
            answer = connections.request("POST", url, headers=dict(headers), body=body, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            # Its message names the address, and addresses hold keys.
            raise TextNotTaken(type(error).__name__) from None
        return answer.status, answer.data

    return post


def fresh_nonce() -> str:
    """Sixteen letters and digits, as every gateway here takes them."""
    return secrets.token_hex(8)


# --- what the Korean gateways share ---


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a text comes from: a number registered with the gateway beforehand, and the title of a long text."""

    number: str
    title: str

    def __post_init__(self) -> None:
        # 전기통신사업법: registered numbers only. Official texts come neither from mobile nor from internet numbers.
        if not _OFFICE_NUMBER.fullmatch(self.number):
            raise ValueError("the sender's number is not one an office may send from")


class _Keys(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, coerce_numbers_to_str=True)


def _code(value: object) -> object:
    """A carrier's code as it may be told: never a sentence, nor a number long enough to be somebody's."""
    return text if _TELLABLE.fullmatch(text := str(value)) else _UNREADABLE


_Code = Annotated[str, BeforeValidator(_code)]


def _domestic(to: PhoneNumber) -> str:
    """`01012345678`. The gateways send within Korea only; raises TextRefused."""
    if not to.e164.startswith("+82"):
        raise TextRefused("foreign number")
    return "0" + to.e164.removeprefix("+82")


def _key_of(key: str, characters: int) -> str:
    """The same short name for the same key, with nothing of the key in it."""
    return hashlib.sha256(key.encode()).hexdigest()[:characters]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _not_read(status: int) -> TextNotTaken:
    """For an answer that is not the gateway's own: a proxy's page, a cut connection."""
    return TextNotTaken(f"HTTP {status}")


# --- LG U+ Message Hub ---

MESSAGE_HUB_URL = "https://api.msghub.uplus.co.kr"
_TOKEN_LIFE = timedelta(minutes=50)  # of the hour the hub gives it
_HUB_TAKEN = {"10000", "29005"}  # 29005: this key was sent within ten minutes, so it was taken then
_HUB_UNAUTHENTICATED = "29011"
_HUB_REFUSES = {
    "29000", "29001", "29010", "29020",  # a field missing or malformed, too long
    "30109", "30110", "31000",  # no such number
    "30114", "31001", "31102", "31104",  # spam filter, content, size, an old telephone
}  # fmt: skip


class MessageHubKeys(_Keys):
    """The secret's JSON: `{"api_key": …, "api_password": …}`."""

    api_key: SecretStr
    api_password: SecretStr


class _HubToken(_Answer):
    token: Annotated[SecretStr, Field(min_length=1)]


class _HubAuthentication(_Answer):
    code: _Code
    data: _HubToken | None = None


class _HubResult(_Answer):
    code: _Code


class _HubAnswer(_Answer):
    code: _Code
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
        self, keys: MessageHubKeys, sender: Sender, post: Post, clock: Clock, nonce: Callable[[], str],
        url: str = MESSAGE_HUB_URL,
    ) -> None:  # fmt: skip
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
        recipients = [{"cliKey": _key_of(key, 30), "phone": _domestic(to)}]
        request = {"callback": self._sender.number, "msg": text.body, "recvInfoLst": recipients}
        if text.kind == "sms":
            return "/msg/v1/sms", _json(request)
        return "/msg/v1/mms", _json({"title": text.title, **request})

    def _try(self, path: str, body: bytes) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {self._live_token()}", "Content-Type": "application/json"}
        status, answer = self._post(self._url + path, headers, body)
        try:
            return status, _HubAnswer.model_validate_json(answer).outcome
        except ValidationError:
            if status == 401:
                return status, _HUB_UNAUTHENTICATED
            raise _not_read(status) from None

    def _live_token(self) -> str:
        now = self._clock.now()
        if self._token is None or self._token_ends is None or now >= self._token_ends:
            self._token, self._token_ends = self._authenticate(), now + _TOKEN_LIFE
        return self._token.get_secret_value()

    def _authenticate(self) -> SecretStr:
        nonce = self._nonce()
        password = _sha512(_sha512(self._keys.api_password.get_secret_value()) + "." + nonce)
        body = _json({"apiKey": self._keys.api_key.get_secret_value(), "apiPwd": password})
        status, answer = self._post(f"{self._url}/auth/v1/{nonce}", {"Content-Type": "application/json"}, body)
        try:
            authentication = _HubAuthentication.model_validate_json(answer)
        except ValidationError:
            raise _not_read(status) from None
        if authentication.data is None:
            # Wrong keys and foreign addresses too: somebody has to mend them, and the text waits meanwhile.
            raise TextNotTaken(authentication.code)
        return authentication.data.token


def _sha512(text: str) -> str:
    return base64.b64encode(hashlib.sha512(text.encode()).digest()).decode()


# --- Solapi (CoolSMS) ---

SOLAPI_URL = "https://api.solapi.com/messages/v4/send-many/detail"
_SOLAPI_REFUSES = {"ValidationError"}


class SolapiKeys(_Keys):
    """The secret's JSON: `{"api_key": …, "api_secret": …}`."""

    api_key: SecretStr
    api_secret: SecretStr


class _SolapiFailure(_Answer):
    status_code: Annotated[_Code, Field(alias="statusCode")]


class _SolapiAnswer(_Answer):
    failed: Annotated[list[_SolapiFailure], Field(alias="failedMessageList")] = []


class _SolapiError(_Answer):
    error_code: Annotated[_Code, Field(alias="errorCode")]


class SolapiCarrier:
    """Solapi.

    Fields and signature are those of its public SDK; the shape of its answers and its codes are taken from public
    documentation as remembered, and none of it was tried against the live service. It knows no idempotency key: a text
    whose answer was lost may be sent twice. Our key goes along as a custom field, to be found in its records.
    """

    def __init__(
        self, keys: SolapiKeys, sender: Sender, post: Post, clock: Clock, nonce: Callable[[], str],
        url: str = SOLAPI_URL,
    ) -> None:  # fmt: skip
        """`nonce`: 12 to 64 letters and digits, new at each call."""
        self._keys, self._sender, self._post, self._clock, self._nonce = keys, sender, post, clock, nonce
        self._url = url

    def send(self, to: PhoneNumber, text: str, key: str) -> None:
        outbound = as_sms_or_lms(text, self._sender.title)
        message = {
            "to": _domestic(to),
            "from": self._sender.number,
            "text": outbound.body,
            "type": outbound.kind.upper(),
            **({"subject": outbound.title} if outbound.title else {}),
            "customFields": {"key": _key_of(key, 30)},
        }
        headers = {"Authorization": self._authorization(), "Content-Type": "application/json"}
        status, answer = self._post(self._url, headers, _json({"messages": [message]}))
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
        raise _not_read(status) from None


# --- NHN Cloud ---

NHN_CLOUD_URL = "https://sms.api.nhncloudservice.com"
_NHN_REFUSES = {
    "-2014", "-2015", "-2018", "-2019", "-2023", "-2024",  # empty, too long, no number, wrong number, emoji, abroad
    "-6001",  # the citizen wants no texts
}  # fmt: skip


class NhnCloudKeys(_Keys):
    """The secret's JSON: `{"app_key": …, "secret_key": …}`."""

    app_key: SecretStr
    secret_key: SecretStr


class _NhnHeader(_Answer):
    successful: Annotated[bool, Field(alias="isSuccessful")]
    code: Annotated[_Code, Field(alias="resultCode")]
    message: Annotated[str, Field(alias="resultMessage")] = ""


class _NhnResult(_Answer):
    code: Annotated[_Code, Field(alias="resultCode")] = "0"


class _NhnData(_Answer):
    results: Annotated[list[_NhnResult], Field(alias="sendResultList")] = []


class _NhnBody(_Answer):
    data: _NhnData | None = None


class _NhnAnswer(_Answer):
    header: _NhnHeader
    body: _NhnBody | None = None

    @property
    def outcome(self) -> str:
        # The repeat's code is documented for NHN's KakaoTalk product only, where SMS has another meaning for it: so by
        # its words.
        if not self.header.successful:
            return "0" if "IDEMPOTENCY-KEY" in self.header.message.upper() else self.header.code
        results = self.body.data.results if self.body and self.body.data else []
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
            "recipientList": [{"recipientNo": _domestic(to), "countryCode": "82"}],
        }
        headers = {
            "Content-Type": "application/json;charset=UTF-8",
            "X-Secret-Key": self._keys.secret_key.get_secret_value(),
            "X-NC-API-IDEMPOTENCY-KEY": _key_of(key, 64),
        }
        app_key = quote(self._keys.app_key.get_secret_value(), safe="")
        kind = "sms" if outbound.kind == "sms" else "mms"
        status, answer = self._post(f"{self._url}/sms/v3.0/appKeys/{app_key}/sender/{kind}", headers, _json(request))
        try:
            outcome = _NhnAnswer.model_validate_json(answer).outcome
        except ValidationError:
            raise _not_read(status) from None
        if outcome in _NHN_REFUSES:
            raise TextRefused(outcome)
        if outcome != "0":
            raise TextNotTaken(outcome)


# --- the make-believe carrier ---

Fault = Literal["throttled", "timeout"]
_KEY_REMEMBERED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class TakenText:
    """A text the make-believe carrier took."""

    to: PhoneNumber
    text: OutboundText
    key: str


@dataclass(slots=True)
class SandboxCarrier:
    """Behaves as a Korean carrier does, and delivers nothing. Refused when the stage is prod.

    Each of `faults` in turn befalls a call: `throttled` before the text is taken, `timeout` after it, so that only the
    key keeps the next try from sending it twice.
    """

    clock: Clock
    title: str
    faults: Iterable[Fault | None] = ()
    taken: list[TakenText] = field(default_factory=list)
    _keys: dict[str, datetime] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.faults = iter(self.faults)

    def send(self, to: PhoneNumber, text: str, key: str) -> None:
        fault = next(iter(self.faults), None)
        if fault == "throttled":
            raise TextNotTaken("29002")
        self.take(to, as_sms_or_lms(text, self.title), key)
        if fault == "timeout":
            raise TextNotTaken("ReadTimeoutError")

    def take(self, to: PhoneNumber, text: OutboundText, key: str) -> None:
        """Takes a text that was split elsewhere, as strictly as carriers do. Raises TextRefused."""
        _domestic(to)
        _refuse_what_no_carrier_takes(text)
        now = self.clock.now()
        since = self._keys.get(key)
        if since is not None and now - since < _KEY_REMEMBERED:
            return
        self._keys[key] = now
        self.taken.append(TakenText(to, text, key))


def _refuse_what_no_carrier_takes(text: OutboundText) -> None:
    most_bytes = SMS_BYTES if text.kind == "sms" else LMS_BYTES
    if not 0 < _carrier_bytes(text.body) <= most_bytes:
        raise TextRefused("29020")
    if text.kind == "lms" and not (text.title and _carrier_bytes(text.title) <= TITLE_BYTES):
        raise TextRefused("29001")


def _carrier_bytes(text: str) -> int:
    """Raises TextRefused for what is not KS X 1001: Python's euc_kr also spells other syllables, in eight bytes."""
    try:
        widths = [len(character.encode("euc_kr")) for character in text]
    except UnicodeEncodeError:
        raise TextRefused("31001") from None
    if any(width > 2 for width in widths):
        raise TextRefused("31001")
    return sum(widths)
