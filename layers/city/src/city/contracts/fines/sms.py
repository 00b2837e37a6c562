"""Texts: what carriers deliver, and the one shape the city makes of it."""

import json
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field

from city.contracts.base import AwareMoment, Contract, ForeignContract

MAX_TEXT_CHARACTERS = 2000


class TwoWaySms(ForeignContract):
    """AWS End User Messaging, two-way SMS: the JSON published to the inbound topic (field names as documented)."""

    origination_number: Annotated[str, Field(alias="originationNumber", min_length=4, max_length=20)]
    destination_number: Annotated[str, Field(alias="destinationNumber", min_length=3, max_length=20)]
    message_keyword: Annotated[str | None, Field(alias="messageKeyword", max_length=100)] = None
    message_body: Annotated[str, Field(alias="messageBody", max_length=MAX_TEXT_CHARACTERS)]
    inbound_message_id: Annotated[str, Field(alias="inboundMessageId", min_length=8, max_length=100)]
    # Missing when the citizen writes first: the documented sample always has it, real traffic does not.
    previous_published_message_id: Annotated[str | None, Field(alias="previousPublishedMessageId", max_length=100)] = (
        None
    )


class _SnsEnvelope(ForeignContract):
    message: Annotated[str, Field(alias="Message")]
    timestamp: Annotated[AwareMoment, Field(alias="Timestamp")]


class InboundMessage(Contract):
    """A citizen's text, whichever door it came through."""

    message_id: Annotated[str, Field(min_length=8, max_length=100)]
    # A telephone number, or the session of a web chat.
    sender: Annotated[str, Field(min_length=4, max_length=64)]
    text: Annotated[str, Field(max_length=MAX_TEXT_CHARACTERS)]
    # The carrier's clock: SMS order is not guaranteed and queues re-order, this does not.
    received_at: AwareMoment
    channel: Literal["sms", "web"] = "sms"
    # The photo itself is neither fetched nor kept: what a stranger's link leads to is nobody's guess.
    has_photo: bool = False

    @classmethod
    def from_two_way_sms(cls, sms: TwoWaySms, received_at: datetime) -> Self:
        return cls(
            message_id=sms.inbound_message_id,
            sender=sms.origination_number,
            text=sms.message_body,
            received_at=received_at,
        )

    @classmethod
    def from_queue(cls, body: str) -> Self:
        """Reads what the inbound queue holds: an SNS envelope around a two-way SMS, or a message of our own doors.

        Raises pydantic.ValidationError or json.JSONDecodeError.
        """
        message = json.loads(body)
        if isinstance(message, dict) and "Message" in message:
            return cls.from_sns_envelope(body)
        return cls.model_validate(message)

    @classmethod
    def from_sns_envelope(cls, body: str) -> Self:
        """Reads what the inbound queue holds: an SNS envelope around a two-way SMS.

        Raises pydantic.ValidationError or json.JSONDecodeError.
        """
        envelope = _SnsEnvelope.model_validate_json(body)
        sms = TwoWaySms.model_validate(json.loads(envelope.message))
        return cls.from_two_way_sms(sms, envelope.timestamp)
