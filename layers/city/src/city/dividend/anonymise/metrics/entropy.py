"""Non-uniform entropy (de Waal, Willenborg 1999). Pure."""

from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Floats, sums
from city.dividend.anonymise.metrics.by_column import Aggregate, MetricByColumn, cached
from city.dividend.anonymise.metrics.metric import EVEN, Factors, Table


@dataclass(frozen=True, eq=False)
class Entropy(MetricByColumn):
    """Non-uniform entropy in bits: how much is lost about each value by knowing only its group.

    The monotone form ignores suppression. The other one adds, for the suppressed rows, what their generalised values
    would have said: n·H, the entropy of those values among themselves times their number. This grows with the rows,
    since one more of a value that stands c times among n adds a difference of n·log n that exceeds that of c·log c.

    `normalised` divides each column by the loss of knowing nothing of it.
    """

    ignores_suppression: bool = False
    normalised: bool = False
    factors: Factors = EVEN
    aggregate: Aggregate = Aggregate.SUM

    @property
    def monotone(self) -> bool:
        return self.ignores_suppression

    def generalised(self, table: Table, column: int) -> Floats:
        return cached(self, table, column, self._generalised)

    def _generalised(self, table: Table, column: int) -> Floats:
        hierarchy, rows = table.hierarchies[column], table.marginals[column]
        found = np.zeros(hierarchy.height)
        for level in range(hierarchy.height):
            climb = hierarchy.climb(0, level)
            together = sums(climb, rows, hierarchy.size(level))[climb]
            found[level] = _bits(rows, together)
        return self.factors.generalisation * found * self._scale(table, column)

    def suppression(self, table: Table, column: int, level: int, rows: Floats) -> float:  # noqa: ARG002
        if self.ignores_suppression:
            return 0.0
        bits = _bits(rows, np.full(len(rows), rows.sum()))
        return bits * self.factors.suppression * self._scale(table, column)

    def _scale(self, table: Table, column: int) -> float:
        if not self.normalised:
            return 1.0
        rows = table.marginals[column]
        most = _bits(rows, np.full(len(rows), rows.sum()))
        return 1 / most if most > 0 else 0.0


def _bits(rows: Floats, together: Floats) -> float:
    """-Σ rows · log2(rows / together) over the values that occur."""
    present = rows > 0
    return float((rows[present] * np.log2(together[present] / rows[present])).sum())
