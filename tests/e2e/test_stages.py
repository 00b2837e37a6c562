"""What the templates say of APIs is what the deployed ones are: one stage, with bounds."""

import pytest

from infra.local.city import City

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("api", ["FinesApiId", "CrosswalkApiId", "DividendApiId"])
def test_a_deployed_api_has_one_stage_and_slows_whoever_guesses_passwords(city: City, api: str) -> None:
    gateway, api_id = city.client("apigateway"), city.output(api)

    (stage,) = gateway.get_stages(restApiId=api_id)["item"]

    assert stage["stageName"] == "v1"
    # AWS says `~1session/POST`, the local cloud as the template does.
    settings = {route.replace("~1", "/").lstrip("/"): setting for route, setting in stage["methodSettings"].items()}
    assert settings["*/*"]["throttlingRateLimit"] == 50
    assert settings["session/POST"]["throttlingRateLimit"] == 5
