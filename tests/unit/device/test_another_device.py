"""The line of a device that the city does not have: what every device is needs nothing of a crosswalk."""

import itertools
import json
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from iot.device.jobs.health import Health, HealthLimits
from iot.device.jobs.jobs import JobKinds, Jobs, Operation
from iot.device.jobs.slots import Slots
from iot.device.journal.courier import Courier
from iot.device.journal.journal import Draft, Journal, Number, ReportKinds
from iot.device.line.memory_link import MemoryLink, Sent
from iot.device.provisioning import Naming
from iot.device.settings import DeviceSettings, Section, SettingsRefused, read_settings
from iot.device.shadows import StateShadow
from iot.device.signatures import CityKey

SENSOR = "naksan-07"


class MoistureV1(Contract):
    """What a soil sensor reads."""

    topic: ClassVar[str] = "dongne/soil/{sensor}/moisture"

    version: Literal[1] = 1
    sensor: str
    journal: str
    sequence: Annotated[int, Field(ge=1)]
    at: AwareMoment
    share: Annotated[float, Field(ge=0, le=1)]


class FrostV1(Contract):
    """What a soil sensor must not keep to itself."""

    topic: ClassVar[str] = "dongne/soil/{sensor}/frost"

    version: Literal[1] = 1
    sensor: str
    journal: str
    sequence: Annotated[int, Field(ge=1)]
    at: AwareMoment
    celsius: float


class SensorStateV1(Contract):
    battery: float
    alarms: tuple[str, ...] = ()
    at: AwareMoment


class WaterJobV1(Contract):
    version: Literal[1] = 1
    operation: Literal["water"]
    litres: Annotated[int, Field(ge=1, le=50)]


class FirmwareJobV1(Contract):
    version: Literal[1] = 1
    operation: Literal["update_firmware"]
    name: str
    url: str
    sha256: str
    size_bytes: int
    signature: str
    health_check_s: int


AT = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
SOIL_KINDS = ReportKinds(
    kind_of={MoistureV1: "moisture", FrostV1: "frost"},
    topic_of=lambda report: report.topic.format(sensor=report.sensor),
    given_up=("moisture",),
)


def moisture(share: float) -> Draft:
    def draft(number: Number) -> MoistureV1:
        return MoistureV1(sensor=number.device, journal=number.journal, sequence=number.sequence, at=AT, share=share)

    return draft


def frost(celsius: float) -> Draft:
    def draft(number: Number) -> FrostV1:
        return FrostV1(sensor=number.device, journal=number.journal, sequence=number.sequence, at=AT, celsius=celsius)

    return draft


def soil_journal(folder: Path, most_bytes: int = 1024**2) -> Journal:
    made = itertools.count(1)
    return Journal(
        folder / "soil.db",
        device=SENSOR,
        kinds=SOIL_KINDS,
        make_name=lambda: f"{next(made):08x}",
        most_bytes=most_bytes,
    )


def read(sent: Sent) -> tuple[str, int]:
    document = json.loads(sent.payload)
    return sent.topic, document["sequence"]


def test_reports_wait_for_the_line_and_go_in_order_each_once_acknowledged(disk: Path) -> None:
    link = MemoryLink(at_once=False)
    courier = Courier(soil_journal(disk), link, lambda: 0.0)
    courier.tell([moisture(0.31), frost(-2.5), moisture(0.30)])
    courier.work()
    assert (link.sent, courier.waiting) == ([], 3)

    link.start()
    courier.work()
    link.acknowledge(2)
    courier.work()

    assert [read(sent) for sent in link.sent] == [
        (f"dongne/soil/{SENSOR}/moisture", 1),
        (f"dongne/soil/{SENSOR}/frost", 2),
        (f"dongne/soil/{SENSOR}/moisture", 3),
    ]
    assert courier.waiting == 1


def test_a_broken_line_brings_the_same_numbers_again_over_a_restart(disk: Path) -> None:
    link = MemoryLink(at_once=False)
    link.start()
    journal = soil_journal(disk)
    courier = Courier(journal, link, lambda: 0.0)
    courier.tell([frost(-1.0)])
    courier.work()
    link.go_down()
    journal.close()

    again = MemoryLink()
    again.start()
    Courier(soil_journal(disk), again, lambda: 0.0).work()

    assert [read(sent) for sent in again.sent] == [(f"dongne/soil/{SENSOR}/frost", 1)]
    assert again.sent[0].payload == link.sent[0].payload


def test_a_full_journal_gives_up_what_this_device_can_spare(disk: Path) -> None:
    journal = soil_journal(disk, most_bytes=10_000)

    for _ in range(60):
        journal.keep([moisture(0.3), frost(-1.0)])

    kept = [entry.topic.rsplit("/", 1)[1] for entry in journal.oldest(1000)]
    assert journal.given_up > 0
    assert kept.count("frost") > kept.count("moisture")


def test_a_state_is_reported_at_once_for_an_alarm_only() -> None:
    link = MemoryLink()
    state = StateShadow(device=SENSOR, shadow="state", link=link, monotonic_s=lambda: 0.0)
    link.start()

    said = [
        state.report(each, urgent=each.alarms)
        for each in (
            SensorStateV1(battery=0.9, at=AT),
            SensorStateV1(battery=0.8, at=AT),
            SensorStateV1(battery=0.8, alarms=("frost",), at=AT),
        )
    ]

    assert said == [True, False, True]
    assert {sent.topic for sent in link.sent} == {f"$aws/things/{SENSOR}/shadow/name/state/update"}


class Well:
    """A sensor that runs well."""

    def health(self) -> Health:
        return Health(0.0, 1, 5.0, frozenset())

    def load(self, part: str) -> None: ...

    def restart(self) -> None: ...


class Broker(MemoryLink):
    """Hands one job out, and takes whatever is said of it."""

    def __init__(self, document: dict[str, object]) -> None:
        super().__init__()
        self.document = document
        self.said: list[tuple[str, dict[str, str]]] = []

    def publish(self, topic: str, payload: bytes, *, retain: bool = False, urgent: bool = False) -> "Future[None]":
        done = super().publish(topic, payload, retain=retain, urgent=urgent)
        request = json.loads(payload)
        answer: dict[str, object] = {"clientToken": request["clientToken"]}
        if topic.endswith("/start-next"):
            if not self.said:
                answer["execution"] = {
                    "jobId": "job-1",
                    "executionNumber": 1,
                    "versionNumber": 2,
                    "jobDocument": self.document,
                }
        else:
            self.said.append((request["status"], request["statusDetails"]))
        self.hear(f"{topic}/accepted", json.dumps(answer).encode())
        return done


@pytest.mark.parametrize(
    ("document", "status", "details"),
    [
        ({"operation": "water", "litres": 3}, "SUCCEEDED", {"litres": "3"}),
        ({"operation": "water", "litres": 300}, "REJECTED", {"reason": "the order does not fit its contract: litres"}),
        ({"operation": "send_frame"}, "REJECTED", {"reason": "this unit knows update_firmware, water"}),
    ],
)
def test_a_job_is_what_this_device_says_it_can_do(
    disk: Path, document: dict[str, object], status: str, details: dict[str, str]
) -> None:
    link = Broker(document)
    jobs = Jobs(
        device=SENSOR,
        link=link,
        kinds=JobKinds(
            update=FirmwareJobV1,
            parts={"update_firmware": "firmware"},
            others={"water": Operation(WaterJobV1, lambda order: {"litres": str(order.litres)})},
        ),
        slots=Slots(disk / "slots", {"firmware": "firmware.bin"}),
        key=CityKey(ec.generate_private_key(ec.SECP256R1()).public_key()),
        running=Well(),
        limits=HealthLimits(longest_gap_s=60.0, slowest_ms=100.0, result="reading", effort="readings"),
        scratch=disk / "scratch",
        monotonic_s=lambda: 0.0,
        pause=lambda _: None,
    )
    link.start()

    jobs.work()

    ((said, reported),) = link.said
    assert said == status
    assert all(text in reported[name] for name, text in details.items())


def test_names_are_the_registers_of_this_kind_of_device() -> None:
    naming = Naming(kind="sensor", pattern=r"[a-z]+-[0-9]{2}")

    assert naming.file == "sensor.json"
    assert naming.is_name(SENSOR)
    assert not naming.is_name("Naksan")


class ProbeSettings(Section):
    depth_cm: int


class SensorSettings(DeviceSettings):
    probe: ProbeSettings


def test_settings_are_those_of_every_device_and_its_own(tmp_path: Path) -> None:
    file = tmp_path / "sensor.toml"
    file.write_text('serial = "SO-2026-0001"\nfolder = "/var/lib/dongne"\n[probe]\ndepth_cm = 20\n')

    assert read_settings(file, SensorSettings).probe.depth_cm == 20

    file.write_text('serial = "SO-2026-0001"\nfolder = "/var/lib/dongne"\n[probe]\ndepth_cm = "deep"\n')
    with pytest.raises(SettingsRefused, match=r"probe\.depth_cm"):
        read_settings(file, SensorSettings)
