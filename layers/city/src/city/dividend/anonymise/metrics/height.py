"""Precision (Sweeney 2002) and height: how far up its hierarchy each column was generalised. Pure."""

from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Floats
from city.dividend.anonymise.metrics.by_column import Aggregate, MetricByColumn
from city.dividend.anonymise.metrics.metric import EVEN, Factors, Table


@dataclass(frozen=True, eq=False)
class Precision(MetricByColumn):
    """How far up its hierarchy a column was generalised; a suppressed row counts as the top.

    A row at height h costs g·h when released and at least as much when suppressed, as for Loss.
    """

    factors: Factors = EVEN
    ignores_suppression: bool = False
    aggregate: Aggregate = Aggregate.ARITHMETIC_MEAN

    @property
    def monotone(self) -> bool:
        return self.ignores_suppression

    def generalised(self, table: Table, column: int) -> Floats:
        return self._height(table, column) * self.factors.generalisation

    def suppression(self, table: Table, column: int, level: int, rows: Floats) -> float:
        if self.ignores_suppression or not table.rows:
            return 0.0
        g, f = self.factors.generalisation, self.factors.suppression
        constant, slope = (1.0, -g) if f == 1 else (f, 1 - f - g)
        return float(rows.sum() / table.rows * (constant + slope * self._height(table, column)[level]))

    @staticmethod
    def _height(table: Table, column: int) -> Floats:
        height = table.hierarchies[column].height
        return np.arange(height) / max(1, height - 1)


@dataclass(frozen=True, eq=False)
class Height(MetricByColumn):
    """The sum of the levels; suppression is ignored."""

    aggregate: Aggregate = Aggregate.SUM

    @property
    def monotone(self) -> bool:
        return True

    def generalised(self, table: Table, column: int) -> Floats:
        return np.arange(table.hierarchies[column].height, dtype=np.float64)

    def suppression(self, table: Table, column: int, level: int, rows: Floats) -> float:  # noqa: ARG002
        return 0.0
