"""Tables with all their totals, as numbers and the sums that bind them.

Hours of quarters are one more dimension: a table of four quarters has the hour as its total. Tables that overlap are
protected as one, or what one leaves out is the difference of the others.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.mobility.wifi.errors import BadTable

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_MOST_DIMENSIONS = 4


@dataclass(frozen=True, slots=True)
class Tabulation:
    """`values`: every number, flat. Each sum: the number of its total, and those of its parts. Raises BadTable."""

    values: Ints
    sums: tuple[tuple[int, Ints], ...]

    def __post_init__(self) -> None:
        if bool((self.values < 0).any()):
            raise BadTable("a count is not negative")
        for total, parts in self.sums:
            if int(self.values[total]) != int(self.values[parts].sum()):
                raise BadTable(f"number {total} is not the sum of its parts")


def tabulate(counts: Ints) -> Tabulation:
    """All totals over each dimension and several of them; the numbers are those of `with_totals`, in C order."""
    full = with_totals(counts)
    numbers = np.arange(full.size).reshape(full.shape)
    sums = []
    for axis in range(counts.ndim):
        lines = np.moveaxis(numbers, axis, -1).reshape(-1, full.shape[axis])
        sums += [(int(line[-1]), line[:-1]) for line in lines]
    return Tabulation(full.reshape(-1), tuple(sums))


def with_totals(counts: Ints) -> Ints:
    """One longer in each dimension: the last place of each is the total over it."""
    if not 1 <= counts.ndim <= _MOST_DIMENSIONS or not counts.size:
        raise BadTable(f"a table of {counts.ndim} dimensions and {counts.size} cells")
    full = counts
    for axis in range(counts.ndim):
        full = np.concatenate([full, full.sum(axis=axis, keepdims=True)], axis=axis)
    return full
