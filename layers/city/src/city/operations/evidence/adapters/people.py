"""Finds people and vehicles in a picture: the city's own detector, YOLOX-nano, run by ONNX Runtime where the function runs.

Two looks, at about 416 and 768 pixels squared in the picture's own proportions, their finds taken together: one that is
seen in either is hidden. Source, licence and measured accuracy of the weights: models/detection/README.md.
"""

import hashlib
import math

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from city.aws.store import Folder
from city.operations.evidence.adapters.film import Picture, resized
from city.operations.evidence.errors import WeightsDiffer
from city.operations.evidence.hiding.found import Found, Kind, Rectangle

WEIGHTS = "yolox_nano_any_size.onnx"
WEIGHTS_SHA256 = "b8eb8f9633ec3238c230422bfde0af193cb9f9a93dbecd898401aef4bb19569a"  # pragma: allowlist secret
SIDES = (416, 768)
# Below the detector's own thresholds: what is hidden in vain costs little, and who is missed is seen.
LEAST_SURE = {Kind.PERSON: 0.10, Kind.VEHICLE: 0.20}
_CHANNELS = {Kind.PERSON: (0, 1), Kind.VEHICLE: (2, 3, 5, 7)}
_STRIDES, _MULTIPLE, _OVERLAP, _MOST = (8, 16, 32), 32, 0.6, 300
_Floats = NDArray[np.float32]


class FindPeople:
    """Raises WeightsDiffer for other bytes than those that were measured."""

    def __init__(self, weights: bytes, sides: tuple[int, ...] = SIDES, least: dict[Kind, float] | None = None) -> None:
        if hashlib.sha256(weights).hexdigest() != WEIGHTS_SHA256:
            raise WeightsDiffer
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        self._sides = sides
        self._least = least or LEAST_SURE

    def find(self, picture: Picture) -> tuple[Found, ...]:
        """`picture`: (height, width, 3), RGB. Surest first."""
        looks = [self._look(picture, side) for side in self._sides]
        places, scores = np.concatenate([each[0] for each in looks]), np.concatenate([each[1] for each in looks])
        found: list[Found] = []
        for column, (kind, least) in enumerate(self._least.items()):
            above = np.flatnonzero(scores[:, column] >= least)
            for at in above[_keep_best(places[above], scores[above, column])]:
                x1, y1, x2, y2 = places[at].tolist()
                if x2 > x1 and y2 > y1:
                    found.append(Found(Rectangle(x1, y1, x2, y2), kind, min(1.0, float(scores[at, column]))))
        return tuple(sorted(found, key=lambda each: -each.score))

    def _look(self, picture: Picture, side: int) -> tuple[_Floats, _Floats]:
        """Rectangles (n, 4) in pixels of the picture, and scores (n, kinds)."""
        height, width = picture.shape[:2]
        scale = side / math.sqrt(height * width)
        down, across = (
            min(4 * side // _MULTIPLE, max(1, round(length * scale / _MULTIPLE))) * _MULTIPLE
            for length in (height, width)
        )
        # The network learned blue, green, red, 0 to 255.
        values = resized(picture, across, down)[:, :, ::-1].transpose(2, 0, 1).astype(np.float32)
        raw = self._session.run(None, {self._input: np.ascontiguousarray(values)[np.newaxis]})[0][0]
        grids, cells = [], []
        for stride in _STRIDES:
            rows, columns = np.mgrid[0 : down // stride, 0 : across // stride]
            grids.append(np.stack([columns, rows], axis=-1).reshape(-1, 2))
            cells.append(np.full((grids[-1].shape[0], 1), stride))
        grid, cell = np.concatenate(grids), np.concatenate(cells)
        likely = raw[:, 4] >= min(self._least.values())
        raw, grid, cell = raw[likely], grid[likely], cell[likely]
        centre, half = (raw[:, :2] + grid) * cell, np.exp(raw[:, 2:4]) * cell / 2
        own = [[5 + channel for channel in _CHANNELS[kind]] for kind in self._least]
        scores = np.stack([raw[:, channels].max(axis=1) for channels in own], axis=1) * raw[:, 4:5]
        back = np.array([width / across, height / down] * 2, np.float32)
        places = np.concatenate([centre - half, centre + half], axis=1) * back
        return np.clip(places, 0, np.array([width, height] * 2)).astype(np.float32), scores.astype(np.float32)


class KeptDetector:
    """The detector whose weights lie in a bucket, fetched at the first picture and kept for the worker's life."""

    def __init__(self, kept: Folder) -> None:
        self._kept = kept
        self._opened: FindPeople | None = None

    def find(self, picture: Picture) -> tuple[Found, ...]:
        """Raises WeightsDiffer, also where there are none."""
        if self._opened is None:
            self._opened = FindPeople(self._kept.read(f"weights/{WEIGHTS}") or b"")
        return self._opened.find(picture)


def _keep_best(places: _Floats, scores: _Floats) -> NDArray[np.intp]:
    """One for each thing, surest first: rectangles that overlap a surer one by more than so much are the same thing."""
    order = np.argsort(-scores, kind="stable")[:_MOST]
    kept: list[int] = []
    areas = (places[:, 2] - places[:, 0]) * (places[:, 3] - places[:, 1])
    while len(order):
        best, order = order[0], order[1:]
        kept.append(int(best))
        corner = np.maximum(places[best, :2], places[order, :2])
        sides = np.clip(np.minimum(places[best, 2:], places[order, 2:]) - corner, 0, None)
        shared = sides[:, 0] * sides[:, 1]
        order = order[shared <= _OVERLAP * (areas[best] + areas[order] - shared)]
    return np.array(kept, np.intp)
