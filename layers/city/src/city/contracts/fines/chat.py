"""The web chat: what a citizen's page sends, and what it gets back."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from city.contracts.base import Contract

MAX_BODY_BYTES = 8 * 1024


class ChatMessageV1(Contract):
    """One message. `session` is the page's own, and new with each visit; `message_id` stays the same on a retry."""

    model_config = ConfigDict(hide_input_in_errors=True)

    version: Literal[1] = 1
    session: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,60}$")]
    message_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    text: Annotated[str, Field(min_length=1, max_length=1000)]


class ChatReplyV1(Contract):
    """The answer. `reply` is None where the desk keeps silent: too many questions that led nowhere in an hour."""

    version: Literal[1] = 1
    reply: str | None
    outcome: Literal["answered", "ticketed"]
    language: Literal["ko", "en", "zh", "vi"]
