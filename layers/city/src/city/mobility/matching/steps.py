"""Fixes thinned by time: one step of every few seconds goes from road to road, however often a vehicle reports.

At one fix a second the noise is larger than the way driven between two fixes, and every matcher sees a vehicle turn
round and back; at one in five seconds it does not.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

# Fixes so close in time to the middle one of a step are averaged with it: at 15 m/s it cuts a corner by less than 4 m.
_AVERAGED_S = 1.5


@dataclass(frozen=True, slots=True)
class Steps:
    """A row for each step, vehicle after vehicle. `fixes`: how many were averaged."""

    owner: Ints
    t: Floats
    x: Floats
    y: Floats
    fixes: Ints


def steps_of(
    owner: Ints, t: Floats, x: Floats, y: Floats, step_s: float, *, from_first: Flags, to_last: Flags
) -> Steps:
    """The middle fix of each `step_s` seconds, averaged with its neighbours. Rows must be in order.

    `from_first`, `to_last`: of each vehicle, whether its very first and last fix are steps as they are, so that nothing
    of its road is lost.
    """
    slot = np.floor(t / step_s)
    new = np.ones(len(t), bool)
    new[1:] = (slot[1:] != slot[:-1]) | (owner[1:] != owner[:-1])
    begin = np.flatnonzero(new)
    end = np.append(begin[1:], len(t))
    middle = begin + (end - begin - 1) // 2
    of = owner[begin]
    is_first, is_last = np.ones(len(begin), bool), np.ones(len(begin), bool)
    is_first[1:] = is_last[:-1] = of[1:] != of[:-1]
    is_first, is_last = is_first & from_first[of], is_last & to_last[of]
    # A vehicle of one slot: the last fix says where it is.
    middle = np.where(is_last, end - 1, np.where(is_first, begin, middle))
    alone = is_first | is_last
    sums = np.ones(len(begin), np.int64)
    mean = np.stack([t[middle], x[middle], y[middle]])
    for beside in (middle - 1, middle + 1):
        row = np.clip(beside, 0, len(t) - 1)
        taken = ~alone & (beside >= begin) & (beside < end) & (np.abs(t[row] - t[middle]) <= _AVERAGED_S)
        sums += taken
        mean += np.where(taken, np.stack([t[row], x[row], y[row]]), 0.0)
    mean /= sums
    return Steps(owner[middle], mean[0], mean[1], mean[2], sums)
