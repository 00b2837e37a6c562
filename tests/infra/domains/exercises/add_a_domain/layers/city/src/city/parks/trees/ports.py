"""What the trees ask of the world."""

from typing import Protocol


class RainGauge(Protocol):
    def rain_mm(self) -> int:
        """The rain of the last seven days, in millimetres."""
        ...
