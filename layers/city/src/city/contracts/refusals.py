"""What every API answers when it does not do what it is asked."""

from typing import Any

from pydantic import ConfigDict

from city.contracts.base import Contract


class InBothLanguages(Contract):
    """A sentence to show to people."""

    ko: str
    en: str


class FieldFault(Contract):
    """What is wrong with one field; never its value, which may be somebody's account or name."""

    field: str
    reason: str


class RefusalAnswer(Contract):
    """`error` is for programs and stays the same; `message` is for people.

    A refusal may name more than a sentence holds: `fields` of a body that is not valid, `problems` of a file.
    """

    model_config = ConfigDict(extra="allow")

    error: str
    message: InBothLanguages
    fields: tuple[FieldFault, ...] | None = None
    problems: tuple[dict[str, Any], ...] | None = None


class GatewayAnswer(Contract):
    """What the gateway answers before the city sees the request: without a valid token, or after too many calls."""

    message: str
