"""Entropy-based information loss (Wan et al. 2015). Pure."""

from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Floats, Ints
from city.dividend.anonymise.equivalence.grouping import Groups
from city.dividend.anonymise.metrics.by_class import MetricByClass
from city.dividend.anonymise.metrics.metric import EVEN, Factors, Release, Table


def information_loss(groups: Groups) -> Floats:
    """Per class, the part of the bits that its generalised values no longer tell, in [0, 1]."""
    hierarchies = groups.frame.hierarchies
    whole = sum(float(np.log10(h.size(0))) for h in hierarchies)
    found = np.ones(groups.number)
    for column, (hierarchy, level) in enumerate(zip(hierarchies, groups.levels, strict=True)):
        found += np.log10(hierarchy.shares[level])[groups.codes(column)] / whole if whole else 0.0
    return np.clip(found, 0, 1)


@dataclass(frozen=True, eq=False)
class EntropyBasedLoss(MetricByClass):
    """The information loss of every row, summed; a suppressed row loses everything.

    Floor: the loss of a row is a sum over its columns, so the sum over rows follows from the marginals; a suppressed
    row costs at least what it would have lost.
    """

    factors: Factors = EVEN

    def floor(self, table: Table, levels: Ints) -> Floats:
        return self.factors.generalisation * summed_information_loss(table, levels)

    def loss(self, release: Release) -> float:
        sizes = release.groups.count
        lost = information_loss(release.groups) * self.factors.generalisation
        return float((sizes * np.where(release.accepted, lost, self.factors.suppression)).sum())

    def class_floor(self, table: Table, groups: Groups) -> float:  # noqa: ARG002
        return 0.0


def summed_information_loss(table: Table, levels: Ints) -> Floats:
    """The information loss of all rows at each node of `levels`, if none is suppressed."""
    whole = sum(float(np.log10(h.size(0))) for h in table.hierarchies)
    found = np.full(len(levels), float(table.rows))
    for column, hierarchy in enumerate(table.hierarchies):
        logs = np.array(
            [
                float(table.marginals[column] @ np.log10(hierarchy.shares[level])[hierarchy.climb(0, level)])
                for level in range(hierarchy.height)
            ]
        )
        found += logs[levels[:, column]] / whole if whole else 0.0
    # Rounding may leave a sum of nothing slightly below zero.
    return np.maximum(found, 0)
