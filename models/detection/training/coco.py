"""Labelled pictures in COCO's format: read strictly, because what is measured and trained depends on every box."""

import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from city.kernel.errors import Invalid
from models.detection.catalogue.detectors import KINDS, Kind

Part = Literal["tune", "judge", "all"]


class AnnotationsInvalid(Invalid):
    """The file is not COCO's format, or a box in it is none."""

    message_ko = "주석 파일이 올바르지 않습니다."
    message_en = "The annotations are not valid."


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledBox:
    """A box in pixels of its picture: the upper left corner and the sides. `ignored`: neither a hit nor a miss."""

    kind: Kind
    x: float
    y: float
    width: float
    height: float
    ignored: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPicture:
    file_name: str
    width: int
    height: int
    source: str
    boxes: tuple[LabelledBox, ...]


def read_annotations(path: Path) -> list[LabelledPicture]:
    """Raises AnnotationsInvalid."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AnnotationsInvalid(f"{path}: {error}") from error
    return parse_annotations(document)


def parse_annotations(document: Any) -> list[LabelledPicture]:
    """COCO's `images`, `annotations`, `categories`; categories of other names than our kinds are left out.

    Raises AnnotationsInvalid for what is missing, doubled, not a number, or outside its picture.
    """
    try:
        kinds = {entry["id"]: entry["name"] for entry in document["categories"]}
        pictures = {
            entry["id"]: LabelledPicture(
                file_name=str(entry["file_name"]),
                width=int(entry["width"]),
                height=int(entry["height"]),
                source=str(entry.get("source", "")),
                boxes=(),
            )
            for entry in document["images"]
        }
        if len(pictures) != len(document["images"]):
            raise AnnotationsInvalid("two pictures have one id")
        boxes: dict[Any, list[LabelledBox]] = {number: [] for number in pictures}
        for entry in document["annotations"]:
            kind = kinds[entry["category_id"]]
            if kind not in KINDS:
                continue
            x, y, width, height = (float(value) for value in entry["bbox"])
            box = LabelledBox(kind=kind, x=x, y=y, width=width, height=height, ignored=bool(entry.get("iscrowd", 0)))
            check_box(box, pictures[entry["image_id"]])
            boxes[entry["image_id"]].append(box)
    except (KeyError, TypeError, ValueError) as error:
        raise AnnotationsInvalid(f"not COCO's format: {type(error).__name__} {error}") from error
    return [replace(picture, boxes=tuple(boxes[number])) for number, picture in pictures.items()]


def check_box(box: LabelledBox, picture: LabelledPicture, slack: float = 1.5) -> None:
    """Labels may lie a pixel over the edge, by rounding. Raises AnnotationsInvalid for more, for NaN, for no area."""
    sides = (box.x, box.y, box.width, box.height)
    if not all(math.isfinite(side) for side in sides):
        raise AnnotationsInvalid(f"{picture.file_name}: a box of {box.kind} has a side that is no number")
    if box.width <= 0 or box.height <= 0:
        raise AnnotationsInvalid(f"{picture.file_name}: a box of {box.kind} has no area")
    inside = box.x >= -slack and box.y >= -slack
    inside &= box.x + box.width <= picture.width + slack and box.y + box.height <= picture.height + slack
    if not inside:
        raise AnnotationsInvalid(f"{picture.file_name}: a box of {box.kind} lies outside the picture")


def write_annotations(pictures: Iterable[LabelledPicture]) -> dict[str, Any]:
    """COCO's format again, numbered in the order given."""
    numbers = {kind: number for number, kind in enumerate(KINDS, 1)}
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for number, picture in enumerate(pictures, 1):
        images.append(
            {
                "id": number,
                "file_name": picture.file_name,
                "width": picture.width,
                "height": picture.height,
                "source": picture.source,
            }
        )
        annotations += [
            {
                "id": len(annotations) + at,
                "image_id": number,
                "category_id": numbers[box.kind],
                "bbox": [box.x, box.y, box.width, box.height],
                "area": box.width * box.height,
                "iscrowd": int(box.ignored),
            }
            for at, box in enumerate(picture.boxes, 1)
        ]
    categories = [{"id": number, "name": kind} for kind, number in numbers.items()]
    return {"images": images, "annotations": annotations, "categories": categories}


def part_of(file_name: str, share_to_judge: float = 0.5) -> Literal["tune", "judge"]:
    """Where a picture belongs, for ever: by a hash of its name, so that nothing tuned on is ever judged on."""
    place = int.from_bytes(hashlib.sha256(file_name.encode()).digest()[:8], "big") / 2**64
    return "judge" if place < share_to_judge else "tune"


def choose_pictures(
    pictures: Iterable[LabelledPicture], sources: Iterable[str] = (), part: Part = "all"
) -> list[LabelledPicture]:
    """Those of these sources (of all, if none is named) and of this part."""
    wanted = set(sources)
    return [
        picture
        for picture in pictures
        if (not wanted or picture.source in wanted) and part in ("all", part_of(picture.file_name))
    ]
