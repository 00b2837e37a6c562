"""The two kinds of cookies: an attempt to sign in, and the session. No script reads either."""

import re
from typing import Final

from city.session.attempts import LASTS
from city.session.errors import SignInUnreachable

SESSION: Final = "dongne_session"
_ATTEMPT = "dongne_sign_in_{slot}"
# As long as the refresh token in it, which the pool's client says (infra/door/sign_in.yaml).
SESSION_LASTS_S: Final = 12 * 3600
_PLACE, _PLACE_OF_ATTEMPTS = "/api/session", "/api/session/callback"
# Browsers refuse a cookie of more than 4,096 bytes, name and attributes included.
LONGEST_TOKEN: Final = 3800
# All cookies of a request together; more is nobody's.
_LONGEST_HEADER = 16 * 1024
_VALUE = re.compile(r"[A-Za-z0-9._~+/=-]+")


def session_cookie(token: str) -> str:
    """The header line. Raises SignInUnreachable for a token that no cookie can hold."""
    if len(token) > LONGEST_TOKEN or not _VALUE.fullmatch(token):
        raise SignInUnreachable("the refresh token does not fit into a cookie")
    return _line(SESSION, token, _PLACE, SESSION_LASTS_S)


def ended_session_cookie() -> str:
    return _line(SESSION, "", _PLACE, 0)


def attempt_cookie(slot: int, sealed: str) -> str:
    return _line(_ATTEMPT.format(slot=slot), sealed, _PLACE_OF_ATTEMPTS, int(LASTS.total_seconds()))


def ended_attempt_cookie(slot: int) -> str:
    return _line(_ATTEMPT.format(slot=slot), "", _PLACE_OF_ATTEMPTS, 0)


def session_in(header: str) -> str | None:
    """The refresh token in a Cookie header."""
    token = _read(header).get(SESSION)
    return token if token and len(token) <= LONGEST_TOKEN and _VALUE.fullmatch(token) else None


def attempt_in(header: str, slot: int) -> str | None:
    return _read(header).get(_ATTEMPT.format(slot=slot))


def _read(header: str) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in header[:_LONGEST_HEADER].split(";"))
    found: dict[str, str] = {}
    for name, _, value in pairs:
        # The first: browsers put the cookie of the longest path first.
        found.setdefault(name, value)
    return found


def _line(name: str, value: str, path: str, seconds: int) -> str:
    return f"{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax"
