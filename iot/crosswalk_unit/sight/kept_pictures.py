"""What the unit keeps of what it saw, blurred: the last frame, the last seconds, and clips around incidents."""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iot.crosswalk_unit.sight.frame import Frame
from iot.crosswalk_unit.sight.pictures import (
    CLIP_AFTER_S,
    CLIP_BEFORE_S,
    Clips,
    PictureTooRich,
    Ring,
    blur,
    draw_boxes,
    encode_within,
)
from iot.crosswalk_unit.sight.tracking import DetectedBox

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _ClipDue:
    """An incident whose clip is written once its last seconds are over."""

    journal: str
    sequence: int
    at_s: float


class KeptPictures:
    """Takes every frame that was looked at; seconds are of the monotonic clock."""

    def __init__(self, folder: Path) -> None:
        self._ring, self._clips = Ring(), Clips(folder)
        self._due: deque[_ClipDue] = deque(maxlen=Clips.MOST)
        self._last: tuple[Frame, Sequence[DetectedBox]] | None = None

    def take(self, frame: Frame, boxes: Sequence[DetectedBox]) -> None:
        self._last = frame, boxes
        self._ring.take(frame, boxes)

    def last_picture(self) -> bytes | None:
        """The last frame as JPEG, its boxes drawn; None without a frame, or if none fits."""
        if self._last is None:
            return None
        frame, boxes = self._last
        try:
            return encode_within(draw_boxes(blur(frame.picture, boxes), boxes))
        except PictureTooRich:
            return None

    def reach_back_to(self, at_s: float) -> bool:
        """Whether the seconds around a moment are, or will be, there for a clip."""
        return self._ring.newest_s() > at_s - CLIP_BEFORE_S

    def order_clip(self, journal: str, sequence: int, at_s: float) -> None:
        """A clip of the incident with this number at `at_s`, written by `write_due`."""
        self._due.append(_ClipDue(journal, sequence, at_s))

    def write_due(self, now_s: float) -> None:
        while self._due and now_s - self._due[0].at_s > CLIP_AFTER_S:
            due = self._due.popleft()
            moments = self._ring.between(due.at_s - CLIP_BEFORE_S, due.at_s + CLIP_AFTER_S)
            try:
                self._clips.keep(due.journal, due.sequence, moments)
            except OSError as error:
                logger.warning("the clip of incident %d is not kept: %s", due.sequence, error)

    def find_clip(self, journal: str, sequence: int) -> bytes | None:
        return self._clips.find(journal, sequence)
