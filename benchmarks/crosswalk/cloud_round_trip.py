"""A thin unit's frame to the city and back: JPEG over mutual TLS, topic rule, function, model server, answer on a topic.

On the local city; what counts beside the milliseconds is the model's own share of them, and how many frames came back in
the half second that a unit waits.
"""

import queue
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measurement import Absent, BenchmarkTrouble, Measurement, percentile
from city.contracts.crosswalk.devices import CloudDetectionV1, UnitFrameV1
from infra.crosswalk import roadside
from infra.local.city import City
from iot.crosswalk_unit.__main__ import make_parts
from iot.crosswalk_unit.sight.cloud_detection import ANSWER_S, FRAME_BYTES
from iot.crosswalk_unit.sight.pictures import encode_within
from iot.device.line.link import Link
from iot.simulators.drawn_scene import DrawnScene

FRAMES, WARM = 60, 10
# Longer than a unit waits: late answers are to be measured too.
_PATIENCE_S = 10.0
UNIT, SERIAL = "thin-01", "DN-THIN-1"


def measure(city: City, folder: Path, frames: int = FRAMES, warm: int = WARM) -> Iterator[Measurement]:
    """Raises Absent where this machine has no weights for the city's detector, BenchmarkTrouble if an answer never came."""
    if not city.facts.get("eyes_pid"):
        raise Absent("the city's detector has no weights here: make models")
    roadside.register(city, UNIT, SERIAL)
    link = make_parts(roadside.box_settings(city, folder / "thin", SERIAL)).link
    taken_ms, model_ms, sizes = _play(link, frames, warm)
    in_time = sum(ms <= ANSWER_S * 1000 for ms in taken_ms)
    size = f"768 x 576, JPEG of {max(sizes):,} bytes at most, one at a time"
    yield Measurement(
        "frame to the city and back, p50", percentile(taken_ms, 50), "ms", at_most=ANSWER_S * 1000, detail=size
    )
    yield Measurement("frame to the city and back, p95", percentile(taken_ms, 95), "ms", at_most=ANSWER_S * 1000)
    yield Measurement("of it the model, p50", percentile(model_ms, 50), "ms")
    yield Measurement("frames back within the half second a unit waits", in_time / len(taken_ms) * 100, "%")


def _play(link: Link, count: int, warm: int) -> tuple[list[float], list[float], list[int]]:
    """Milliseconds there and back, those of the model, and bytes, of each frame after the warm ones."""
    came: queue.SimpleQueue[CloudDetectionV1] = queue.SimpleQueue()
    link.listen(
        CloudDetectionV1.topic.format(unit=UNIT),
        lambda _, payload: came.put(CloudDetectionV1.model_validate_json(payload)),
    )
    scene = DrawnScene(seed=1, lasts_s=60.0)
    frames = [encode_within(scene.draw(0.5 * number), FRAME_BYTES) for number in range(count)]
    taken_ms, model_ms, sizes = [], [], []
    link.start()
    try:
        _wait_for(link)
        for number, jpeg in enumerate(frames):
            began = time.monotonic()
            link.publish(UnitFrameV1.topic.format(unit=UNIT, frame=number), jpeg)
            answer = _answer_to(number, came)
            if number >= warm:
                taken_ms.append((time.monotonic() - began) * 1000)
                model_ms.append(answer.inference_ms)
                sizes.append(len(jpeg))
    finally:
        link.stop()
    return taken_ms, model_ms, sizes


def _wait_for(link: Link) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not link.connected:
        if time.monotonic() > deadline:
            raise BenchmarkTrouble("the unit did not reach the city")
        time.sleep(0.05)


def _answer_to(number: int, came: "queue.SimpleQueue[CloudDetectionV1]") -> CloudDetectionV1:
    while True:
        try:
            answer = came.get(timeout=_PATIENCE_S)
        except queue.Empty as error:
            raise BenchmarkTrouble(f"frame {number} was not answered in {_PATIENCE_S:.0f} s") from error
        if answer.frame == str(number):
            if answer.refused:
                raise BenchmarkTrouble(f"frame {number} was refused: {answer.refused}")
            return answer
