"""All nodes of a problem in one array, with the order between them, and the walks along it. Pure."""

from collections.abc import Callable, Sequence
from math import prod

import numpy as np

from city.dividend.anonymise.arrays import Bools, Codes, Floats, Ints
from city.dividend.anonymise.equivalence.grouping import Levels
from city.dividend.anonymise.search.problem import Problem


class Lattice:
    """All nodes of a problem in one array, with the order between them."""

    def __init__(self, problem: Problem) -> None:
        self.lowest, self.highest = problem.lowest, problem.highest
        widths = [high - low + 1 for low, high in zip(self.lowest, self.highest, strict=True)]
        self._widths = widths
        self.strides = [prod(widths[column + 1 :]) for column in range(len(widths))]
        self.levels: Ints = np.indices(widths, dtype=np.int64).reshape(len(widths), -1).T + np.array(self.lowest)
        self._at_most = [
            [self.levels[:, column] <= level for level in range(low, low + width)]
            for column, (low, width) in enumerate(zip(self.lowest, widths, strict=True))
        ]
        self._at_least = [
            [self.levels[:, column] >= level for level in range(low, low + width)]
            for column, (low, width) in enumerate(zip(self.lowest, widths, strict=True))
        ]

    def node(self, index: int) -> Levels:
        return tuple(int(level) for level in self.levels[index])

    def specialisations(self, levels: Levels) -> Bools:
        """The node itself and all below it."""
        return self._all(self._at_most, levels)

    def generalisations(self, levels: Levels) -> Bools:
        """The node itself and all above it."""
        return self._all(self._at_least, levels)

    def _all(self, masks: Sequence[Sequence[Bools]], levels: Levels) -> Bools:
        found = masks[0][levels[0] - self.lowest[0]].copy()
        for column in range(1, len(levels)):
            found &= masks[column][levels[column] - self.lowest[column]]
        return found

    def open_below(self, is_open: Bools) -> Codes:
        """Per node, how many open nodes it generalises, itself included."""
        counts = is_open.astype(np.int32)
        for width, stride in zip(self._widths, self.strides, strict=True):
            # Level by level along one column: far faster for few levels than a running sum.
            column = counts.reshape(-1, width, stride)
            for level in range(1, width):
                column[:, level] += column[:, level - 1]
        return counts

    def successors(self, index: int, levels: Levels) -> list[tuple[int, Levels]]:
        return [
            (index + self.strides[column], (*levels[:column], level + 1, *levels[column + 1 :]))
            for column, level in enumerate(levels)
            if level < self.highest[column]
        ]


def bisect_chain(chain: list[int], is_open: Bools, check: Callable[[int], bool]) -> None:
    """Checks open nodes of the chain for the highest infeasible and the lowest feasible one; `check` says if one is."""
    low, high = 0, len(chain) - 1
    while low <= high:
        middle = (low + high) // 2
        if is_open[chain[middle]] and not check(chain[middle]):
            low = middle + 1
        else:
            # Feasible, or excluded by its floor; then so are the nodes above, whose floors are no lower.
            high = middle - 1


def chain_of(lattice: Lattice, start: int, is_open: Bools, floors: Floats) -> list[int]:
    """Open nodes from `start` upwards, each a direct generalisation of the one before."""
    chain, levels = [start], lattice.node(start)
    while True:
        above = [(floors[i], i, found) for i, found in lattice.successors(chain[-1], levels) if is_open[i]]
        if not above:
            return chain
        _, index, levels = min(above)
        chain.append(index)
