"""What the templates say of APIs is what the deployed ones are: one stage, with bounds."""

from typing import Any

import pytest

from infra.local.city import City

pytestmark = pytest.mark.e2e


# How many calls a second each stage takes at most, of everybody together.
BOUNDS = {"FinesApiId": 50, "CrosswalkApiId": 50, "DividendApiId": 50, "OperationsApiId": 50, "SessionApiId": 100} | {
    # Film comes piece by piece.
    "OperationsCctvApiId": 300,
}


@pytest.mark.parametrize("api", BOUNDS)
def test_a_deployed_api_has_one_stage_with_its_bound(city: City, api: str) -> None:
    (stage,) = city.client("apigateway").get_stages(restApiId=city.output(api))["item"]

    assert stage["stageName"] == "v1"
    assert settings_of(stage)["*/*"]["throttlingRateLimit"] == BOUNDS[api]


def test_nobody_starts_signing_in_without_end(city: City) -> None:
    (stage,) = city.client("apigateway").get_stages(restApiId=city.output("SessionApiId"))["item"]

    settings = settings_of(stage)
    assert settings["start/GET"]["throttlingRateLimit"] == 50
    assert settings["end/POST"]["throttlingRateLimit"] == 20


def settings_of(stage: dict[str, Any]) -> dict[str, Any]:
    """By route; AWS says `~1start/GET`, the local cloud as the template does."""
    return {route.replace("~1", "/").lstrip("/"): setting for route, setting in stage["methodSettings"].items()}
