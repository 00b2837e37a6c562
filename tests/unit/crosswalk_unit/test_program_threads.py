"""The unit's threads, and only what threads are for: they start, they end, and whatever happens it is dark then."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from city.contracts.crosswalk.devices import (
    UnitStatisticsV1,
)
from city.kernel.clock import SystemClock
from iot.crosswalk_unit.profile import open_journal
from iot.crosswalk_unit.program import CrosswalkUnit
from iot.crosswalk_unit.sight.sources import Source
from iot.device.line.memory_link import MemoryLink
from tests.unit.crosswalk_unit.program_bench import (
    SIGNER,
    SITE_DOCUMENT,
    UNIT,
    Camera,
    Dog,
    FakeDetector,
    Lamps,
    TwentyASecond,
    make_parts,
    somebody_waiting,
)


@dataclass
class Running:
    """A unit on its own threads, on real time; nothing here depends on how much of that it gets."""

    unit: CrosswalkUnit
    link: MemoryLink
    camera: Camera
    detector: FakeDetector
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
    parts, link, store, camera, detector, lamps, dog, _ = make_parts(disk, **real)
    store.offer(SIGNER.site(**SITE_DOCUMENT))
    made = Running(CrosswalkUnit(parts), link, camera, detector, lamps, dog)
    made.start()
    yield made
    made.unit.stop()
    made.join()


def test_a_unit_on_its_threads_lights_the_lamps_and_is_dark_when_it_ends(running: Running, disk: Path) -> None:
    until(lambda: running.unit._looked)
    running.detector.boxes = [somebody_waiting()]
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
