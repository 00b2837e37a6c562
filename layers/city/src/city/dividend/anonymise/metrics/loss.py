"""Loss (Iyengar 2002), with ARX's generalisation-suppression factor. Pure."""

from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Floats
from city.dividend.anonymise.metrics.by_column import Aggregate, MetricByColumn, cached
from city.dividend.anonymise.metrics.metric import EVEN, Factors, Table


@dataclass(frozen=True, eq=False)
class Loss(MetricByColumn):
    """The part of its domain that a published value may stand for; a suppressed one stands for all of it.

    Each column is scaled so that 0 is a column as it was and 1 one of which nothing is known.
    A row with share s costs g·s when released and, with suppression factor f, s + f·(1 - s) when suppressed (exactly 1
    for f = 1). The difference is never negative, as g·s <= s.
    """

    factors: Factors = EVEN
    aggregate: Aggregate = Aggregate.GEOMETRIC_MEAN

    def generalised(self, table: Table, column: int) -> Floats:
        return cached(self, table, column, self._generalised)

    def _generalised(self, table: Table, column: int) -> Floats:
        hierarchy, rows, g = table.hierarchies[column], table.marginals[column], self.factors.generalisation
        shares = [float(rows @ hierarchy.shares[level][hierarchy.climb(0, level)]) for level in range(hierarchy.height)]
        least, scale = g * table.rows / hierarchy.size(0), self._scale(table, column)
        return np.maximum((g * np.array(shares) - least) * scale, 0)

    def suppression(self, table: Table, column: int, level: int, rows: Floats) -> float:
        g, f = self.factors.generalisation, self.factors.suppression
        constant, slope = (1.0, -g) if f == 1 else (f, 1 - f - g)
        lost = constant * rows.sum() + slope * float(rows @ table.hierarchies[column].shares[level])
        return float(lost * self._scale(table, column))

    def _scale(self, table: Table, column: int) -> float:
        span = table.rows - self.factors.generalisation * table.rows / table.hierarchies[column].size(0)
        return 1 / span if span > 0 else 0.0
