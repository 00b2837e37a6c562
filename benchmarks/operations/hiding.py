"""Hiding others: how much of labelled people stays open to sight, and seconds of work for a second of film. No AWS.

The oracle is others' ground truth: of PETS09-S2L1, over the same film (`vtest.avi` of Debian's opencv-doc), and of single
pictures of COCO. A head is the upper 22 % of a label's rectangle and its middle 60 %; it counts as open where more than
half of it is. Labels stand for people who are half behind a lamp post too; whoever is in no label is not counted.
"""

import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time

import av
import numpy as np

from benchmarks.measurement import Absent, Measurement
from city.operations.evidence.adapters.film import MOST_PER_SECOND, pictures, write_copy
from city.operations.evidence.adapters.people import WEIGHTS, FindPeople
from city.operations.evidence.hiding.covering import MARGIN_PIXELS, MARGIN_SHARE, hide
from city.operations.evidence.hiding.filling import cover
from city.operations.evidence.hiding.found import Look, Rectangle
from city.operations.evidence.hiding.showing import Pointed
from infra.crosswalk.clip import clip_at_hand
from models.detection.catalogue.cache import models_folder

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared")) / "data" / "detection"
LABELLED = 397
_HEAD_TALL, _HEAD_FROM, _HEAD_TO = 0.22, 0.2, 0.8
# Of the labelled people of the film, whose heads may be open in no more than one picture of a thousand.
MOST_HEADS, MOST_WORK_S = 0.001, 10.0
Labels = Mapping[int, Sequence[tuple[int, Rectangle]]]


def measure(frames: int = LABELLED, stills: int | None = None) -> Iterator[Measurement]:
    """Of so many pictures of the film, and of so many single ones (all, if None). Raises Absent."""
    weights, clip = models_folder(os.environ) / WEIGHTS, clip_at_hand()
    truth = SHARED / "film" / "pets09_s2l1_frames_1_397.txt"
    if not weights.is_file() or clip is None or not truth.is_file():
        raise Absent("no weights (make models), no clip, or no labelled film")
    detector = FindPeople(weights.read_bytes())
    yield from _film(detector, clip.read_bytes(), read_labels(truth.read_text()), frames)
    yield from _stills(detector, stills)


def read_labels(text: str) -> Labels:
    """MOT's ground truth: by picture from 0, who is where."""
    labels: dict[int, list[tuple[int, Rectangle]]] = {}
    for line in text.splitlines():
        number, who, left, top, wide, tall = (float(each) for each in line.split(",")[:6])
        labels.setdefault(int(number) - 1, []).append((int(who), Rectangle(left, top, left + wide, top + tall)))
    return labels


def open_parts(label: Rectangle, hidden: Iterable[Rectangle], width: int, height: int) -> tuple[float, float]:
    """Which share of a labelled person, and of their head, nothing hides."""
    seen = np.ones((height, width), bool)
    for each in hidden:
        seen[
            max(0, math.floor(each.y1)) : max(0, math.ceil(each.y2)),
            max(0, math.floor(each.x1)) : max(0, math.ceil(each.x2)),
        ] = False
    left, right = max(0, math.floor(label.x1)), min(width, math.ceil(label.x2))
    top, bottom = max(0, math.floor(label.y1)), min(height, math.ceil(label.y2))
    body = seen[top:bottom, left:right]
    head = seen[
        top : max(top, math.ceil(label.y1 + label.height * _HEAD_TALL)),
        max(0, math.floor(label.x1 + label.width * _HEAD_FROM)) : math.ceil(label.x1 + label.width * _HEAD_TO),
    ]
    return float(body.mean()) if body.size else 0.0, float(head.mean()) if head.size else 0.0


def _film(detector: FindPeople, film: bytes, labels: Labels, frames: int) -> Iterator[Measurement]:
    seconds = frames / MOST_PER_SECOND
    began = process_time()
    looks, height, width = [], 0, 0
    for at, picture in pictures(film, 0.0, seconds):
        height, width = picture.shape[:2]
        looks.append(Look(at, detector.find(picture)))
    looked = process_time() - began
    began = process_time()
    whole = hide(looks, width, height)
    followed = process_time() - began
    began = process_time()

    def drawn() -> Iterator[tuple[float, np.ndarray]]:
        for (at, picture), places in zip(pictures(film, 0.0, seconds), whole.places, strict=True):
            copied = picture.copy()
            cover(copied, places)
            yield at, copied

    copy = write_copy(drawn())
    written = process_time() - began
    found = [[each.place for each in look.found] for look in looks]
    alone = [[each.enlarged(MARGIN_SHARE, MARGIN_PIXELS) for each in places] for places in found]
    for name, places, at_most in (
        ("what was found", found, None),
        ("with a margin", alone, None),
        ("followed, with a margin", whole.places, MOST_HEADS),
    ):
        parts = [
            open_parts(place, hidden, width, height)
            for number, hidden in enumerate(places)
            for _, place in labels.get(number, ())
        ]
        heads = sum(head > 0.5 for _, head in parts)
        yield Measurement(
            f"film, {name}: heads open",
            heads / len(parts),
            "of labels",
            at_most=at_most,
            detail=f"{heads} of {len(parts):,}; {np.mean([body for body, _ in parts]):.1%} of people's area open",
        )
    yield from _shown(looks, labels, width, height)
    yield Measurement(
        "a second of film, one core",
        (looked + followed + written) / seconds,
        "s",
        at_most=MOST_WORK_S,
        detail=f"{looked / seconds:.2f} looking, {followed / seconds:.2f} following, {written / seconds:.2f} drawing; "
        f"{len(whole.doubts)} places to look at first",
    )
    yield Measurement("a second of the copy", len(copy) / seconds / 1000, "kB")


def _shown(looks: Sequence[Look], labels: Labels, width: int, height: int) -> Iterator[Measurement]:
    """Each labelled person once as the one who asked, pointed at in the middle of their time, with one finger."""
    people: dict[int, list[int]] = {}
    for number, there in labels.items():
        for who, _ in there:
            if number < len(looks):
                people.setdefault(who, []).append(number)
    seen, others, shown, total = [], 0, 0, 0
    for who, numbers in people.items():
        number = numbers[len(numbers) // 2]
        place = next(each for name, each in labels[number] if name == who)
        finger = Pointed(looks[number].at_s, (place.x1 + place.x2) / 2 / width, (place.y1 + place.y2) / 2 / height)
        hidden = hide(looks, width, height, [finger])
        shown += bool(hidden.shown)
        for at, places in enumerate(hidden.places):
            for name, label in labels.get(at, ()):
                body, head = open_parts(label, places, width, height)
                if name == who:
                    seen.append(body)
                else:
                    total += 1
                    others += head > 0.5
    detail = f"{shown} of {len(people)} people told apart; heads of others open in {others} of {total:,} labels"
    yield Measurement("the person pointed at once: open", float(np.mean(seen)), "of their area", detail=detail)


def _stills(detector: FindPeople, most: int | None) -> Iterator[Measurement]:
    """Single pictures: nothing is followed. By height in pixels, and crowds (five people or more) apart."""
    listed = json.loads((SHARED / "instances.json").read_text())
    names = {each["id"]: each["file_name"] for each in listed["images"] if each["source"] == "coco"}
    people: dict[int, list[Rectangle]] = {}
    for each in listed["annotations"]:
        if each["category_id"] == 1 and not each["iscrowd"] and each["image_id"] in names:
            left, top, wide, tall = each["bbox"]
            people.setdefault(each["image_id"], []).append(Rectangle(left, top, left + wide, top + tall))
    heads: dict[str, list[bool]] = {"below 32 px": [], "32 to 64 px": [], "64 px and more": [], "crowds": []}
    dark: list[bool] = []
    for image in sorted(people)[:most]:
        with av.open(str(SHARED / "images" / names[image]), "r") as film:
            picture = np.asarray(next(film.decode(video=0)).to_ndarray(format="rgb24"), np.uint8)
        for night in (False, True):
            # A picture taken with a sixteenth of the light, and the noise of a sensor.
            noise = np.random.default_rng(image).normal(0, 4, picture.shape)
            given = np.clip(picture / 16 + noise, 0, 255).astype(np.uint8) if night else picture
            found = detector.find(given)
            size = picture.shape[1], picture.shape[0]
            hidden = hide([Look(0.0, found)], *size).places[0]
            for label in people[image]:
                is_open = open_parts(label, hidden, *size)[1] > 0.5
                if night:
                    dark.append(is_open)
                    continue
                tall = "below 32 px" if label.height < 32 else "32 to 64 px" if label.height < 64 else "64 px and more"
                heads[tall].append(is_open)
                if len(people[image]) >= 5:
                    heads["crowds"].append(is_open)
    for name, those in [*heads.items(), ("at night (a sixteenth of the light, noise)", dark)]:
        if those:
            share = sum(those) / len(those)
            yield Measurement(f"single pictures, {name}: heads open", share, "of labels", detail=f"{len(those)} people")
