"""The shadow chapter of AWS IoT Device Advisor: delta, conflict, and a file that came while the line was down."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from city.contracts.crosswalk.devices import UnitShadowStateV1
from city.contracts.crosswalk.site import ReportedSiteV1, SignedSiteV1
from iot.crosswalk_unit.profile import follow_configuration, report_state
from iot.crosswalk_unit.site_store import SiteStore
from iot.device.line.mqtt_link import MqttLink
from iot.device.shadows import ConfigurationShadow, StateShadow
from tests.e2e.devices.device_cloud import Cable, DeviceCloud, until
from tests.unit.crosswalk_unit.sites import Signer

pytestmark = pytest.mark.e2e

UNIT = "okgye-shadow"
SIGNER = Signer()


@dataclass
class Unit:
    """A unit that follows its shadow, and the city's side of that shadow."""

    cloud: DeviceCloud
    link: MqttLink
    cable: Cable
    store: SiteStore
    shadow: ConfigurationShadow
    state: StateShadow
    changes: list[int]

    def desire(self, signed: SignedSiteV1, **more: Any) -> None:
        self.cloud.client("iot-data").update_thing_shadow(
            thingName=UNIT,
            shadowName="configuration",
            payload=json.dumps({"state": {"desired": {**signed.model_dump(mode="json"), **more}}}),
        )

    def document(self, shadow: str = "configuration") -> dict[str, Any]:
        answer = self.cloud.client("iot-data").get_thing_shadow(thingName=UNIT, shadowName=shadow)
        document: dict[str, Any] = json.loads(answer["payload"].read())
        return document

    def reported(self) -> ReportedSiteV1:
        return ReportedSiteV1.model_validate(self.document()["state"]["reported"])

    def say(self, state: UnitShadowStateV1) -> bool:
        return self.state.report(state, urgent=state.faults)

    def tick_until_reported(self, revision: int) -> ReportedSiteV1:
        def is_reported() -> bool:
            self.shadow.tick()
            reported = self.document()["state"].get("reported", {})
            return revision in (reported.get("revision"), reported.get("refused_revision"))

        until(is_reported)
        return self.reported()


@pytest.fixture(scope="module")
def unit(devices: DeviceCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unit]:
    credentials = devices.unit(UNIT)
    folder: Path = tmp_path_factory.mktemp("unit")
    changes: list[int] = []
    with Cable(devices.city.mqtt_port) as cable:
        link = devices.link(UNIT, replace(credentials, port=cable.port))
        store = SiteStore(folder, UNIT, SIGNER.public)
        shadow = follow_configuration(
            unit=UNIT,
            link=link,
            store=store,
            monotonic_s=time.monotonic,
            changed=lambda: changes.append(store.site.revision if store.site else 0),
        )
        state = report_state(UNIT, link, time.monotonic)
        unit = Unit(devices, link, cable, store, shadow, state, changes)
        unit.desire(SIGNER.site(UNIT, 1))
        link.start()
        until(lambda: link.connected)
        yield unit
        link.stop()


def test_a_file_that_lay_there_before_the_unit_is_taken_at_its_first_connection(unit: Unit) -> None:
    reported = unit.tick_until_reported(1)

    assert unit.store.site is not None
    assert unit.store.site.revision == 1
    assert reported.refused_revision is None
    assert unit.changes == [1]


def test_a_delta_brings_the_next_file(unit: Unit) -> None:
    unit.desire(SIGNER.site(UNIT, 2, name_ko="옥계초등학교 뒤"))

    unit.tick_until_reported(2)

    assert unit.store.site is not None
    assert unit.store.site.name_ko == "옥계초등학교 뒤"


def test_a_file_that_the_city_did_not_sign_is_refused_and_said_so(unit: Unit) -> None:
    unit.desire(Signer().site(UNIT, 3))

    reported = unit.tick_until_reported(3)

    assert reported.revision == 2
    assert reported.refused_because == "the city's signature does not hold"


def test_an_older_file_is_refused_however_well_signed(unit: Unit) -> None:
    unit.desire(SIGNER.site(UNIT, 1))

    reported = unit.tick_until_reported(1)

    assert reported.revision == 2
    assert "older" in reported.refused_because


def test_what_is_no_site_file_is_refused_and_said_so(unit: Unit) -> None:
    unit.desire(SIGNER.site(UNIT, 4), version=9)

    reported = unit.tick_until_reported(4)

    assert reported.revision == 2
    assert "no signed site file" in reported.refused_because


def test_a_file_that_came_while_the_line_was_down_is_found_when_it_is_up(unit: Unit) -> None:
    unit.cable.cut()
    until(lambda: not unit.link.connected)
    unit.desire(SIGNER.site(UNIT, 5), version=1)

    unit.cable.mend()
    until(lambda: unit.link.connected)
    unit.tick_until_reported(5)

    assert unit.store.site is not None
    assert unit.store.site.revision == 5


def test_a_report_on_a_shadow_that_changed_meanwhile_is_refused_and_made_anew(unit: Unit) -> None:
    """The unit reports on condition of the version it saw; another change in between is a 409."""
    answered: list[int] = []
    observer = unit.cloud.observer().listen(f"$aws/things/{UNIT}/shadow/name/configuration/update/rejected")
    unit.desire(SIGNER.site(UNIT, 6))
    with observer:
        # The unit looks at version 6 …
        until(lambda: unit.shadow._wanted)
        unit.shadow.tick()
        until(lambda: unit.shadow._documents)
        # … and before it reports, the city lays down the next.
        unit.desire(SIGNER.site(UNIT, 7))
        reported = unit.tick_until_reported(7)
        until(lambda: observer.heard)
        answered = [json.loads(payload)["code"] for _, payload in observer.heard]

    assert answered == [409]
    assert reported.revision == 7


def test_nothing_more_is_said_once_both_sides_agree(unit: Unit) -> None:
    version = unit.document()["version"]

    for _ in range(10):
        unit.shadow.tick()
        time.sleep(0.05)

    assert unit.document()["version"] == version


def test_the_state_is_reported_at_once_for_a_fault_and_not_for_every_lamp(unit: Unit) -> None:
    calm = UnitShadowStateV1(
        lamp_state="idle",
        night=False,
        detection="edge",
        model="nanodet-g",
        software="1.0.0",
        site_revision=7,
        at=datetime.now(UTC),
    )

    assert unit.say(calm)
    assert not unit.say(calm.model_copy(update={"lamp_state": "warning"}))
    assert unit.say(calm.model_copy(update={"faults": ("camera_lost",)}))

    until(lambda: unit.document("state")["state"]["reported"]["faults"] == ["camera_lost"])
    assert UnitShadowStateV1.model_validate(unit.document("state")["state"]["reported"]).lamp_state == "idle"
