"""An API serves exactly the routes its template opens, and asks everybody but the public doors who they are."""

import re
from collections import defaultdict
from collections.abc import Iterable
from importlib.util import module_from_spec, spec_from_file_location
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from infra.templates import ROOT, TEMPLATES, read_template, resources_of

Route = tuple[str, str, str]


def served_routes() -> set[Route]:
    """What the Chalice apps answer to: the app's folder, method, path."""
    return {
        (app.parent.relative_to(ROOT).as_posix(), method, path)
        for app in ROOT.glob("functions/**/app.py")
        for path, methods in load_app(app).routes.items()
        for method in methods
    }


def load_app(file: Path) -> Any:
    spec = spec_from_file_location(f"{file.parents[1].name}_{file.parent.name}", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.app


PROXY = ("ANY", "/{proxy+}")


def opened_routes(*, unguarded_only: bool = False) -> set[Route]:
    """What the templates route to functions: the folder of the function's app, method, path.

    A function that is handed whatever nobody else serves is opened for every route of its application.
    """
    served = served_routes()
    opened = events_of_functions(unguarded_only=unguarded_only)
    proxied = {folder for folder, *route in opened if tuple(route) == PROXY}
    return {route for route in opened if route[1:] != PROXY} | {route for route in served if route[0] in proxied}


def events_of_functions(*, unguarded_only: bool = False) -> set[Route]:
    """The events of an API as they stand in the templates."""
    return {
        (app_folder(file, function), event["Method"].upper(), event["Path"])
        for file in TEMPLATES.values()
        for function in resources_of(read_template(file), "AWS::Serverless::Function").values()
        for event in api_events(function)
        if not unguarded_only or is_unguarded(event, read_template(file))
    }


def app_folder(template: Path, function: dict[str, Any]) -> str:
    module = function["Handler"].rpartition(".")[0]
    file = template.parent / function["CodeUri"] / (module.replace(".", "/") + ".py")
    return file.resolve().parent.relative_to(ROOT).as_posix()


def api_events(function: dict[str, Any]) -> list[dict[str, Any]]:
    return [e["Properties"] for e in function.get("Events", {}).values() if e["Type"] in ("Api", "HttpApi")]


def is_unguarded(event: dict[str, Any], template: dict[str, Any]) -> bool:
    apis = resources_of(template, "AWS::Serverless::Api", "AWS::Serverless::HttpApi")
    api = apis.get(event.get("RestApiId", event.get("ApiId", {})).get("Ref"), {})
    authorizer = event.get("Auth", {}).get("Authorizer", api.get("Auth", {}).get("DefaultAuthorizer", "NONE"))
    return authorizer == "NONE"


def test_apis_serve_what_their_templates_open_and_nothing_else() -> None:
    assert served_routes() == opened_routes()


def routes_marked_open() -> set[Route]:
    """What functions say in their Metadata: nobody who calls these has an account in the staff's user pool."""
    return {
        (app_folder(file, function["Properties"]), *route.split())
        for file in TEMPLATES.values()
        for function in read_template(file).get("Resources", {}).values()
        for route in function.get("Metadata", {}).get("OpenRoutes", [])
    }


def names_of_variables(paths: Iterable[str]) -> dict[str, set[str]]:
    """Under each path, what the variable of its next part is called."""
    names = defaultdict[str, set[str]](set)
    for path in paths:
        parts = path.strip("/").split("/")
        for at, part in enumerate(parts):
            if part.startswith("{"):
                names["/".join("{}" if each.startswith("{") else each for each in parts[:at])].add(part)
    return names


@pytest.mark.parametrize("file", TEMPLATES.values(), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_variable_of_a_path_has_one_name_in_an_api(file: Path) -> None:
    """API Gateway keeps one variable below a path: a second name is refused, or hides the first one's routes.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
    """
    functions = resources_of(read_template(file), "AWS::Serverless::Function").values()

    names = names_of_variables(event["Path"] for function in functions for event in api_events(function))

    assert {path: found for path, found in names.items() if len(found) > 1} == {}


def test_a_second_name_of_a_variable_is_seen() -> None:
    assert names_of_variables(["/a/{b}", "/a/{c}/d", "/e/{b}/{f}"]) == {
        "a": {"{b}", "{c}"},
        "e": {"{b}"},
        "e/{}": {"{f}"},
    }


def test_only_routes_that_are_marked_open_ask_nobody_who_they_are() -> None:
    assert opened_routes(unguarded_only=True) == routes_marked_open()


def test_a_proxy_hides_behind_no_path_that_is_more_exact() -> None:
    opened = events_of_functions()
    proxied = {(folder, folder.split("/")[1]) for folder, *route in opened if tuple(route) == PROXY}

    for folder, domain in proxied:
        exact = {path for of, _, path in opened if of.split("/")[1] == domain and "{proxy+}" not in path}
        assert hidden_paths({path for of, _, path in served_routes() if of == folder}, exact) == set()
    assert proxied


def test_a_path_that_is_or_leads_to_a_more_exact_one_is_hidden_from_a_proxy() -> None:
    exact = {"/cases/{number}/moves", "/session"}

    assert hidden_paths({"/cases", "/cases/{key}", "/cases/{key}/plan", "/sessions"}, exact) == {
        "/cases",
        "/cases/{key}",
    }


def hidden_paths(served: set[str], exact: set[str]) -> set[str]:
    """Paths that a proxy never sees: API Gateway goes to the most exact path, and answers 403 if that has no such method."""
    nodes = {shape(node) for path in exact for node in accumulate(path.split("/")[1:], "{}/{}".format, initial="")}
    return {path for path in served if shape(path) in nodes}


def shape(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)


def test_an_event_is_unguarded_if_neither_it_nor_its_api_names_an_authorizer() -> None:
    guarded = {"Type": "AWS::Serverless::Api", "Properties": {"Auth": {"DefaultAuthorizer": "Staff"}}}
    template = {"Resources": {"Guarded": guarded, "Open": {"Type": "AWS::Serverless::Api"}}}

    assert not is_unguarded({"RestApiId": {"Ref": "Guarded"}}, template)
    assert not is_unguarded({"RestApiId": {"Ref": "Open"}, "Auth": {"Authorizer": "Staff"}}, template)
    assert is_unguarded({"RestApiId": {"Ref": "Guarded"}, "Auth": {"Authorizer": "NONE"}}, template)
    assert is_unguarded({"RestApiId": {"Ref": "Open"}}, template)
    assert is_unguarded({}, template)


def test_an_api_lets_only_so_many_calls_in() -> None:
    apis = [
        api for file in TEMPLATES.values() for api in resources_of(read_template(file), "AWS::Serverless::Api").values()
    ]

    for api in apis:
        (every_route,) = [s for s in api["MethodSettings"] if (s["ResourcePath"], s["HttpMethod"]) == ("/*", "*")]
        assert 0 < every_route["ThrottlingRateLimit"] <= every_route["ThrottlingBurstLimit"] <= 1000
    assert apis
