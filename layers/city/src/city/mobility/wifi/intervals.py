"""What can still be worked out of what was left out: each number's feasible interval, by linear programmes (HiGHS).

Two attackers. Both know every published number, which numbers are sums of which, that those left out are not negative
and (as a nought is published) not nought.
 - The reader knows no more. A number left out may be a small group or one left out for another's sake: the mark is one.
 - The informed attacker was told which are small groups: those are 1 to 9, all others left out 10 or more.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from city.mobility.wifi.errors import NothingToPublish
from city.mobility.wifi.margins import Bools, Tabulation

Floats = npt.NDArray[np.float64]

# A group of fewer is not published (from one; nobody is published).
LEAST_GROUP = 10
# How wide the interval of every number left out must be: to the reader, and to the informed attacker.
READER_WIDTH, INFORMED_WIDTH = 10.0, 2.0
# More than this above its true value is not looked for. It makes an interval narrower, never wider.
_ABOVE = 1000.0
_CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Attacker:
    """What is known beforehand of each number left out: not below `low`, not above `high`; and what must stay open."""

    low: Floats
    high: Floats
    width: float


def reader(table: Tabulation) -> Attacker:
    """Knows what is published and that what was left out is one or more."""
    ones: Floats = np.ones(len(table.values))
    return Attacker(ones, table.values.astype(np.float64) + _ABOVE, READER_WIDTH)


def informed(table: Tabulation) -> Attacker:
    """Knows of each number left out too whether it is of a small group."""
    small = table.values < LEAST_GROUP
    low: Floats = np.where(small, 1.0, float(LEAST_GROUP))
    high: Floats = np.where(small, LEAST_GROUP - 1.0, table.values + _ABOVE)
    return Attacker(low, high, INFORMED_WIDTH)


class Unknowns:
    """The linear programme of all numbers left out, given all others."""

    def __init__(self, table: Tabulation, left_out: Bools, attacker: Attacker) -> None:
        self.number = np.flatnonzero(left_out)
        self._width = attacker.width
        place = np.full(len(left_out), -1)
        place[self.number] = np.arange(len(self.number))
        self._program = quiet_program()
        # What was left out, as seen from the true values: a solution is by how much each could be off.
        truth = table.values[self.number]
        self._below, self._above = attacker.low[self.number] - truth, attacker.high[self.number] - truth
        signs = []
        for total, parts in table.sums:
            columns = place[np.append(parts, total)]
            sign = np.append(np.ones(len(parts)), -1.0)
            signs.append((columns[columns >= 0], sign[columns >= 0]))
        pass_program(self._program, self._below, self._above, [each for each in signs if len(each[0])])
        self._every = np.arange(len(self.number), dtype=np.int32)
        # By how much each is known to be able to be off: every solution says it of all.
        self._down, self._up = np.zeros(len(self.number)), np.zeros(len(self.number))

    def interval(self, at: int) -> tuple[float, float]:
        """How far below and above its true value the number at this place of `number` may be thought to be."""
        return self._furthest(at, -1.0), self._furthest(at, 1.0)

    def narrow(self) -> Iterator[int]:
        """The numbers whose interval is narrower than it must be, as they are found."""
        for at in range(len(self.number)):
            for way in (1.0, -1.0):
                if self._up[at] - self._down[at] < self._width - _CLOSE:
                    self._furthest(at, way)
            if self._up[at] - self._down[at] < self._width - _CLOSE:
                yield int(self.number[at])

    def _furthest(self, at: int, way: float) -> float:
        cost = np.zeros(len(self.number))
        cost[at] = -way
        self._program.changeColsCost(len(self.number), self._every, cost)
        off = solve(self._program)
        if off is None:
            raise NothingToPublish("the numbers left out contradict what is known of them")
        self._down, self._up = np.minimum(self._down, off), np.maximum(self._up, off)
        return float(off[at])


def quiet_program() -> highspy.Highs:
    """One thread, no output: the same table gives the same answer."""
    program = highspy.Highs()  # type: ignore[no-untyped-call]
    program.setOptionValue("output_flag", False)
    program.setOptionValue("threads", 1)
    program.setOptionValue("random_seed", 0)
    return program


def pass_program(
    program: highspy.Highs, low: Floats, high: Floats, sums: list[tuple[npt.NDArray[np.int64], Floats]]
) -> None:
    """Variables between bounds, and combinations of them (columns, factors) that are nought."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(low), len(sums)
    model.col_cost_ = np.zeros(len(low))
    model.col_lower_, model.col_upper_ = low, high
    model.row_lower_ = model.row_upper_ = np.zeros(len(sums))
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(columns) for columns, _ in sums)]).astype(np.int32)
    empty = np.zeros(0)
    model.a_matrix_.index_ = np.concatenate([empty, *(columns for columns, _ in sums)]).astype(np.int32)
    model.a_matrix_.value_ = np.concatenate([empty, *(factors for _, factors in sums)])
    program.passModel(model)


def solve(program: highspy.Highs) -> Floats | None:
    """The values of the variables at the least cost; None where there are none."""
    program.run()
    if program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.array(program.getSolution().col_value)


def feasible_intervals(table: Tabulation, left_out: Bools, attacker: Attacker) -> tuple[Floats, Floats]:
    """The least and the greatest that each number can be, given all that is known: itself where it was published."""
    low, high = table.values.astype(np.float64), table.values.astype(np.float64)
    unknowns = Unknowns(table, left_out, attacker)
    for at, number in enumerate(unknowns.number.tolist()):
        below, above = unknowns.interval(at)
        low[number] += below
        high[number] += above
    return low, high
