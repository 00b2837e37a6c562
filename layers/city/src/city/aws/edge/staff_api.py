"""The base of every staff API: whose group may call a route, what a request holds, how a contract is answered."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final, Protocol

from chalice.app import Request

from city.aws.edge.routes import ServedRoute
from city.aws.edge.web import Answer, CityApp, Response, View, error_response, read_limit, read_query
from city.contracts.base import Contract
from city.kernel.clock import Clock, SystemClock
from city.kernel.errors import Forbidden, NotFound, SignInAgain

_DEFAULT_PAGE = 20
# Instead of groups, for a route that everybody who is signed in may call.
EVERYBODY = ("*",)
# How old a sign-in may be where whole personal data is shown: an unattended screen shows none.
RECENT: Final = timedelta(minutes=5)
_LONGEST_MOMENT = 12


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
        super().__init__(name, most_body_bytes)
        self._people = people
        # By which a sign-in is recent.
        self.clock: Clock = SystemClock()

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

    def get(
        self, path: str, groups: Collection[str], *, ko: str | None = None, gives: Any = None
    ) -> Callable[[View], View]:
        return self._serve("GET", path, groups, HTTPStatus.OK, ko, gives=gives)

    def post(
        self,
        path: str,
        groups: Collection[str],
        status: int = HTTPStatus.OK,
        *,
        ko: str | None = None,
        most_body_bytes: int | None = None,
        recent: bool = False,
    ) -> Callable[[View], View]:
        """`recent`: only for whoever has signed in just now, as where whole personal data is shown."""
        return self._serve("POST", path, groups, status, ko, most_body_bytes, recent=recent)

    def put(self, path: str, groups: Collection[str], *, ko: str | None = None) -> Callable[[View], View]:
        return self._serve("PUT", path, groups, HTTPStatus.OK, ko)

    @property
    def by(self) -> str:
        """The id of the staff member who asks."""
        return str(_claims_of(self.request).get("sub", "-"))

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the staff member who asks."""
        return tuple(sorted(_groups_of(_claims_of(self.request))))

    @property
    def person(self) -> StaffPerson:
        """Who asks. A user name that is but the id again is no name."""
        claims = _claims_of(self.request)
        name = claims.get("name") or claims.get("cognito:username")
        return StaffPerson(self.by, name if name != self.by else None, claims.get("email"))

    def allow(self, groups: Collection[str]) -> None:
        """For a route whose body decides who may call it. Raises Forbidden."""
        require_group(self.request, groups)

    def require_recent_sign_in(self) -> None:
        """For a route whose body decides whether it shows whole personal data. Raises SignInAgain.

        `auth_time` is when the person proved who they are; refreshing a token does not move it.
        """
        moment = str(_claims_of(self.request).get("auth_time", ""))
        if not (moment.isascii() and moment.isdigit() and len(moment) < _LONGEST_MOMENT):
            raise SignInAgain
        if self.clock.now().timestamp() - int(moment) > RECENT.total_seconds():
            raise SignInAgain

    def query(self, name: str) -> str | None:
        """One query parameter. Raises Invalid if it is too long for a key."""
        return read_query(self.request, name)

    def limit(self, most: int, default: int = _DEFAULT_PAGE) -> int:
        """`?limit=`, at most `most`. Raises Invalid."""
        return read_limit(self.request, default=min(default, most), most=most)

    def paging(self, most: int) -> tuple[int, str | None]:
        """How many lines a page may have, and the name of the page asked for. Raises Invalid."""
        return self.limit(most), self.query("page")

    def _serve(
        self,
        method: str,
        path: str,
        groups: Collection[str],
        status: int,
        ko: str | None,
        most_body_bytes: int | None = None,
        gives: Any = None,
        recent: bool = False,
    ) -> Callable[[View], View]:
        def register(view: View) -> View:
            route = ServedRoute(
                method=method,
                path=path,
                view=view,
                status=status,
                ko=ko,
                proof="staff",
                groups=tuple(groups),
                most_body_bytes=most_body_bytes or self._most_body_bytes,
                gives=gives,
                recent=recent,
            )
            self.answer_by(route, lambda arguments: self._answer(route, arguments))
            return view

        return register

    def _answer(self, route: ServedRoute, arguments: Mapping[str, str]) -> Answer:
        self.allow(route.groups)
        if route.recent:
            self.require_recent_sign_in()
        people = self._people() if self._people is not None else None
        if people is not None and route.method != "GET":
            people.note(self.person)
        answer: Answer = route.view(**self.read_asked(route, arguments))
        return people.named(answer) if people is not None and isinstance(answer, Contract) else answer


def require_group(request: Request, groups: Collection[str]) -> str:
    """The staff member's id, if one of `groups` is theirs. Raises Forbidden.

    The authorizer has verified the token; which group it names is for the view to judge.
    """
    claims = _claims_of(request)
    if groups != EVERYBODY and _groups_of(claims).isdisjoint(groups):
        raise Forbidden
    return str(claims.get("sub", "-"))


def _groups_of(claims: Mapping[str, Any]) -> set[str]:
    held = claims.get("cognito:groups") or ""
    # API Gateway hands the list over as text: `clerk,manager` or `[clerk, manager]`.
    return set(re.findall(r"[\w-]+", held if isinstance(held, str) else " ".join(held)))


def _claims_of(request: Request) -> Mapping[str, Any]:
    return (request.context.get("authorizer") or {}).get("claims") or {}


def read_number(text: str, most_digits: int = 9) -> int | None:
    """A whole number as it stands in a path; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most_digits else None
