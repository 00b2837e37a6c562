"""The door proves itself to the APIs of the local cloud as on AWS: whoever is not the door is not believed."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from city.aws.edge.door import DoorProof
from city.aws.edge.web import CityApp, Response
from city.aws.secrets import read_accepted
from tests.infra.local_cloud.door import ask, open_door, wait_for_stack
from tests.infra.local_cloud.running import RunningCloud
from tests.integration.moto_city import FixedClock

# At an API on AWS whoever comes by the door has the address of the door.
EDGE = "130.176.0.1"


class Street:
    """A city's door before one API that bounds its callers by their address: what it sees is given to the real edge."""

    def __init__(self, cloud: RunningCloud) -> None:
        self.cloud, self.secrets, self.clock = cloud, cloud.client("secretsmanager"), FixedClock()
        self.bucket = open_door(cloud)
        (self.secret,) = (each["ARN"] for each in self.secrets.list_secrets()["SecretList"])
        door = DoorProof(lambda: read_accepted(self.secrets, self.secret), self.clock)
        self._edge = CityApp("street", door=lambda: door)
        self._edge.route("/where", methods=["GET"])(lambda: Response(body={"address": self._edge.caller_address}))

    def by_the_door(self, **headers: str) -> Any:
        return ask(self.cloud.door_port, "/api/fines/where", **headers).json

    def past_the_door(self, **headers: str) -> Any:
        (api,) = self.cloud.client("apigateway").get_rest_apis()["items"]
        return ask(self.cloud.port, f"/_aws/execute-api/{api['id']}/v1/where", **headers).json

    def counts(self, seen: dict[str, Any]) -> str:
        """Whom the API counts for a request that it saw."""
        context = {**seen["requestContext"], "resourcePath": "/where", "identity": {"sourceIp": EDGE}}
        event = {
            "multiValueHeaders": {},
            "multiValueQueryStringParameters": None,
            "pathParameters": None,
            "stageVariables": None,
            "isBase64Encoded": False,
            **seen,
            "requestContext": context,
        }
        return str(json.loads(self._edge(event, None)["body"])["address"])

    def change_proof(self, text: str) -> str:
        """Returns the new version."""
        return str(self.secrets.put_secret_value(SecretId=self.secret, SecretString=text)["VersionId"])

    def deploy(self, **changes: str) -> None:
        cloudformation = self.cloud.client("cloudformation")
        (stack,) = cloudformation.describe_stacks(StackName="door")["Stacks"]
        given = {each["ParameterKey"]: each["ParameterValue"] for each in stack["Parameters"]} | changes
        cloudformation.update_stack(
            StackName="door",
            UsePreviousTemplate=True,
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in given.items()],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        )
        wait_for_stack(self.cloud, "door")


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    cloud = RunningCloud(tmp_path_factory.mktemp("street"))
    yield Street(cloud)
    cloud.kill()


def test_whoever_comes_by_the_door_is_counted_by_his_address(street: Street) -> None:
    seen = street.by_the_door(X_Viewer_Address="10.9.8.7", X_Door_Proof="mine")

    proof = seen["headers"]["x-door-proof"]
    assert re.fullmatch(r"[a-zA-Z0-9]{64}", proof)
    assert proof == street.secrets.get_secret_value(SecretId=street.secret)["SecretString"]
    assert street.counts(seen) == "127.0.0.1"


@pytest.mark.parametrize("forged", [{}, {"X_Door_Proof": "mine"}], ids=["no proof", "a wrong one"])
def test_whoever_goes_past_the_door_is_not_believed(street: Street, forged: dict[str, str]) -> None:
    seen = street.past_the_door(X_Viewer_Address="10.9.8.7", **forged)

    assert seen["headers"]["x-viewer-address"] == "10.9.8.7"
    assert street.counts(seen) == EDGE


def test_the_proof_is_changed_with_nobody_counted_as_the_door(street: Street) -> None:
    assert street.counts(street.by_the_door()) == "127.0.0.1"

    version = street.change_proof("n" * 64)
    street.clock.move(minutes=1)
    before = street.by_the_door()
    assert before["headers"]["x-door-proof"] != "n" * 64
    assert street.counts(before) == "127.0.0.1"

    street.deploy(DoorProofVersion=version)
    after = street.by_the_door()
    assert after["headers"]["x-door-proof"] == "n" * 64
    assert street.counts(after) == "127.0.0.1"
    assert street.counts(before) == "127.0.0.1"

    # Twice, and what had become known opens nothing any more.
    street.deploy(DoorProofVersion=street.change_proof("z" * 64))
    street.clock.move(minutes=1)
    assert street.counts(street.by_the_door()) == "127.0.0.1"
    assert street.counts(before) == EDGE
