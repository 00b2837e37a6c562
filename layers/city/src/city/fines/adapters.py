"""The outside world: the carrier that takes our texts, the bank that tells us of deposits."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from city.contracts.deposits import DELIVERY_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, DepositNotificationV1
from city.fines.errors import DepositForged, DepositStale, TextNotTaken
from city.fines.ports import SignedDeposit
from city.kernel.phone import PhoneNumber

if TYPE_CHECKING:
    from mypy_boto3_sns.client import SNSClient

_TOLERANCE = timedelta(minutes=5)


class SnsCarrier:
    """AWS End User Messaging by way of SNS Publish to a telephone number."""

    def __init__(self, client: SNSClient) -> None:
        self._client = client

    def send(self, to: PhoneNumber, text: str) -> None:
        try:
            self._client.publish(
                PhoneNumber=to.e164,
                Message=text,
                # Transactional texts take the dependable route; promotional ones may be dropped.
                MessageAttributes={
                    "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
                },
            )
        except (ClientError, BotoCoreError) as error:
            raise TextNotTaken(type(error).__name__) from error


@dataclass(frozen=True, slots=True)
class SandboxBank:
    """The make-believe bank: signs as a bank's webhook does, HMAC-SHA-256 over time, delivery and body.

    Refused when the stage is prod. It moves no money, so it is no place for a real account number.
    """

    secret: bytes = field(repr=False)

    def read(self, headers: Mapping[str, str], body: bytes, now: datetime) -> SignedDeposit:
        timestamp, delivery = headers.get(TIMESTAMP_HEADER, ""), headers.get(DELIVERY_HEADER, "")
        expected = self._signature(timestamp, delivery, body)
        if not hmac.compare_digest(expected.encode(), headers.get(SIGNATURE_HEADER, "").encode()):
            raise DepositForged
        # Only now is the timestamp the bank's own word; before, anyone could have written it.
        if not delivery or abs(now - _read_moment(timestamp)) > _TOLERANCE:
            raise DepositStale
        return SignedDeposit(delivery, DepositNotificationV1.model_validate_json(body))

    def sign(self, body: bytes, delivery: str, now: datetime) -> dict[str, str]:
        """The headers the bank sends with `body`."""
        timestamp = str(int(now.timestamp()))
        return {
            TIMESTAMP_HEADER: timestamp,
            DELIVERY_HEADER: delivery,
            SIGNATURE_HEADER: self._signature(timestamp, delivery, body),
        }

    def _signature(self, timestamp: str, delivery: str, body: bytes) -> str:
        signed = f"{timestamp}.{delivery}.".encode() + body
        return "v1=" + hmac.new(self.secret, signed, hashlib.sha256).hexdigest()


def _read_moment(timestamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise DepositStale from error
