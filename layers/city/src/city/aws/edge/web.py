"""The HTTP edge of every API: one place where errors become a status and a body in Korean and English.

Imported by the Chalice apps only; Chalice comes with their packages, not with the layers.
"""

from collections.abc import Callable
from functools import wraps
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
