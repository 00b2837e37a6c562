"""The whole unit in one process: a made camera, a made detector, a line in memory, lamps of a bench. For tests."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from city.contracts.crosswalk.devices import (
    UnitFaultV1,
)
from iot.crosswalk_unit.lamps.drivers import BenchLamps, Channels, LampsUnreachable
from iot.crosswalk_unit.parts import Parts
from iot.crosswalk_unit.profile import PART_FILES, open_journal
from iot.crosswalk_unit.program import STEP_S, CrosswalkUnit
from iot.crosswalk_unit.sight.detection_setup import DetectionSetup
from iot.crosswalk_unit.sight.frame import Frame
from iot.crosswalk_unit.sight.sources import Source
from iot.crosswalk_unit.sight.tracking import DetectedBox
from iot.crosswalk_unit.site_store import SiteStore
from iot.device.jobs.slots import Slots
from iot.device.journal.courier import Courier
from iot.device.line.memory_link import MemoryLink
from iot.simulators.drawn_scene import DrawnScene
from models.detection.inference.boxes import Box
from tests.unit.crosswalk_unit.sites import Signer

Picture = NDArray[np.uint8]
SCENE = DrawnScene(seed=1, lasts_s=1.0)
SIGNER = Signer()
UNIT = SCENE.site.unit
SITE_DOCUMENT = {**json.loads(SCENE.site.model_dump_json()), "on_fault": "dark"}
STREET = SCENE.draw(0.0)


def somebody_waiting() -> Box:
    """A person on the left pavement, at the kerb."""
    foot = SCENE.camera.see(-0.8, 0.0)
    head = SCENE.camera.see(-0.8, 0.0, 1.7)
    assert foot is not None
    assert head is not None
    return Box(foot[0] - 14, head[1], foot[0] + 14, foot[1], "person", 0.9)


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
        picture: Picture = np.minimum(STREET, 247) + self._noise[self._count % 4]
        return picture

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
class FakeDetector:
    """Finds what it is told to find."""

    name: str = "made"
    boxes: Sequence[DetectedBox] = ()
    broken: bool = False

    def detect(self, picture: Picture) -> Sequence[DetectedBox]:
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
    detector: FakeDetector
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


def make_parts(
    disk: Path, **changed: Any
) -> tuple[Parts, MemoryLink, SiteStore, Camera, FakeDetector, Lamps, Dog, Clock]:
    link, camera, detector, dog, clock = MemoryLink(), Camera(), FakeDetector(), Dog(), Clock()
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
        open_detection=lambda _: DetectionSetup(
            detector, {"person": 0.3, "bicycle": 0.3, "vehicle": 0.3}, lambda: "edge"
        ),
        lamps=lamps,
        clock=clock,
        monotonic_s=monotonic_s,
        watchdogs=(dog,),
    )
    return replace(parts, **changed), link, store, camera, detector, lamps, dog, clock


@pytest.fixture
def make_bench(disk: Path) -> MakeBench:
    def make(*, with_site: bool = True, **changed: Any) -> Bench:
        parts, link, store, camera, detector, lamps, dog, clock = make_parts(disk, **changed)
        if with_site:
            store.offer(SIGNER.site(**SITE_DOCUMENT))
        unit = CrosswalkUnit(parts)
        unit.take_up()
        link.start()
        assert isinstance(parts.source, HandCranked)
        return Bench(unit, link, parts.courier, store, camera, detector, lamps, parts.source, dog, clock)

    return make
