"""Signing in: what the staff's page sends, and what it gets back."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, SecretStr, TypeAdapter

from city.contracts.base import Contract

MAX_BODY_BYTES = 8 * 1024

# A code of the authenticator, the first code of a new one, and a password in place of the temporary one.
Challenge = Literal["code", "set_up_code", "new_password"]
_Username = Annotated[str, Field(min_length=1, max_length=128)]
_Secret = Annotated[SecretStr, Field(min_length=1, max_length=256)]


class SignIn(Contract):
    model_config = ConfigDict(hide_input_in_errors=True)

    username: _Username
    password: _Secret


class AnswerChallenge(Contract):
    """What was asked for after the password. `session` names the attempt, and comes with the question."""

    model_config = ConfigDict(hide_input_in_errors=True)

    username: _Username
    session: Annotated[str, Field(min_length=1, max_length=2048, repr=False)]
    challenge: Challenge
    answer: _Secret


class Challenged(Contract):
    """Something more is asked for. `secret` is the key of a new authenticator, shown once."""

    challenge: Challenge
    session: str
    secret: str | None = None


class SignedIn(Contract):
    """`token` goes into the Authorization header; `staff_id` is what the records call this person."""

    token: Annotated[str, Field(repr=False)]
    expires_in: int
    groups: tuple[str, ...]
    staff_id: str


_ASK: TypeAdapter[SignIn | AnswerChallenge] = TypeAdapter(SignIn | AnswerChallenge)


def read_sign_in(body: bytes) -> SignIn | AnswerChallenge:
    """Raises pydantic.ValidationError."""
    return _ASK.validate_json(body)
