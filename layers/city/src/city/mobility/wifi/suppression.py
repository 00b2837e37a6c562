"""Which numbers of a table are left out: small groups, and others from which these could be worked out.

Complementary suppression as in Fischetti and Salazar (2001), with the greedy choice of Kelly, Golden and Assad (1992):
for a number that is not open enough, the cheapest way to change the table so that all published sums still hold, by a
linear programme; what that way changes is left out too. Then each is put back that need not have been left out.
"""

from dataclasses import dataclass

import numpy as np

from city.mobility.wifi.errors import NothingToPublish
from city.mobility.wifi.intervals import (
    LEAST_GROUP,
    Attacker,
    Unknowns,
    informed,
    pass_program,
    quiet_program,
    reader,
    solve,
)
from city.mobility.wifi.margins import Bools, Ints, Tabulation, tabulate

_CHANGED = 1e-7
# A way may go far around, but a number that moves by less than nothing costs nothing.
_COST_OF_OPEN = 1e-4


@dataclass(frozen=True, slots=True)
class Published:
    """What may be shown: `numbers` with -1 where `left_out`, totals last in each dimension.

    One mark for small groups and for what was left out for their sake: telling them apart would give groups away.
    """

    numbers: Ints
    left_out: Bools


def publish(counts: Ints) -> Published:
    """A table of one to four dimensions with all its totals, protected. Raises BadTable, NothingToPublish."""
    shape = tuple(length + 1 for length in counts.shape)
    table = tabulate(counts)
    left_out = protect(table)
    return Published(np.where(left_out, -1, table.values).reshape(shape), left_out.reshape(shape))


def protect(table: Tabulation) -> Bools:
    """Which numbers to leave out. Raises NothingToPublish where no choice is enough (none is known)."""
    small: Bools = (table.values > 0) & (table.values < LEAST_GROUP)
    left_out = small.copy()
    if not small.any():
        return left_out
    attackers = (reader(table), informed(table))
    detours = [_Detours(table, attacker) for attacker in attackers]
    # Each turn leaves out one number more at least.
    for _ in range(len(table.values) + 1):
        narrow = [list(Unknowns(table, left_out, attacker).narrow()) for attacker in attackers]
        if not any(narrow):
            return _put_back(table, left_out, small, attackers)
        before = int(left_out.sum())
        for detour, numbers in zip(detours, narrow, strict=True):
            for number in numbers:
                left_out |= detour.around(number, left_out)
        if int(left_out.sum()) == before:
            break
    raise NothingToPublish("no choice of numbers to leave out protects this table")


def is_protected(table: Tabulation, left_out: Bools) -> bool:
    """The audit: no number left out is too narrow, to the reader and to the informed attacker."""
    return _is_open(table, left_out, (reader(table), informed(table)))


def _is_open(table: Tabulation, left_out: Bools, attackers: tuple[Attacker, ...]) -> bool:
    narrow = (next(Unknowns(table, left_out, attacker).narrow(), None) for attacker in attackers)
    return all(number is None for number in narrow)


class _Detours:
    """How the table could be otherwise at one number: two variables for each number, by how much more, and less."""

    def __init__(self, table: Tabulation, attacker: Attacker) -> None:
        self._values, self._width, size = table.values, attacker.width, len(table.values)
        hidden = table.values > 0
        self._more = np.where(hidden, np.maximum(attacker.high - table.values, 0.0), 0.0)
        self._less = np.where(hidden, np.maximum(table.values - attacker.low, 0.0), 0.0)
        sums = []
        for total, parts in table.sums:
            columns, sign = np.append(parts, total), np.append(np.ones(len(parts)), -1.0)
            sums.append((np.concatenate([columns, columns + size]), np.concatenate([sign, -sign])))
        self._program = quiet_program()
        pass_program(self._program, np.zeros(2 * size), np.concatenate([self._more, self._less]), sums)
        self._every = np.arange(2 * size, dtype=np.int32)

    def around(self, number: int, left_out: Bools) -> Bools:
        """What the cheapest way changes that makes a number open enough; nothing where there is none."""
        cost = np.where(left_out, _COST_OF_OPEN, self._values.astype(np.float64))
        self._program.changeColsCost(len(self._every), self._every, np.concatenate([cost, cost]))
        ways = [way for way in (self._way(number, up=True), self._way(number, up=False)) if way is not None]
        if not ways:
            return np.zeros(len(left_out), bool)
        return min(ways, key=lambda way: int(self._values[way & ~left_out].sum()))

    def _way(self, number: int, *, up: bool) -> Bools | None:
        """All of the width on one side, so that the interval is wide enough whatever is on the other."""
        size = len(self._values)
        most = self._more if up else self._less
        if most[number] < self._width:
            return None
        towards, against = (number, number + size) if up else (number + size, number)
        self._program.changeColBounds(towards, self._width, self._width)
        self._program.changeColBounds(against, 0.0, 0.0)
        found = solve(self._program)
        self._program.changeColBounds(number, 0.0, float(self._more[number]))
        self._program.changeColBounds(number + size, 0.0, float(self._less[number]))
        if found is None:
            return None
        changed: Bools = np.abs(found[:size] - found[size:]) > _CHANGED
        return changed


def _put_back(table: Tabulation, left_out: Bools, small: Bools, attackers: tuple[Attacker, ...]) -> Bools:
    """Publishes again, the greatest first, each number that the protection does not need."""
    others = np.flatnonzero(left_out & ~small)
    for number in others[np.argsort(-table.values[others], kind="stable")].tolist():
        without = left_out.copy()
        without[number] = False
        if _is_open(table, without, attackers):
            left_out = without
    return left_out
