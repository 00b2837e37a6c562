"""AWS as the SMS carrier. In a module of its own: the imports of the other carriers would slow its cold starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from city.fines.talk.errors import TextNotTaken, TextRefused
from city.kernel.phone import PhoneNumber
from city.kernel.text import carrier_safe

if TYPE_CHECKING:
    from mypy_boto3_sns.client import SNSClient


# A number that is none, or whose holder has opted out at AWS: Publish answers InvalidParameter to both.
_REFUSES = frozenset({"InvalidParameter", "InvalidParameterValue", "OptedOut", "OptedOutException"})


class SnsCarrier:
    """AWS End User Messaging by way of SNS Publish to a telephone number. It knows no key: a retry may send twice."""

    def __init__(self, client: SNSClient) -> None:
        self._client = client

    def send(self, to: PhoneNumber, text: str, key: str) -> None:  # noqa: ARG002  # SNS has no place for it
        try:
            self._client.publish(
                PhoneNumber=to.e164,
                Message=carrier_safe(text),  # Korean carriers behind it take no more than that
                # Transactional texts take the dependable route; promotional ones may be dropped.
                MessageAttributes={
                    "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
                },
            )
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            # Their messages quote the number.
            if code in _REFUSES:
                raise TextRefused(code) from None
            raise TextNotTaken(type(error).__name__) from None
        except BotoCoreError as error:
            raise TextNotTaken(type(error).__name__) from None
