"""Several opinions of one picture become one: weighted boxes fusion.

Boxes of one kind that overlap are averaged by their scores instead of all but one being thrown away; a thing that only
some have seen keeps only their share of the score (Solovyev, Wang and Gabruseva, "Weighted boxes fusion", 2021).
"""

from collections.abc import Sequence

import numpy as np

from models.detection.catalogue.detectors import KINDS, Kind
from models.detection.inference.boxes import Box
from models.detection.inference.decoding import intersection_over_union


def fuse_boxes(
    opinions: Sequence[Sequence[Box]], weights: Sequence[float], *, overlap: float = 0.55, alone: float = 1.0
) -> list[Box]:
    """One list of boxes, best first, from one list per detector.

    `weights` say how much each detector's word counts. A thing seen by one detector alone keeps its score to the power
    of nothing lost (`alone` 1: its weight's share of all weights; 0: its whole score), and between the two in between.
    """
    if len(opinions) != len(weights) or not weights or min(weights) <= 0:
        raise ValueError("one positive weight per list of boxes")
    fused = [box for kind in KINDS for box in _fuse_kind(opinions, weights, kind=kind, overlap=overlap, alone=alone)]
    return sorted(fused, key=lambda box: -box.score)


def _fuse_kind(
    opinions: Sequence[Sequence[Box]], weights: Sequence[float], *, kind: Kind, overlap: float, alone: float
) -> list[Box]:
    rows = [
        (box.score, weight, index, box.x1, box.y1, box.x2, box.y2)
        for index, (boxes, weight) in enumerate(zip(opinions, weights, strict=True))
        for box in boxes
        if box.kind == kind
    ]
    rows.sort(key=lambda row: -row[0] * row[1])
    clusters: list[list[tuple[float, float, int, float, float, float, float]]] = []
    middles = np.zeros((len(rows), 4), np.float32)
    for row in rows:
        corners = np.array([row[3:]], np.float32)
        near = intersection_over_union(corners, middles[: len(clusters)])[0] if clusters else np.zeros(0)
        best = int(near.argmax()) if len(near) else -1
        if best >= 0 and near[best] > overlap:
            clusters[best].append(row)
        else:
            clusters.append([row])
            best = len(clusters) - 1
        middles[best] = _middle(clusters[best])
    whole = sum(weights)
    return [_as_box(kind, cluster, whole, alone) for cluster in clusters]


def _middle(cluster: Sequence[tuple[float, float, int, float, float, float, float]]) -> np.ndarray:
    values = np.array(cluster, np.float64)
    return np.average(values[:, 3:], axis=0, weights=values[:, 0] * values[:, 1] + 1e-12)


def _as_box(
    kind: Kind, cluster: Sequence[tuple[float, float, int, float, float, float, float]], whole: float, alone: float
) -> Box:
    # A detector that gives two boxes for one thing has one voice: its best.
    voices: dict[int, tuple[float, float]] = {}
    for score, weight, index, *_ in cluster:
        if index not in voices or score > voices[index][0]:
            voices[index] = (score, weight)
    heard = sum(weight for _, weight in voices.values())
    mean = sum(score * weight for score, weight in voices.values()) / heard
    score = mean * (heard / whole) ** alone
    x1, y1, x2, y2 = _middle(cluster).tolist()
    return Box(x1, y1, x2, y2, kind=kind, score=min(1.0, score))
