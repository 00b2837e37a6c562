"""From a network's raw outputs to boxes in input pixels with a score per kind, and from many boxes to one a thing."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from models.detection.catalogue import COCO_CHANNELS, KINDS

Floats = NDArray[np.float32]

# Nothing below is a detection under any threshold in use; dropping it early saves most of the work.
FLOOR = 0.005


def kind_scores(classes: Floats) -> Floats:
    """(N, 80) scores of COCO's classes become (N, 3): the best class of each kind."""
    return np.stack([classes[:, COCO_CHANNELS[kind]].max(axis=1) for kind in KINDS], axis=1)


def decode_yolox(outputs: Sequence[Floats], shape: tuple[int, int], strides: tuple[int, ...]) -> tuple[Floats, Floats]:
    """One output (1, cells, 5 + classes): centre offsets, log sizes, objectness, classes, in cells of each stride.

    Gives boxes (N, 4) x1 y1 x2 y2 in pixels of the input of `shape` (height, width), and scores (N, 3) by kind.
    """
    raw = outputs[0][0]
    grid, cell = _grid(shape, strides, 0.0)
    likely = raw[:, 4] >= FLOOR
    raw, grid, cell = raw[likely], grid[likely], cell[likely]
    centre = (raw[:, :2] + grid) * cell
    half = np.exp(raw[:, 2:4]) * cell / 2
    return np.concatenate([centre - half, centre + half], axis=1), kind_scores(raw[:, 5:]) * raw[:, 4:5]


@lru_cache(maxsize=64)
def _grid(shape: tuple[int, int], strides: tuple[int, ...], offset: float) -> tuple[Floats, Floats]:
    """For every cell, row by row, stride by stride: its column and row plus `offset`, (N, 2); and its stride, (N, 1)."""
    cells, sizes = [], []
    for stride in strides:
        rows, columns = -(-shape[0] // stride), -(-shape[1] // stride)
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        cells.append(np.stack([x.ravel(), y.ravel()], axis=1) + np.float32(offset))
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
