"""Discernibility (Bayardo, Agrawal 2005) and average class size (LeFevre et al. 2006, not normalised by k). Pure."""

from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Floats, Ints
from city.dividend.anonymise.equivalence.grouping import Groups
from city.dividend.anonymise.metrics.by_class import MetricByClass
from city.dividend.anonymise.metrics.metric import EVEN, Factors, Release, Table


@dataclass(frozen=True, eq=False)
class Discernibility(MetricByClass):
    """Each row costs the size of its class; a suppressed row costs the size of the table.

    Bounds: every row costs at least the size of its class before suppression. Merging classes of a and b rows makes
    a² + b² into (a + b)², so Σ size² never falls on the way up; with at most m classes it is at least rows² / m.
    `ignores_suppression` charges suppressed rows as if they were released (DM*).
    """

    ignores_suppression: bool = False

    @property
    def monotone(self) -> bool:
        return self.ignores_suppression

    def floor(self, table: Table, levels: Ints) -> Floats:
        return float(table.rows) ** 2 / np.maximum(self._most_classes(table, levels), 1)

    def loss(self, release: Release) -> float:
        sizes = release.groups.count.astype(np.float64)
        if self.ignores_suppression:
            return float((sizes**2).sum())
        return float(np.where(release.accepted, sizes**2, sizes * release.table.rows).sum())

    def class_floor(self, table: Table, groups: Groups) -> float:  # noqa: ARG002
        return float((groups.count.astype(np.float64) ** 2).sum())


@dataclass(frozen=True, eq=False)
class AverageClassSize(MetricByClass):
    """Rows per released class, where all suppressed rows together count as one more.

    Bounds: if anything is suppressed, at least one class is, so released classes plus one never exceed the classes
    before suppression, and their weighted number never exceeds that times the larger factor. Classes only merge on the
    way up, so a finer node's number of classes bounds every generalisation's.
    """

    factors: Factors = EVEN

    def floor(self, table: Table, levels: Ints) -> Floats:
        return table.rows / np.maximum(self._most_classes(table, levels) * self._larger, 1e-300)

    def loss(self, release: Release) -> float:
        real = release.groups.count > 0
        released = int((release.accepted & real).sum())
        suppressed = bool((~release.accepted & real).any())
        # As in ARX, the factors change sides: fewer, larger classes are what generalisation costs.
        number = released * self.factors.suppression + suppressed * self.factors.generalisation
        return release.table.rows / number if number else float("inf")

    def class_floor(self, table: Table, groups: Groups) -> float:
        return table.rows / max(1e-300, int((groups.count > 0).sum()) * self._larger)

    @property
    def _larger(self) -> float:
        return max(self.factors.generalisation, self.factors.suppression)
