"""The whole unit in one process: a made camera, made eyes, a line in memory, lamps of a bench.

What it does is tried round by round on a clock that goes only when it is told to: no machine is too busy for that. Its
threads are tried apart, and only for what threads are for: they start, they end, and whatever happens it is dark then.
"""

import gc
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from city.contracts.crosswalk.devices import (
    UnitFaultV1,
    UnitIncidentV1,
    UnitShadowStateV1,
    UnitStatisticsV1,
    UnitTelemetryV1,
)
from city.contracts.crosswalk.site import ReportedSiteV1
from city.kernel.clock import SystemClock
from iot.crosswalk_unit.lamps.drivers import BenchLamps, Channels, LampsUnreachable
from iot.crosswalk_unit.parts import Parts
from iot.crosswalk_unit.profile import PART_FILES, open_journal
from iot.crosswalk_unit.program import STEP_S, CrosswalkUnit
from iot.crosswalk_unit.sight.eyes import Eyes, ModelUnusable
from iot.crosswalk_unit.sight.frame import Frame
from iot.crosswalk_unit.sight.sources import Source
from iot.crosswalk_unit.sight.tracking import Box
from iot.crosswalk_unit.site_store import SiteStore
from iot.crosswalk_unit.watch.conflicts import Incident
from iot.device.jobs.slots import Slots
from iot.device.journal.courier import Courier
from iot.device.line.memory_link import MemoryLink
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


class Clock:
    """Goes on when it is told to; as a wall clock it is as many seconds after a day's beginning."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 8, tzinfo=UTC) + timedelta(seconds=self.now_s)


class Camera:
    """A street with a little noise, until it is unplugged."""

    def __init__(self) -> None:
        self.plugged = True
        chance = np.random.default_rng(1)
        self._noise = [chance.integers(0, 8, STREET.shape, np.uint8) for _ in range(4)]
        self._count = 0

    def read(self) -> Picture | None:
        if not self.plugged:
            return None
        self._count += 1
        return np.minimum(STREET, 247) + self._noise[self._count % 4]

    def close(self) -> None: ...


class HandCranked(Source):
    """A source whose frames are taken by hand, one at a time."""

    def __init__(self, camera: Camera, clock: Callable[[], float]) -> None:
        super().__init__(lambda: camera, clock)
        self._camera, self._clock = camera, clock

    def crank(self) -> None:
        picture = self._camera.read()
        if picture is not None:
            self._newest = Frame(picture, self._clock())
            self.frames += 1
            self.newest_s = self._clock()

    def next(self, timeout_s: float) -> Frame | None:
        frame, self._newest = self._newest, None
        return frame


class TwentyASecond:
    """The same camera as a feed that comes by itself, for a source with a thread of its own."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera

    def read(self) -> Picture | None:
        time.sleep(0.05)
        return self._camera.read()

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
    """A unit and everything around it; nothing runs by itself."""

    unit: CrosswalkUnit
    link: MemoryLink
    courier: Courier
    store: SiteStore
    camera: Camera
    eyes: MadeEyes
    lamps: Lamps
    source: HandCranked
    dog: Dog
    clock: Clock
    looking: bool = True
    telling: bool = True
    _steps: int = 0

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds / STEP_S)):
            self._step()

    def run_until(self, condition: Callable[[], object], at_most_s: float = 30.0) -> float:
        """Returns after how many seconds of the unit's time it was so."""
        began_s = self.clock.now_s
        while not condition():
            assert self.clock.now_s - began_s < at_most_s, "it did not happen"
            self._step()
        return self.clock.now_s - began_s

    def _step(self) -> None:
        """A hundredth of a second: lamps every time, a frame every fifth, words every 25th."""
        self.clock.now_s += STEP_S
        self._steps += 1
        if self._steps % 5 == 0 and self.looking:
            self.source.crank()
            self.unit.look_once()
        self.unit.light_once()
        if self._steps % 25 == 0 and self.telling:
            self.unit.tell_once()
            self.courier.work()

    def said(self, kind: type[Any]) -> list[Any]:
        topic = kind.topic.format(unit=UNIT)
        return [kind.model_validate_json(sent.payload) for sent in self.link.sent if sent.topic == topic]

    def faults(self) -> list[tuple[str, bool]]:
        return [(message.fault, message.raised) for message in self.said(UnitFaultV1)]


MakeBench = Callable[..., Bench]


def make_parts(disk: Path, **changed: Any) -> tuple[Parts, MemoryLink, SiteStore, Camera, MadeEyes, Lamps, Dog, Clock]:
    link, camera, eyes, dog, clock = MemoryLink(), Camera(), MadeEyes(), Dog(), Clock()
    monotonic_s = changed.get("monotonic_s", clock)
    lamps = Lamps(monotonic_s)
    store = SiteStore(disk / "site", UNIT, SIGNER.public)
    parts = Parts(
        unit=UNIT,
        software="1.0.0",
        folder=disk,
        link=link,
        courier=Courier(open_journal(disk / "journal.db", UNIT, lambda: "0000000a"), link, monotonic_s),
        store=store,
        key=SIGNER.public,
        slots=Slots(disk / "slots", PART_FILES),
        source=HandCranked(camera, clock),
        open_eyes=lambda _: Eyes(eyes, {"person": 0.3, "bicycle": 0.3, "vehicle": 0.3}, lambda: "edge"),
        lamps=lamps,
        clock=clock,
        monotonic_s=monotonic_s,
        watchdogs=(dog,),
    )
    return replace(parts, **changed), link, store, camera, eyes, lamps, dog, clock


@pytest.fixture
def make_bench(disk: Path) -> MakeBench:
    def make(*, with_site: bool = True, **changed: Any) -> Bench:
        parts, link, store, camera, eyes, lamps, dog, clock = make_parts(disk, **changed)
        if with_site:
            store.offer(SIGNER.site(**SITE_DOCUMENT))
        unit = CrosswalkUnit(parts)
        unit.take_up()
        link.start()
        assert isinstance(parts.source, HandCranked)
        return Bench(unit, link, parts.courier, store, camera, eyes, lamps, parts.source, dog, clock)

    return make


def test_somebody_at_the_kerb_lights_the_lamps_and_nobody_lets_them_go_dark(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    bench.eyes.boxes = [somebody_waiting()]
    took_s = bench.run_until(lambda: any(bench.lamps.now.values()))
    bench.eyes.boxes = []
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    # Two of three frames at 20 a second.
    assert took_s <= 0.2
    assert not any(bench.lamps.now.values())


def test_the_flash_is_the_pattern_while_the_lamps_are_lit(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")
    bench.eyes.boxes = [somebody_waiting()]
    bench.run_until(lambda: any(bench.lamps.now.values()))
    bench.run(1.7)

    shown = {frozenset(lit & {"sign_left", "sign_right"}) for _, lit in bench.lamps.changes}
    assert shown == {
        frozenset(),
        frozenset({"sign_left"}),
        frozenset({"sign_right"}),
        frozenset({"sign_left", "sign_right"}),
    }


def test_a_unit_says_how_it_is_and_what_it_counted(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run(2.0)
    bench.unit._say_last()
    bench.courier.work()

    (first, *_) = bench.said(UnitTelemetryV1)
    assert (first.because, first.site_revision, first.model, first.detection) == (
        "period",
        SCENE.site.revision,
        "made",
        "edge",
    )
    # The begun five minutes are said before the end.
    (statistics,) = bench.said(UnitStatisticsV1)
    assert statistics.covered_s == pytest.approx(2.0, abs=0.3)
    state = json.loads(next(s.payload for s in bench.link.sent if "/shadow/name/state/update" in s.topic))
    UnitShadowStateV1.model_validate(state["state"]["reported"])


def test_without_a_site_file_a_unit_is_dark_and_says_so(make_bench: MakeBench) -> None:
    bench = make_bench(with_site=False)
    bench.eyes.boxes = [somebody_waiting()]
    bench.run(5.0)

    assert bench.faults() == [("no_configuration", True)]
    telemetry = bench.said(UnitTelemetryV1)[0]
    assert (telemetry.lamp_state, telemetry.faults, telemetry.site_revision) == ("fault_dark", ("no_configuration",), 0)
    assert bench.lamps.changes == []


def test_a_site_file_from_the_city_comes_into_force_while_the_unit_runs(make_bench: MakeBench) -> None:
    bench = make_bench(with_site=False)

    def asked() -> list[dict[str, Any]]:
        topic = f"$aws/things/{UNIT}/shadow/name/configuration/get"
        return [json.loads(sent.payload) for sent in bench.link.sent if sent.topic == topic]

    bench.run_until(asked)
    signed = SIGNER.site(**SITE_DOCUMENT)
    document = {"state": {"desired": signed.model_dump(mode="json")}, "version": 4, **asked()[-1]}
    bench.link.hear(f"$aws/things/{UNIT}/shadow/name/configuration/get/accepted", json.dumps(document).encode())
    bench.run_until(lambda: ("no_configuration", False) in bench.faults())
    bench.eyes.boxes = [somebody_waiting()]
    bench.run_until(lambda: any(bench.lamps.now.values()))

    report = json.loads(next(s.payload for s in bench.link.sent if s.topic.endswith("/configuration/update")))
    assert report["version"] == 4
    assert ReportedSiteV1.model_validate(report["state"]["reported"]).revision == SCENE.site.revision


def test_a_camera_that_is_unplugged_is_a_fault_that_ends_when_it_is_back(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    bench.camera.plugged = False
    bench.run_until(lambda: ("camera_lost", True) in bench.faults())
    assert bench.unit._lamp_state() == "fault_dark"
    bench.run(10.0)
    bench.camera.plugged = True
    bench.run_until(lambda: ("camera_lost", False) in bench.faults())
    bench.run(5.0)

    # No frame came, so nobody can say that the detector failed.
    assert ("detector_failed", True) not in bench.faults()


def test_a_detector_that_gives_up_is_its_own_fault_and_stops_nothing(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    bench.eyes.broken = True
    bench.run_until(lambda: ("detector_failed", True) in bench.faults())
    bench.eyes.broken = False
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")
    bench.run_until(lambda: ("detector_failed", False) in bench.faults())


def test_a_unit_whose_model_does_not_load_is_dark_and_says_so(make_bench: MakeBench) -> None:
    def no_eyes(_: object) -> Eyes:
        raise ModelUnusable("the weights differ")

    bench = make_bench(open_eyes=no_eyes)
    bench.run_until(lambda: ("detector_failed", True) in bench.faults())

    assert bench.lamps.changes == []


def test_lamps_that_do_not_obey_are_a_fault(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    bench.lamps.unreachable = True
    bench.run_until(lambda: ("lamp_stuck_off", True) in bench.faults())
    bench.lamps.unreachable = False
    bench.run_until(lambda: ("lamp_stuck_off", False) in bench.faults())


def test_a_lost_clock_is_said_with_every_message_and_stops_no_lamp(make_bench: MakeBench) -> None:
    bench = make_bench(clock_synced=lambda: False, clock_may_take_s=1.0)
    bench.eyes.boxes = [somebody_waiting()]
    bench.run_until(lambda: any(bench.lamps.now.values()))
    bench.run_until(lambda: ("clock_lost", True) in bench.faults())

    assert not any(message.clock_synced for message in (*bench.said(UnitFaultV1), *bench.said(UnitTelemetryV1)))


@pytest.mark.parametrize("stuck", ["looking", "telling"])
def test_the_watchdog_is_fed_while_every_loop_lives(make_bench: MakeBench, stuck: str) -> None:
    bench = make_bench()
    bench.run(5.0)
    assert bench.dog.fed == 5

    # A loop hangs: no frame comes back from the detector any more, or the disk never answers.
    setattr(bench, stuck, False)
    bench.run(22.0)
    fed = bench.dog.fed
    bench.run(10.0)
    assert bench.dog.fed == fed < 30

    setattr(bench, stuck, True)
    bench.run(5.0)
    assert bench.dog.fed >= fed + 4


def test_a_picture_for_staff_is_blurred_and_small(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.eyes.boxes = [somebody_waiting()]
    bench.run_until(lambda: bench.unit.last_picture() is not None)

    content = bench.unit.last_picture()

    assert content is not None
    assert content.startswith(b"\xff\xd8")
    assert len(content) <= 100_000


def test_an_incident_is_told_and_its_seconds_are_kept(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.eyes.boxes = [somebody_waiting()]
    bench.run(3.0)
    assert bench.unit._watch is not None
    bench.unit._watch._incidents.append(Incident(kind="conflict", at_s=bench.clock(), x_m=5.0, y_m=0.0))

    bench.run_until(lambda: bench.said(UnitIncidentV1))
    (incident,) = bench.said(UnitIncidentV1)
    assert incident.clip_kept
    # The seconds after it belong to it.
    assert bench.unit.clip(incident.journal, incident.sequence) is None
    bench.run_until(lambda: bench.unit.clip(incident.journal, incident.sequence) is not None)

    clip = bench.unit.clip(incident.journal, incident.sequence)
    assert clip is not None
    assert clip[4:8] == b"ftyp"
    assert bench.unit.clip(incident.journal, incident.sequence + 1) is None


def test_a_unit_that_runs_keeps_no_more_and_more(make_bench: MakeBench) -> None:
    """People come and go, the line comes and goes; files and objects stay as many."""
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    def a_while() -> tuple[int, int]:
        for number in range(6):
            bench.eyes.boxes = [somebody_waiting()] if number % 2 else []
            if number == 3:
                bench.link.go_down()
            if number == 5:
                bench.link.start()
            bench.run(2.0)
        bench.link.sent.clear()
        gc.collect()
        return len(list(Path("/proc/self/fd").iterdir())), len(gc.get_objects())

    a_while()
    files, objects = a_while()
    for _ in range(3):
        later = a_while()

    assert later[0] <= files + 2
    assert later[1] < objects * 1.05 + 2_000


# --- its threads -----------------------------------------------------------------------------------


@dataclass
class Running:
    """A unit on its own threads, on real time; nothing here depends on how much of that it gets."""

    unit: CrosswalkUnit
    link: MemoryLink
    camera: Camera
    eyes: MadeEyes
    lamps: Lamps
    dog: Dog
    exit_codes: list[int] = field(default_factory=list)
    thread: threading.Thread | None = None

    def start(self) -> None:
        self.thread = threading.Thread(target=lambda: self.exit_codes.append(self.unit.run()))
        self.thread.start()

    def join(self) -> None:
        assert self.thread is not None
        self.thread.join(timeout=_HANGS_S)
        assert not self.thread.is_alive(), "it hangs"


# However busy the machine: this long means that it hangs.
_HANGS_S = 300.0


def until(condition: Callable[[], object]) -> None:
    deadline_s = time.monotonic() + _HANGS_S
    while not condition():
        assert time.monotonic() < deadline_s, "it hangs"
        time.sleep(0.01)


@pytest.fixture
def running(disk: Path) -> Iterator[Running]:
    source = Source(lambda: TwentyASecond(camera), time.monotonic)
    real = {"monotonic_s": time.monotonic, "clock": SystemClock(), "source": source}
    parts, link, store, camera, eyes, lamps, dog, _ = make_parts(disk, **real)
    store.offer(SIGNER.site(**SITE_DOCUMENT))
    made = Running(CrosswalkUnit(parts), link, camera, eyes, lamps, dog)
    made.start()
    yield made
    made.unit.stop()
    made.join()


def test_a_unit_on_its_threads_lights_the_lamps_and_is_dark_when_it_ends(running: Running, disk: Path) -> None:
    until(lambda: running.unit._looked)
    running.eyes.boxes = [somebody_waiting()]
    until(lambda: any(running.lamps.now.values()))
    until(lambda: running.link.sent)

    running.unit.stop()
    running.join()

    assert running.exit_codes == [0]
    assert running.lamps.closed
    assert running.dog.closed
    assert not any(running.lamps.now.values())
    # The begun five minutes wait in the journal for the next start.
    topics = {entry.topic for entry in open_journal(disk / "journal.db", UNIT, lambda: "0000000b").oldest(10)}
    assert UnitStatisticsV1.topic.format(unit=UNIT) in topics


def test_something_nobody_foresaw_ends_the_program_dark_and_leaves_the_watchdog_armed(running: Running) -> None:
    until(lambda: running.unit._looked)

    running.unit._watch = "no watch at all"  # type: ignore[assignment]
    running.join()

    assert running.exit_codes == [1]
    assert running.lamps.closed
    assert not running.dog.closed


def test_a_unit_that_ended_leaves_no_thread_behind(running: Running) -> None:
    until(lambda: running.link.connected)
    ours = {"look", "light", "tell", "courier", "source"}
    until(lambda: ours <= {thread.name for thread in threading.enumerate()})

    running.unit.stop()
    running.join()

    until(lambda: not ours & {thread.name for thread in threading.enumerate()})


def test_a_line_that_comes_and_goes_leaves_no_thread_behind(running: Running) -> None:
    ours = {"look", "light", "tell", "courier", "source"}
    until(lambda: running.link.connected and ours <= {thread.name for thread in threading.enumerate()})
    threads = threading.active_count()

    for _ in range(5):
        running.link.go_down()
        running.link.start()
        running.link.sent.clear()
        until(lambda: running.link.sent)

    assert threading.active_count() <= threads
