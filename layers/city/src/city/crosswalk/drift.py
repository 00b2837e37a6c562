"""Whether a unit's detector sees worse than it used to: its share of low scores against its own past.

Every place has its own normal share (distance, lamps, trees), and day and night differ; so each unit is measured against
itself, by day and by night apart. A slow average is the past, a fast one the present.
"""

from dataclasses import dataclass
from math import exp
from typing import Literal

Light = Literal["day", "night"]

FAST_SAMPLES = 60  # an hour of telemetry
SLOW_SAMPLES = 7 * 24 * 60  # a week of it
ENOUGH_SAMPLES = 6 * 60  # before that there is no past to compare with
LEAST_RISE = 0.15
LEAST_RATIO = 1.5


@dataclass(frozen=True, slots=True)
class Drift:
    """Averages of the share of low scores (0..1); `samples` counts the telemetry they rest on."""

    slow: float = 0.0
    fast: float = 0.0
    samples: int = 0

    @property
    def drifted(self) -> bool:
        return (
            self.samples >= ENOUGH_SAMPLES
            and self.fast - self.slow >= LEAST_RISE
            and self.fast >= LEAST_RATIO * self.slow
        )

    def take(self, share: float) -> "Drift":
        """The averages after one more telemetry. While it drifts, the present does not become the past."""
        if self.samples == 0:
            return Drift(share, share, 1)
        fast = self.fast + (share - self.fast) * (1 - exp(-1 / FAST_SAMPLES))
        # Plain mean until the slow average is full: a first sample should not weigh for a week.
        weight = max(1 / (self.samples + 1), 1 - exp(-1 / SLOW_SAMPLES))
        slow = self.slow if self.drifted else self.slow + (share - self.slow) * weight
        return Drift(slow, fast, self.samples + 1)
