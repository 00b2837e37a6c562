"""Answers to a browser that follows a link, not to a script: redirects, and a refusal with words."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from http import HTTPStatus
from urllib.parse import quote

from city.aws.edge.web import Response
from city.aws.observability import count, describe_failure, logger
from city.kernel.errors import Rejected, Transient, Unauthenticated

_STYLE = (
    "body{font:17px/1.5 'Pretendard GOV','Noto Sans KR',sans-serif;word-break:keep-all;max-width:32rem;margin:15vh auto;"
    "padding:0 1.25rem;color:#1e2124;background:#fff}h1{font-size:1.4rem}p[lang=en]{color:#464c53}"
    "a{color:#0b50d0;display:inline-block;padding:.6rem 0;margin-right:1.5rem}"
    "@media(prefers-color-scheme:dark){body{color:#f4f5f6;background:#000}p[lang=en]{color:#cdd1d5}a{color:#86afff}}"
)
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_TRY_LATER = (
    "지금은 처리할 수 없습니다. 잠시 뒤 다시 시도해 주세요.",
    "This is not possible now. Please try again shortly.",
)


def redirect(location: str, cookies: Iterable[str], status: int) -> Response:
    return Response(body="", status_code=status, headers=_headers(cookies) | {"Location": location})


def refusal_page(
    error: Rejected | Transient, *, title: tuple[str, str], again: str, cookies: Iterable[str] = ()
) -> Response:
    """Words in both languages, and the two ways on: again, and home. Never what was sent."""
    if isinstance(error, Transient):
        logger().error("request failed", extra=describe_failure(error))
        count("RequestFailed")
        status, words = HTTPStatus.SERVICE_UNAVAILABLE, _TRY_LATER
    else:
        status = HTTPStatus.UNAUTHORIZED if isinstance(error, Unauthenticated) else HTTPStatus.BAD_REQUEST
        words = (error.message_ko, error.message_en)
    ko, en = (escape(text) for text in words)
    title_ko, title_en = (escape(text) for text in title)
    body = (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title_ko} · {title_en}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f'<body><main><h1>{title_ko} <span lang="en">{title_en}</span></h1><p>{ko}</p><p lang="en">{en}</p>'
        f'<p><a href="{escape(quote(again, safe="/?=&"))}">다시 로그인 <span lang="en">(sign in again)</span></a>'
        f'<a href="/">첫 화면 <span lang="en">(home)</span></a></p></main></body></html>'
    )
    headers = _headers(cookies) | {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": _POLICY}
    return Response(body=body, status_code=status, headers=headers)


def _headers(cookies: Iterable[str]) -> dict[str, str | list[str]]:
    set_cookies = list(cookies)
    # The address holds a code; nobody is told of it.
    return {"Referrer-Policy": "no-referrer", **({"Set-Cookie": set_cookies} if set_cookies else {})}
