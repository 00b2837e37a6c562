"""The signature of a webhook: HMAC-SHA-256 over the moment, a full stop and the body.

A receiver does what `check_signature` does; docs/agencies.md shows it to them.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from city.contracts.operations.partners import DELIVERY_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER

REPLAY_WINDOW = timedelta(minutes=5)
_LONGEST_MOMENT = 12


def signed_headers(secret: bytes, body: bytes, delivery: str, at: datetime) -> dict[str, str]:
    """The headers that go with a body. `delivery` is the same on every try, the moment is not."""
    moment = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json",
        TIMESTAMP_HEADER: moment,
        DELIVERY_HEADER: delivery,
        SIGNATURE_HEADER: _signature(secret, moment, body),
    }


def check_signature(secret: bytes, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Whether a body is the city's, and of the last five minutes."""
    said = {name.lower(): value for name, value in headers.items()}
    moment = said.get(TIMESTAMP_HEADER.lower(), "")
    right = hmac.compare_digest(
        _signature(secret, moment, body).encode(), said.get(SIGNATURE_HEADER.lower(), "").encode()
    )
    if not right or not (moment.isascii() and moment.isdigit() and len(moment) < _LONGEST_MOMENT):
        return False
    return abs(now.timestamp() - int(moment)) <= REPLAY_WINDOW.total_seconds()


def _signature(secret: bytes, moment: str, body: bytes) -> str:
    return "v1=" + hmac.new(secret, f"{moment}.".encode(errors="replace") + body, hashlib.sha256).hexdigest()
