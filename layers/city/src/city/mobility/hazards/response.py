"""How a vehicle answers to a road: stronger the faster it drives, and each vehicle in its own way."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.mobility.hazards.errors import MeasurementRefused

Floats = npt.NDArray[np.float64]

SLOWEST_KMH = 15.0
_FASTEST_KMH = 200.0
REFERENCE_KMH = 40.0
# Of a road whose height has a spectrum of n^-2 (ISO 8608, waviness 2) the root mean square of what a linear vehicle
# feels grows with the root of its speed.
_SPEED_POWER = 0.5
# Median roughness (m/s^2) of the 50 regular roads of González et al. 2017: what a usual vehicle feels.
_USUAL_ROUGHNESS = 0.319
_WINDOWS_KEPT = 96
_WINDOWS_NEEDED = 24
_LOWEST_GAIN, _HIGHEST_GAIN = 0.25, 4.0


def at_reference(acceleration: Floats, speed_kmh: float | None, gain: float) -> Floats:
    """What a usual vehicle would have felt at 40 km/h. Raises MeasurementRefused for a speed or gain that is none."""
    if not _LOWEST_GAIN <= gain <= _HIGHEST_GAIN:
        raise MeasurementRefused(f"a gain lies between 0.25 and 4, not at {gain}")
    if speed_kmh is None:
        return acceleration / gain
    if not SLOWEST_KMH <= speed_kmh <= _FASTEST_KMH:
        raise MeasurementRefused(f"no window is read at {speed_kmh} km/h")
    scaled: Floats = acceleration * (float((REFERENCE_KMH / speed_kmh) ** _SPEED_POWER) / gain)
    return scaled


@dataclass(frozen=True, slots=True)
class Calibration:
    """The gain of one vehicle: how much stronger than a usual one it feels the same roads.

    `felt`: natural logarithms of the last 96 roughnesses at 40 km/h and gain 1, from roads wherever it drove. Their
    median is that of regular road as long as most of its roads are regular; a hole does not enter a roughness.
    """

    felt: tuple[float, ...] = ()

    def after(self, roughness: float) -> "Calibration":
        """With one more window, judged with gain 1. Raises MeasurementRefused for what is no roughness."""
        if not (math.isfinite(roughness) and roughness >= 0):
            raise MeasurementRefused(f"{roughness} is no roughness")
        if roughness == 0:
            return self
        return Calibration((*self.felt, math.log(roughness))[-_WINDOWS_KEPT:])

    @property
    def gain(self) -> float:
        """1 until two dozen windows are known; never below 0.25 or above 4."""
        if len(self.felt) < _WINDOWS_NEEDED:
            return 1.0
        usual = math.exp(float(np.median(self.felt))) / _USUAL_ROUGHNESS
        return min(max(usual, _LOWEST_GAIN), _HIGHEST_GAIN)
