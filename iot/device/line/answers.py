"""Answers from the city: read without trust, and matched to the request that is open by a token of its own."""

import json
import secrets
from typing import Any


class ClientTokens:
    """Tokens for requests to AWS IoT, which answers with the token it was asked with (1 to 64 characters).

    No token comes twice, not even after a restart: a kept session may bring an answer that an earlier start asked for.
    """

    def __init__(self, device: str, life: str = "") -> None:
        """`life` tells this start of the program from every other; drawn if empty."""
        self._prefix, self._count = f"{device}-{life or secrets.token_hex(4)}", 0

    def draw(self) -> str:
        self._count += 1
        return f"{self._prefix}-{self._count}"


def read_document(payload: bytes) -> dict[str, Any]:
    """A JSON object from the broker; an empty one if it is none."""
    try:
        document = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def read_count(document: dict[str, Any], name: str) -> int | None:
    """A version or a number in a document, 0 or more; None if it is missing or no such number."""
    value = document.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST else None


# What AWS counts in.
_MOST = 2**63 - 1
