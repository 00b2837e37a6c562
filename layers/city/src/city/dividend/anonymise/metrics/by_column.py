"""Metrics that aggregate one loss per quasi-identifier. Pure."""

from collections.abc import Callable, Sequence
from enum import StrEnum

import numpy as np

from city.dividend.anonymise.arrays import Floats, Ints, sums
from city.dividend.anonymise.equivalence.grouping import Groups
from city.dividend.anonymise.metrics.metric import Metric, Release, Surcharge, Table


class Aggregate(StrEnum):
    """How the losses of the columns become one number."""

    SUM = "sum"
    MAXIMUM = "maximum"
    ARITHMETIC_MEAN = "arithmetic_mean"
    GEOMETRIC_MEAN = "geometric_mean"

    def of(self, columns: Floats) -> Floats:
        """Aggregates over the last axis. Each is non-decreasing in every column, which the bounds need."""
        found: Floats
        match self:
            case Aggregate.SUM:
                found = columns.sum(axis=-1)
            case Aggregate.MAXIMUM:
                found = columns.max(axis=-1)
            case Aggregate.ARITHMETIC_MEAN:
                found = columns.mean(axis=-1)
            case Aggregate.GEOMETRIC_MEAN:
                # One is added to every column and taken off again, or a single column without loss would hide the rest.
                found = np.expm1(np.log1p(columns).mean(axis=-1))
        return found


class MetricByColumn:
    """Metrics that are an aggregate of one loss per column.

    The loss of a column is generalised(column, level) plus a part for suppressed rows that is not negative and does not
    fall when more rows are suppressed. Aggregates do not fall in any column, so the aggregate of generalised(...) is a
    lower bound, and so is that of generalised(...) plus the part for any rows that are suppressed for certain.
    """

    aggregate: Aggregate

    @property
    def monotone(self) -> bool:
        return False

    def generalised(self, table: Table, column: int) -> Floats:
        """Per level, the loss of the column if nothing is suppressed."""
        raise NotImplementedError

    def suppression(self, table: Table, column: int, level: int, rows: Floats) -> float:
        """What suppressing `rows`, per generalised value at `level`, adds to the loss of the column."""
        raise NotImplementedError

    def floor(self, table: Table, levels: Ints) -> Floats:
        columns = [self.generalised(table, column)[levels[:, column]] for column in range(table.columns)]
        return self.aggregate.of(np.stack(columns, axis=-1))

    def floor_with(self, table: Table, levels: Ints, surcharge: Surcharge) -> Floats:
        columns = [
            (self.generalised(table, column) + surcharge[column])[levels[:, column]] for column in range(table.columns)
        ]
        return self.aggregate.of(np.stack(columns, axis=-1))

    def surcharge(self, table: Table, suppressed: tuple[Floats, ...]) -> Surcharge | None:
        return tuple(
            np.array(
                [
                    self.suppression(table, column, level, sums(h.climb(0, level), rows, h.size(level)))
                    for level in range(h.height)
                ]
            )
            for column, (h, rows) in enumerate(zip(table.hierarchies, suppressed, strict=True))
        )

    def columns(self, release: Release) -> Floats:
        """The loss of each column by itself."""
        found = np.array(
            [self.generalised(release.table, column)[level] for column, level in enumerate(release.groups.levels)]
        )
        if release.suppressed:
            found += [
                self.suppression(release.table, column, level, release.suppressed_values(column))
                for column, level in enumerate(release.groups.levels)
            ]
        return found

    def loss(self, release: Release) -> float:
        return float(self.aggregate.of(self.columns(release)))

    def class_floor(self, table: Table, groups: Groups) -> float:  # noqa: ARG002
        return 0.0


def cached(metric: object, table: Table, column: int, compute: Callable[[Table, int], Floats]) -> Floats:
    """Asked for at every node, computed once per table."""
    key = (id(metric), column)
    if key not in table.computed:
        table.computed[key] = compute(table, column)
    return table.computed[key]


def columns_of(metric: Metric, release: Release) -> Sequence[float]:
    """The loss of each quasi-identifier by itself, for a report; empty for metrics of whole classes."""
    return [float(loss) for loss in metric.columns(release)] if isinstance(metric, MetricByColumn) else ()
