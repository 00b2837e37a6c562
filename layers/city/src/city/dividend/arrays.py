"""The array types of the de-identification engine: codes and counts are int64, losses float64, memberships bool."""

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# Codes are kept as small as they fit, since there may be millions.
Codes = npt.NDArray[np.signedinteger[Any]]
