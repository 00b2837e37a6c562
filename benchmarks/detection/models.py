"""The detectors: milliseconds of a frame of 768 x 576, and how many of a hundred things they see.

Times are medians over labelled pictures in that size, feeding and decoding included, and the best of three rounds in
turn: whatever else the machine does meets every model. Average precision is taken where the shared pictures are.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import cv2

from benchmarks.detection.endpoint import read_jpegs
from benchmarks.measurement import Absent, Measurement
from models.detection.catalogue.cache import weights_path
from models.detection.catalogue.detectors import CATALOGUE, PROFILES, Adapter
from models.detection.evaluate import SCORE_FLOOR, detect_all, score_kind, time_frames
from models.detection.inference.detector import Detector
from models.detection.inference.pictures import read_picture
from models.detection.inference.profiles import open_detector
from models.detection.training.coco import choose_pictures, read_annotations

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("yolox-nano", "nanodet-g", "centernet", *PROFILES)
ROUNDS = 3
# A unit must look ten times a second with every model; `thorough` is for the cloud, where no lamp waits for it.
MOST_MS = {name: 100.0 for name in NAMES if name != "thorough"}


def measure(rounds: int = ROUNDS, pictures: int | None = None) -> Iterator[Measurement]:
    """Of every model that has its weights here; `pictures` are fed (all, if None, and then scored too). Raises Absent."""
    present = [name for name in NAMES if all(weights_path(one).is_file() for one in _adapters(name))]
    if present:
        yield from _measure(present, rounds, pictures)
    if missing := [name for name in NAMES if name not in present]:
        raise Absent(f"no weights for {', '.join(missing)}: make models")


def _measure(present: list[str], rounds: int, pictures: int | None) -> Iterator[Measurement]:
    cv2.setNumThreads(1)
    frames = [read_picture(content) for content in read_jpegs()][:pictures]
    seen = {name: _average_precision(name) if pictures is None else "not scored" for name in present}
    for threads in (1, 2):
        detectors: dict[str, Detector] = {name: open_detector(name, threads=threads) for name in present}
        times = [{name: time_frames(detectors[name], frames) for name in present} for _ in range(rounds)]
        taken = {name: min(one[name] for one in times) for name in present}
        for name in present:
            yield Measurement(
                f"{name}: a frame, {threads} thread{'s' * (threads > 1)}",
                taken[name],
                "ms",
                at_most=MOST_MS.get(name) if threads == 1 else None,
                detail=seen[name] if threads == 1 else "",
            )


def _adapters(name: str) -> tuple[Adapter, ...]:
    return PROFILES[name].adapters if name in PROFILES else (CATALOGUE[name],)


def _average_precision(name: str) -> str:
    """AP50 of persons on coco and of vehicles on all sources, or nothing without the pictures."""
    folder = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared")) / "data" / "detection"
    if not folder.is_dir():
        return "not scored: no shared pictures"
    pictures = read_annotations(folder / "instances.json")
    found = detect_all(
        open_detector(name, threads=os.cpu_count() or 1, threshold=SCORE_FLOOR), pictures, folder / "images"
    )
    coco = {picture.file_name for picture in choose_pictures(pictures, ["coco"])}
    people = [(one, boxes) for one, boxes in zip(pictures, found, strict=True) if one.file_name in coco]
    person = score_kind("person", [one for one, _ in people], [boxes for _, boxes in people], 0.3)[0]
    vehicle = score_kind("vehicle", pictures, found, 0.3)[0]
    return f"AP50 person {person:.3f} (coco), vehicle {vehicle:.3f} (all {len(pictures)} pictures)"
