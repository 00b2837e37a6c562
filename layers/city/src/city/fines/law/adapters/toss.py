"""TossPayments' API: one call, and what its answers mean."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPSConnection
from typing import Annotated, Any, NoReturn, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from city.fines.law.banks import BANKS, Bank
from city.fines.law.errors import BankRefused, BankUnreachable

# (url, headers, body) -> (status, body). Raises OSError or HTTPException when no answer comes.
Post = Callable[[str, Mapping[str, str], bytes], tuple[int, bytes]]


TOSS_URL = "https://api.tosspayments.com"


# The first request is still being worked on; the bank behind had a passing fault. Both come as 4xx.
_TOSS_PASSING = frozenset({"IDEMPOTENT_REQUEST_PROCESSING", "PROVIDER_ERROR"})


class TossModel(BaseModel):
    # Secrets and account numbers stand in these; an error must not print them.
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class _TossError(TossModel):
    code: Annotated[str, Field(pattern=r"^[A-Z0-9_]{1,64}$")] = "UNKNOWN"


_Answer = TypeVar("_Answer", bound=TossModel)


class TossRefused(Exception):
    """TossPayments said no; `code` is its own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class TossApi:
    """What TossPayments is asked under the city's key."""

    secret_key: str = field(repr=False)
    post: Post = field(repr=False)
    banks: tuple[Bank, ...] = field(default=BANKS, repr=False)

    def code_of(self, bank: str) -> str:
        """TossPayments' own code of one of our banks. Raises BankRefused."""
        for known in self.banks:
            if known.name == bank:
                return known.toss_code
        raise BankRefused("UNKNOWN_BANK")

    def ask(self, path: str, *, idempotency_key: str, body: Mapping[str, Any], shape: type[_Answer]) -> _Answer:
        """The answer in its shape. Raises BankUnreachable, and TossRefused with the code of a refusal."""
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
    raise TossRefused(code)


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
