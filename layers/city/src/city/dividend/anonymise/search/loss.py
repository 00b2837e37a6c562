"""Loss metrics: what a release costs its reader, and what it must cost at least. Pure.

Every metric gives three things. `loss` is the loss of a node whose accepted classes are released and whose other rows
are suppressed. `floor` is a lower bound of it that needs no classes, only the node's levels. `surcharge` and
`class_floor` are bounds that a node, once grouped, proves about its specialisations and generalisations. The proofs
stand beside the formulas; `search` relies on nothing else.

Definitions as in ARX's documentation, so that its published optima can be compared digit by digit:
Loss: Iyengar 2002, with the generalisation-suppression factor. Non-uniform entropy: de Waal, Willenborg 1999.
Discernibility: Bayardo, Agrawal 2005. AECS: LeFevre et al. 2006, not normalised by k. Precision: Sweeney 2002.
Entropy-based information loss and publisher payout: Wan et al. 2015.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Protocol

import numpy as np

from city.dividend.anonymise.rows.arrays import Bools, Floats, Ints, sums
from city.dividend.anonymise.rows.grouping import Frame, Groups
from city.dividend.anonymise.rows.hierarchy import Hierarchy


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


@dataclass(frozen=True, eq=False)
class Table:
    """What metrics know of the rows to be released: per column, rows per base value."""

    hierarchies: tuple[Hierarchy, ...]
    marginals: tuple[Floats, ...]
    rows: int
    computed: dict[tuple[int, int], Floats] = field(default_factory=dict, repr=False)

    @property
    def columns(self) -> int:
        return len(self.hierarchies)


def table_of(frame: Frame) -> Table:
    """The table behind the finest frame."""
    return Table(frame.hierarchies, frame.words.marginals(), frame.rows)


class Release:
    """One node with the classes that it releases."""

    def __init__(self, table: Table, groups: Groups, accepted: Bools) -> None:
        self.table = table
        self.groups = groups
        self.accepted = accepted

    @cached_property
    def suppressed(self) -> int:
        return int(self.groups.count[~self.accepted].sum())

    def suppressed_values(self, column: int) -> Floats:
        """The suppressed rows per generalised value of one column."""
        return self.groups.marginal(column, ~self.accepted)


def suppressed_base(base: Frame, groups: Groups, suppressed: Bools) -> tuple[Floats, ...]:
    """Per column, the rows of the suppressed classes per base value."""
    # Classes stand in the order of their generalised values, whatever frame they were counted from.
    fine = groups if groups.frame is base else base.group(groups.levels)
    return base.words.marginals(suppressed[fine.cell_group])


Surcharge = tuple[Floats, ...]


class Metric(Protocol):
    @property
    def monotone(self) -> bool:
        """Whether the loss of a node never exceeds that of its generalisations, suppression included."""
        ...

    def floor(self, table: Table, levels: Ints) -> Floats:
        """A lower bound of the loss of each row of `levels`, (nodes, columns)."""
        ...

    def loss(self, release: Release) -> float: ...

    def surcharge(self, table: Table, suppressed: tuple[Floats, ...]) -> Surcharge | None:
        """What a node adds, per column and level, by suppressing at least these rows; None if nothing can be said."""
        ...

    def floor_with(self, table: Table, levels: Ints, surcharge: Surcharge) -> Floats:
        """The lower bound of nodes that suppress at least the rows behind `surcharge`."""
        ...

    def class_floor(self, table: Table, groups: Groups) -> float:
        """A lower bound of the loss of every generalisation of these classes; 0 if nothing can be said."""
        ...


@dataclass(frozen=True, slots=True)
class Factors:
    """How generalisation and suppression are weighed: 0.5 both fully, towards 0 suppression costs less, towards 1
    generalisation does."""

    gs: float = 0.5

    @property
    def generalisation(self) -> float:
        return 1.0 if self.gs <= 0.5 else 2 - 2 * self.gs

    @property
    def suppression(self) -> float:
        return 2 * self.gs if self.gs < 0.5 else 1.0


class _ByColumn:
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


@dataclass(frozen=True, eq=False)
class Loss(_ByColumn):
    """The part of its domain that a published value may stand for; a suppressed one stands for all of it.

    Each column is scaled so that 0 is a column as it was and 1 one of which nothing is told.
    A row with share s costs g·s when released and, with suppression factor f, s + f·(1 - s) when suppressed (exactly 1
    for f = 1). The difference is never negative, as g·s <= s.
    """

    factors: Factors = Factors()
    aggregate: Aggregate = Aggregate.GEOMETRIC_MEAN

    def generalised(self, table: Table, column: int) -> Floats:
        return _cached(self, table, column, self._generalised)

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


@dataclass(frozen=True, eq=False)
class Entropy(_ByColumn):
    """Non-uniform entropy in bits: how much is lost about each value by knowing only its group.

    The monotone form ignores suppression. The other one adds, for the suppressed rows, what their generalised values
    would have told: n·H, the entropy of those values among themselves times their number. This grows with the rows,
    since one more of a value that stands c times among n adds a difference of n·log n that exceeds that of c·log c.

    `normalised` divides each column by the loss of knowing nothing of it.
    """

    ignores_suppression: bool = False
    normalised: bool = False
    factors: Factors = Factors()
    aggregate: Aggregate = Aggregate.SUM

    @property
    def monotone(self) -> bool:
        return self.ignores_suppression

    def generalised(self, table: Table, column: int) -> Floats:
        return _cached(self, table, column, self._generalised)

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


def _cached(metric: object, table: Table, column: int, compute: Callable[[Table, int], Floats]) -> Floats:
    """Asked for at every node, computed once per table."""
    key = (id(metric), column)
    if key not in table.computed:
        table.computed[key] = compute(table, column)
    return table.computed[key]


def _bits(rows: Floats, together: Floats) -> float:
    """-Σ rows · log2(rows / together) over the values that occur."""
    present = rows > 0
    return float((rows[present] * np.log2(together[present] / rows[present])).sum())


@dataclass(frozen=True, eq=False)
class Precision(_ByColumn):
    """How far up its hierarchy a column was generalised; a suppressed row counts as the top.

    A row at height h costs g·h when released and at least as much when suppressed, as for Loss.
    """

    factors: Factors = Factors()
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
class Height(_ByColumn):
    """The sum of the levels; suppression is ignored."""

    aggregate: Aggregate = Aggregate.SUM

    @property
    def monotone(self) -> bool:
        return True

    def generalised(self, table: Table, column: int) -> Floats:
        return np.arange(table.hierarchies[column].height, dtype=np.float64)

    def suppression(self, table: Table, column: int, level: int, rows: Floats) -> float:  # noqa: ARG002
        return 0.0


class _ByClass:
    """Metrics of the classes themselves: nothing is known of a node by suppressing rows elsewhere."""

    @property
    def monotone(self) -> bool:
        return False

    def surcharge(self, table: Table, suppressed: tuple[Floats, ...]) -> Surcharge | None:  # noqa: ARG002
        return None

    def floor_with(self, table: Table, levels: Ints, surcharge: Surcharge) -> Floats:
        raise NotImplementedError

    @staticmethod
    def _most_classes(table: Table, levels: Ints) -> Floats:
        """At most so many classes: one per combination of values, and none without a row."""
        sizes = [
            np.array([float(h.size(level)) for level in range(h.height)])[levels[:, column]]
            for column, h in enumerate(table.hierarchies)
        ]
        return np.minimum(np.prod(np.stack(sizes, axis=-1), axis=-1), table.rows)


@dataclass(frozen=True, eq=False)
class Discernibility(_ByClass):
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
class AverageClassSize(_ByClass):
    """Rows per released class, where all suppressed rows together count as one more.

    Bounds: if anything is suppressed, at least one class is, so released classes plus one never exceed the classes
    before suppression, and their weighted number never exceeds that times the larger factor. Classes only merge on the
    way up, so a finer node's number of classes bounds every generalisation's.
    """

    factors: Factors = Factors()

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


@dataclass(frozen=True, slots=True)
class CostBenefit:
    """The game of Wan et al. 2015, in the publisher's currency per row: what an attack costs and gains the adversary,
    what it costs the publisher, and what a row without any loss is worth."""

    adversary_cost: float
    adversary_gain: float
    publisher_loss: float
    publisher_benefit: float

    def payout(self, information_loss: Floats, success: Floats) -> Floats:
        """The publisher's expected gain per row. An adversary attacks where it pays."""
        attacked = self.adversary_gain * success - self.adversary_cost > 0
        return self.publisher_benefit * (1 - information_loss) - np.where(attacked, self.publisher_loss * success, 0)


def information_loss(groups: Groups) -> Floats:
    """Per class, the part of the bits that its generalised values no longer tell, in [0, 1]."""
    hierarchies = groups.frame.hierarchies
    whole = sum(float(np.log10(h.size(0))) for h in hierarchies)
    found = np.ones(groups.number)
    for column, (hierarchy, level) in enumerate(zip(hierarchies, groups.levels, strict=True)):
        found += np.log10(hierarchy.shares[level])[groups.codes(column)] / whole if whole else 0.0
    return np.clip(found, 0, 1)


@dataclass(frozen=True, eq=False)
class EntropyBasedLoss(_ByClass):
    """The information loss of every row, summed; a suppressed row loses everything.

    Floor: the loss of a row is a sum over its columns, so the sum over rows follows from the marginals; a suppressed
    row costs at least what it would have lost.
    """

    factors: Factors = Factors()

    def floor(self, table: Table, levels: Ints) -> Floats:
        return self.factors.generalisation * _summed_information_loss(table, levels)

    def loss(self, release: Release) -> float:
        sizes = release.groups.count
        lost = information_loss(release.groups) * self.factors.generalisation
        return float((sizes * np.where(release.accepted, lost, self.factors.suppression)).sum())

    def class_floor(self, table: Table, groups: Groups) -> float:  # noqa: ARG002
        return 0.0


def _summed_information_loss(table: Table, levels: Ints) -> Floats:
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


@dataclass(frozen=True, eq=False)
class PublisherPayout(_ByClass):
    """What the publisher does not earn, of at most benefit per row. Floor: nobody attacks and nothing is suppressed."""

    game: CostBenefit
    journalist: bool = False
    factors: Factors = Factors()

    def floor(self, table: Table, levels: Ints) -> Floats:
        benefit = self.game.publisher_benefit
        return self.factors.generalisation * benefit * _summed_information_loss(table, levels)

    def loss(self, release: Release) -> float:
        groups, game = release.groups, self.game
        earned = game.payout(information_loss(groups), success_probability(groups, journalist=self.journalist))
        missed = np.where(
            release.accepted,
            self.factors.generalisation * (game.publisher_benefit - earned),
            self.factors.suppression * game.publisher_benefit,
        )
        return float((groups.count * missed).sum())

    def class_floor(self, table: Table, groups: Groups) -> float:  # noqa: ARG002
        return 0.0


def success_probability(groups: Groups, *, journalist: bool) -> Floats:
    """Of re-identifying a row: one in its class, or, for the journalist, one in the population's class."""
    sizes: Ints = groups.population if journalist and groups.population is not None else groups.count
    return 1 / np.maximum(sizes, 1)


@dataclass(frozen=True, slots=True)
class Profitability:
    """A privacy model: a class is released where the publisher can expect to earn by it (Wan et al. 2015)."""

    game: CostBenefit
    journalist: bool = False

    @property
    def lasting(self) -> bool:
        return False

    @property
    def convex(self) -> bool:
        # Generalisation may cost the publisher more than the smaller risk saves.
        return False

    @property
    def least_class(self) -> int:
        return 1

    def accepts(self, groups: Groups) -> Bools:
        payout = self.game.payout(information_loss(groups), success_probability(groups, journalist=self.journalist))
        return (payout > 0) & (groups.count > 0)

    def must_suppress(self, groups: Groups) -> Floats:
        return np.zeros(groups.number)


def class_size_without_attack(game: CostBenefit) -> int:
    """From this class size on an attack no longer pays: gain / size < cost."""
    if game.adversary_gain == 0:
        return 1
    return int(np.floor(game.adversary_gain / game.adversary_cost)) + 1


def columns_of(metric: Metric, release: Release) -> Sequence[float]:
    """The loss of each quasi-identifier by itself, for a report; empty for metrics of whole classes."""
    return [float(loss) for loss in metric.columns(release)] if isinstance(metric, _ByColumn) else ()
