"""ψ and ψ', as the estimators of entropy and uniqueness need them. Pure."""

import numpy as np

from city.dividend.anonymise.arrays import Floats

# From here on the asymptotic series are exact to 1e-13.
_LARGE = 10


def digamma(x: Floats) -> Floats:
    """ψ for x > 0: recurrence upwards, then the asymptotic series."""
    shifted, found = x.astype(np.float64), np.zeros(len(x))
    while (low := shifted < _LARGE).any():
        found[low] -= 1 / shifted[low]
        shifted[low] += 1
    square = 1 / (shifted * shifted)
    series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132)))))
    return found + np.log(shifted) - 0.5 / shifted - series


def trigamma(x: Floats) -> Floats:
    """ψ' for x > 0, in the same way."""
    shifted, found = x.astype(np.float64), np.zeros(len(x))
    while (low := shifted < _LARGE).any():
        found[low] += 1 / (shifted[low] * shifted[low])
        shifted[low] += 1
    one = 1 / shifted
    square = one * one
    series = square * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - square * (5 / 66)))))
    return found + one + 0.5 * square + one * series
