"""From a window of vertical acceleration to six features: what shook the vehicle, said without its place or its name."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.mobility.hazards.errors import MeasurementRefused

Floats = npt.NDArray[np.float64]

RATE_HZ = 50.0
SHORTEST_S, LONGEST_S = 1.0, 12.0
_FASTEST_HZ = 2_000.0
# Phones and units measure up to 16 g.
_STRONGEST = 160.0
_SECOND = int(RATE_HZ)
_CORE = 75
_HALF = 25
_BOUNCE_LAG = 10
# The body of a vehicle bounces on its springs at 1 to 3 Hz, its wheels at 8 to 15 Hz (ISO 8608, annex; Wong 2008).
_BOUNCE_HZ = (1.6, 3.0)
# Below the noise of a phone's sensor nothing is read (m/s^2).
_QUIET = 0.01


@dataclass(frozen=True, slots=True)
class Features:
    """Logarithms are natural, of m/s^2. None tells how long the window is: cutting it is not measuring it.

    - bounce: root of the mean power from 1.6 to 3 Hz, log.
    - texture: lower quartile of the change from sample to sample, log: how rough the road is where it is calm.
    - peakedness: kurtosis of the strongest 1.5 s, log: 1.1 for noise, more for a blow.
    - swing: autocorrelation at 0.2 s.
    - level: median of the root mean square of a second, log.
    - typical: median of what a sample is off the median, log.
    """

    bounce: float
    texture: float
    peakedness: float
    swing: float
    level: float
    typical: float

    def row(self) -> Floats:
        return np.array([self.bounce, self.texture, self.peakedness, self.swing, self.level, self.typical])


def read_window(samples: npt.ArrayLike, rate_hz: float) -> Floats:
    """The window at 50 Hz in m/s^2 about its median. From (n,) samples at a steady `rate_hz` of 50 or more.

    Raises MeasurementRefused for fewer than one second, more than twelve, what is no number or beyond 16 g.
    """
    values: Floats = np.asarray(samples, np.float64)
    if not RATE_HZ <= rate_hz <= _FASTEST_HZ:
        raise MeasurementRefused(f"50 to 2,000 samples a second are read, not {rate_hz}")
    if values.ndim != 1 or not SHORTEST_S <= len(values) / rate_hz <= LONGEST_S:
        raise MeasurementRefused("a window is one row of samples, one to twelve seconds long")
    if not np.isfinite(values).all() or np.abs(values).max() > _STRONGEST:
        raise MeasurementRefused("a sample is no acceleration")
    if rate_hz > RATE_HZ:
        values = _to_fifty(values, rate_hz)
    centred: Floats = values - np.median(values)
    return centred


def features_of(window: Floats) -> Features:
    """Of a window from `read_window`, scaled or not."""
    core = window[_strongest(window, _CORE)]
    core = core - core.mean()
    power = float((core**2).mean())
    fourth = float((core**4).mean())
    return Features(
        bounce=0.5 * float(np.log(_power(window, *_BOUNCE_HZ) + _QUIET**2)),
        texture=_log(float(np.percentile(np.abs(np.diff(window)), 25))),
        peakedness=float(np.log((fourth + 3 * _QUIET**4) / (power + _QUIET**2) ** 2)),
        swing=_autocorrelation(window, _BOUNCE_LAG),
        level=_log(float(np.sqrt(np.median(_mean_square(window, _SECOND))))),
        typical=_log(float(np.median(np.abs(window)))),
    )


def roughness_of(window: Floats) -> float:
    """Root mean square (m/s^2) of the calmer half of the window's half seconds: a hole in a good road leaves it alone.

    Of a window from `read_window`.
    """
    squares = np.sort(_mean_square(window - window.mean(), _HALF))
    return float(np.sqrt(squares[: max(1, len(squares) // 2)].mean()))


def strength_of(window: Floats) -> float:
    """The strongest tenth of a second, m/s^2, over the median of the window."""
    return float(np.abs(np.convolve(window, np.full(5, 0.2), "valid")).max())


def _to_fifty(values: Floats, rate_hz: float) -> Floats:
    """Means over a fiftieth of a second, so that nothing faster is folded down."""
    walked = np.concatenate([[0.0], np.cumsum(values)]) / rate_hz
    edges = np.arange(int(len(values) / rate_hz * RATE_HZ + 1e-9) + 1) / RATE_HZ
    sums = np.interp(edges, np.arange(len(walked)) / rate_hz, walked)
    means: Floats = np.diff(sums) * RATE_HZ
    return means


def _strongest(window: Floats, length: int) -> slice:
    begin = int(_mean_square(window, length).argmax())
    return slice(begin, begin + length)


def _mean_square(window: Floats, length: int) -> Floats:
    """Of every run of so many samples; of all where there are fewer."""
    walked = np.concatenate([[0.0], np.cumsum(window**2)])
    length = min(length, len(window))
    squares: Floats = np.maximum(walked[length:] - walked[:-length], 0.0) / length
    return squares


def _power(window: Floats, low_hz: float, high_hz: float) -> float:
    taper = np.hanning(len(window))
    spectrum = np.abs(np.fft.rfft((window - window.mean()) * taper)) ** 2 / (taper**2).sum()
    at = np.fft.rfftfreq(len(window), 1 / RATE_HZ)
    return float(spectrum[(at >= low_hz) & (at < high_hz)].mean())


def _autocorrelation(window: Floats, lag: int) -> float:
    centred = window - window.mean()
    return float(centred[lag:] @ centred[:-lag] / (centred @ centred + len(window) * _QUIET**2))


def _log(value: float) -> float:
    return float(np.log(value + _QUIET))
