"""Refreshed tokens keep the groups, and the time of the sign-in that they come from.

ministack answers `grant_type=refresh_token` without groups, so a page that refreshes in silence loses its role; and it
writes the present into `auth_time` of every token, so a sign-in never grows old. On AWS the groups are those of now, and
`auth_time` is when the person proved who they are.
"""

import json
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from infra.local.cloud.hooks import require

_signed_in_at: ContextVar[int | None] = ContextVar("signed_in_at", default=None)


@contextmanager
def signed_in_at(moment: Any) -> Iterator[None]:
    """Tokens made within it say that their person signed in at this moment; None leaves it to the cloud: now."""
    token = _signed_in_at.set(int(moment) if moment is not None else None)
    try:
        yield
    finally:
        _signed_in_at.reset(token)


class _Empty(MutableMapping[str, Any]):
    """Holds nothing: whatever is put into it is not there. So every refresh is answered by the core of `InitiateAuth`."""

    def __getitem__(self, name: str) -> Any:
        raise KeyError(name)

    def __setitem__(self, name: str, value: Any) -> None:
        pass

    def __delitem__(self, name: str) -> None:
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __deepcopy__(self, memo: Any) -> dict[str, Any]:
        return {}  # as the state keeps it


def keep_groups_and_the_time_of_sign_in() -> None:
    from ministack.services import cognito

    require(cognito, "_refresh_tokens", "_token_claims", "_token_validity", "_authorization_codes", "_oauth2_token")
    sign, refresh, answer = (
        cognito._signed_jwt,
        cognito._refresh_auth_result,
        cognito._oauth2_refresh_api_issued_token,
    )

    def sign_with_the_time(claims: dict[str, Any], *key: Any, **named: Any) -> str:
        moment = _signed_in_at.get()
        return str(sign(claims if moment is None else {**claims, "auth_time": moment}, *key, **named))

    def refresh_with_the_time(pool: Any, pool_id: str, client_id: str, refresh_token: str) -> Any:
        # Read before it is verified, and used only if it then is.
        claims = cognito._token_claims(refresh_token)
        with signed_in_at(claims.get("auth_time") or claims.get("iat")):
            return refresh(pool, pool_id, client_id, refresh_token)

    def answer_with_the_client_s_hours(refresh_token: str, client_id: str, secret: str) -> Any:
        status, headers, body = answer(refresh_token, client_id, secret)
        if status != 200:
            return status, headers, body
        claims = cognito._token_claims(refresh_token)
        pool_id = str(claims.get("iss", "")).rsplit("/", 1)[-1]
        client_id = client_id or str(claims.get("client_id", ""))
        seconds = cognito._token_validity(pool_id, client_id, "access")
        return status, headers, json.dumps({**json.loads(body), "expires_in": seconds}).encode()

    cognito._refresh_tokens = _Empty()
    cognito._signed_jwt = sign_with_the_time
    cognito._refresh_auth_result = refresh_with_the_time
    cognito._oauth2_refresh_api_issued_token = answer_with_the_client_s_hours
