"""The signature of a bank's webhook, or of the relay on its leased line."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from city.contracts.fines.deposits import (
    DELIVERY_HEADER,
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
)
from city.fines.money.errors import DepositForged, DepositStale


@dataclass(frozen=True, slots=True)
class WebhookSignature:
    """HMAC-SHA-256 over time, delivery and body, under a secret that only the bank, or its relay, shares with us."""

    secret: bytes = field(repr=False)
    tolerance: timedelta = timedelta(minutes=5)

    def check(self, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
        """Returns the delivery's id. Raises DepositForged, DepositStale."""
        timestamp, delivery = headers.get(TIMESTAMP_HEADER, ""), headers.get(DELIVERY_HEADER, "")
        expected = self._signature(timestamp, delivery, body)
        if not hmac.compare_digest(expected.encode(), headers.get(SIGNATURE_HEADER, "").encode()):
            raise DepositForged
        # Only now is the timestamp the bank's own word; before, anyone could have written it.
        if not delivery or abs(now - _read_timestamp(timestamp)) > self.tolerance:
            raise DepositStale
        return delivery

    def sign(self, body: bytes, delivery: str, now: datetime) -> dict[str, str]:
        """The headers that go with `body`."""
        timestamp = str(int(now.timestamp()))
        return {
            TIMESTAMP_HEADER: timestamp,
            DELIVERY_HEADER: delivery,
            SIGNATURE_HEADER: self._signature(timestamp, delivery, body),
        }

    def _signature(self, timestamp: str, delivery: str, body: bytes) -> str:
        signed = f"{timestamp}.{delivery}.".encode() + body
        return "v1=" + hmac.new(self.secret, signed, hashlib.sha256).hexdigest()


def _read_timestamp(timestamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise DepositStale from error
