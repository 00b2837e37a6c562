"""What a crosswalk unit costs a small box: a frame in, a lamp decision out, with one thread; and each part by itself.

The clip is OpenCV's `vtest.avi` (768x576) where the local city fetched it, else a drawn street; either way decoded before
the clock starts. Nothing waits for a lamp or a network here.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import fmean, median
from time import perf_counter, thread_time

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.measurement import Absent, BenchmarkTrouble, Measurement, percentile
from infra.crosswalk.clip import clip_at_hand
from infra.local.city import ROOT
from iot.crosswalk_unit.lamps.controller import LampController
from iot.crosswalk_unit.lamps.rules import LampRules, Situation
from iot.crosswalk_unit.sight.camera_health import CameraHealth
from iot.crosswalk_unit.sight.frame import Frame
from iot.crosswalk_unit.sight.road import RoadView
from iot.crosswalk_unit.sight.tracking import LOW_SCORE_SHARE_OF_THRESHOLD, Kind, Tracker
from iot.crosswalk_unit.watch.watch import Watch
from iot.simulators.drawn_scene import DrawnScene
from iot.simulators.scripted_detector import DrawnBox
from models.detection.catalogue.cache import weights_path
from models.detection.catalogue.detectors import CATALOGUE
from models.detection.errors import WeightsRefused
from models.detection.inference.detector import Detector, load_detector

Picture = NDArray[np.uint8]

MOST_DECISION_MS = 70  # p95, with YOLOX-nano
MOST_FRAME_MS = 100  # ten frames a second, with every model
MOST_STEP_US = 50
MOST_HEALTH_MS = 1
FRAMES = 150
_WARM = 10
_USERS = 20


def measure(frames: int = FRAMES) -> Iterator[Measurement]:
    """Its parts, and the whole with every model that has its weights here. Raises Absent."""
    # One thread for everything: a box at the kerb has other work for the rest.
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        pictures, clip = _read_clip(frames)
        yield from _measure_parts(pictures)
        yield from _measure_models(pictures, clip, frames)
    finally:
        cv2.setNumThreads(threads)


def _measure_models(pictures: Sequence[Picture], clip: str, frames: int) -> Iterator[Measurement]:
    missing = []
    for name in CATALOGUE:
        path = _find_weights(name)
        if path is None:
            missing.append(name)
            continue
        thresholds = CATALOGUE[name].thresholds
        lowest = min(thresholds.values()) * LOW_SCORE_SHARE_OF_THRESHOLD
        try:
            detector = load_detector(name, path, threads=1, threshold=lowest)
        except WeightsRefused as error:
            raise BenchmarkTrouble(f"{name}: {error}") from error
        wall_ms, cpu_ms = _run_unit(detector, thresholds, pictures, frames)
        most = MOST_DECISION_MS if name == "yolox-nano" else None
        detail = f"{clip}; p50 {median(wall_ms):.1f} ms; own CPU p95 {percentile(cpu_ms, 95):.1f} ms"
        yield Measurement(
            f"{name}: frame in to lamp decision, p95", percentile(wall_ms, 95), "ms", at_most=most, detail=detail
        )
        mean = fmean(wall_ms)
        yield Measurement(
            f"{name}: a frame, mean", mean, "ms", at_most=MOST_FRAME_MS, detail=f"{1000 / mean:.0f} frames a second"
        )
    if missing:
        raise Absent(f"no weights for {', '.join(missing)}: make models")


def _run_unit(
    detector: Detector, thresholds: dict[Kind, float], pictures: Sequence[Picture], frames: int
) -> tuple[list[float], list[float]]:
    """Milliseconds from a frame's arrival to the lamps' decision: by the clock on the wall, and of this thread's CPU."""
    watch = Watch(DrawnScene(seed=1, lasts_s=1.0).site, started_s=0.0, thresholds=thresholds)
    wall_ms, cpu_ms = [], []
    for index, picture in enumerate(islice(cycle(pictures), frames + _WARM)):
        now_s = index / 10
        began, began_cpu = perf_counter(), thread_time()
        boxes = detector.detect(picture)
        watch.see(Frame(picture, now_s), boxes, "unknown", now_s)
        watch.step(now_s)
        wall_ms.append((perf_counter() - began) * 1000)
        cpu_ms.append((thread_time() - began_cpu) * 1000)
    return wall_ms[_WARM:], cpu_ms[_WARM:]


def _measure_parts(pictures: Sequence[Picture]) -> Iterator[Measurement]:
    yield _spread("lamp controller, a step", _time_controller(), "µs", MOST_STEP_US)
    tracker_ms, road_ms = _time_tracking()
    yield _spread(f"tracker, a frame of {_USERS} road users and as many false boxes", tracker_ms, "ms", None)
    yield _spread(f"zones and speeds of {_USERS} road users", road_ms, "ms", None)
    health = CameraHealth()
    frames = enumerate(islice(cycle(pictures), 400))
    taken_ms = _times(lambda n, picture: health.see(picture, n / 10, night=False), frames, 1e3)
    detail = f"p95 {percentile(taken_ms, 95):.2f} ms: every tenth is compared with the background"
    yield Measurement("camera health, a frame, mean", fmean(taken_ms), "ms", at_most=MOST_HEALTH_MS, detail=detail)


def _time_controller() -> list[float]:
    chance = Random(0)
    rules = LampRules.of(DrawnScene(seed=1, lasts_s=1.0).site)
    controller = LampController(rules, started_s=0.0)
    situations = []
    for step in range(20_000):
        # Somebody comes and goes, vehicles pass, now and then a camera is blind for a while.
        phase = step // 200
        situations.append(
            (
                step * 0.05,
                Situation(
                    waiting=phase % 3 == 0,
                    crossing=phase % 3 == 1,
                    sightings=step // 37,
                    vehicle_coming=chance.random() < 0.3,
                    night=phase % 7 == 0,
                    faults=frozenset({"camera_dark"}) if phase % 11 == 0 else frozenset(),
                    frame_s=step * 0.05,
                ),
            )
        )
    return _times(controller.step, situations, 1e6)


def _time_tracking() -> tuple[list[float], list[float]]:
    chance = Random(0)
    scene = DrawnScene(seed=1, lasts_s=1.0)
    thresholds: dict[Kind, float] = {"person": 0.3, "bicycle": 0.3, "vehicle": 0.3}
    tracker, road = Tracker(thresholds), RoadView(scene.site)
    tracker_ms, road_ms = [], []
    for frame in range(400):
        boxes = []
        for user in range(_USERS):
            x_m, y_m = (user * 0.7 + frame * 0.1) % 14 - 2, user % 5 - 2.0
            foot, head = scene.camera.see(x_m, y_m), scene.camera.see(x_m, y_m, 1.7)
            if foot and head and chance.random() < 0.7:
                boxes.append(
                    DrawnBox(x1=foot[0] - 12, y1=head[1], x2=foot[0] + 12, y2=foot[1], kind="person", score=0.8)
                )
        for _ in range(_USERS):
            x, y = chance.uniform(0, 740), chance.uniform(60, 570)
            boxes.append(DrawnBox(x1=x, y1=y - 50, x2=x + 20, y2=y, kind="person", score=0.4))
        began = perf_counter()
        tracks = tracker.take(boxes, frame / 10)
        tracked = perf_counter()
        road.place(tracks, scene.size, frame / 10)
        tracker_ms.append((tracked - began) * 1000)
        road_ms.append((perf_counter() - tracked) * 1000)
    return tracker_ms[_WARM:], road_ms[_WARM:]


def _times(act: Callable[..., object], calls: Iterable[tuple[object, ...]], scale: float) -> list[float]:
    """How long each call took, in seconds times `scale`."""
    taken = []
    for arguments in calls:
        began = perf_counter()
        act(*arguments)
        taken.append((perf_counter() - began) * scale)
    return taken


def _spread(name: str, taken: Sequence[float], unit: str, at_most: float | None) -> Measurement:
    detail = f"p50 {median(taken):.2f} {unit} of {len(taken):,}"
    return Measurement(f"{name}, p95", percentile(taken, 95), unit, at_most=at_most, detail=detail)


def _find_weights(name: str) -> Path | None:
    """In the models' cache, or (YOLOX-nano) beside the shared pictures."""
    cached = weights_path(CATALOGUE[name])
    if cached.is_file():
        return cached
    shared = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared")) / "data" / "detection"
    beside = shared / CATALOGUE[name].weights_file
    return beside if beside.is_file() else None


def _read_clip(frames: int) -> tuple[list[Picture], str]:
    if path := clip_at_hand():
        clip = cv2.VideoCapture(str(path))
        pictures: list[Picture] = []
        while len(pictures) < frames:
            read, picture = clip.read()
            if not read:
                break
            pictures.append(picture.astype(np.uint8))
        clip.release()
        if pictures:
            return pictures, f"{path.name}, {len(pictures)} frames"
    scene = DrawnScene(seed=4, lasts_s=frames / 10 + 60, groups_a_minute=6.0)
    return [scene.draw(30 + frame / 10) for frame in range(frames)], f"a drawn street, {frames} frames"
