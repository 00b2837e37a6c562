"""What a loss metric says of a release: what it costs its reader, and what it must cost at least. Pure.

Every metric gives three things. `loss` is the loss of a node whose accepted classes are released and whose other rows
are suppressed. `floor` is a lower bound of it that needs no classes, only the node's levels. `surcharge` and
`class_floor` are bounds that a node, once grouped, proves about its specialisations and generalisations. The proofs
stand beside the formulas; `search` relies on nothing else.

Definitions are those of ARX's documentation, so that its published optima can be compared digit by digit.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from city.dividend.anonymise.arrays import Bools, Floats, Ints
from city.dividend.anonymise.equivalence.grouping import CellFrame, Groups
from city.dividend.anonymise.hierarchies.hierarchy import Hierarchy


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


def table_of(frame: CellFrame) -> Table:
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


def suppressed_base(base: CellFrame, groups: Groups, suppressed: Bools) -> tuple[Floats, ...]:
    """Per column, the rows of the suppressed classes per base value."""
    # Classes stand in the order of their generalised values, whatever frame they were counted from.
    fine = groups if groups.frame is base else base.group(groups.levels)
    return base.words.marginals(suppressed[fine.cell_group])


Surcharge = tuple[Floats, ...]


class Metric(Protocol):
    """A loss, and the lower bounds that the search excludes nodes by."""

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


# Generalisation and suppression both weigh fully.
EVEN = Factors()
