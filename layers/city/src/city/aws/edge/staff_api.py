"""The base of every staff API: whose group may call a route, what a request holds, how a contract is answered.

A view is the call of one use case. It returns a contract, a Response for what is no contract, or None for 204.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, Protocol, TypeVar

from chalice.app import Request

from city.aws.edge.web import CityApp, Response, error_response, read_body, read_limit, read_query
from city.contracts.base import Contract
from city.kernel.errors import Forbidden, NotFound

_DEFAULT_PAGE = 20

_Request = TypeVar("_Request", bound=Contract)
Answer = Contract | Response | None
View = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class StaffRoute:
    """One route: who may call it, and the status of a success."""

    method: str
    path: str
    groups: tuple[str, ...]
    status: int
    summary: str


@dataclass(frozen=True, slots=True)
class StaffPerson:
    """Whoever asks, as their token has it at this moment: an id for ever, a name and an address for now."""

    id: str
    name: str | None
    email: str | None


class People(Protocol):
    """Knows staff by name."""

    def note(self, person: StaffPerson) -> None:
        """Takes down the name of somebody who is about to do something."""

    def named(self, answer: Contract) -> Contract:
        """The answer with the names of those whose ids are in it."""


class StaffApi(CityApp):
    """A Chalice app for staff. Every route names the groups that may call it; `most_body_bytes` bounds each body.

    `people`: who takes down the names of those who act, and puts them beside their ids in answers.
    """

    def __init__(self, name: str, most_body_bytes: int = 16 * 1024, people: Callable[[], People] | None = None) -> None:
        super().__init__(name)
        self._most_body_bytes, self._people = most_body_bytes, people
        self.staff_routes: list[StaffRoute] = []

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        """Answers one call of API Gateway, through a route of its own or through one greedy route, `{proxy+}`, for all."""
        route, arguments = self._find_route(event)
        if route is None or event["requestContext"]["httpMethod"] not in self.routes[route]:
            return self._refuse(event, context, route)
        place = {"resource": route, "pathParameters": arguments or None}
        gateway = {**event["requestContext"], "resourcePath": route}
        return super().__call__({**event, **place, "requestContext": gateway}, context)

    def _find_route(self, event: Any) -> tuple[str | None, dict[str, str]]:
        """The route that serves an event, and the still encoded parts of its path. Names outrank parameters."""
        resource, arguments = event["requestContext"]["resourcePath"], event.get("pathParameters") or {}
        if resource in self.routes:
            return resource, arguments
        path = re.sub(r"\{(\w+)\+?\}", lambda found: arguments.get(found[1], ""), resource)
        for route in sorted(self.routes, key=lambda route: ["{" in part for part in route.split("/")]):
            if match := re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route), path):
                return route, match.groupdict()
        return None, {}

    def _refuse(self, event: Any, context: Any, route: str | None) -> dict[str, Any]:
        self.current_request = Request(event, context)

        def answer() -> Response:
            if route is None:
                raise NotFound
            response = error_response(
                HTTPStatus.METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "지원하지 않는 요청 방식입니다.",
                "This method is not supported here.",
            )
            response.headers = {"Allow": ", ".join(sorted(self.routes[route]))}
            return response

        answered: dict[str, Any] = self.at_the_edge(answer)().to_dict(self.api.binary_types)
        return answered

    def get(self, path: str, groups: Collection[str]) -> Callable[[View], View]:
        return self._serve("GET", path, groups, HTTPStatus.OK)

    def post(self, path: str, groups: Collection[str], status: int = HTTPStatus.OK) -> Callable[[View], View]:
        return self._serve("POST", path, groups, status)

    def put(self, path: str, groups: Collection[str]) -> Callable[[View], View]:
        return self._serve("PUT", path, groups, HTTPStatus.OK)

    @property
    def by(self) -> str:
        """The id of the staff member who asks."""
        return str(_claims_of(self.request).get("sub", "-"))

    @property
    def person(self) -> StaffPerson:
        """Who asks. A user name that is but the id again is no name."""
        claims = _claims_of(self.request)
        name = claims.get("name") or claims.get("cognito:username")
        return StaffPerson(self.by, name if name != self.by else None, claims.get("email"))

    def allow(self, groups: Collection[str]) -> None:
        """For a route whose body decides who may call it. Raises Forbidden."""
        require_group(self.request, groups)

    def read(self, kind: type[_Request], most_bytes: int | None = None) -> _Request:
        """The body as a contract. Raises BodyTooLarge and pydantic's ValidationError."""
        return kind.model_validate_json(read_body(self.request, most_bytes or self._most_body_bytes))

    def query(self, name: str) -> str | None:
        """One query parameter. Raises Invalid if it is too long for a key."""
        return read_query(self.request, name)

    def limit(self, most: int, default: int = _DEFAULT_PAGE) -> int:
        """`?limit=`, at most `most`. Raises Invalid."""
        return read_limit(self.request, default=min(default, most), most=most)

    def paging(self, most: int) -> tuple[int, str | None]:
        """How many lines a page may have, and the name of the page asked for. Raises Invalid."""
        return self.limit(most), self.query("page")

    def _serve(self, method: str, path: str, groups: Collection[str], status: int) -> Callable[[View], View]:
        def register(view: View) -> View:
            @wraps(view)
            def answer(**arguments: str) -> Response:
                self.allow(groups)
                return _respond(self._view(view, method, arguments), status)

            summary = view.__name__.replace("_", " ").capitalize()
            self.staff_routes.append(StaffRoute(method, path, tuple(groups), status, summary))
            self.route(path, methods=[method])(answer)
            return view

        return register

    def _view(self, view: View, method: str, arguments: Mapping[str, str]) -> Answer:
        if self._people is None:
            return view(**arguments)
        people = self._people()
        if method != "GET":
            people.note(self.person)
        answer = view(**arguments)
        return people.named(answer) if isinstance(answer, Contract) else answer


def _respond(answer: Answer, status: int) -> Response:
    if answer is None:
        return Response(body="", status_code=HTTPStatus.NO_CONTENT)
    if isinstance(answer, Contract):
        return Response(body=answer.model_dump(mode="json"), status_code=status)
    return answer


def require_group(request: Request, groups: Collection[str]) -> str:
    """The staff member's id, if one of `groups` is theirs. Raises Forbidden.

    The authorizer has verified the token; which group it names is for the view to judge.
    """
    claims = _claims_of(request)
    held = claims.get("cognito:groups") or ""
    # API Gateway hands the list over as text: `clerk,manager` or `[clerk, manager]`.
    names = set(re.findall(r"[\w-]+", held if isinstance(held, str) else " ".join(held)))
    if names.isdisjoint(groups):
        raise Forbidden
    return str(claims.get("sub", "-"))


def _claims_of(request: Request) -> Mapping[str, Any]:
    return (request.context.get("authorizer") or {}).get("claims") or {}


def read_number(text: str, most_digits: int = 9) -> int | None:
    """A whole number as it stands in a path; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most_digits else None


def openapi(app: StaffApi) -> dict[str, Any]:
    """The OpenAPI 3.1 document of what the app serves: paths, methods, path parameters, groups and statuses."""
    paths: dict[str, dict[str, Any]] = {}
    for route in app.staff_routes:
        paths.setdefault(route.path, {})[route.method.lower()] = {
            "summary": route.summary,
            "parameters": [
                {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                for name in re.findall(r"\{(\w+)\}", route.path)
            ],
            "x-groups": list(route.groups),
            "responses": {str(int(route.status)): {"description": HTTPStatus(route.status).phrase}},
        }
    return {"openapi": "3.1.0", "info": {"title": app.app_name, "version": "1"}, "paths": paths}
