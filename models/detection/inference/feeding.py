"""From a picture to a network's input, and from the network's coordinates back to the picture's."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.detection.catalogue.detectors import Feeding


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a picture of `width` x `height` pixels lies in the input: scaled, then moved."""

    scale_x: float
    scale_y: float
    left: float
    top: float
    width: int
    height: int

    def back(self, boxes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Boxes (N, 4) of x1 y1 x2 y2 in input pixels become pixels of the picture, clipped to it."""
        moved = (boxes - np.array([self.left, self.top] * 2, np.float32)) / np.array(
            [self.scale_x, self.scale_y] * 2, np.float32
        )
        limits = np.array([self.width, self.height] * 2, np.float32)
        clipped: NDArray[np.float32] = np.clip(moved, 0, limits)
        return clipped


def feed(picture: NDArray[np.uint8], feeding: Feeding) -> tuple[NDArray[np.float32], Placement]:
    """A picture (H, W, 3) in BGR becomes one input, (1, 3, h, w) or (1, h, w, 3)."""
    height, width = picture.shape[:2]
    if feeding.fit == "keep_aspect":
        canvas, placement = _keep_aspect(picture, feeding, height, width)
    else:
        canvas, placement = _letterbox(picture, feeding, height, width)
    if feeding.channels == "RGB":
        canvas = canvas[:, :, ::-1]
    if feeding.layout == "NCHW":
        canvas = canvas.transpose(2, 0, 1)
    values = np.ascontiguousarray(canvas, dtype=np.float32)
    if feeding.mean != (0.0, 0.0, 0.0) or feeding.deviation != (1.0, 1.0, 1.0):
        shape = (3, 1, 1) if feeding.layout == "NCHW" else (1, 1, 3)
        values -= np.array(feeding.mean, np.float32).reshape(shape)
        values *= np.float32(1) / np.array(feeding.deviation, np.float32).reshape(shape)
    return values[np.newaxis], placement


def _letterbox(
    picture: NDArray[np.uint8], feeding: Feeding, height: int, width: int
) -> tuple[NDArray[np.uint8], Placement]:
    side = feeding.side
    scale = min(side / height, side / width)
    inner_height, inner_width = max(1, round(height * scale)), max(1, round(width * scale))
    corner = feeding.fit == "letterbox_corner"
    top = 0 if corner else (side - inner_height) // 2
    left = 0 if corner else (side - inner_width) // 2
    canvas = np.full((side, side, 3), feeding.pad, np.uint8)
    canvas[top : top + inner_height, left : left + inner_width] = cv2.resize(
        picture, (inner_width, inner_height), interpolation=cv2.INTER_LINEAR
    )
    return canvas, Placement(scale_x=scale, scale_y=scale, left=left, top=top, width=width, height=height)


def _keep_aspect(
    picture: NDArray[np.uint8], feeding: Feeding, height: int, width: int
) -> tuple[NDArray[np.uint8], Placement]:
    inner_height, inner_width = aspect_shape(height, width, feeding.side, feeding.multiple)
    canvas = np.asarray(cv2.resize(picture, (inner_width, inner_height), interpolation=cv2.INTER_LINEAR), np.uint8)
    return canvas, Placement(
        scale_x=inner_width / width, scale_y=inner_height / height, left=0, top=0, width=width, height=height
    )


def aspect_shape(height: int, width: int, side: int, multiple: int) -> tuple[int, int]:
    """Height and width of about `side` squared pixels in the picture's own proportions, rounded to `multiple`.

    No side is longer than four times `side`: a strip one pixel high must not ask for gigabytes.
    """
    scale = side / math.sqrt(height * width)

    def rounded(length: int) -> int:
        return min(4 * side // multiple, max(1, round(length * scale / multiple))) * multiple

    return rounded(height), rounded(width)
