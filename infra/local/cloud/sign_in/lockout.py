"""Whoever gets a password wrong five times waits: a second, then twice as long after each further failure.

ministack lets anybody try for ever. As on AWS the wait is the person's own, a try during it is refused unread and does
not lengthen it, it never exceeds about a quarter of an hour, and it is forgotten by a sign-in that succeeds, or by a
quarter of an hour without a try.
"""

import time
from collections.abc import Callable
from typing import Any

from infra.local.cloud.hooks import require

FREE_FAILURES = 5
LONGEST_S = 15 * 60
_TRIES = "_wrong_passwords"


class Lockout:
    """Counts in the person's own record, so that the count is saved with it."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now

    def is_locked(self, user: dict[str, Any]) -> bool:
        tries = user.get(_TRIES)
        if tries and self._now() - tries["last"] >= LONGEST_S:
            del user[_TRIES]
            return False
        if not tries or tries["count"] < FREE_FAILURES:
            return False
        return bool(self._now() < tries["failed"] + min(2 ** (tries["count"] - FREE_FAILURES), LONGEST_S))

    def tried(self, user: dict[str, Any]) -> None:
        if user.get(_TRIES):
            user[_TRIES]["last"] = self._now()

    def failed(self, user: dict[str, Any]) -> None:
        tries = user.get(_TRIES) or {"count": 0}
        user[_TRIES] = {"count": tries["count"] + 1, "failed": self._now(), "last": self._now()}

    def succeeded(self, user: dict[str, Any]) -> None:
        user.pop(_TRIES, None)


def lock_out_who_guesses(lockout: Lockout | None = None) -> None:
    from ministack.services import cognito

    require(cognito, "error_response_json", "_resolve_user", "_respond_to_password_verifier")
    judged = lockout or Lockout()
    refuse, record, answer, authenticate = (
        cognito._password_signin_refused,
        cognito._record_auth_event,
        cognito._password_auth_result,
        cognito._authenticate_hosted_ui_user,
    )

    def refuse_the_locked(user: dict[str, Any]) -> Any:
        locked = judged.is_locked(user)
        judged.tried(user)
        if locked:
            return cognito.error_response_json("NotAuthorizedException", "Password attempts exceeded", 400)
        return refuse(user)

    def record_and_count(
        pool: Any, user: dict[str, Any], data: Any, event: str, response: str, challenges: Any = (), *more: Any
    ) -> None:
        if ("Password", "Failure") in tuple(challenges) and not judged.is_locked(user):
            judged.failed(user)
        record(pool, user, data, event, response, challenges, *more)

    def answer_and_forget(
        pool: Any, pool_id: str, client_id: str, user: dict[str, Any], *more: Any, **named: Any
    ) -> Any:
        judged.succeeded(user)
        return answer(pool, pool_id, client_id, user, *more, **named)

    def authenticate_and_count(pool: Any, username: str, password: str) -> Any:
        known, _ = cognito._resolve_user(pool, username)
        was_locked = known is not None and judged.is_locked(known)
        user, refusal = authenticate(pool, username, password)
        if known is not None and user is not None:
            judged.succeeded(known)
        elif known is not None and not was_locked and known.get("_password") != password:
            judged.failed(known)
        return user, refusal

    cognito._password_signin_refused = refuse_the_locked
    cognito._record_auth_event = record_and_count
    cognito._password_auth_result = answer_and_forget
    cognito._authenticate_hosted_ui_user = authenticate_and_count
