"""Believing what was seen more than once: votes over the last few frames. Pure, plain Python."""

from collections import deque


class Vote:
    """Carried by `needed` of the last `of` frames, if the sightings of the last `over` frames weigh `least` together.

    Two clear sightings carry it at once; faint ones must be more. A sighting weighs what it is worth: for a detector's
    box, its score over the working threshold.
    """

    __slots__ = ("_least", "_needed", "_of", "_weights")

    def __init__(self, needed: int = 2, of: int = 3, *, least: float = 0.0, over: int = 5) -> None:
        if not 1 <= needed <= of <= over:
            raise ValueError(f"{needed} of {of}, weighed over {over}, is no vote")
        self._needed, self._of, self._least = needed, of, least
        self._weights: deque[float] = deque(maxlen=over)

    def cast(self, weight: float) -> bool:
        """Takes one frame's word, 0 for nothing seen, and says whether the vote is carried now."""
        self._weights.append(weight)
        return self.carried

    @property
    def carried(self) -> bool:
        return self._sightings(self._of) >= self._needed and sum(self._weights) >= self._least

    @property
    def pending(self) -> bool:
        """Whether a sighting in the next frame could carry it, or bring it nearer."""
        return self._sightings(self._of - 1) + 1 >= self._needed

    def _sightings(self, frames: int) -> int:
        return sum(weight > 0 for weight in list(self._weights)[-frames:]) if frames else 0
