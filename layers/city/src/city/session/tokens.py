"""What is asked of the token endpoint, and what its answers mean."""

import json
from base64 import urlsafe_b64decode
from binascii import Error
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from city.contracts.staff_session import StaffToken
from city.session.attempts import Attempt
from city.session.errors import SignInDenied, SignInUnreachable
from city.session.sign_in_place import SignInPlace

# Posts a form to the token endpoint; the status and the body. Raises SignInUnreachable.
PostForm = Callable[[str, Mapping[str, str]], tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Tokens:
    """`refresh` is None where the old one stays good."""

    token: str = field(repr=False)
    refresh: str | None = field(repr=False)
    claims: Mapping[str, Any] = field(repr=False)

    @property
    def username(self) -> str:
        return str(self.claims["cognito:username"])


def code_form(place: SignInPlace, code: str, attempt: Attempt) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "client_id": place.client_id,
        "code": code,
        "redirect_uri": place.callback,
        "code_verifier": attempt.verifier,
    }


def refresh_form(place: SignInPlace, refresh_token: str) -> dict[str, str]:
    return {"grant_type": "refresh_token", "client_id": place.client_id, "refresh_token": refresh_token}


def read_tokens(status: int, body: bytes, place: SignInPlace) -> Tokens:
    """Raises SignInDenied for what the pool refuses, SignInUnreachable for what it fails at."""
    if status in (400, 401, 403):
        raise SignInDenied
    if status != 200:
        raise SignInUnreachable(f"the token endpoint answered {status}")
    try:
        answer = json.loads(body)
        token = str(answer["id_token"])
        claims = _claims_of(token)
    except (Error, KeyError, TypeError, ValueError, IndexError):
        raise SignInUnreachable("the token endpoint's answer cannot be read") from None
    # The token came from the pool itself, over TLS; that it is for this client costs nothing to look at.
    if claims.get("aud") != place.client_id or claims.get("token_use") != "id":
        raise SignInDenied
    return Tokens(token, answer.get("refresh_token"), claims)


def staff_token(tokens: Tokens) -> StaffToken:
    """What a page is told of whoever is signed in at it."""
    claims = tokens.claims
    # Whoever comes by the district's identity is put into a group of the pool's own, `<pool>_District`: it is no role.
    of_the_pool = f"{str(claims.get('iss', '')).rpartition('/')[2]}_"
    groups = tuple(group for group in claims.get("cognito:groups") or () if not group.startswith(of_the_pool))
    name = claims.get("name") or claims.get("cognito:username")
    return StaffToken(
        token=tokens.token,
        expires_in=int(claims["exp"]) - int(claims["iat"]),
        staff_id=claims["sub"],
        name=name if name != claims["sub"] else None,
        groups=groups,
        signed_in_at=datetime.fromtimestamp(int(claims["auth_time"]), UTC),
    )


def _claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims
