"""The composition root of the sign-in: the only place of this domain that reads the environment and builds clients."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError

from city.aws.clients import open_client
from city.aws.secrets import read_secret
from city.kernel.clock import Clock, SystemClock
from city.kernel.settings import Stage
from city.session.adapters import open_token_endpoint
from city.session.errors import SignInUnreachable
from city.session.service.end_session import EndSession
from city.session.service.finish_sign_in import FinishSignIn
from city.session.service.give_token import GiveToken
from city.session.service.start_sign_in import StartSignIn
from city.session.settings import SessionSettings
from city.session.sign_in_place import SignInPlace

if TYPE_CHECKING:
    from city.session.tokens import PostForm


@dataclass(frozen=True, slots=True)
class SessionUseCases:
    start_sign_in: StartSignIn
    finish_sign_in: FinishSignIn
    give_token: GiveToken
    end_session: EndSession


def build_session(
    environment: Mapping[str, str], clock: Clock, post: PostForm | None = None, random: Callable[[], str] | None = None
) -> SessionUseCases:
    settings = SessionSettings.from_environment(environment)
    is_local = settings.stage is Stage.LOCAL
    post, random = post or open_token_endpoint(plain=is_local), random or _random

    @cache  # once a process; a failure is not kept
    def place() -> SignInPlace:
        return _read_place(settings)

    @cache
    def key() -> bytes:
        try:
            return read_secret(open_client("secretsmanager"), settings.cookie_secret)
        except (BotoCoreError, ClientError) as error:
            raise SignInUnreachable(type(error).__name__) from None

    return SessionUseCases(
        StartSignIn(place=place, key=key, random=random, clock=clock),
        FinishSignIn(place=place, key=key, post=post, clock=clock),
        GiveToken(place=place, post=post),
        EndSession(place=place, post=post, cognito=open_client("cognito-idp"), pool_id=settings.staff_pool_id),
    )


def _read_place(settings: SessionSettings) -> SignInPlace:
    """Raises SignInUnreachable, also while there is no door yet."""
    try:
        found = open_client("ssm").get_parameter(Name=settings.sign_in_parameter)["Parameter"]["Value"]
        place = json.loads(found)
        if settings.stage is Stage.LOCAL:
            # The door shows the pool's pages; tokens are asked for at the cloud itself.
            place = {"endpoint": settings.aws_endpoint_url, **{name: value for name, value in place.items() if value}}
        return SignInPlace.model_validate(place)
    except (BotoCoreError, ClientError, ValidationError, ValueError) as error:
        raise SignInUnreachable(type(error).__name__) from None


def _random() -> str:
    return secrets.token_urlsafe(32)


@cache
def session_from_env() -> SessionUseCases:
    return build_session(os.environ, SystemClock())
