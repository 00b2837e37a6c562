"""Boxes of single frames become road users with numbers. Pure; numpy.

Two-stage association as in ByteTrack (Zhang et al., ECCV 2022): sure boxes first, then the doubtful ones for tracks that
are left, which may go on with them but never begin. Boxes are compared with a margin around them (Yang et al., WACV 2023),
because a narrow, far pedestrian two frames on hardly overlaps itself. Motion is a constant-velocity Kalman filter for
the foot point; a track that was missed coasts on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from iot.crosswalk_unit.sight.voting import Vote

Kind = Literal["person", "bicycle", "vehicle"]
Floats = NDArray[np.float64]


class DetectedBox(Protocol):
    """What a detector finds: corners in pixels, a kind, a score 0..1."""

    @property
    def x1(self) -> float: ...
    @property
    def y1(self) -> float: ...
    @property
    def x2(self) -> float: ...
    @property
    def y2(self) -> float: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def score(self) -> float: ...


# The lowest score that tells of a model that sees badly, as a share of its working threshold.
LOW_SCORE_SHARE_OF_THRESHOLD = 1 / 3
# A track that nobody has seen for so long is over.
FORGOTTEN_S = 2.0
# Margin around boxes, as a share of their sides, and the least overlap that makes a match.
_MARGIN = 0.3
_LEAST_OVERLAP = 0.15
# Who was seen but once must fit better: false boxes meet by chance.
_LEAST_OVERLAP_FIRST = 0.35
# Doubtful boxes must fit better, too.
_LEAST_OVERLAP_DOUBTFUL = 0.3
# A second box on somebody who is tracked already is the detector's double, not somebody else.
_DOUBLE = 0.55

# In box heights: how far detectors' edges tremble, how fast road users set off, how they accelerate.
_TREMBLE = 0.06
_SPEED: Mapping[Kind, float] = {"person": 1.5, "bicycle": 4.0, "vehicle": 8.0}
_ACCELERATION: Mapping[Kind, float] = {"person": 1.5, "bicycle": 2.0, "vehicle": 4.0}
_SIZE_GAIN = 0.4

# What two sightings of a person must weigh together, in working thresholds. Of YOLOX-nano's boxes (threshold 0.3) on
# COCO's pictures the median scores 0.73 where somebody is and 0.49 where not; on a street's empty cones 0.3 to 0.4.
_CONVINCING = 3.6


@dataclass(slots=True)
class _Axis:
    """Position and speed along one axis with their covariance."""

    at: float
    var_at: float
    var_speed: float
    speed: float = 0.0
    covariance: float = 0.0

    def predict(self, dt_s: float, acceleration: float) -> None:
        self.at += self.speed * dt_s
        noise = acceleration * acceleration
        self.var_at += dt_s * (2 * self.covariance + dt_s * self.var_speed) + noise * dt_s**4 / 4
        self.covariance += dt_s * self.var_speed + noise * dt_s**3 / 2
        self.var_speed += noise * dt_s * dt_s

    def correct(self, measured: float, variance: float) -> None:
        surprise, total = measured - self.at, self.var_at + variance
        gain_at, gain_speed = self.var_at / total, self.covariance / total
        self.at += gain_at * surprise
        self.speed += gain_speed * surprise
        self.var_speed -= gain_speed * self.covariance
        self.covariance -= gain_at * self.covariance
        self.var_at -= gain_at * self.var_at


@dataclass(slots=True)
class Track:
    """One road user. Read it; only the tracker writes."""

    number: int
    kind: Kind
    first_s: float
    seen_s: float
    width: float
    height: float
    score: float
    # The foot point, in pixels.
    across: _Axis
    down: _Axis
    vote: Vote
    # The vote was carried once: from then on it is somebody, seen or missed.
    confirmed: bool = False
    # In the frame last taken.
    observed: bool = True
    hits: int = 1

    @property
    def foot(self) -> tuple[float, float]:
        """Where it touches the ground, in pixels: the middle of the lower edge, smoothed."""
        return self.across.at, self.down.at

    @property
    def corners(self) -> tuple[float, float, float, float]:
        x, y = self.foot
        return x - self.width / 2, y - self.height, x + self.width / 2, y


class Tracker:
    """Numbers road users through frames.

    `thresholds` are the detector's working thresholds by kind: boxes below are doubtful.
    """

    def __init__(self, thresholds: Mapping[Kind, float]) -> None:
        self._thresholds = thresholds
        self._tracks: list[Track] = []
        self._taken_s: float | None = None
        self._next = 1

    @property
    def tracks(self) -> Sequence[Track]:
        """Those confirmed and not forgotten."""
        return [track for track in self._tracks if track.confirmed]

    def take(self, boxes: Sequence[DetectedBox], taken_s: float) -> Sequence[Track]:
        """Takes one frame's boxes; returns the confirmed tracks. A frame from the past changes nothing."""
        if self._taken_s is not None and taken_s <= self._taken_s:
            return self.tracks
        dt_s = 0.0 if self._taken_s is None else taken_s - self._taken_s
        self._taken_s = taken_s
        for track in self._tracks:
            acceleration = _ACCELERATION[track.kind] * track.height
            track.across.predict(dt_s, acceleration)
            track.down.predict(dt_s, acceleration)
            track.observed = False
        sure = [box for box in boxes if box.score >= self._thresholds[box.kind]]
        doubtful = [box for box in boxes if box.score < self._thresholds[box.kind]]
        left, unmatched = self._match(self._tracks, sure, taken_s, _LEAST_OVERLAP)
        self._match(left, doubtful, taken_s, _LEAST_OVERLAP_DOUBTFUL)
        self._begin(unmatched, taken_s)
        for track in self._tracks:
            weight = track.score / self._thresholds[track.kind] if track.observed else 0.0
            track.confirmed = track.vote.cast(weight) or track.confirmed
        self._tracks = [track for track in self._tracks if self._lives(track, taken_s)]
        return self.tracks

    def _match(
        self, tracks: list[Track], boxes: list[DetectedBox], taken_s: float, least: float
    ) -> tuple[list[Track], list[DetectedBox]]:
        """Pairs tracks with boxes for the greatest overlap in total; returns what is left of both."""
        if not tracks or not boxes:
            return tracks, boxes
        overlaps = overlap_with_margin(
            np.array([track.corners for track in tracks]),
            np.array([(box.x1, box.y1, box.x2, box.y2) for box in boxes]),
        )
        strangers = np.array([[track.kind != box.kind for box in boxes] for track in tracks])
        needed = np.array([least if track.hits > 1 else max(least, _LEAST_OVERLAP_FIRST) for track in tracks])
        overlaps[strangers | (overlaps < needed[:, None])] = 0.0
        free_tracks, free_boxes = set(range(len(tracks))), set(range(len(boxes)))
        for row, column in pair_up(overlaps):
            self._follow(tracks[row], boxes[column], taken_s)
            free_tracks.discard(row)
            free_boxes.discard(column)
        return [tracks[row] for row in sorted(free_tracks)], [boxes[column] for column in sorted(free_boxes)]

    def _follow(self, track: Track, box: DetectedBox, taken_s: float) -> None:
        variance = (_TREMBLE * track.height) ** 2
        track.across.correct((box.x1 + box.x2) / 2, variance)
        track.down.correct(box.y2, variance)
        track.width += _SIZE_GAIN * (box.x2 - box.x1 - track.width)
        track.height += _SIZE_GAIN * (box.y2 - box.y1 - track.height)
        track.score, track.seen_s, track.observed = box.score, taken_s, True
        track.hits += 1

    def _begin(self, boxes: Sequence[DetectedBox], taken_s: float) -> None:
        for box in boxes:
            width, height = box.x2 - box.x1, box.y2 - box.y1
            if width <= 0 or height <= 0 or self._is_double(box):
                continue
            variance, speed = (_TREMBLE * height) ** 2, (_SPEED[box.kind] * height) ** 2
            self._tracks.append(
                Track(
                    number=self._next,
                    kind=box.kind,
                    first_s=taken_s,
                    seen_s=taken_s,
                    width=width,
                    height=height,
                    score=box.score,
                    vote=Vote(least=_CONVINCING if box.kind == "person" else 0.0),
                    across=_Axis((box.x1 + box.x2) / 2, variance, speed),
                    down=_Axis(box.y2, variance, speed),
                )
            )
            self._next += 1

    def _is_double(self, box: DetectedBox) -> bool:
        mine = [track.corners for track in self._tracks if track.observed and track.kind == box.kind]
        if not mine:
            return False
        corners = np.array([(box.x1, box.y1, box.x2, box.y2)])
        return bool((overlap_with_margin(np.array(mine), corners, margin=0.0) > _DOUBLE).any())

    @staticmethod
    def _lives(track: Track, taken_s: float) -> bool:
        if track.confirmed:
            return taken_s - track.seen_s <= FORGOTTEN_S
        return track.vote.pending


def overlap_with_margin(first: Floats, second: Floats, margin: float = _MARGIN) -> Floats:
    """Intersection over union of boxes (N, 4) and (M, 4), each grown by `margin` of its sides: (N, M), 0..1."""
    first, second = _grown(first, margin), _grown(second, margin)
    left_top = np.maximum(first[:, None, :2], second[None, :, :2])
    right_bottom = np.minimum(first[:, None, 2:], second[None, :, 2:])
    shared = np.clip(right_bottom - left_top, 0, None).prod(axis=2)
    area = (first[:, 2:] - first[:, :2]).prod(axis=1)[:, None] + (second[:, 2:] - second[:, :2]).prod(axis=1)[None, :]
    union = area - shared
    return np.where(union > 0, shared / np.where(union > 0, union, 1.0), 0.0)


def _grown(corners: Floats, margin: float) -> Floats:
    grow = (corners[:, 2:] - corners[:, :2]) * margin
    return np.hstack([corners[:, :2] - grow, corners[:, 2:] + grow])


def pair_up(gains: Floats) -> list[tuple[int, int]]:
    """Pairs rows with columns for the greatest sum of gains (0..1), none of them 0."""
    wanted = gains > 0
    # Most have no choice: who could only have each other is settled without asking the others.
    alone = wanted & (wanted.sum(axis=1) == 1)[:, None] & (wanted.sum(axis=0) == 1)[None, :]
    pairs = [(int(row), int(column)) for row, column in zip(*np.nonzero(alone), strict=True)]
    contested = wanted & ~alone
    rows, columns = np.flatnonzero(contested.any(axis=1)), np.flatnonzero(contested.any(axis=0))
    if rows.size:
        chosen = [(int(rows[row]), int(columns[column])) for row, column in assign(1.0 - gains[np.ix_(rows, columns)])]
        pairs += [(row, column) for row, column in chosen if gains[row, column] > 0]
    return sorted(pairs)


def assign(costs: Floats) -> list[tuple[int, int]]:
    """Pairs rows with columns for the least sum of costs, as many pairs as the shorter side has.

    The Hungarian method by shortest augmenting paths (Jonker and Volgenant 1987).
    """
    if costs.shape[0] > costs.shape[1]:
        return sorted((row, column) for column, row in assign(costs.T))
    rows, columns = costs.shape
    # Potentials, and which row each column belongs to; row and column 0 stand for "none".
    of_row, of_column = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, dtype=np.int64)
    for row in range(1, rows + 1):
        owner[0], column = row, 0
        shortest = np.full(columns + 1, np.inf)
        came_from = np.zeros(columns + 1, dtype=np.int64)
        reached = np.zeros(columns + 1, dtype=np.bool_)
        while owner[column]:
            reached[column] = True
            open_columns = np.flatnonzero(~reached[1:]) + 1
            through = int(owner[column])
            length = costs[through - 1, open_columns - 1] - of_row[through] - of_column[open_columns]
            shorter = length < shortest[open_columns]
            shortest[open_columns[shorter]] = length[shorter]
            came_from[open_columns[shorter]] = column
            nearest = int(open_columns[np.argmin(shortest[open_columns])])
            step = shortest[nearest]
            of_row[owner[reached]] += step
            of_column[reached] -= step
            shortest[open_columns] -= step
            column = nearest
        while column:
            before = int(came_from[column])
            owner[column], column = owner[before], before
    return sorted((int(owner[column]) - 1, column - 1) for column in range(1, columns + 1) if owner[column])
