"""The parts of training that are plain arithmetic: targets, losses, augmentation, schedules. NumPy only, so that every
machine can test them; `train.py` does the same losses in torch and is held against these.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from models.detection.catalogue.detectors import KINDS
from models.detection.inference.decoding import Floats, intersection_over_union
from models.detection.inference.pictures import read_picture
from models.detection.training.coco import LabelledPicture

_CENTRE_RADIUS = 2.5  # in strides: how far from a thing's centre a cell may still answer for it
_MOST_CELLS = 10
_IOU_WEIGHT = 3.0
_OUTSIDE = 1e5


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture (H, W, 3) in BGR, its boxes (N, 4) as x1 y1 x2 y2 in its pixels, and their kinds (N,) as numbers."""

    picture: NDArray[np.uint8]
    boxes: Floats
    kinds: NDArray[np.int64]


def read_sample(picture: LabelledPicture, images: Path) -> Sample:
    """Raises PictureRefused. Boxes to be ignored are left out: nothing is learned from them."""
    boxes = [box for box in picture.boxes if not box.ignored]
    corners = np.array([[b.x, b.y, b.x + b.width, b.y + b.height] for b in boxes], np.float32).reshape(-1, 4)
    kinds = np.array([KINDS.index(b.kind) for b in boxes], np.int64)
    return Sample(read_picture((images / picture.file_name).read_bytes()), corners, kinds)


# --- what a cell is asked to answer -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Targets:
    """For each cell the number of the thing it answers for, or -1; and how well its own box covers that thing now."""

    thing: NDArray[np.int64]
    overlap: Floats


def assign_cells(
    predicted: Floats, scores: Floats, *, centres: Floats, strides: Floats, boxes: Floats, kinds: NDArray[np.int64]
) -> Targets:
    """Simplified optimal transport (SimOTA, Ge et al., "YOLOX", 2021): each thing takes the cells that cost it least.

    `predicted` boxes (C, 4), `scores` (C, kinds) in 0..1, `centres` (C, 2) and `strides` (C,) of the cells; `boxes`
    (N, 4) and `kinds` (N,) of what is there. A thing takes as many cells as its ten best overlaps add up to, at least
    one; a cell that two things want answers for the cheaper.
    """
    thing = np.full(len(predicted), -1, np.int64)
    if not len(boxes):
        return Targets(thing, np.zeros(len(predicted), np.float32))
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = np.asarray(
        np.all((centres[None] > boxes[:, None, :2]) & (centres[None] < boxes[:, None, 2:]), axis=2), bool
    )
    near = np.asarray(
        np.all(np.abs(centres[None] - middles[:, None]) < _CENTRE_RADIUS * strides[None, :, None], axis=2), bool
    )
    overlap = intersection_over_union(boxes, predicted)
    cost = binary_cross_entropy(scores[:, kinds].T, np.ones((len(boxes), len(predicted)), np.float32))
    cost = cost - _IOU_WEIGHT * np.log(overlap + 1e-8)
    cost = cost + _OUTSIDE * ~(inside & near) + _OUTSIDE * 10 * ~(inside | near)
    wanted = np.zeros_like(cost, bool)
    for index in range(len(boxes)):
        allowed = np.where(inside[index] | near[index], overlap[index], 0)
        count = int(np.clip(np.sort(allowed)[-_MOST_CELLS:].sum(), 1, len(predicted)))
        wanted[index, np.argsort(cost[index], kind="stable")[:count]] = True
    cheapest = np.where(wanted, cost, np.inf).argmin(axis=0)
    taken = wanted.any(axis=0)
    thing[taken] = cheapest[taken]
    return Targets(thing, np.where(taken, overlap[thing, np.arange(len(predicted))], 0).astype(np.float32))


# --- losses -------------------------------------------------------------------------------------


def binary_cross_entropy(share: Floats, wanted: Floats) -> Floats:
    """Of probabilities, element by element; clipped so that a sure mistake stays a number."""
    clipped = np.clip(share, 1e-6, 1 - 1e-6)
    loss: Floats = -(wanted * np.log(clipped) + (1 - wanted) * np.log(1 - clipped))
    return loss


def overlap_loss(predicted: Floats, wanted: Floats) -> Floats:
    """1 - IoU squared, of pairs of boxes (N, 4)."""
    top_left = np.maximum(predicted[:, :2], wanted[:, :2])
    bottom_right = np.minimum(predicted[:, 2:], wanted[:, 2:])
    shared = np.clip(bottom_right - top_left, 0, None).prod(axis=1)
    together = (
        (predicted[:, 2:] - predicted[:, :2]).prod(axis=1) + (wanted[:, 2:] - wanted[:, :2]).prod(axis=1) - shared
    )
    loss: Floats = 1 - (shared / np.maximum(together, 1e-6)) ** 2
    return loss


# --- augmentation -------------------------------------------------------------------------------


def augment(sample: Sample, chance: np.random.Generator, side: int) -> Sample:
    """Mirrored, another light, another size and cut, on a square of `side` pixels; boxes go with what they hold."""
    picture, boxes = sample.picture, sample.boxes
    if chance.random() < 0.5:
        picture, boxes = mirror(picture, boxes)
    picture = relight(picture, chance)
    placed, boxes, kept = zoom(picture, boxes, chance, side)
    return Sample(placed, boxes, sample.kinds[kept])


def mirror(picture: NDArray[np.uint8], boxes: Floats) -> tuple[NDArray[np.uint8], Floats]:
    width = picture.shape[1]
    return np.ascontiguousarray(picture[:, ::-1]), np.stack(
        [width - boxes[:, 2], boxes[:, 1], width - boxes[:, 0], boxes[:, 3]], axis=1
    )


def relight(picture: NDArray[np.uint8], chance: np.random.Generator) -> NDArray[np.uint8]:
    """Gain, gamma, colour and noise within what day, dusk and cheap sensors do."""
    gamma = float(np.exp(chance.uniform(-0.5, 0.5)))
    gain = chance.uniform(0.7, 1.25, 3) if chance.random() < 0.3 else np.full(3, chance.uniform(0.7, 1.25))
    table = 255 * np.clip((np.arange(256)[:, None] / 255) ** gamma * gain, 0, 1)
    lit = np.stack([cv2.LUT(picture[..., channel], table[:, channel].astype(np.uint8)) for channel in range(3)], axis=2)
    if chance.random() < 0.3:
        noise = chance.normal(0, chance.uniform(2, 12), picture.shape)
        lit = np.clip(lit + noise, 0, 255).astype(np.uint8)
    return np.asarray(lit, np.uint8)


def zoom(
    picture: NDArray[np.uint8], boxes: Floats, chance: np.random.Generator, side: int
) -> tuple[NDArray[np.uint8], Floats, NDArray[np.bool_]]:
    """Scaled by a third less to a half more than fits, moved at random; boxes of which less than 0.4 is left are dropped."""
    height, width = picture.shape[:2]
    scale = min(side / height, side / width) * float(np.exp(chance.uniform(-0.4, 0.4)))
    left = chance.uniform(min(0, side - width * scale), max(0, side - width * scale))
    top = chance.uniform(min(0, side - height * scale), max(0, side - height * scale))
    moved = cv2.warpAffine(
        picture, np.array([[scale, 0, left], [0, scale, top]], np.float32), (side, side), borderValue=(114, 114, 114)
    )
    fed = boxes * np.float32(scale) + np.array([left, top, left, top], np.float32)
    clipped = np.clip(fed, 0, side)
    whole = np.maximum((fed[:, 2:] - fed[:, :2]).prod(axis=1), 1e-6)
    sides = clipped[:, 2:] - clipped[:, :2]
    kept = (sides.prod(axis=1) / whole >= 0.4) & (sides.min(axis=1, initial=np.inf) >= 2)
    return np.asarray(moved, np.uint8), clipped[kept].astype(np.float32), kept


# --- order and speed ----------------------------------------------------------------------------


def batches(count: int, size: int, seed: int, epoch: int) -> Iterator[list[int]]:
    """Every picture once an epoch, in an order that seed and epoch decide; the last batch may be smaller."""
    order = np.random.default_rng([seed, epoch]).permutation(count).tolist()  # noqa: TID251  # seeded
    for start in range(0, count, size):
        yield order[start : start + size]


def learning_rate(step: int, steps: int, highest: float, warm_up: int) -> float:
    """Up in a line, down in half a cosine to a twentieth."""
    if step < warm_up:
        return highest * (step + 1) / warm_up
    done = (step - warm_up) / max(1, steps - warm_up)
    return highest * (0.05 + 0.95 * (1 + math.cos(math.pi * min(1.0, done))) / 2)


def average_decay(step: int, slowest: float = 0.999) -> float:
    """How much of the running average a step leaves: little at first, when there is nothing to average."""
    return min(slowest, (1 + step) / (10 + step))
