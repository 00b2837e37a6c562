"""Measures a detector on labelled pictures: one JSON line per class.

    python -m models.detection.evaluate --model NAME [--weights FILE] --annotations instances.json --images DIR
        [--sources coco,atl] [--part tune|judge|all]

Average precision is pycocotools', 100 detections a picture, from score 0.01; precision and recall are those of the
working threshold at IoU 0.5. A class is scored only on sources where every one of its things is labelled.
"""

import argparse
import contextlib
import io
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from city.kernel.errors import Rejected
from models.detection.catalogue.detectors import KINDS, Kind
from models.detection.inference.detector import Box, Detector, Picture
from models.detection.inference.pictures import read_picture
from models.detection.inference.profiles import open_detector
from models.detection.training.coco import (
    AnnotationsInvalid,
    LabelledPicture,
    choose_pictures,
    read_annotations,
    write_annotations,
)

# Sources that do not label every person and bicycle: an unlabelled one would count as a false alarm.
PARTLY_LABELLED: dict[Kind, tuple[str, ...]] = {
    "person": ("montreal", "atl"),
    "bicycle": ("montreal", "atl"),
    "vehicle": (),
}
SCORE_FLOOR = 0.01
FRAME = (768, 576)  # width and height of the frames that are timed
FRAMES_TIMED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassResult:
    """What is printed. Fractions; `None` where nothing was there to measure."""

    model: str
    sources: str
    part: str
    kind: Kind
    AP50: float | None
    AP: float | None
    precision: float | None
    recall: float | None
    threshold: float
    images: int
    boxes: int
    ms_per_frame_1_thread: float | None
    ms_per_frame_2_threads: float | None

    def as_json(self) -> str:
        fields = {"class" if name == "kind" else name: value for name, value in asdict(self).items()}
        return json.dumps(fields, ensure_ascii=False)


def detect_all(
    detector: Detector,
    pictures: Sequence[LabelledPicture],
    images: Path,
    progress: Callable[[int], None] = lambda _: None,
) -> list[list[Box]]:
    found = []
    for count, picture in enumerate(pictures, 1):
        found.append(detector.detect(read_picture((images / picture.file_name).read_bytes())))
        progress(count)
    return found


def score_kind(
    kind: Kind, pictures: Sequence[LabelledPicture], found: Sequence[Sequence[Box]], threshold: float
) -> tuple[float | None, float | None, float | None, float | None, int, int]:
    """AP50, AP, precision and recall at the threshold, and how many pictures and boxes they are of."""
    pairs = [
        (picture, boxes)
        for picture, boxes in zip(pictures, found, strict=True)
        if picture.source not in PARTLY_LABELLED[kind]
    ]
    count = sum(box.kind == kind and not box.ignored for picture, _ in pairs for box in picture.boxes)
    if not count:
        return None, None, None, None, len(pairs), 0
    evaluation = _compare(kind, pairs)
    hits, alarms = count_at(evaluation, threshold)
    return (
        round(float(evaluation.stats[1]), 4),
        round(float(evaluation.stats[0]), 4),
        round(hits / (hits + alarms), 4) if hits + alarms else None,
        round(hits / count, 4),
        len(pairs),
        count,
    )


def _compare(kind: Kind, pairs: Sequence[tuple[LabelledPicture, Sequence[Box]]]) -> COCOeval:
    number = KINDS.index(kind) + 1
    results = [
        {
            "image_id": index,
            "category_id": number,
            "bbox": [box.x1, box.y1, box.x2 - box.x1, box.y2 - box.y1],
            "score": box.score,
        }
        for index, (_, boxes) in enumerate(pairs, 1)
        for box in boxes
        if box.kind == kind
    ]
    # pycocotools reports on standard output, which is for our lines.
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO()
        truth.dataset = write_annotations(picture for picture, _ in pairs)
        truth.createIndex()
        answer = truth.loadRes(results) if results else _nothing_found(truth)
        evaluation = COCOeval(truth, answer, "bbox")
        evaluation.params.catIds = [number]
        evaluation.params.maxDets = [1, 10, 100]
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return evaluation


def _nothing_found(truth: COCO) -> COCO:
    answer = COCO()
    answer.dataset = {**truth.dataset, "annotations": []}
    answer.createIndex()
    return answer


def matches_by_score(evaluation: COCOeval) -> tuple[np.ndarray, np.ndarray]:
    """Scores of all detections that count at IoU 0.5, and whether each hit something. Those on ignored boxes do not count."""
    scores, hits = [], []
    everything = evaluation.params.areaRng[0]
    for one in evaluation.evalImgs:
        if one is None or one["aRng"] != everything:
            continue
        counts = ~np.asarray(one["dtIgnore"][0], bool)
        scores.append(np.asarray(one["dtScores"])[counts])
        hits.append(np.asarray(one["dtMatches"][0])[counts] > 0)
    if not scores:
        return np.zeros(0), np.zeros(0, bool)
    return np.concatenate(scores), np.concatenate(hits)


def count_at(evaluation: COCOeval, threshold: float) -> tuple[int, int]:
    """Hits and false alarms at a threshold, IoU 0.5."""
    scores, hits = matches_by_score(evaluation)
    above = scores >= threshold
    return int((above & hits).sum()), int((above & ~hits).sum())


def time_frames(detector: Detector, frames: Sequence[Picture]) -> float:
    """Median milliseconds of a frame, feeding and decoding included."""
    detector.detect(frames[0])
    taken = []
    for frame in frames:
        began = time.perf_counter()
        detector.detect(frame)
        taken.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(taken), 2)


def read_frames(pictures: Sequence[LabelledPicture], images: Path, most: int = FRAMES_TIMED) -> list[Picture]:
    """Pictures as a camera of ours would send them: 768 x 576."""
    chosen = pictures[:: max(1, len(pictures) // most)][:most]
    return [
        np.asarray(cv2.resize(read_picture((images / picture.file_name).read_bytes()), FRAME), np.uint8)
        for picture in chosen
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m models.detection.evaluate", description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, help="a model or a profile of the catalogue")
    parser.add_argument("--weights", type=Path, help="its ONNX file, where it is not in the cache")
    parser.add_argument("--annotations", type=Path, required=True, help="COCO format")
    parser.add_argument("--images", type=Path, required=True)
    parser.add_argument("--sources", default="", help="only pictures of these, separated by commas")
    parser.add_argument("--part", choices=["tune", "judge", "all"], default="all")
    parser.add_argument("--no-timing", action="store_true")
    arguments = parser.parse_args()
    try:
        print_results(arguments)
    except (Rejected, OSError) as refusal:
        sys.exit(f"{refusal.message_en} {refusal.detail}" if isinstance(refusal, Rejected) else str(refusal))


def print_results(arguments: argparse.Namespace) -> None:
    """Raises Rejected for weights, annotations or pictures that cannot be used; OSError for pictures that are not there."""
    sources = [source for source in arguments.sources.split(",") if source]
    pictures = choose_pictures(read_annotations(arguments.annotations), sources, arguments.part)
    if not pictures:
        raise AnnotationsInvalid("no picture is left to measure on")
    working = open_detector(arguments.model, weights=arguments.weights)
    detector = open_detector(arguments.model, weights=arguments.weights, threshold=SCORE_FLOOR)
    found = detect_all(detector, pictures, arguments.images, _show_progress(len(pictures)))
    milliseconds: list[float | None] = [None, None]
    if not arguments.no_timing:
        frames = read_frames(pictures, arguments.images)
        milliseconds = [
            time_frames(open_detector(arguments.model, weights=arguments.weights, threads=threads), frames)
            for threads in (1, 2)
        ]
    for kind in KINDS:
        ap50, ap, precision, recall, images, boxes = score_kind(kind, pictures, found, working.thresholds[kind])
        result = ClassResult(
            model=arguments.model,
            sources=arguments.sources or "all",
            part=arguments.part,
            kind=kind,
            AP50=ap50,
            AP=ap,
            precision=precision,
            recall=recall,
            threshold=working.thresholds[kind],
            images=images,
            boxes=boxes,
            ms_per_frame_1_thread=milliseconds[0],
            ms_per_frame_2_threads=milliseconds[1],
        )
        sys.stdout.write(result.as_json() + "\n")


def _show_progress(whole: int) -> Callable[[int], None]:
    def show(count: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{count} of {whole} pictures" + ("\n" if count == whole else ""))

    return show


if __name__ == "__main__":
    main()
