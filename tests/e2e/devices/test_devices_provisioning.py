"""A box fresh from the workshop becomes a unit: fleet provisioning by claim, with and without power cuts."""

import json
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from iot.crosswalk_unit.profile import NAMING
from iot.device.line.mqtt_link import Credentials, MqttLink
from iot.device.provisioning import (
    Identity,
    Provisioning,
    ProvisioningInterrupted,
    ProvisioningRefused,
    claim_client_id,
    find_identity,
)
from tests.e2e.devices.device_cloud import HANGS_S, DeviceCloud, unlimited, until

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def claim(devices: DeviceCloud) -> Credentials:
    return devices.certificate("claim", devices.outputs["CrosswalkClaimPolicyName"])


def provisioning(devices: DeviceCloud, claim: Credentials, folder: Path, serial: str, **changed: Any) -> Provisioning:
    link = devices.link(claim_client_id(serial), claim, announce=False)
    settings: dict[str, Any] = {
        "naming": NAMING,
        "template": devices.outputs["CrosswalkProvisioningTemplate"],
        "serial": serial,
    }
    return Provisioning(link, folder, **{**settings, **changed})


def connects(devices: DeviceCloud, identity: Identity) -> bool:
    link: MqttLink = devices.link(
        identity.name,
        Credentials(
            endpoint="localhost",
            port=devices.city.mqtt_port,
            certificate=identity.certificate,
            private_key=identity.private_key,
            root_ca=devices.ca,
        ),
    )
    link.start()
    until(lambda: link.connected or link.last_failure)
    connected = link.connected
    link.stop()
    return connected


def test_a_box_that_the_city_registered_becomes_a_unit(
    devices: DeviceCloud, claim: Credentials, tmp_path: Path
) -> None:
    identity = provisioning(devices, claim, tmp_path, "DN-sinpyeong-01").run()

    assert identity.name == "sinpyeong-01"
    assert connects(devices, identity)
    thing = devices.client("iot").describe_thing(thingName="sinpyeong-01")
    assert thing["attributes"] == {"serial": "DN-sinpyeong-01"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_a_box_that_nobody_registered_is_not_let_in(devices: DeviceCloud, claim: Credentials, tmp_path: Path) -> None:
    with pytest.raises(ProvisioningRefused, match="AccessDenied"):
        provisioning(devices, claim, tmp_path, "XX-sinpyeong-02").run()

    assert find_identity(tmp_path, NAMING) is None
    names = [thing["thingName"] for thing in devices.client("iot").list_things()["things"]]
    assert "sinpyeong-02" not in names


def test_a_provisioned_unit_asks_nobody_again(devices: DeviceCloud, claim: Credentials, tmp_path: Path) -> None:
    first = provisioning(devices, claim, tmp_path, "DN-sinpyeong-03").run()
    certificate = first.certificate.read_bytes()

    again = provisioning(devices, claim, tmp_path, "DN-sinpyeong-03").run()

    assert again.certificate.read_bytes() == certificate


def test_a_power_cut_before_registering_goes_on_with_the_same_certificate(
    devices: DeviceCloud, claim: Credentials, tmp_path: Path
) -> None:
    interrupted = provisioning(devices, claim, tmp_path, "DN-sinpyeong-04", template="no-such-template", answer_s=3)
    with pytest.raises((ProvisioningRefused, ProvisioningInterrupted)):
        interrupted.run()
    pending = json.loads((tmp_path / "pending.json").read_bytes())

    identity = provisioning(devices, claim, tmp_path, "DN-sinpyeong-04").run()

    assert identity.certificate.read_text() == pending["certificatePem"]
    assert connects(devices, identity)


def test_a_power_cut_before_the_last_file_registers_again_and_changes_nothing(
    devices: DeviceCloud, claim: Credentials, tmp_path: Path
) -> None:
    provisioning(devices, claim, tmp_path, "DN-sinpyeong-05").run()
    certificate = (tmp_path / "certificate.pem").read_text()
    # As it stood before `unit.json` was written.
    (tmp_path / "unit.json").unlink()
    (tmp_path / "pending.json").write_text(
        json.dumps({"certificatePem": certificate, "certificateOwnershipToken": "long expired"})
    )

    identity = provisioning(devices, claim, tmp_path, "DN-sinpyeong-05").run()

    assert identity.certificate.read_text() != certificate
    assert connects(devices, identity)


def test_a_claim_certificate_opens_nothing_but_provisioning(devices: DeviceCloud, claim: Credentials) -> None:
    link = devices.link(claim_client_id("DN-0002"), claim, announce=False, budget=unlimited())
    link.start()
    until(lambda: link.connected)

    refused = link.publish("dongne/crosswalk/okgye-01/telemetry", b"{}").exception(timeout=HANGS_S)
    link.stop()

    assert "not authorised" in str(refused)


def test_a_claim_certificate_cannot_connect_as_a_unit(devices: DeviceCloud, claim: Credentials) -> None:
    devices.unit("sinpyeong-06")
    link = devices.link("sinpyeong-06", claim, announce=False)
    link.start()
    until(lambda: link.last_failure)
    time.sleep(0.2)

    assert link.connections == 0
    link.stop()
