"""The whole unit in one process: a made camera, made eyes, a line in memory, lamps of a bench, real time."""

import gc
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from city.contracts.crosswalk import (
    UnitFaultV1,
    UnitIncidentV1,
    UnitShadowStateV1,
    UnitStatisticsV1,
    UnitTelemetryV1,
)
from city.contracts.crosswalk_site import ReportedSiteV1
from city.kernel.clock import SystemClock
from iot.crosswalk_unit.courier import Courier
from iot.crosswalk_unit.eyes import Eyes
from iot.crosswalk_unit.jobs import ModelUnusable
from iot.crosswalk_unit.journal import Journal
from iot.crosswalk_unit.lamp_driver import BenchLamps, Channels, LampsUnreachable
from iot.crosswalk_unit.link import MemoryLink
from iot.crosswalk_unit.program import CrosswalkUnit, Parts
from iot.crosswalk_unit.site_store import SiteStore
from iot.crosswalk_unit.slots import Slots
from iot.crosswalk_unit.sources import Source
from iot.crosswalk_unit.tracking import Box
from iot.crosswalk_unit.watch import Incident
from iot.simulators.drawn_scene import DrawnScene
from models.detection.boxes import Box as SeenBox
from tests.unit.crosswalk_unit.sites import Signer

Picture = NDArray[np.uint8]
SCENE = DrawnScene(seed=1, lasts_s=1.0)
SIGNER = Signer()
UNIT = SCENE.site.unit
SITE_DOCUMENT = {**json.loads(SCENE.site.model_dump_json()), "on_fault": "dark"}
STREET = SCENE.draw(0.0)


def somebody_waiting() -> SeenBox:
    """A person on the left pavement, at the kerb."""
    foot = SCENE.camera.see(-0.8, 0.0)
    head = SCENE.camera.see(-0.8, 0.0, 1.7)
    assert foot is not None
    assert head is not None
    return SeenBox(foot[0] - 14, head[1], foot[0] + 14, foot[1], "person", 0.9)


class Camera:
    """Twenty frames a second of a street with a little noise, until it is unplugged."""

    def __init__(self) -> None:
        self.plugged = True
        self._chance = np.random.default_rng(1)
        self._noise = [self._chance.integers(0, 8, STREET.shape, np.uint8) for _ in range(4)]
        self._count = 0

    def read(self) -> Picture | None:
        time.sleep(0.05)
        if not self.plugged:
            time.sleep(0.2)
            return None
        self._count += 1
        return np.minimum(STREET, 247) + self._noise[self._count % 4]

    def close(self) -> None: ...


@dataclass
class MadeEyes:
    """Finds what it is told to find."""

    name: str = "made"
    boxes: Sequence[Box] = ()
    broken: bool = False

    def detect(self, picture: Picture) -> Sequence[Box]:
        if self.broken:
            raise RuntimeError("the model's runtime gave up")
        return self.boxes


class Lamps(BenchLamps):
    unreachable = False
    closed = False

    def show(self, channels: Channels, brightness: float) -> None:
        if self.unreachable:
            raise LampsUnreachable("no board")
        super().show(channels, brightness)

    def close(self) -> None:
        super().close()
        self.closed = True


@dataclass
class Dog:
    fed: int = 0
    closed: bool = False

    def ready(self) -> None: ...

    def feed(self) -> None:
        self.fed += 1

    def close(self) -> None:
        self.closed = True


@dataclass
class Bench:
    """A running unit and everything around it."""

    unit: CrosswalkUnit
    link: MemoryLink
    store: SiteStore
    camera: Camera
    eyes: MadeEyes
    lamps: Lamps
    source: Source
    dog: Dog
    exit_codes: list[int] = field(default_factory=list)
    thread: threading.Thread | None = None

    def start(self) -> None:
        self.thread = threading.Thread(target=lambda: self.exit_codes.append(self.unit.run()))
        self.thread.start()

    def stop(self) -> None:
        self.unit.stop()
        assert self.thread is not None
        self.thread.join(timeout=20)
        assert not self.thread.is_alive()

    def said(self, kind: type[Any]) -> list[Any]:
        topic = kind.topic.format(unit=UNIT)
        return [kind.model_validate_json(sent.payload) for sent in self.link.sent if sent.topic == topic]

    def faults(self) -> list[tuple[str, bool]]:
        return [(message.fault, message.raised) for message in self.said(UnitFaultV1)]


def until(condition: Callable[[], object], patience_s: float = 10.0) -> None:
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


MakeBench = Callable[..., Bench]


@pytest.fixture
def make_bench(disk: Path) -> Iterator[MakeBench]:
    made: list[Bench] = []

    def make(*, with_site: bool = True, **changed: Any) -> Bench:
        link, camera, eyes, dog = MemoryLink(), Camera(), MadeEyes(), Dog()
        lamps = Lamps(time.monotonic)
        source = Source(lambda: camera, time.monotonic)
        store = SiteStore(disk / "site", UNIT, SIGNER.public)
        if with_site:
            store.offer(SIGNER.site(**SITE_DOCUMENT))
        parts = Parts(
            unit=UNIT,
            software="1.0.0",
            folder=disk,
            link=link,
            courier=Courier(Journal(disk / "journal.db", UNIT, lambda: "0000000a"), link, time.monotonic),
            store=store,
            key=SIGNER.public,
            slots=Slots(disk / "slots"),
            source=source,
            open_eyes=lambda _: Eyes(eyes, {"person": 0.3, "bicycle": 0.3, "vehicle": 0.3}, lambda: "edge"),
            lamps=lamps,
            clock=SystemClock(),
            monotonic_s=time.monotonic,
            watchdogs=(dog,),
        )
        bench = Bench(CrosswalkUnit(replace(parts, **changed)), link, store, camera, eyes, lamps, source, dog)
        bench.start()
        made.append(bench)
        return bench

    yield make
    for bench in made:
        if bench.thread is not None and bench.thread.is_alive():
            bench.stop()


def test_somebody_at_the_kerb_lights_the_lamps_and_nobody_lets_them_go_dark(make_bench: MakeBench) -> None:
    bench = make_bench()
    until(lambda: bench.unit._lamp_state() == "idle")

    began = time.monotonic()
    bench.eyes.boxes = [somebody_waiting()]
    until(lambda: any(bench.lamps.now.values()))
    took_s = time.monotonic() - began
    bench.stop()

    # Two of three frames at 20 a second, and what a busy machine adds.
    assert took_s < 1.0
    assert bench.lamps.closed
    assert not any(bench.lamps.now.values())
    assert bench.exit_codes == [0]


def test_the_flash_is_the_pattern_while_the_lamps_are_lit(make_bench: MakeBench) -> None:
    bench = make_bench()
    until(lambda: bench.unit._lamp_state() == "idle")
    bench.eyes.boxes = [somebody_waiting()]
    until(lambda: any(bench.lamps.now.values()))
    time.sleep(1.7)
    bench.stop()

    shown = {frozenset(lit & {"sign_left", "sign_right"}) for _, lit in bench.lamps.changes}
    assert shown == {
        frozenset(),
        frozenset({"sign_left"}),
        frozenset({"sign_right"}),
        frozenset({"sign_left", "sign_right"}),
    }


def test_a_unit_says_how_it_is_and_what_it_counted(make_bench: MakeBench, disk: Path) -> None:
    bench = make_bench()
    until(lambda: bench.said(UnitTelemetryV1))
    until(lambda: any("/shadow/name/state/update" in sent.topic for sent in bench.link.sent))
    time.sleep(0.5)
    bench.stop()

    (first, *_) = bench.said(UnitTelemetryV1)
    assert (first.because, first.site_revision, first.model, first.detection) == (
        "period",
        SCENE.site.revision,
        "made",
        "edge",
    )
    # The begun five minutes wait for the next start.
    (waiting,) = Journal(disk / "journal.db", UNIT, lambda: "0000000b").oldest(10)
    statistics = UnitStatisticsV1.model_validate_json(waiting.payload)
    assert 0.3 < statistics.covered_s < 30
    state = json.loads(next(s.payload for s in bench.link.sent if "/shadow/name/state/update" in s.topic))
    UnitShadowStateV1.model_validate(state["state"]["reported"])


def test_without_a_site_file_a_unit_is_dark_and_says_so(make_bench: MakeBench) -> None:
    bench = make_bench(with_site=False)
    bench.eyes.boxes = [somebody_waiting()]

    until(lambda: bench.said(UnitTelemetryV1))
    time.sleep(0.5)
    bench.stop()

    assert bench.faults() == [("no_configuration", True)]
    telemetry = bench.said(UnitTelemetryV1)[0]
    assert (telemetry.lamp_state, telemetry.faults, telemetry.site_revision) == ("fault_dark", ("no_configuration",), 0)
    assert bench.lamps.changes == []


def test_a_site_file_from_the_city_comes_into_force_while_the_unit_runs(make_bench: MakeBench) -> None:
    bench = make_bench(with_site=False)
    until(lambda: any(s.topic.endswith("/shadow/name/configuration/get") for s in bench.link.sent))
    signed = SIGNER.site(**SITE_DOCUMENT)

    document = {"state": {"desired": signed.model_dump(mode="json")}, "version": 4}
    bench.link.hear(f"$aws/things/{UNIT}/shadow/name/configuration/get/accepted", json.dumps(document).encode())
    until(lambda: ("no_configuration", False) in bench.faults())
    bench.eyes.boxes = [somebody_waiting()]
    until(lambda: any(bench.lamps.now.values()))
    bench.stop()

    report = json.loads(next(s.payload for s in bench.link.sent if s.topic.endswith("/configuration/update")))
    assert report["version"] == 4
    assert ReportedSiteV1.model_validate(report["state"]["reported"]).revision == SCENE.site.revision


def test_a_camera_that_is_unplugged_is_a_fault_that_ends_when_it_is_back(make_bench: MakeBench) -> None:
    bench = make_bench()
    until(lambda: bench.unit._lamp_state() == "idle")

    bench.camera.plugged = False
    until(lambda: ("camera_lost", True) in bench.faults())
    assert bench.unit._lamp_state() == "fault_dark"
    bench.camera.plugged = True
    until(lambda: ("camera_lost", False) in bench.faults(), patience_s=15)
    bench.stop()

    assert ("detector_failed", True) not in bench.faults()


def test_a_detector_that_gives_up_is_its_own_fault_and_stops_nothing(make_bench: MakeBench) -> None:
    bench = make_bench()
    until(lambda: bench.unit._lamp_state() == "idle")

    bench.eyes.broken = True
    until(lambda: ("detector_failed", True) in bench.faults())
    bench.eyes.broken = False
    until(lambda: bench.unit._lamp_state() == "idle")
    bench.stop()

    assert bench.exit_codes == [0]


def test_a_unit_whose_model_does_not_load_is_dark_and_says_so(make_bench: MakeBench) -> None:
    def no_eyes(_: object) -> Eyes:
        raise ModelUnusable("the weights differ")

    bench = make_bench(open_eyes=no_eyes)
    until(lambda: ("detector_failed", True) in bench.faults())
    bench.stop()

    assert bench.lamps.changes == []


def test_lamps_that_do_not_obey_are_a_fault(make_bench: MakeBench) -> None:
    bench = make_bench()
    until(lambda: bench.unit._lamp_state() == "idle")

    bench.lamps.unreachable = True
    until(lambda: ("lamp_stuck_off", True) in bench.faults())
    bench.lamps.unreachable = False
    until(lambda: ("lamp_stuck_off", False) in bench.faults())
    bench.stop()


def test_a_lost_clock_is_said_with_every_message_and_stops_no_lamp(make_bench: MakeBench) -> None:
    bench = make_bench(clock_synced=lambda: False, clock_may_take_s=1.0)
    bench.eyes.boxes = [somebody_waiting()]
    until(lambda: any(bench.lamps.now.values()))
    until(lambda: ("clock_lost", True) in bench.faults())
    bench.stop()

    assert not any(message.clock_synced for message in (*bench.said(UnitFaultV1), *bench.said(UnitTelemetryV1)))


def test_something_nobody_foresaw_ends_the_program_dark_and_leaves_the_watchdog_armed(make_bench: MakeBench) -> None:
    bench = make_bench()
    until(lambda: bench.unit._lamp_state() == "idle")

    bench.unit._watch = "no watch at all"  # type: ignore[assignment]
    assert bench.thread is not None
    bench.thread.join(timeout=20)

    assert bench.exit_codes == [1]
    assert bench.lamps.closed
    assert not bench.dog.closed


def test_the_watchdog_is_fed_while_every_loop_lives(make_bench: MakeBench) -> None:
    bench = make_bench()
    until(lambda: bench.dog.fed >= 2)

    # The eyes hang: no frame comes back from the detector any more.
    bench.unit._beats.look_s -= 60
    hung = threading.Event()
    bench.eyes.detect = lambda _: hung.wait(3) and ()  # type: ignore[method-assign]
    time.sleep(0.3)
    bench.unit._beats.look_s -= 60
    fed = bench.dog.fed
    time.sleep(1.5)
    assert bench.dog.fed == fed
    hung.set()
    bench.stop()


def test_a_picture_for_staff_is_blurred_and_small(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.eyes.boxes = [somebody_waiting()]
    until(lambda: bench.unit.last_picture() is not None)

    content = bench.unit.last_picture()
    bench.stop()

    assert content is not None
    assert content.startswith(b"\xff\xd8")
    assert len(content) <= 100_000


def test_an_incident_is_told_and_its_seconds_are_kept(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.eyes.boxes = [somebody_waiting()]
    until(lambda: bench.unit.last_picture() is not None)
    assert bench.unit._watch is not None
    bench.unit._watch._incidents.append(Incident(kind="conflict", at_s=time.monotonic(), x_m=5.0, y_m=0.0))

    until(lambda: bench.said(UnitIncidentV1))
    (incident,) = bench.said(UnitIncidentV1)
    assert incident.clip_kept
    # The seconds after it belong to it.
    until(lambda: bench.unit.clip(incident.journal, incident.sequence) is not None, patience_s=15)
    bench.stop()

    clip = bench.unit.clip(incident.journal, incident.sequence)
    assert clip is not None
    assert clip[4:8] == b"ftyp"
    assert bench.unit.clip(incident.journal, incident.sequence + 1) is None


def test_a_unit_that_runs_keeps_no_more_and_more(make_bench: MakeBench) -> None:
    """A day in seconds: people come and go, the line comes and goes; threads, files and objects stay as many."""
    bench = make_bench()
    until(lambda: bench.unit._lamp_state() == "idle")

    def a_while() -> tuple[int, int, int]:
        for number in range(6):
            bench.eyes.boxes = [somebody_waiting()] if number % 2 else []
            if number == 3:
                bench.link.go_down()
            if number == 5:
                bench.link.start()
            time.sleep(0.25)
        bench.link.sent.clear()
        gc.collect()
        return threading.active_count(), len(list(Path("/proc/self/fd").iterdir())), len(gc.get_objects())

    a_while()
    threads, files, objects = a_while()
    for _ in range(3):
        later = a_while()
    bench.stop()

    assert later[0] <= threads
    assert later[1] <= files + 2
    assert later[2] < objects * 1.05 + 2_000
