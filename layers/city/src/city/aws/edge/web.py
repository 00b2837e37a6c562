"""The HTTP edge of every API: one place where errors become a status and a body in Korean and English.

Imported by the Chalice apps only; Chalice comes with their packages, not with the layers.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from chalice.app import Chalice, Request
from chalice.app import Response as Response  # noqa: PLC0414  # handlers have it from here
from pydantic import ValidationError

from city.aws.edge.door import ADDRESS, PROOF, DoorProof
from city.aws.edge.routes import JSON, Proof, ServedRoute, reader_of
from city.aws.observability import correlated, count, describe_failure, logger
from city.contracts.base import Contract
from city.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Rejected, TooMany, Transient, Unauthenticated

_LONGEST_ARGUMENT = 300
_MOST_BODY_BYTES = 16 * 1024


class BodyTooLarge(Rejected):
    message_ko = "요청이 너무 큽니다."
    message_en = "The request body is too large."


# A view is the call of one use case. It returns a contract, a Response for what is no contract, or None for 204.
Answer = Contract | Response | None
View = Callable[..., Answer]
_Responder = Callable[..., Response]

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

    `served`: what it says of each route but its pages, which are no part of an API. `most_body_bytes` bounds each body.
    `door`: by which the city's door is known, for an app that bounds its callers by their address.
    """

    def __init__(
        self, name: str, most_body_bytes: int = _MOST_BODY_BYTES, door: Callable[[], DoorProof] | None = None
    ) -> None:
        super().__init__(app_name=name, configure_logs=False)
        self._most_body_bytes, self._door = most_body_bytes, door
        self.served: list[ServedRoute] = []

    @property
    def request(self) -> Request:
        """The request a view is answering."""
        assert self.current_request is not None
        return self.current_request

    @property
    def caller_address(self) -> str:
        """From where the request comes. To the API all that the city's door lets in comes from the door, which says for
        whom it stands (`infra/door/api.js`) and proves that it is the door. Nobody else is believed."""
        # Without one, all who come by the door would be counted as one.
        assert self._door is not None, "an app that asks where its callers are has to know the city's door"
        if (said := self.header(ADDRESS)) and self._is_the_door(self.header(PROOF)):
            return said
        return str(self.request.context.get("identity", {}).get("sourceIp", "-"))

    def _is_the_door(self, proof: str) -> bool:
        if self._door is not None and proof and self._door().is_right(proof):
            return True
        count("DoorUnproven")
        return False

    def header(self, name: str) -> str:
        """One header, empty where there is none."""
        return str(self.request.headers.get(name, ""))

    def serve(
        self,
        method: str,
        path: str,
        *,
        ko: str | None = None,
        status: int = HTTPStatus.OK,
        proof: Proof = "nobody",
        takes: Any = None,
        gives: Any = None,
        also: tuple[int, ...] = (),
        media_type: str = JSON,
    ) -> Callable[[View], View]:
        """A route that no staff token guards. `ko` says in Korean what the name of the view says in English.

        `proof`: what the view itself asks of the caller. `takes`, `gives`: the contracts of a view that reads the body
        as it came, or answers by no contract; `media_type`: of such a body.
        """

        def register(view: View) -> View:
            route = ServedRoute(
                method=method,
                path=path,
                view=view,
                status=status,
                ko=ko,
                proof=proof,
                most_body_bytes=self._most_body_bytes,
                takes=takes,
                gives=gives,
                also=also,
                media_type=media_type,
            )
            self.answer_by(route, lambda arguments: view(**self.read_asked(route, arguments)))
            return view

        return register

    def answer_by(self, route: ServedRoute, call: Callable[[Mapping[str, str]], Answer]) -> None:
        """Registers a route that is answered with what `call` makes of the parts of its path."""

        @wraps(route.view)
        def answer(**arguments: str) -> Response:
            return _respond(call(arguments), route.status)

        self.served.append(route)
        # Chalice itself refuses whatever is not JSON; a view that takes something else says so in the city's words.
        types: dict[str, Any] = {} if route.media_type == JSON else {"content_types": []}
        self.route(route.path, methods=[route.method], **types)(answer)

    def read_asked(self, route: ServedRoute, arguments: Mapping[str, str]) -> dict[str, Any]:
        """What a view is called with. Raises BodyTooLarge and pydantic's ValidationError."""
        asked: dict[str, Any] = dict(arguments)
        if "body" in route.view.__annotations__:
            asked["body"] = reader_of(route.body).validate_json(read_body(self.request, route.most_body_bytes))
        if route.query is not None:
            asked["query"] = reader_of(route.query).validate_python(dict(self.request.query_params or {}))
        return asked

    def route(self, path: str, **options: Any) -> Callable[[_Responder], _Responder]:
        register = super().route(path, **options)
        return lambda view: register(self.at_the_edge(view))

    def at_the_edge(self, view: _Responder) -> _Responder:
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


def _respond(answer: Answer, status: int) -> Response:
    if answer is None:
        return Response(body="", status_code=HTTPStatus.NO_CONTENT)
    if isinstance(answer, Contract):
        return Response(body=answer.model_dump(mode="json"), status_code=status)
    return answer


def _read_argument(value: str) -> str:
    """A part of the path, percent-decoded; what is too long for a key is not found. Raises NotFound."""
    argument = unquote(value)
    if len(argument) > _LONGEST_ARGUMENT:
        raise NotFound
    return argument


def _response_to(error: Exception) -> Response:
    if isinstance(error, Rejected):
        return response_to_refusal(error)
    if isinstance(error, ValidationError):
        # Which fields and why, never their values: they may be somebody's account or name.
        fields = [{"field": ".".join(map(str, e["loc"])), "reason": e["type"]} for e in error.errors()]
        return error_response(400, "invalid", Invalid.message_ko, Invalid.message_en, fields=fields)
    logger().error("request failed", extra=describe_failure(error))
    count("RequestFailed")
    if isinstance(error, Transient):
        return response_to_refusal(error)
    return error_response(500, "internal_error", "처리하지 못했습니다.", "Something went wrong.")


def response_to_refusal(error: Rejected | Transient) -> Response:
    """What a refusal becomes."""
    if isinstance(error, Transient):
        return error_response(503, error.code, "잠시 뒤 다시 시도해 주세요.", "Please try again shortly.")
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    # A refusal may name more than a sentence holds, such as each thing that is wrong.
    return error_response(status, error.code, error.message_ko, error.message_en, **getattr(error, "more", {}))


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
