"""A second factor is asked for and judged: also by the sign-in page, and also where no authenticator was ever set up.

ministack's page asks for the password alone, and its API takes any code from somebody whose authenticator was switched
on without one having been registered.
"""

import secrets
import time
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from infra.local.cloud.hooks import require

_WAITS_S = 180
_TRIES = 5


@dataclass(slots=True)
class _Waiting:
    """Somebody whose password was right, and the answer they get for the code."""

    user: dict[str, Any]
    response: tuple[Any, ...]
    code: str
    grant: dict[str, Any]
    until: float
    tries: int = _TRIES


def ask_and_judge_second_factors() -> None:
    from ministack.services import cognito

    require(cognito, "_totp_matches", "_authorization_codes", "_get_pool_unscoped", "_page_shell", "_oauth2_error")
    submit, respond = cognito.handle_login_submit, cognito._respond_to_auth_challenge
    waiting: dict[str, _Waiting] = {}

    def page(token: str, refusal: str = "") -> tuple[int, dict[str, str], bytes]:
        said = f'<div class="error" role="alert">{escape(refusal)}</div>' if refusal else ""
        body = f"""{said}<form method="POST" action="/login">
<input type="hidden" name="second_factor" value="{escape(token)}">
<label for="code">인증번호 (code of your authenticator)</label>
<input type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus>
<button type="submit">확인 (go on)</button>
</form>"""
        shell = cognito._page_shell("인증번호", "인증번호 (second factor)", body)
        return 200, {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}, shell.encode()

    def submit_and_ask(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        form = parse_qs(body.decode(errors="replace")) if body else {}
        token = form.get("second_factor", [""])[0]
        if token:
            return judge(token, form.get("code", [""])[0].strip())
        response = submit(method, path, headers, body, query)
        code = code_of(response)
        grant = cognito._authorization_codes.get(code)
        user = _user_of(cognito, grant)
        if grant is None or user is None or "SOFTWARE_TOKEN_MFA" not in user.get("_mfa_enabled", []):
            return response
        del cognito._authorization_codes[code]
        token = secrets.token_urlsafe(24)
        waiting[token] = _Waiting(user, response, code, grant, time.time() + _WAITS_S)
        return page(token)

    def judge(token: str, typed: str) -> Any:
        held = waiting.get(token)
        if held is None or held.until < time.time() or held.tries < 1:
            waiting.pop(token, None)
            return cognito._oauth2_error("invalid_request", "Session has expired. Please sign in again.")
        if not cognito._totp_matches(held.user.get("_totp_secret") or "", typed):
            held.tries -= 1
            return page(token, "인증번호가 맞지 않습니다. (The code is wrong.)")
        del waiting[token]
        cognito._authorization_codes[held.code] = held.grant
        return held.response

    def respond_if_registered(data: dict[str, Any]) -> Any:
        if data.get("ChallengeName") == "SOFTWARE_TOKEN_MFA":
            pool, _ = cognito._pool_for_client(data.get("ClientId"))
            username = (data.get("ChallengeResponses") or {}).get("USERNAME")
            user = cognito._resolve_user(pool, username)[0] if pool else None
            if user is not None and not user.get("_totp_secret"):
                return cognito.error_response_json("CodeMismatchException", "Invalid code received for user", 400)
        return respond(data)

    cognito.handle_login_submit = submit_and_ask
    cognito._respond_to_auth_challenge = respond_if_registered


def code_of(response: tuple[Any, ...]) -> str:
    """The authorization code in a redirect; empty in any other answer."""
    if response[0] != 302:
        return ""
    query: dict[str, list[str]] = parse_qs(urlsplit(response[1].get("Location", "")).query)
    return query.get("code", [""])[0]


def _user_of(cognito: Any, grant: dict[str, Any] | None) -> dict[str, Any] | None:
    pool = cognito._get_pool_unscoped(grant["pool_id"]) if grant else None
    found: dict[str, Any] | None = pool["_users"].get(grant["username"]) if pool and grant else None
    return found
