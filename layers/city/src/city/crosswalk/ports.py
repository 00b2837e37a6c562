"""Ports of the crosswalk domain: only where two real implementations exist."""

from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectedRoadUser:
    """One road user, in pixels of the picture."""

    kind: Literal["person", "bicycle", "vehicle"]
    score: float
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Detection:
    model: str
    seen: tuple[DetectedRoadUser, ...]
    inference_ms: float


class PictureDetector(Protocol):
    def detect(self, jpeg: bytes) -> Detection:
        """Raises PictureUnreadable, PictureTooLarge, DetectorUnavailable."""
        ...
