"""Pictures that leave the unit: faces and plates made unreadable first, boxes drawn, small enough to send.

Blurring comes before encoding and before keeping: nothing of a face or a plate is in a clip, on the disk, or on the
line. What is blurred is found from boxes, not from faces: the head part of every person, and the band of every vehicle
where plates are. A detector's miss is the rest of the risk; doubtful boxes are blurred too.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from city.contracts.crosswalk.devices import MOST_FRAME_BYTES
from iot.crosswalk_unit.sight.frame import Frame
from iot.crosswalk_unit.sight.tracking import DetectedBox

Picture = NDArray[np.uint8]

# Of a person's box the upper share, a little wider than the box: heads lean out.
_HEAD_SHARE, _HEAD_WIDER = 0.28, 0.15
# Of a vehicle's box the lower middle: plates hang there in front and behind, and a box of a side view has none.
_PLATE_TOP, _PLATE_SIDE = 0.45, 0.08
# A region is drawn from so few cells that nothing in it can be read: plates have 7 signs, a face more than 6x6 features.
_CELLS: Final = 6
_COLOURS: Final = {"person": (60, 60, 230), "bicycle": (60, 200, 230), "vehicle": (230, 160, 60)}
_BEST_QUALITY, _WORST_QUALITY = 90, 20
_SMALLER: Final = 0.75


def blur(picture: Picture, boxes: Iterable[DetectedBox]) -> Picture:
    """A copy with every head and every plate region replaced by a few cells of their mean colours."""
    blurred = picture.copy()
    height, width = picture.shape[:2]
    for box in boxes:
        left, top, right, bottom = _region(box)
        x1, y1 = max(0, int(left)), max(0, int(top))
        x2, y2 = min(width, int(np.ceil(right))), min(height, int(np.ceil(bottom)))
        if x2 <= x1 or y2 <= y1:
            continue
        region = blurred[y1:y2, x1:x2]
        cells = min(_CELLS, x2 - x1), min(_CELLS, y2 - y1)
        coarse = cv2.resize(region, cells, interpolation=cv2.INTER_AREA)
        blurred[y1:y2, x1:x2] = cv2.resize(coarse, (x2 - x1, y2 - y1), interpolation=cv2.INTER_NEAREST)
    return blurred


def _region(box: DetectedBox) -> tuple[float, float, float, float]:
    width, height = box.x2 - box.x1, box.y2 - box.y1
    if box.kind == "vehicle":
        return (
            box.x1 + width * _PLATE_SIDE,
            box.y1 + height * _PLATE_TOP,
            box.x2 - width * _PLATE_SIDE,
            box.y2,
        )
    return (
        box.x1 - width * _HEAD_WIDER,
        box.y1 - height * _HEAD_WIDER * _HEAD_SHARE,
        box.x2 + width * _HEAD_WIDER,
        box.y1 + height * _HEAD_SHARE,
    )


def draw_boxes(picture: Picture, boxes: Iterable[DetectedBox]) -> Picture:
    """A copy with a frame around everything found, and how sure the detector is."""
    drawn = picture.copy()
    for box in boxes:
        corner = round(box.x1), round(box.y1)
        cv2.rectangle(drawn, corner, (round(box.x2), round(box.y2)), _COLOURS[box.kind], 2)
        cv2.putText(
            drawn,
            f"{box.kind} {box.score:.2f}",
            (corner[0], max(12, corner[1] - 4)),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.45,
            _COLOURS[box.kind],
            1,
            cv2.LINE_AA,
        )
    return drawn


class PictureTooRich(Exception):
    """Not even small and coarse does the picture fit."""


def encode_within(picture: Picture, most_bytes: int = MOST_FRAME_BYTES) -> bytes:
    """JPEG of the best quality that fits, the picture made smaller where even the worst does not.

    Raises PictureTooRich.
    """
    for _ in range(8):
        low, high = _WORST_QUALITY, _BEST_QUALITY
        best = b""
        while low <= high:
            quality = (low + high) // 2
            encoded = encode(picture, quality)
            if len(encoded) <= most_bytes:
                best, low = encoded, quality + 1
            else:
                high = quality - 1
        if best:
            return best
        height, width = picture.shape[:2]
        size = max(1, int(width * _SMALLER)), max(1, int(height * _SMALLER))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    raise PictureTooRich(f"no picture of at most {most_bytes} bytes could be made")


def encode(picture: Picture, quality: int) -> bytes:
    done, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise PictureTooRich("the picture cannot be encoded")
    return encoded.tobytes()


# --- the last seconds ------------------------------------------------------------------------------

CLIP_BEFORE_S, CLIP_AFTER_S = 8.0, 5.0
_CLIP_FPS: Final = 5
_CLIP_SIDE: Final = 640
_CLIP_QUALITY: Final = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A frame of the ring: blurred, encoded, and when it was taken."""

    taken_s: float
    jpeg: bytes


class Ring:
    """The last seconds, blurred, in memory; about 4 MB."""

    def __init__(self, kept_s: float = CLIP_BEFORE_S + CLIP_AFTER_S + 2) -> None:
        self._moments: deque[Moment] = deque(maxlen=int(kept_s * _CLIP_FPS) + 1)
        self._due_s = float("-inf")

    def take(self, frame: Frame, boxes: Sequence[DetectedBox]) -> None:
        """Keeps the frame if one is due."""
        # A little early is on time: a camera at 10 a second is not to lose every second frame to a rounding.
        if frame.taken_s < self._due_s - 0.02:
            return
        self._due_s = max(self._due_s, frame.taken_s - 1 / _CLIP_FPS) + 1 / _CLIP_FPS
        height, width = frame.picture.shape[:2]
        shown = blur(frame.picture, boxes)
        if max(height, width) > _CLIP_SIDE:
            scale = _CLIP_SIDE / max(height, width)
            size = round(width * scale), round(height * scale)
            shown = np.asarray(cv2.resize(shown, size, interpolation=cv2.INTER_AREA), np.uint8)
        self._moments.append(Moment(frame.taken_s, encode(shown, _CLIP_QUALITY)))

    def between(self, from_s: float, to_s: float) -> list[Moment]:
        return [moment for moment in self._moments if from_s <= moment.taken_s <= to_s]

    def newest_s(self) -> float:
        return self._moments[-1].taken_s if self._moments else float("-inf")


def write_clip(moments: Sequence[Moment], path: Path) -> bool:
    """An MP4 of what the ring held; whether there was anything to write. Raises OSError."""
    pictures = [cv2.imdecode(np.frombuffer(moment.jpeg, np.uint8), cv2.IMREAD_COLOR) for moment in moments]
    # A source that came back with another resolution begins another clip; the newer part counts.
    decoded = [picture for picture in pictures if picture is not None]
    shown = [picture for picture in decoded if picture.shape == decoded[-1].shape]
    if not shown:
        return False
    height, width = shown[0].shape[:2]
    unfinished = path.with_name(f"{path.stem}.new.mp4")
    writer = cv2.VideoWriter(str(unfinished), cv2.VideoWriter.fourcc(*"mp4v"), _CLIP_FPS, (width, height))
    try:
        for picture in shown:
            writer.write(picture)
    finally:
        writer.release()
    if not unfinished.exists() or not unfinished.stat().st_size:
        unfinished.unlink(missing_ok=True)
        raise OSError("no encoder for MP4 here")
    unfinished.replace(path)
    return True


class Clips:
    """Clips around incidents, on disk, the newest few. Named by the incident's journal and number."""

    MOST = 40

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, journal: str, sequence: int, moments: Sequence[Moment]) -> bool:
        """Whether the clip is kept now. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = sorted(self._folder.glob("*-*.mp4"), key=lambda file: file.stat().st_mtime_ns)
        for old in kept[: max(0, len(kept) - self.MOST + 1)]:
            old.unlink(missing_ok=True)
        return write_clip(moments, self._path(journal, sequence))

    def find(self, journal: str, sequence: int) -> bytes | None:
        try:
            return self._path(journal, sequence).read_bytes()
        except OSError:
            return None

    def _path(self, journal: str, sequence: int) -> Path:
        return self._folder / f"{journal}-{sequence}.mp4"
