"""What the tests of every carrier share: a text, who it goes to, and a gateway that answers in turn."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from city.fines.talk.adapters.gateways import Sender
from city.kernel.phone import PhoneNumber

TO = PhoneNumber("+821012345678")
SENDER = Sender("0233960000", "중구청 주차관리과")
SHORT, LONG = "12가3456 32,000원", "가" * 60
KEY = "answer:mo-1"
HUB_KEY = hashlib.sha256(KEY.encode()).hexdigest()[:30]
SECRETS = ("the-api-key", "the-password", "the-token", "the-secret", "12345678", KEY)


class FakeClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def pass_(self, **time: int) -> None:
        self.moment += timedelta(**time)


class FakePost:
    """Answers with each of `answers` in turn; an error among them is raised."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[tuple[str, dict[str, str], bytes]] = []

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        self.requests.append((url, dict(headers), body))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, value = answer
        return status, value if isinstance(value, bytes) else json.dumps(value).encode()

    @property
    def paths(self) -> list[str]:
        return [url.partition(".kr")[2] for url, _, _ in self.requests]


def discreet(error: Exception) -> bool:
    return not [secret for secret in SECRETS if secret in repr(error) or secret in str(error.__cause__)]
