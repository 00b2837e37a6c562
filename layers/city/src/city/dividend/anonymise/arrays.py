"""The array types of the de-identification engine: codes and counts are int64, losses float64, memberships bool."""

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# Codes are kept as small as they fit, since there may be millions.
Codes = npt.NDArray[np.signedinteger[Any]]


def sums(codes: npt.NDArray[Any], weights: npt.NDArray[Any] | None, size: int = 0) -> Floats:
    """The weights of each code added up; numpy's own types say that they are counts, which they are without weights."""
    return np.bincount(codes, weights=weights, minlength=size).astype(np.float64, copy=False)
