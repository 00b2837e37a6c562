"""Who has just signed in is not asked again for an hour by the same browser, unless `prompt=login` says so.

ministack's pages set no cookie and know no `prompt`. A sign-in by the cookie is as old as the password that began it.
"""

import secrets
import time
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from infra.local.cloud.hooks import require
from infra.local.cloud.sign_in.issued_tokens import signed_in_at
from infra.local.cloud.sign_in.second_factor import code_of

COOKIE = "cognito"
_LASTS_S = 3600


@dataclass(frozen=True, slots=True)
class _Session:
    pool_id: str
    username: str
    began: float


def remember_browsers() -> None:
    from ministack.services import cognito

    require(cognito, "_find_pool_by_client_id", "_issue_auth_code_redirect", "_qp", "_auth_codes")
    authorize, submit, idp_response, logout, exchange = (
        cognito.handle_oauth2_authorize,
        cognito.handle_login_submit,
        cognito._oauth2_idp_response,
        cognito.handle_logout,
        cognito._oauth2_token,
    )
    sessions: dict[str, _Session] = {}

    def of_browser(headers: Any) -> _Session | None:
        session = sessions.get(_cookie(headers))
        return session if session and time.time() - session.began < _LASTS_S else None

    def authorize_or_remember(method: str, path: str, headers: Any, query: dict[str, Any]) -> Any:
        asked = authorize(method, path, headers, query)
        session = of_browser(headers)
        if asked[0] != 200 or session is None or cognito._qp(query, "prompt") == "login":
            return asked
        pool_id, pool, client = cognito._find_pool_by_client_id(cognito._qp(query, "client_id"))
        user = pool["_users"].get(session.username)
        if pool_id != session.pool_id or user is None or not user.get("Enabled", True):
            return asked
        given = {
            name: cognito._qp(query, name)
            for name in ("client_id", "scope", "nonce", "code_challenge", "code_challenge_method", "state")
        }
        redirect_uri = cognito._qp(query, "redirect_uri") or client.get("DefaultRedirectURI", "")
        redirect = cognito._issue_auth_code_redirect(
            pool_id=pool_id, redirect_uri=redirect_uri, username=session.username, **given
        )
        if code := code_of(redirect):
            cognito._authorization_codes[code]["signed_in_at"] = session.began
        return redirect

    def remember(response: Any) -> Any:
        code = code_of(response)
        grant = cognito._authorization_codes.get(code) or cognito._auth_codes.get(code)
        if not grant:
            return response
        name, began = secrets.token_urlsafe(24), time.time()
        sessions[name] = _Session(grant["pool_id"], grant["username"], began)
        grant["signed_in_at"] = began
        cookie = f"{COOKIE}={name}; Path=/; HttpOnly; SameSite=Lax; Max-Age={_LASTS_S}"
        return response[0], {**response[1], "Set-Cookie": cookie}, response[2]

    def submit_and_remember(*request: Any) -> Any:
        return remember(submit(*request))

    def idp_response_and_remember(*request: Any) -> Any:
        return remember(idp_response(*request))

    def logout_and_forget(method: str, path: str, headers: Any, query: Any) -> Any:
        response = logout(method, path, headers, query)
        sessions.pop(_cookie(headers), None)
        return response[0], {**response[1], "Set-Cookie": f"{COOKIE}=; Path=/; HttpOnly; Max-Age=0"}, response[2]

    def exchange_with_the_time(data: Any, query: Any, raw_body: bytes = b"", headers: Any = None) -> Any:
        code = parse_qs(raw_body.decode(errors="replace")).get("code", [""])[0]
        grant = cognito._authorization_codes.get(code) or cognito._auth_codes.get(code) or {}
        with signed_in_at(grant.get("signed_in_at")):
            return exchange(data, query, raw_body, headers)

    cognito.handle_oauth2_authorize = authorize_or_remember
    cognito.handle_login_submit = submit_and_remember
    cognito._oauth2_idp_response = idp_response_and_remember
    cognito.handle_logout = logout_and_forget
    cognito._oauth2_token = exchange_with_the_time


def _cookie(headers: Any) -> str:
    try:
        found = SimpleCookie((headers or {}).get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
