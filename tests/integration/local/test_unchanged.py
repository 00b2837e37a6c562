"""What is deployed is told by the cloud itself: a deployment is left out only where the stack holds just that, whole."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.local.city import STACK, City
from infra.local.machine.environment import REGION

TEMPLATE = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})


class CityInMoto(City):
    """Its cloud is moto. `says` is what moto leaves out of a stack's description, or has no way to get to."""

    def __init__(self, home: Path) -> None:
        super().__init__(home=home)
        self.says: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        return boto3.client(service, region_name=REGION)  # type: ignore[call-overload]

    def _stack(self) -> dict[str, Any]:
        return {**super()._stack(), **self.says}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[CityInMoto]:
    with mock_aws():
        yield CityInMoto(home=tmp_path)


def deployed(city: CityInMoto, digest: str) -> None:
    city.client("cloudformation").create_stack(StackName=STACK, TemplateBody=TEMPLATE)
    city.remember_deployed(digest)


def test_the_same_again_is_not_deployed(city: CityInMoto) -> None:
    deployed(city, "abc")

    assert city.is_deployed("abc")


def test_anything_else_is(city: CityInMoto) -> None:
    deployed(city, "abc")

    assert not city.is_deployed("abd")


def test_a_new_cloud_gets_everything(city: CityInMoto) -> None:
    assert not city.is_deployed("abc")


@pytest.mark.parametrize("service", ["cloudformation", "ssm"])
def test_a_cloud_that_has_lost_a_part_of_its_state_gets_everything(city: CityInMoto, service: str) -> None:
    deployed(city, "abc")
    if service == "ssm":
        for parameter in city.client("ssm").describe_parameters()["Parameters"]:
            city.client("ssm").delete_parameter(Name=parameter["Name"])
    else:
        city.client("cloudformation").delete_stack(StackName=STACK)

    assert not city.is_deployed("abc")


def test_a_stack_that_somebody_has_changed_since_is_deployed_again(city: CityInMoto) -> None:
    deployed(city, "abc")
    city.says = {"LastUpdatedTime": datetime(2026, 11, 29, tzinfo=UTC)}

    assert not city.is_deployed("abc")


@pytest.mark.parametrize(
    "status",
    [
        "ROLLBACK_COMPLETE",
        "UPDATE_ROLLBACK_COMPLETE",
        "UPDATE_ROLLBACK_FAILED",
        "CREATE_FAILED",
        "UPDATE_FAILED",
        "DELETE_COMPLETE",
        "CREATE_IN_PROGRESS",
        "UPDATE_IN_PROGRESS",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        "REVIEW_IN_PROGRESS",
    ],
)
def test_a_stack_that_is_not_whole_is_deployed_again(city: CityInMoto, status: str) -> None:
    deployed(city, "abc")
    city.says = {"StackStatus": status}

    assert not city.is_deployed("abc")
