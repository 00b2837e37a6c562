"""The HTTP edge of every API: one place where errors become a status and a body in Korean and English.

Imported by the Chalice apps only; Chalice comes with their packages, not with the layers.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Collection
from functools import wraps
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

from chalice.app import Chalice, Request
from chalice.app import Response as Response  # noqa: PLC0414  # handlers have it from here
from pydantic import ValidationError

from city.aws.observability import correlated, count, describe_failure, logger
from city.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Rejected, TooMany, Transient, Unauthenticated

_LONGEST_ARGUMENT = 300


class BodyTooLarge(Rejected):
    message_ko = "요청이 너무 큽니다."
    message_en = "The request body is too large."


View = Callable[..., Response]

_STATUS: tuple[tuple[type[Rejected], int], ...] = (
    (Unauthenticated, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Invalid, 400),
    (BodyTooLarge, 413),
    (TooMany, 429),
    (Rejected, 422),
)


class CityApp(Chalice):
    """A Chalice app whose errors, logs and headers are the city's.

    Chalice itself answers a view's exception with a bare 500 before any middleware sees it, and logs its trace with
    whatever personal data the message holds; so each view is wrapped as it is registered.
    """

    def __init__(self, name: str) -> None:
        super().__init__(app_name=name, configure_logs=False)

    @property
    def request(self) -> Request:
        """The request a view is answering."""
        assert self.current_request is not None
        return self.current_request

    def route(self, path: str, **options: Any) -> Callable[[View], View]:
        register = super().route(path, **options)
        return lambda view: register(self.at_the_edge(view))

    def at_the_edge(self, view: View) -> View:
        """The view with a correlation id, its errors as the city's answers, and the city's headers."""

        @wraps(view)
        def edge(**arguments: str) -> Response:
            with correlated(self.request.context.get("requestId", "-")):
                try:
                    response = view(**{name: _read_argument(value) for name, value in arguments.items()})
                except Exception as error:
                    response = _response_to(error)
            count("RequestAnswered")
            response.headers = {
                "Cache-Control": "no-store",
                "Content-Type": "application/json",
                "X-Content-Type-Options": "nosniff",
                **response.headers,
            }
            return response

        return edge


def _read_argument(value: str) -> str:
    """A part of the path, percent-decoded; what is too long for a key is not found. Raises NotFound."""
    argument = unquote(value)
    if len(argument) > _LONGEST_ARGUMENT:
        raise NotFound
    return argument


def _response_to(error: Exception) -> Response:
    if isinstance(error, Rejected):
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        # A refusal may name more than a sentence holds, such as each thing that is wrong.
        return error_response(status, error.code, error.message_ko, error.message_en, **getattr(error, "more", {}))
    if isinstance(error, ValidationError):
        # Which fields and why, never their values: they may be somebody's account or name.
        fields = [{"field": ".".join(map(str, e["loc"])), "reason": e["type"]} for e in error.errors()]
        return error_response(400, "invalid", Invalid.message_ko, Invalid.message_en, fields=fields)
    logger().error("request failed", extra=describe_failure(error))
    count("RequestFailed")
    if isinstance(error, Transient):
        return error_response(503, error.code, "잠시 뒤 다시 시도해 주세요.", "Please try again shortly.")
    return error_response(500, "internal_error", "처리하지 못했습니다.", "Something went wrong.")


def error_response(status: int, code: str, message_ko: str, message_en: str, **more: Any) -> Response:
    message = {"ko": message_ko, "en": message_en}
    return Response(body={"error": code, "message": message, **more}, status_code=status)


def read_body(request: Request, most_bytes: int) -> bytes:
    """The raw body. Raises BodyTooLarge."""
    body = request.raw_body
    body = body if isinstance(body, bytes) else body.encode()
    if len(body) > most_bytes:
        raise BodyTooLarge
    return body


# What pages are made of, served beside each of them. What several share lies in `web/parts/` (`<script
# src="parts/page.js">`), what one domain's pages are made of beside them (`parts/fines.words.js`: `web/fines/words.js`).
_SHARED_PARTS = "parts"
_PART_TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
_NAMED_PART = re.compile(r'(?<=")parts/([a-z_.]+\.(?:js|css))(?=")')
# A part is named by its content, so whoever has it never asks again.
_KEEP_PART = "public, max-age=31536000, immutable"


def read_page(name: str, connect_to: Collection[str] = ()) -> Response:
    """One of the static pages in `web/`, which comes in a layer beside Chalice.

    `connect_to`: origins it may talk to besides the API it came from.
    """
    page = files("web").joinpath(name).read_text("utf-8")
    return Response(
        body=_name_parts(page),
        headers={
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": _page_policy(page, connect_to),
            "Referrer-Policy": "no-referrer",
        },
    )


def read_part(name: str, digest: str | None) -> Response:
    """A script or a style that pages are made of. Raises NotFound.

    Kept by browsers only under the digest of what is served: while a deployment is under way, the old part may be asked
    for by the new page's name for it.
    """
    text = _read_part(name)
    return Response(
        body=text,
        headers={
            "Content-Type": _PART_TYPES[name.rpartition(".")[2]],
            "Cache-Control": _KEEP_PART if digest == _digest_of(text) else "no-store",
        },
    )


def _read_part(name: str) -> str:
    folder, _, file = name.partition(".") if name.count(".") > 1 else (_SHARED_PARTS, "", name)
    if not re.fullmatch(r"[a-z_]+", folder) or not re.fullmatch(r"[a-z_]+\.(?:js|css)", file):
        raise NotFound
    part = files("web").joinpath(folder).joinpath(file)
    if not part.is_file():
        raise NotFound
    return part.read_text("utf-8")


def _digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _name_parts(page: str) -> str:
    """The page, with each part it names named by its content: `parts/page.js?v=0123456789abcdef`."""

    def name(found: re.Match[str]) -> str:
        return f"{found[0]}?v={_digest_of(_read_part(found[1]))}"

    return _NAMED_PART.sub(name, page)


def _page_policy(page: str, connect_to: Collection[str]) -> str:
    """Only the scripts and styles that stand in the page or among its origin's parts run; it talks to the API it came from,
    in nobody's frame."""

    def allowed(element: str, naming_a_part: str) -> str:
        found = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in found]
        # Whatever else the origin serves is no script: every answer says what it is, and that nobody should guess.
        return " ".join((*(("'self'",) if naming_a_part in page else ()), *hashes))

    scripts = allowed("script", '<script src="parts/')
    styles = allowed("style", '<link rel="stylesheet" href="parts/')
    reached = " ".join(("'self'", *connect_to))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; "
        f"connect-src {reached}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def read_limit(request: Request, default: int, most: int) -> int:
    """`?limit=` between 1 and `most`. Raises Invalid."""
    text = read_query(request, "limit") or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise Invalid
    return int(text)


def read_query(request: Request, name: str) -> str | None:
    """One query parameter, the last if it is given more than once. Raises Invalid if it is too long for a key."""
    value = dict(request.query_params or {}).get(name)
    if value is not None and len(value) > _LONGEST_ARGUMENT:
        raise Invalid
    return value
