"""The base of staff APIs: who may call, what is answered, and one greedy route in place of many."""

import json
from typing import Any

import pytest

from city.aws.edge.staff_api import StaffApi, read_number
from city.contracts.base import Contract
from tests.integration.moto_city import Context, gateway_event

READERS, WORKERS = ("clerk", "auditor"), ("clerk",)


class Greeting(Contract):
    name: str
    by: str = ""


@pytest.fixture
def app() -> StaffApi:
    app = StaffApi("greetings", most_body_bytes=100)

    @app.get("/greetings", READERS)
    def list_greetings() -> Greeting:
        limit, page = app.paging(50)
        return Greeting(name=f"{limit} {page}", by=app.by)

    @app.post("/greetings", WORKERS, 201)
    def greet(body: Greeting) -> Greeting:
        return Greeting(name=body.name, by=app.by)

    @app.get("/greetings/last", READERS)
    def show_last() -> Greeting:
        return Greeting(name="the last")

    @app.get("/greetings/{name}", READERS)
    def show_greeting(name: str) -> Greeting:
        return Greeting(name=name)

    @app.post("/greetings/{name}/end", WORKERS)
    def end_greeting(name: str) -> None:
        assert name

    return app


def call(
    app: StaffApi,
    method: str,
    path: str,
    *,
    group: str | None = "clerk",
    body: str | None = None,
    resource: str = "/{proxy+}",
    **query: str,
) -> tuple[int, Any]:
    """As API Gateway calls a function behind a greedy route."""
    event = gateway_event(
        method,
        path,
        resource=resource,
        arguments={"proxy": path.removeprefix(resource.removesuffix("{proxy+}"))},
        body=body,
        group=group,
        sub="kim",
        query=query,
    )
    answer = app(event, Context())
    return answer["statusCode"], json.loads(answer["body"] or "null")


def test_a_contract_is_answered_with_its_status_and_none_with_no_content(app: StaffApi) -> None:
    assert call(app, "POST", "/greetings", body='{"name": "안녕"}') == (201, {"name": "안녕", "by": "kim"})
    assert call(app, "POST", "/greetings/a/end") == (204, None)
    assert call(app, "GET", "/greetings", limit="7", page="entry=x") == (200, {"name": "7 entry=x", "by": "kim"})
    assert call(app, "GET", "/greetings") == (200, {"name": "20 None", "by": "kim"})


@pytest.mark.parametrize(
    ("method", "path", "more", "status", "error"),
    [
        ("POST", "/greetings", {"group": "auditor", "body": "{}"}, 403, "forbidden"),
        ("GET", "/greetings", {"group": None}, 403, "forbidden"),
        ("POST", "/greetings", {"body": "{"}, 400, "invalid"),
        ("POST", "/greetings", {"body": '{"name": "' + "x" * 100 + '"}'}, 413, "body_too_large"),
        ("GET", "/greetings", {"limit": "51"}, 400, "invalid"),
        ("GET", "/", {}, 404, "not_found"),
        ("GET", "/greetings/a/b", {}, 404, "not_found"),
        ("GET", "/greetings//end", {}, 404, "not_found"),
        ("DELETE", "/greetings", {}, 405, "method_not_allowed"),
        ("GET", "/greetings/a/end", {}, 405, "method_not_allowed"),
        ("GET", "/greetings/" + "x" * 301, {}, 404, "not_found"),
    ],
)
def test_what_is_refused_is_refused_in_the_citys_form(
    app: StaffApi, method: str, path: str, more: dict[str, Any], status: int, error: str
) -> None:
    answered, body = call(app, method, path, **more)

    assert (answered, body["error"], set(body["message"])) == (status, error, {"ko", "en"})


def test_a_name_in_a_path_outranks_a_parameter_and_a_parameter_is_decoded(app: StaffApi) -> None:
    assert call(app, "GET", "/greetings/last")[1]["name"] == "the last"
    assert call(app, "GET", "/greetings/a%2Fb")[1]["name"] == "a/b"


def test_a_greedy_route_may_lie_below_a_path(app: StaffApi) -> None:
    assert call(app, "GET", "/greetings/lee", resource="/greetings/{proxy+}")[1]["name"] == "lee"


def test_what_an_app_says_of_its_routes_is_what_its_views_are_called_with(app: StaffApi) -> None:
    said = {(route.method, route.path): route for route in app.served}

    assert set(said) == {(method, path) for path, methods in app.routes.items() for method in methods}
    greet, show = said["POST", "/greetings"], said["GET", "/greetings/{name}"]
    assert (greet.body, greet.answer, greet.status, greet.groups) == (Greeting, Greeting, 201, WORKERS)
    assert (show.body, show.query, show.name, show.en) == (None, None, "show_greeting", "Show greeting")


@pytest.mark.parametrize(
    ("text", "number"), [("7", 7), ("0", 0), ("", None), ("-1", None), ("٣", None), ("1" * 10, None)]
)
def test_a_number_in_a_path_is_of_plain_digits(text: str, number: int | None) -> None:
    assert read_number(text) == number
