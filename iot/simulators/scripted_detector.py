"""A detector that knows the truth and errs as told: misses in runs, trembling corners, false boxes. Seeded.

For drawn scenes, where a network trained on photographs sees nothing. The rates of real detectors stand in RATES.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from random import Random
from typing import Literal

from iot.simulators.drawn_scene import DrawnScene, Picture, Truth
from iot.simulators.slate import read_slate
from iot.simulators.street_play import Kind


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """As the detectors' own boxes: corners in pixels, kind, score 0..1."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: Kind
    score: float


@dataclass(frozen=True, slots=True)
class Rates:
    """How a detector errs, at its working threshold."""

    # Share of road users found in a frame.
    recall: float
    # False boxes a frame: those on people (parts of them, two as one), which come only where people are, and those that
    # show nothing at all.
    false_on_people: float
    false_a_frame: float
    # How many frames a miss lasts on average; 1/recall is chance alone.
    miss_frames: float = 1.0
    # How many frames a false box lasts on average, at the same place.
    false_frames: float = 1.0
    # Standard deviation of the corners, in box heights.
    tremble: float = 0.06
    threshold: float = 0.3

    @classmethod
    def published(
        cls,
        recall: float,
        precision: float,
        *,
        on_people: float = 2 / 3,
        people_a_picture: float = 657 / 281,
        threshold: float = 0.3,
    ) -> "Rates":
        """From recall and precision on a set of pictures: so many of its boxes, in an average picture, are false.

        Of YOLOX-nano's false boxes on 73 of those pictures 0.22 of 0.33 a picture touch a labelled person; on the 795
        frames of a street clip (vtest.avi) 8 boxes show nothing at all.
        """
        false = people_a_picture * recall * (1 - precision) / precision
        return cls(recall, false * on_people, false * (1 - on_people), miss_frames=1 / recall, threshold=threshold)


# Person on COCO val2017 pictures at the point of best F1 (facts on detectors, 2026-11-22): crowds, small and half-hidden
# people, every kind of picture. The hardest figures there are; a fixed camera on a street is kinder.
RATES: dict[str, Rates] = {
    "yolox-nano": Rates.published(0.59, 0.79, threshold=0.30),
    "nanodet-g": Rates.published(0.61, 0.72, threshold=0.35),
    "centernet": Rates.published(0.63, 0.73, threshold=0.25),
}


class ScriptedDetector:
    """Finds what `scene` says is there, by `rates`. Asked twice for a moment, it may answer differently: ask once."""

    def __init__(self, scene: DrawnScene, rates: Rates, seed: int) -> None:
        self._scene, self._rates = scene, rates
        self._chance = Random(f"detector {seed}")  # noqa: S311  # a play, no secret
        self._missed: dict[int, bool] = {}
        self._false: list[DrawnBox] = []

    @property
    def name(self) -> Literal["scripted"]:
        return "scripted"

    def detect(self, picture: Picture) -> list[DrawnBox]:
        """The boxes of a picture that the scene drew: it carries its moment on the slate."""
        return self.boxes_at(read_slate(picture))

    def detect_batch(self, pictures: Sequence[Picture]) -> list[list[DrawnBox]]:
        return [self.detect(picture) for picture in pictures]

    def boxes_at(self, at_s: float) -> list[DrawnBox]:
        """The boxes of a moment, without any picture."""
        truths = self._scene.truths_at(at_s)
        self._missed = {truth.number: self._is_missed(truth) for truth in truths}
        found = [self._box_of(truth) for truth in truths if not self._missed[truth.number]]
        self._false = [box for box in self._false if self._chance.random() < 1 - 1 / self._rates.false_frames]
        # Those that stay count among the rate.
        fresh = self._rates.false_a_frame / self._rates.false_frames
        self._false += [self._false_box() for _ in range(_poisson(self._chance, fresh))]
        people = [truth for truth in truths if truth.kind == "person"]
        parts = _poisson(self._chance, self._rates.false_on_people) if people else 0
        found += [self._part_of(self._chance.choice(people)) for _ in range(parts)]
        return found + [self._shaken(box) for box in self._false]

    def _is_missed(self, truth: Truth) -> bool:
        """A chain of two states whose share of misses is 1 - recall, and whose misses last `miss_frames`."""
        if truth.visible < 0.4:
            return True
        rates = self._rates
        before = self._missed.get(truth.number)
        if before is None or rates.miss_frames <= 1 / rates.recall:
            return self._chance.random() >= rates.recall
        leave_miss = 1 / rates.miss_frames
        if before:
            return self._chance.random() >= leave_miss
        return self._chance.random() < leave_miss * (1 - rates.recall) / rates.recall

    def _box_of(self, truth: Truth) -> DrawnBox:
        x1, y1, x2, y2 = truth.corners
        box = DrawnBox(x1=x1, y1=y1, x2=x2, y2=y2, kind=truth.kind, score=self._score(1.5, 1.1))
        return self._shaken(box)

    def _shaken(self, box: DrawnBox) -> DrawnBox:
        width, height = self._scene.size
        spread = self._rates.tremble * (box.y2 - box.y1)
        x1, y1, x2, y2 = (side + self._chance.gauss(0, spread) for side in (box.x1, box.y1, box.x2, box.y2))
        x1, x2 = sorted((min(max(x1, 0.0), width), min(max(x2, 0.0), width)))
        y1, y2 = sorted((min(max(y1, 0.0), height), min(max(y2, 0.0), height)))
        return DrawnBox(x1=x1, y1=y1, x2=x2, y2=y2, kind=box.kind, score=box.score)

    def _false_box(self) -> DrawnBox:
        """Anywhere in the frame, of any size that pedestrians in it have, people more often than not."""
        width, height = self._scene.size
        tall = exp(self._chance.uniform(log(0.04), log(0.5))) * height
        wide = tall * self._chance.uniform(0.3, 0.6)
        x, y = self._chance.uniform(0, width - wide), self._chance.uniform(0, height - tall)
        return DrawnBox(x1=x, y1=y, x2=x + wide, y2=y + tall, kind="person", score=self._score(1.2, 2.6))

    def _part_of(self, truth: Truth) -> DrawnBox:
        """A box that shows half of somebody, or somebody and a half."""
        x1, y1, x2, y2 = truth.corners
        dx, dy = self._chance.gauss(0, 0.6) * (x2 - x1), self._chance.gauss(0, 0.25) * (y2 - y1)
        grown = self._chance.choice((0.5, 1.0, 1.6))
        moved = DrawnBox(
            x1=x1 + dx,
            y1=y2 + dy - grown * (y2 - y1),
            x2=x2 + dx,
            y2=y2 + dy,
            kind="person",
            score=self._score(1.2, 2.6),
        )
        return self._shaken(moved)

    def _score(self, a: float, b: float) -> float:
        """From the threshold to one, beta-distributed: (1.5, 1.1) and (1.2, 2.6) fit YOLOX-nano's true and false boxes."""
        threshold = self._rates.threshold
        return threshold + (0.99 - threshold) * self._chance.betavariate(a, b)


def _poisson(chance: Random, mean: float) -> int:
    """Knuth's way, for small means."""
    limit, product, count = exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
