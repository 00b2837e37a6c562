"""From a network's raw outputs to boxes in input pixels with a score per kind, and from many boxes to one a thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from models.detection.catalogue.detectors import KINDS, Kind

Floats = NDArray[np.float32]

# Nothing below is a detection under any threshold in use; dropping it early saves most of the work.
FLOOR = 0.005

_NEIGHBOURS = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a network lays out its answer: the strides of its grids, and which of its classes make up each kind."""

    strides: tuple[int, ...]
    channels: Mapping[Kind, tuple[int, ...]]

    def by_kind(self, classes: Floats) -> Floats:
        """(N, classes) scores become (N, 3): the best class of each kind, 0 for a kind the network does not know."""
        nothing = np.zeros(len(classes), np.float32)
        found = [self.channels.get(kind, ()) for kind in KINDS]
        return np.stack([classes[:, own].max(axis=1) if own else nothing for own in found], axis=1)


class Decode(Protocol):
    """Raw outputs of one picture become boxes (N, 4), x1 y1 x2 y2 in pixels of the input, and scores (N, 3) by kind.

    `shape` is the input's (height, width). The boxes still overlap.
    """

    def __call__(self, outputs: Sequence[Floats], shape: tuple[int, int], layout: Layout) -> tuple[Floats, Floats]: ...


def decode_yolox(outputs: Sequence[Floats], shape: tuple[int, int], layout: Layout) -> tuple[Floats, Floats]:
    """One output (1, cells, 5 + classes): offset of the centre and log of the sides in cells, objectness, classes."""
    raw = outputs[0][0]
    grid, cell = _grid(shape, layout.strides)
    likely = raw[:, 4] >= FLOOR
    raw, grid, cell = raw[likely], grid[likely], cell[likely]
    centre = (raw[:, :2] + grid) * cell
    half = np.exp(raw[:, 2:4]) * cell / 2
    return np.concatenate([centre - half, centre + half], axis=1), layout.by_kind(raw[:, 5:]) * raw[:, 4:5]


def decode_nanodet(outputs: Sequence[Floats], shape: tuple[int, int], layout: Layout) -> tuple[Floats, Floats]:
    """Per stride scores (1, cells, classes), then per stride distances (1, cells, 4 x bins).

    A distance (to the left, top, right, bottom of the cell's centre) is a distribution over its bins, whose mean counts
    in strides; after Generalized Focal Loss (Li et al., 2020).
    """
    count = len(layout.strides)
    scores = layout.by_kind(np.concatenate([output[0] for output in outputs[:count]]))
    distances = np.concatenate([output[0] for output in outputs[count:]])
    grid, stride = _grid(shape, layout.strides)
    likely = scores.max(axis=1) >= FLOOR
    scores, grid, stride, distances = scores[likely], grid[likely], stride[likely], distances[likely]
    weights = distances.reshape(len(distances), 4, -1)
    weights = np.exp(weights - weights.max(axis=2, keepdims=True))
    mean = weights @ np.arange(weights.shape[2], dtype=np.float32) / weights.sum(axis=2) * stride
    centre = grid * stride + (stride - 1) / 2
    return np.concatenate([centre - mean[:, :2], centre + mean[:, 2:]], axis=1), scores


def decode_centernet(outputs: Sequence[Floats], shape: tuple[int, int], layout: Layout) -> tuple[Floats, Floats]:
    """Heat (1, rows, columns, classes) and distances to left, top, right, bottom (1, rows, columns, 4) in input pixels.

    A thing stands where the heat is highest among its eight neighbours (Zhou et al., "Objects as Points", 2019).
    """
    del shape  # the heat has its own
    heat, distances = outputs[0][0], outputs[1][0]
    peaks = np.where(heat == cv2.dilate(heat, _NEIGHBOURS), heat, np.float32(0))
    y, x = np.nonzero(peaks.max(axis=2) >= FLOOR)
    centre = np.stack([x, y], axis=1).astype(np.float32) * layout.strides[0]
    reach = distances[y, x]
    return np.concatenate([centre - reach[:, :2], centre + reach[:, 2:]], axis=1), layout.by_kind(peaks[y, x])


DECODERS: dict[str, Decode] = {"yolox": decode_yolox, "nanodet": decode_nanodet, "centernet": decode_centernet}


@lru_cache(maxsize=64)
def _grid(shape: tuple[int, int], strides: tuple[int, ...]) -> tuple[Floats, Floats]:
    """For every cell, row by row, stride by stride: its column and row, (N, 2), and its stride, (N, 1)."""
    cells, sizes = [], []
    for stride in strides:
        rows, columns = -(-shape[0] // stride), -(-shape[1] // stride)
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        cells.append(np.stack([x.ravel(), y.ravel()], axis=1))
        sizes.append(np.full((rows * columns, 1), stride, np.float32))
    return np.concatenate(cells), np.concatenate(sizes)


def keep_best(boxes: Floats, scores: Floats, overlap: float, most: int = 300) -> NDArray[np.intp]:
    """Greedy non-maximum suppression: indices of boxes, best first, none overlapping a better one by more than `overlap`.

    `boxes` (N, 4), `scores` (N,); at most `most` are looked at and kept.
    """
    order = np.argsort(-scores, kind="stable")[:most]
    if len(order) < 2:
        return order
    alike = intersection_over_union(boxes[order], boxes[order]) > overlap
    kept: list[int] = []
    gone = np.zeros(len(order), bool)
    for index in range(len(order)):
        if not gone[index]:
            kept.append(index)
            gone |= alike[index]
    return order[kept]


def intersection_over_union(one: Floats, other: Floats) -> Floats:
    """(N, 4) and (M, 4) give (N, M); 0 where both are empty."""
    top_left = np.maximum(one[:, None, :2], other[None, :, :2])
    bottom_right = np.minimum(one[:, None, 2:], other[None, :, 2:])
    sides = np.clip(bottom_right - top_left, 0, None)
    shared = sides[..., 0] * sides[..., 1]
    areas = [(boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) for boxes in (one, other)]
    together = areas[0][:, None] + areas[1][None, :] - shared
    ratio: Floats = shared / np.maximum(together, np.float32(1e-9))
    return ratio
