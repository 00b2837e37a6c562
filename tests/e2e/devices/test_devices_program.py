"""The whole program against the cloud: a box is switched on, gets its name and its site file, watches, and dies."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from city.contracts.crosswalk.devices import PresenceV1, UnitTelemetryV1
from infra.local.city import ROOT
from iot.simulators.drawn_scene import DrawnScene
from tests.e2e.devices.device_cloud import HANGS_S, DeviceCloud, Observer, until
from tests.unit.crosswalk_unit.sites import Signer

pytestmark = pytest.mark.e2e

UNIT = "imsu-01"
SIGNER = Signer()


@pytest.fixture(scope="module")
def settings(devices: DeviceCloud, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn street and lamps of a bench; everything between them and the city is real."""
    folder: Path = tmp_path_factory.mktemp("box")
    claim = devices.certificate("program-claim", devices.outputs["CrosswalkClaimPolicyName"])
    key = SIGNER.public._key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / "city-key.pem").write_bytes(key)
    (folder / "unit.toml").write_text(
        f"""
        serial = "DN-{UNIT}"
        folder = "{folder}/data"
        [city]
        endpoint = "localhost"
        port = {devices.city.mqtt_port}
        root_ca = "{devices.ca}"
        city_key = "{folder}/city-key.pem"
        template = "{devices.outputs["CrosswalkProvisioningTemplate"]}"
        claim_certificate = "{claim.certificate}"
        claim_key = "{claim.private_key}"
        [camera]
        kind = "drawn"
        address = "7"
        frames_per_second = 5
        [lamps]
        driver = "bench"
        """
    )
    return folder / "unit.toml"


@contextlib.contextmanager
def switched_on(settings: Path) -> Iterator[subprocess.Popen[bytes]]:
    log = (settings.parent / "log").open("ab")
    box = subprocess.Popen(
        [sys.executable, "-m", "iot.crosswalk_unit", "--settings", str(settings)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'layers/city/src'}{os.pathsep}{ROOT}", "OMP_NUM_THREADS": "1"},
        stdout=log,
        stderr=log,
    )
    try:
        yield box
    finally:
        with contextlib.suppress(ProcessLookupError):
            box.kill()
        box.wait(timeout=HANGS_S)
        log.close()


def telemetry(observer: Observer) -> list[UnitTelemetryV1]:
    return [
        UnitTelemetryV1.model_validate_json(payload)
        for topic, payload in observer.heard
        if topic.endswith("/telemetry")
    ]


def presence(observer: Observer) -> list[bool]:
    return [
        PresenceV1.model_validate_json(payload).connected
        for topic, payload in observer.heard
        if topic.endswith("/presence")
    ]


def shadow(devices: DeviceCloud, name: str) -> dict[str, Any]:
    with contextlib.suppress(devices.client("iot-data").exceptions.ResourceNotFoundException):
        answer = devices.client("iot-data").get_thing_shadow(thingName=UNIT, shadowName=name)
        document: dict[str, Any] = json.loads(answer["payload"].read())
        return dict(document["state"])
    return {}


def test_a_box_becomes_a_unit_takes_its_site_and_tells_its_day(devices: DeviceCloud, settings: Path) -> None:
    with devices.observer().listen(f"dongne/crosswalk/{UNIT}/+") as observer:
        with switched_on(settings) as box:
            until(lambda: telemetry(observer))
            assert telemetry(observer)[0].faults[0:1] == ("no_configuration",)

            document = json.loads(DrawnScene(seed=7, lasts_s=1).site.model_dump_json())
            signed = SIGNER.site(**{**document, "unit": UNIT})
            devices.client("iot-data").update_thing_shadow(
                thingName=UNIT,
                shadowName="configuration",
                payload=json.dumps({"state": {"desired": signed.model_dump(mode="json")}}),
            )
            until(lambda: shadow(devices, "configuration").get("reported", {}).get("revision") == signed.revision)
            until(lambda: shadow(devices, "state").get("reported", {}).get("site_revision") == signed.revision)
            until(lambda: any(each.site_revision == signed.revision for each in telemetry(observer)))
            # Nobody says good-bye: the power goes.
            box.send_signal(signal.SIGKILL)
            box.wait(timeout=HANGS_S)
        until(lambda: presence(observer)[-1:] == [False])

        before = max(each.sequence for each in telemetry(observer))
        with switched_on(settings) as box:
            until(lambda: any(each.sequence > before for each in telemetry(observer)))
            again = [each for each in telemetry(observer) if each.sequence > before]
            box.send_signal(signal.SIGTERM)
            assert box.wait(timeout=HANGS_S) == 0
        until(lambda: presence(observer) == [True, False, True, False])

    # The same unit, the same journal, the site file from its own disk at once.
    assert {each.journal for each in telemetry(observer)} == {again[0].journal}
    assert again[0].site_revision == signed.revision
    assert again[0].faults == ()
    log = (settings.parent / "log").read_text()
    assert "Traceback" not in log


def test_settings_that_cannot_be_used_end_with_a_sentence(settings: Path) -> None:
    wrong = settings.with_name("wrong.toml")
    wrong.write_text(settings.read_text().replace('kind = "drawn"', 'kind = "telescope"'))

    with switched_on(wrong) as box:
        assert box.wait(timeout=HANGS_S) == 78

    assert "camera.kind" in (settings.parent / "log").read_text()
