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

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from city.dividend.arrays import Bools, Floats, Ints
from city.dividend.grouping import Frame, Groups
from city.dividend.hierarchy import Hierarchy


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

    @property
    def columns(self) -> int:
        return len(self.hierarchies)


def table_of(frame: Frame) -> Table:
    """The table behind the finest frame."""
    marginals = tuple(
        np.bincount(codes, weights=frame.count, minlength=h.size(0))
        for h, codes in zip(frame.hierarchies, frame.codes, strict=True)
    )
    return Table(frame.hierarchies, marginals, frame.rows)


class Release:
    """One node with the classes that it releases."""

    def __init__(self, table: Table, base: Frame, groups: Groups, accepted: Bools) -> None:
        self.table = table
        self.groups = groups
        self.accepted = accepted
        self._base = base

    @property
    def suppressed(self) -> int:
        return int(self.groups.count[~self.accepted].sum())

    def suppressed_base(self) -> tuple[Floats, ...]:
        """Per column, the suppressed rows per base value."""
        return suppressed_base(self._base, self.groups, ~self.accepted)


def suppressed_base(base: Frame, groups: Groups, suppressed: Bools) -> tuple[Floats, ...]:
    """Per column, the rows of the suppressed classes per base value."""
    # Classes stand in the order of their generalised values, whatever frame they were counted from.
    fine = groups if groups.frame is base else base.group(groups.levels)
    cells = np.flatnonzero(suppressed[fine.cell_group])
    weights = base.count[cells]
    return tuple(
        np.bincount(codes[cells], weights=weights, minlength=h.size(0))
        for h, codes in zip(base.hierarchies, base.codes, strict=True)
    )


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

    The loss of a column is generalised(column, level) plus a non-negative part for suppressed rows, so the aggregate of
    generalised(...) is a lower bound, because aggregates do not decrease in any column.
    """

    aggregate: Aggregate

    @property
    def monotone(self) -> bool:
        return False

    def generalised(self, table: Table, column: int) -> Floats:
        """Per level, the loss of the column if nothing is suppressed."""
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
        raise NotImplementedError

    def loss(self, release: Release) -> float:
        levels = np.array([release.groups.levels], dtype=np.int64)
        if not release.suppressed:
            return float(self.floor(release.table, levels)[0])
        extra = self.surcharge(release.table, release.suppressed_base())
        assert extra is not None
        return float(self.floor_with(release.table, levels, extra)[0])

    def class_floor(self, table: Table, groups: Groups) -> float:  # noqa: ARG002
        return 0.0


@dataclass(frozen=True, eq=False)
class Loss(_ByColumn):
    """The part of its domain that a published value may stand for; a suppressed one stands for all of it.

    Surcharge: a row with share s costs g·s when released and, with suppression factor f, s + f·(1 - s) when suppressed
    (exactly 1 for f = 1). The difference is never negative, as g·s <= s, so a node that suppresses at least the rows R
    costs at least its generalised loss plus the difference summed over R, at its own levels.
    """

    factors: Factors = Factors()
    aggregate: Aggregate = Aggregate.GEOMETRIC_MEAN

    def generalised(self, table: Table, column: int) -> Floats:
        return self._per_level(table, column, table.marginals[column], 0.0, self.factors.generalisation)

    def surcharge(self, table: Table, suppressed: tuple[Floats, ...]) -> Surcharge | None:
        g, f = self.factors.generalisation, self.factors.suppression
        constant, slope = (1.0, -g) if f == 1 else (f, 1 - f - g)
        return tuple(
            self._per_level(table, column, suppressed[column], constant, slope) for column in range(table.columns)
        )

    @staticmethod
    def _per_level(table: Table, column: int, rows: Floats, constant: float, slope: float) -> Floats:
        hierarchy = table.hierarchies[column]
        shares = [hierarchy.shares[level][hierarchy.climb(0, level)] for level in range(hierarchy.height)]
        total = np.array([constant * rows.sum() + slope * float(rows @ share) for share in shares])
        return total / table.rows if table.rows else total


@dataclass(frozen=True, eq=False)
class Entropy(_ByColumn):
    """Non-uniform entropy in bits: how much is lost about each value by knowing only its group.

    The monotone form ignores suppression. The other one adds, for the suppressed rows, the entropy of their values
    among themselves, times their number: n·H(R). This grows with R, since adding a row of a value that stands c times
    among n changes n·log n - Σ c·log c by log-terms with log n >= log c; hence the surcharge is a lower bound for every
    node that suppresses at least R.

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
        hierarchy, rows = table.hierarchies[column], table.marginals[column]
        found = np.zeros(hierarchy.height)
        for level in range(hierarchy.height):
            climb = hierarchy.climb(0, level)
            together = np.bincount(climb, weights=rows, minlength=hierarchy.size(level))[climb]
            found[level] = _bits(rows, together)
        return self.factors.generalisation * found * self._scale(table, column)

    def surcharge(self, table: Table, suppressed: tuple[Floats, ...]) -> Surcharge | None:
        if self.ignores_suppression:
            return tuple(np.zeros(h.height) for h in table.hierarchies)
        found = []
        for column, rows in enumerate(suppressed):
            bits = _bits(rows, np.full(len(rows), rows.sum())) * self.factors.suppression * self._scale(table, column)
            found.append(np.full(table.hierarchies[column].height, bits))
        return tuple(found)

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


@dataclass(frozen=True, eq=False)
class Precision(_ByColumn):
    """How far up its hierarchy a column was generalised; a suppressed row counts as the top.

    Surcharge: as for Loss, with the level's height in place of the share.
    """

    factors: Factors = Factors()
    ignores_suppression: bool = False
    aggregate: Aggregate = Aggregate.ARITHMETIC_MEAN

    @property
    def monotone(self) -> bool:
        return self.ignores_suppression

    def generalised(self, table: Table, column: int) -> Floats:
        return self._height(table, column) * self.factors.generalisation

    def surcharge(self, table: Table, suppressed: tuple[Floats, ...]) -> Surcharge | None:
        g, f = self.factors.generalisation, self.factors.suppression
        constant, slope = (1.0, -g) if f == 1 else (f, 1 - f - g)
        part = 0.0 if self.ignores_suppression or not table.rows else float(suppressed[0].sum()) / table.rows
        return tuple(part * (constant + slope * self._height(table, column)) for column in range(table.columns))

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

    def surcharge(self, table: Table, suppressed: tuple[Floats, ...]) -> Surcharge | None:  # noqa: ARG002
        return tuple(np.zeros(h.height) for h in table.hierarchies)


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
        payout = self.game.payout(
            information_loss(groups), success_probability(groups, journalist=self.journalist)
        )
        return (payout > 0) & (groups.count > 0)


def class_size_without_attack(game: CostBenefit) -> int:
    """From this class size on an attack no longer pays: gain / size < cost."""
    if game.adversary_gain == 0:
        return 1
    return int(np.floor(game.adversary_gain / game.adversary_cost)) + 1


def columns_of(metric: Metric, release: Release) -> Sequence[float]:
    """The loss of each quasi-identifier by itself, for a report; empty for metrics of whole classes."""
    if not isinstance(metric, _ByColumn):
        return ()
    extra = metric.surcharge(release.table, release.suppressed_base())
    assert extra is not None
    return [
        float(metric.generalised(release.table, column)[level] + extra[column][level])
        for column, level in enumerate(release.groups.levels)
    ]
