"""What a window of vertical acceleration says of the road: a jolt, worn out, or nothing; how strong, how rough."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from city.mobility.hazards.response import SLOWEST_KMH, at_reference
from city.mobility.hazards.signal import features_of, read_window, roughness_of, strength_of

# A ridge logistic regression of `Features`, in their order, fitted on the 250 windows of González et al., "Learning
# roadway surface disruption patterns using the bag of words representation" (IEEE T-ITS 18(11), 2017), the cut where
# 3.5 % of the jolts are given up. tests/unit/mobility/hazards/windows.py fits it again and judges it five-fold.
_COEFFICIENTS = np.array([1.2045, -2.6548, 2.3120, -4.6435, 3.8445, -2.5553])
_INTERCEPT = -10.3834
# Regular roads of the same windows lie below this roughness (m/s^2), worn-out ones above, four times of five.
WORN_FROM = 0.456


class Verdict(StrEnum):
    """JOLT: a pothole or a bump, which a vehicle cannot tell apart. WORN: rough all along."""

    JOLT = "jolt"
    WORN = "worn"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Judgement:
    """All in the acceleration of a usual vehicle at 40 km/h.

    - strength: the strongest tenth of a second, m/s^2.
    - roughness: root mean square of the calmer half of the window, m/s^2; an output of its own, whatever the verdict.
    - score: log-odds of a jolt; above 0 it is one.
    """

    verdict: Verdict
    strength: float
    roughness: float
    score: float


def judge_window(
    samples: npt.ArrayLike, rate_hz: float, speed_kmh: float | None = None, gain: float = 1.0
) -> Judgement | None:
    """Of (n,) samples in m/s^2, gravity in or out; `gain` is the vehicle's from its calibration.

    None below 15 km/h, where a road is hardly felt. Without a speed the samples count as they are.
    Raises MeasurementRefused for what is no window.
    """
    if speed_kmh is not None and speed_kmh < SLOWEST_KMH:
        return None
    window = at_reference(read_window(samples, rate_hz), speed_kmh, gain)
    score = float(features_of(window).row() @ _COEFFICIENTS + _INTERCEPT)
    roughness = roughness_of(window)
    quiet = Verdict.WORN if roughness > WORN_FROM else Verdict.NONE
    verdict = Verdict.JOLT if score > 0 else quiet
    return Judgement(verdict, strength_of(window), roughness, score)
