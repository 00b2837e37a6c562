"""What a detector finds."""

from dataclasses import dataclass

from models.detection.catalogue.detectors import Kind


@dataclass(frozen=True, slots=True)
class Box:
    """A thing in a picture: its corners in pixels of that picture, clipped to it, and how sure the detector is (0..1)."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: Kind
    score: float

    def __post_init__(self) -> None:
        if not (self.x1 <= self.x2 and self.y1 <= self.y2 and 0 <= self.score <= 1):
            raise ValueError(f"not a box: {self.x1} {self.y1} {self.x2} {self.y2} {self.score}")
