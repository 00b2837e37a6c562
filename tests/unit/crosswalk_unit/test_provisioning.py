"""What a box makes of the city's refusals while it is let in."""

import json
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from iot.crosswalk_unit.link import MemoryLink
from iot.crosswalk_unit.provisioning import Provisioning, ProvisioningInterrupted, ProvisioningRefused

CREATED = {"certificatePem": "a certificate", "privateKey": "a key", "certificateOwnershipToken": "a token"}
REGISTER = "$aws/provisioning-templates/units/provision/json"


class City(MemoryLink):
    """Hands out certificates, and answers registrations in turn: a refusal, or the name of the thing."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        super().__init__()
        self.answers = list(answers)
        self.certificates = 0

    def publish(self, topic: str, payload: bytes, *, retain: bool = False, urgent: bool = False) -> "Future[None]":
        done = super().publish(topic, payload, retain=retain, urgent=urgent)
        if topic == REGISTER:
            answer = self.answers.pop(0)
            self.hear(f"{topic}/{'accepted' if 'thingName' in answer else 'rejected'}", json.dumps(answer).encode())
        else:
            self.certificates += 1
            self.hear(f"{topic}/accepted", json.dumps(CREATED).encode())
        return done


def provisioning(city: City, folder: Path) -> Provisioning:
    return Provisioning(city, folder, template="units", serial="DN-0001", key_made_here=False, answer_s=1.0)


@pytest.mark.parametrize(
    "refusal",
    [
        {"statusCode": 400, "errorCode": "InvocationError", "errorMessage": "the hook was cold"},
        {"statusCode": 503, "errorCode": "Whatever", "errorMessage": "try later"},
        {"statusCode": 429, "errorCode": "ThrottlingException", "errorMessage": "slower"},
    ],
)
def test_what_may_pass_is_tried_again_with_the_same_certificate(refusal: dict[str, Any], tmp_path: Path) -> None:
    city = City(refusal, {"thingName": "okgye-01"})

    with pytest.raises(ProvisioningInterrupted):
        provisioning(city, tmp_path).run()
    identity = provisioning(city, tmp_path).run()

    assert identity.unit == "okgye-01"
    assert city.certificates == 1


def test_a_refusal_is_final(tmp_path: Path) -> None:
    city = City({"statusCode": 403, "errorCode": "AccessDenied", "errorMessage": "not registered"})

    with pytest.raises(ProvisioningRefused, match="AccessDenied"):
        provisioning(city, tmp_path).run()
