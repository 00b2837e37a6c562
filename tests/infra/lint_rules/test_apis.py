"""Rules for APIs refuse what they were written against."""

from typing import Any

import pytest

from tests.infra.lint_rules.town import Lint, Resources


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"OpenApiVersion": None}, id="with-a-second-stage"),
        pytest.param({"OpenApiVersion": "2.0"}, id="with-a-second-stage-in-swagger"),
        pytest.param({"EndpointConfiguration": {}}, id="of-the-default-kind"),
        pytest.param({"EndpointConfiguration": {"Type": "EDGE"}}, id="edge-optimised"),
    ],
)
def test_an_api_with_a_second_stage_or_at_the_edge_is_refused(
    change: dict[str, Any], town: Resources, lint: Lint
) -> None:
    town["Api"]["Properties"] |= change

    assert lint(town) == {"E9013 Api"}


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("AWS::ApiGateway::RestApi", {"Name": "city"}),
        ("AWS::ApiGateway::RestApi", {"EndpointConfiguration": {"Types": ["EDGE"]}}),
        ("AWS::ApiGateway::Deployment", {"RestApiId": "city", "StageName": "Stage"}),
    ],
)
def test_an_api_written_by_hand_keeps_the_same_rule(
    kind: str, properties: dict[str, Any], town: Resources, lint: Lint
) -> None:
    town["Other"] = {"Type": kind, "Properties": properties}

    assert lint(town) == {"E9013 Other"}


def test_a_route_of_an_api_that_nobody_wrote_is_refused(town: Resources, lint: Lint) -> None:
    del town["Desk"]["Properties"]["Events"]["ShowCase"]["Properties"]["RestApiId"]

    assert lint(town) == {"E9013 Desk"}


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param([], id="none"),
        pytest.param([{"ResourcePath": "/~1orders", "HttpMethod": "POST"}], id="another-path"),
        pytest.param([{"ResourcePath": "/~1orders~1{id}", "HttpMethod": "GET"}], id="another-method"),
        pytest.param([{"ResourcePath": "/orders/{id}", "HttpMethod": "POST"}], id="a-path-that-is-not-escaped"),
        pytest.param(
            [{"ResourcePath": "/~1orders~1{id}", "HttpMethod": "POST", "ThrottlingBurstLimit": 0}], id="no-burst"
        ),
    ],
)
def test_an_open_route_without_a_throttle_of_its_own_is_refused(
    settings: list[dict[str, Any]], town: Resources, lint: Lint
) -> None:
    every_route, _ = town["Api"]["Properties"]["MethodSettings"]
    bounds = {"ThrottlingRateLimit": 5, "ThrottlingBurstLimit": 10}
    town["Api"]["Properties"]["MethodSettings"] = [every_route, *(bounds | each for each in settings)]

    assert lint(town) == {"E9014 Desk"}


def test_an_api_without_an_authorizer_leaves_every_route_open(town: Resources, lint: Lint) -> None:
    del town["Api"]["Properties"]["Auth"]

    assert lint(town) == {"E9014 Desk"}


def test_an_api_without_a_throttle_is_refused(town: Resources, lint: Lint) -> None:
    del town["Api"]["Properties"]["MethodSettings"][0]

    assert lint(town) == {"E9014 Api"}
