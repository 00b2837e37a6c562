"""What the Korean gateways share that take our texts by HTTP. (AWS: `sns_carrier`.)

Each splits into SMS and LMS itself. What the carrier did not take raises TextNotTaken, and may be sent again under the
same key; what it will never take raises TextRefused. Neither says more than the carrier's code: answers and addresses
quote telephone numbers and keys.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

import urllib3
from pydantic import BaseModel, BeforeValidator, ConfigDict

from city.fines.talk.errors import TextNotTaken, TextRefused
from city.kernel.phone import PhoneNumber

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


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a text comes from: a number registered with the gateway beforehand, and the title of a long text."""

    number: str
    title: str

    def __post_init__(self) -> None:
        # 전기통신사업법: registered numbers only. Official texts come neither from mobile nor from internet numbers.
        if not _OFFICE_NUMBER.fullmatch(self.number):
            raise ValueError("the sender's number is not one an office may send from")


class GatewayKeys(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class GatewayAnswer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, coerce_numbers_to_str=True)


def _code(value: object) -> object:
    """A carrier's code as it may be told: never a sentence, nor a number long enough to be somebody's."""
    return text if _TELLABLE.fullmatch(text := str(value)) else _UNREADABLE


GatewayCode = Annotated[str, BeforeValidator(_code)]


def domestic_number(to: PhoneNumber) -> str:
    """`01012345678`. The gateways send within Korea only; raises TextRefused."""
    if not to.e164.startswith("+82"):
        raise TextRefused("foreign number")
    return "0" + to.e164.removeprefix("+82")


def hashed_key(key: str, characters: int) -> str:
    """The same short name for the same key, with nothing of the key in it."""
    return hashlib.sha256(key.encode()).hexdigest()[:characters]


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def not_read(status: int) -> TextNotTaken:
    """For an answer that is not the gateway's own: a proxy's page, a cut connection."""
    return TextNotTaken(f"HTTP {status}")
