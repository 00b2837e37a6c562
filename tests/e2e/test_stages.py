"""What the templates say of APIs is what the deployed ones are: one stage, in the region, with bounds."""

import pytest

from infra.local.city import City

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("api", ["FinesApiId", "CrosswalkApiId", "DividendApiId"])
def test_a_deployed_api_has_one_stage_and_slows_whoever_guesses_passwords(city: City, api: str) -> None:
    gateway, api_id = city.client("apigateway"), city.output(api)

    (stage,) = gateway.get_stages(restApiId=api_id)["item"]

    assert stage["stageName"] == "v1"
    assert stage["methodSettings"]["*/*"]["throttlingRateLimit"] == 50
    assert stage["methodSettings"]["~1session/POST"]["throttlingRateLimit"] == 5
    assert gateway.get_rest_api(restApiId=api_id)["endpointConfiguration"]["types"] == ["REGIONAL"]
