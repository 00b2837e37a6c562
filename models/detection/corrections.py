"""Frames that staff have corrected become training data: a COCO file for training and one held out.

    python -m models.detection.corrections --frames corrections.json --to FOLDER [--annotations earlier.json]

The contract, version 1: {"version": 1, "frames": [{"picture": key, "width", "height", "corrected_by": staff id,
"corrected_at": time with zone, "boxes": [{"kind", "x1", "y1", "x2", "y2"}]}]}. A frame's boxes are all of its things, no
boxes at all included. The key names a picture whose faces and plates were blurred before staff saw it; neither name,
plate nor face belongs here, and who corrected is a staff id that goes no further than this file.

Held out is a fifth, by a hash of the key, so that a picture never changes sides. Of two corrections of one picture the
later counts; the same moment twice is refused.
"""

import argparse
import json
import math
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from city.kernel.errors import Invalid
from models.detection.catalogue.detectors import KINDS
from models.detection.training.coco import (
    LabelledBox,
    LabelledPicture,
    check_box,
    part_of,
    read_annotations,
    write_annotations,
)

SHARE_HELD_OUT = 0.2
SOURCE = "corrected"
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.=/-]{0,511}")
_STAFF = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_MOST_BOXES = 500


class CorrectionsInvalid(Invalid):
    """The file breaks the contract; the detail says in which frame."""

    message_ko = "정정 파일이 올바르지 않습니다."
    message_en = "The corrections are not valid."


@dataclass(frozen=True, slots=True)
class CorrectedFrame:
    picture: LabelledPicture
    corrected_by: str
    corrected_at: datetime


def parse_corrections(document: Any) -> list[CorrectedFrame]:
    """Raises CorrectionsInvalid, AnnotationsInvalid for a box outside its picture or with a side that is no number."""
    if not isinstance(document, dict) or document.get("version") != 1 or not isinstance(document.get("frames"), list):
        raise CorrectionsInvalid("expected version 1 with frames")
    return [_parse_frame(index, frame) for index, frame in enumerate(document["frames"])]


def _parse_frame(index: int, frame: Any) -> CorrectedFrame:
    try:
        key, staff = frame["picture"], frame["corrected_by"]
        width, height = frame["width"], frame["height"]
        at = datetime.fromisoformat(frame["corrected_at"])
        boxes = tuple(_parse_box(box) for box in frame["boxes"])
    except (KeyError, TypeError, ValueError) as error:
        raise CorrectionsInvalid(f"frame {index}: {type(error).__name__} {error}") from error
    if not isinstance(key, str) or not _KEY.fullmatch(key) or ".." in key:
        raise CorrectionsInvalid(f"frame {index}: not a picture's key")
    if not isinstance(staff, str) or not _STAFF.fullmatch(staff):
        raise CorrectionsInvalid(f"frame {index}: not a staff id")
    if at.tzinfo is None:
        raise CorrectionsInvalid(f"frame {index}: corrected_at has no zone")
    if type(width) is not int or type(height) is not int or not (0 < width <= 16_384 and 0 < height <= 16_384):
        raise CorrectionsInvalid(f"frame {index}: width and height are pixels")
    if len(boxes) > _MOST_BOXES or len(set(boxes)) != len(boxes):
        raise CorrectionsInvalid(f"frame {index}: a box stands twice, or there are more than {_MOST_BOXES}")
    picture = LabelledPicture(file_name=key, width=width, height=height, source=SOURCE, boxes=boxes)
    for box in boxes:
        check_box(box, picture)
    return CorrectedFrame(picture, staff, at)


def _parse_box(box: Any) -> LabelledBox:
    if box["kind"] not in KINDS:
        raise ValueError(f"kind {box['kind']!r}")
    corners = [box[name] for name in ("x1", "y1", "x2", "y2")]
    if any(isinstance(corner, bool) or not isinstance(corner, int | float) for corner in corners):
        raise ValueError("a corner is no number")
    if not all(math.isfinite(corner) for corner in corners):
        raise ValueError("a corner is NaN or infinite")
    x1, y1, x2, y2 = map(float, corners)
    return LabelledBox(kind=box["kind"], x=x1, y=y1, width=x2 - x1, height=y2 - y1)


def merge_corrections(
    earlier: Sequence[LabelledPicture], frames: Iterable[CorrectedFrame]
) -> tuple[list[LabelledPicture], list[LabelledPicture]]:
    """Pictures to train on and pictures held out, in the order of their keys.

    A correction replaces what was labelled earlier. Raises CorrectionsInvalid for two corrections of one moment.
    """
    latest: dict[str, CorrectedFrame] = {}
    for frame in frames:
        key = frame.picture.file_name
        known = latest.get(key)
        if known is not None and known.corrected_at == frame.corrected_at:
            raise CorrectionsInvalid(f"{key} was corrected twice at {frame.corrected_at.isoformat()}")
        if known is None or frame.corrected_at > known.corrected_at:
            latest[key] = frame
    merged = {picture.file_name: picture for picture in earlier}
    if len(merged) != len(earlier):
        raise CorrectionsInvalid("a picture stands twice in the earlier annotations")
    merged.update({key: frame.picture for key, frame in latest.items()})
    ordered = [merged[key] for key in sorted(merged)]
    held_out = [picture for picture in ordered if part_of(picture.file_name, SHARE_HELD_OUT) == "judge"]
    training = [picture for picture in ordered if part_of(picture.file_name, SHARE_HELD_OUT) != "judge"]
    return training, held_out


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m models.detection.corrections", description="Corrections to COCO.")
    parser.add_argument("--frames", type=Path, required=True, action="append", help="may be repeated")
    parser.add_argument("--annotations", type=Path, help="COCO file that the corrections amend")
    parser.add_argument("--to", type=Path, required=True, help="folder for train.json and holdout.json")
    arguments = parser.parse_args()
    try:
        frames = [
            frame
            for path in arguments.frames
            for frame in parse_corrections(json.loads(path.read_text(encoding="utf-8")))
        ]
        earlier = read_annotations(arguments.annotations) if arguments.annotations else []
        parts = merge_corrections(earlier, frames)
    except Invalid as refusal:
        sys.exit(f"{refusal.message_ko}\n{refusal.message_en}\n{refusal.detail}")
    except (OSError, ValueError) as error:
        sys.exit(f"{error}")
    arguments.to.mkdir(parents=True, exist_ok=True)
    for name, pictures in zip(("train", "holdout"), parts, strict=True):
        (arguments.to / f"{name}.json").write_text(json.dumps(write_annotations(pictures)), encoding="utf-8")
        sys.stdout.write(f"{name}: {len(pictures)} pictures, {sum(len(one.boxes) for one in pictures)} boxes\n")


if __name__ == "__main__":
    main()
