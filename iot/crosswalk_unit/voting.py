"""Believing what was seen more than once: votes over the last few frames."""

from collections import deque


class Vote:
    """Carried by `needed` of the last `of` frames."""

    __slots__ = ("_frames", "_needed")

    def __init__(self, needed: int = 2, of: int = 3) -> None:
        if not 1 <= needed <= of:
            raise ValueError(f"{needed} of {of} is no vote")
        self._needed = needed
        self._frames: deque[bool] = deque(maxlen=of)

    def cast(self, seen: bool) -> bool:
        """Takes one frame's word and says whether the vote is carried now."""
        self._frames.append(seen)
        return self.carried

    @property
    def carried(self) -> bool:
        return sum(self._frames) >= self._needed

    @property
    def pending(self) -> bool:
        """Whether the next frame's sight would carry it."""
        remembered = list(self._frames)[-(self._frames.maxlen or 1) + 1 :]
        return sum(remembered) + 1 >= self._needed
