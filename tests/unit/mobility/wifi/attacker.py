"""An attacker who has what was published, and nothing else: finds what was left out by whole-number programmes and algebra.

Written apart from the rules it attacks: it never sees the true numbers, and asks for whole numbers where the audit asks
for any, which can only find more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Known:
    """`numbers`, flat, -1 where left out; `sums`: rows of factors that make nought; what else is known of each."""

    numbers: Ints
    sums: Floats
    low: Floats
    high: Floats


def known_of(published: Sequence[Ints], *, small: Sequence[npt.NDArray[np.bool_]] | None = None) -> Known:
    """Of several tables with totals last, which have nothing to do with each other. `small`: what an insider tells."""
    flat = np.concatenate([table.reshape(-1) for table in published])
    rows = []
    begin = 0
    for table in published:
        at = begin + np.arange(table.size).reshape(table.shape)
        for axis in range(table.ndim):
            for line in np.moveaxis(at, axis, -1).reshape(-1, table.shape[axis]):
                row = np.zeros(len(flat))
                row[line[:-1]], row[line[-1]] = 1.0, -1.0
                rows.append(row)
        begin += table.size
    low, high = np.ones(len(flat)), np.full(len(flat), 5_000.0)
    if small is not None:
        told = np.concatenate([each.reshape(-1) for each in small])
        low, high = np.where(told, 1.0, 10.0), np.where(told, 9.0, 5_000.0)
    return Known(flat, np.array(rows), low, high)


def with_sum(known: Known, parts: Sequence[Ints], total: Ints) -> Known:
    """Knows besides that numbers of one table are sums of those of others (by their places)."""
    rows = np.zeros((len(total), len(known.numbers)))
    every = np.arange(len(total))
    for part in parts:
        rows[every, part] += 1.0
    rows[every, total] -= 1.0
    return Known(known.numbers, np.concatenate([known.sums, rows]), known.low, known.high)


def subtracted(known: Known) -> int:
    """How many numbers follow by adding and subtracting alone: those at rest in every change that keeps all sums."""
    unknown = known.numbers < 0
    if not unknown.any():
        return 0
    _, sizes, directions = np.linalg.svd(known.sums[:, unknown])
    free = directions[int((sizes > 1e-9).sum()) :]
    return int((np.abs(free).max(axis=0, initial=0.0) < 1e-9).sum())


def intervals(known: Known, *, whole: bool = False) -> tuple[Floats, Floats]:
    """The least and greatest that each number left out can be (in the order of their places)."""
    unknown = np.flatnonzero(known.numbers < 0)
    rest = np.where(known.numbers < 0, 0, known.numbers).astype(np.float64)
    program = highspy.Highs()  # type: ignore[no-untyped-call]
    program.setOptionValue("output_flag", False)
    program.setOptionValue("threads", 1)
    for number in unknown.tolist():
        program.addVar(float(known.low[number]), float(known.high[number]))
    if whole:
        for at in range(len(unknown)):
            program.changeColIntegrality(at, highspy.HighsVarType.kInteger)
    for row in known.sums:
        columns = np.flatnonzero(row[unknown]).astype(np.int32)
        if len(columns):
            right = -float(row @ rest)
            program.addRow(right, right, len(columns), columns, row[unknown][columns])
    ends = []
    for sign in (1.0, -1.0):
        found = np.zeros(len(unknown))
        for at in range(len(unknown)):
            program.changeColCost(at, sign)
            program.run()
            assert program.getModelStatus() == highspy.HighsModelStatus.kOptimal
            found[at] = program.getSolution().col_value[at]
            program.changeColCost(at, 0.0)
        ends.append(found)
    return ends[0], ends[1]
