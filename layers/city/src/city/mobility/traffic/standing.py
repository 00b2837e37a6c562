"""Standing at bus stops: found in noisy fixes, and cut out of a passage with the metres around it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Standing this near to a stop is not congestion : a bus serves it.
STOP_M = 30.0
# Not faster than this for so long.
_STANDS_MS, _STANDS_S = 1.0, 10.0
# Noise of a fix blurs where it came to a stand, and a bus brakes: so much on either side goes with it.
_AROUND_M = 20.0


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left out of a passage."""

    metres: float = 0.0
    seconds: float = 0.0


def never_back(metres: Sequence[float]) -> list[float]:
    """The nearest series that never falls, by least squares: pool adjacent violators (Barlow et al. 1972)."""
    pools: list[tuple[float, int]] = []
    for each in metres:
        total, many = each, 1
        while pools and pools[-1][0] * many >= total * pools[-1][1]:
            before, count = pools.pop()
            total, many = total + before, many + count
        pools.append((total, many))
    return [total / many for total, many in pools for _ in range(many)]


def cut_standing(t: Sequence[float], at_m: Sequence[float], stops_m: Sequence[float]) -> Cut:
    """`t`, `at_m`: a passage from entered to left, both among them; `stops_m`: where on the edge buses stop."""
    driven = [at_m[0], *np.clip(never_back(at_m[1:-1]), at_m[0], at_m[-1]).tolist(), at_m[-1]]
    metres = seconds = 0.0
    counted = at_m[0]
    for first, last in _standing(t, driven, stops_m):
        begin, end = max(driven[first] - _AROUND_M, counted), min(driven[last] + _AROUND_M, driven[-1])
        if end <= begin:
            continue
        # Where it stood on a metre, the first moment there and the last.
        arrived = float(np.interp(begin, driven[: first + 1], t[: first + 1]))
        gone = float(np.interp(end, driven[last:], t[last:]))
        metres, seconds, counted = metres + end - begin, seconds + gone - arrived, end
    return Cut(metres, seconds)


def _standing(t: Sequence[float], driven: Sequence[float], stops_m: Sequence[float]) -> list[tuple[int, int]]:
    """First and last rows of each time it stood near a stop, in order and apart."""
    found: list[tuple[int, int]] = []
    last = 0
    for first in range(len(t)):
        last = max(last, first)
        while last < len(t) and t[last] - t[first] < _STANDS_S:
            last += 1
        if last == len(t):
            break
        stands = driven[last] - driven[first] <= _STANDS_MS * (t[last] - t[first])
        if stands and any(max(abs(driven[row] - stop) for row in (first, last)) <= STOP_M for stop in stops_m):
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
    return found
