"""What the models of one sensitive column share: rows per class and value, judged table by table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Bools, Floats
from city.dividend.anonymise.equivalence.grouping import Groups


@dataclass(frozen=True, slots=True)
class SensitiveModel:
    """A model of one sensitive column: it knows of a class how many rows have each value, and nothing else."""

    column: str

    def accepts(self, groups: Groups) -> Bools:
        accepted = np.empty(groups.number, dtype=np.bool_)
        for classes, counts in groups.tables(self.column):
            accepted[classes] = self.accepts_counts(counts)
        return accepted

    def must_suppress(self, groups: Groups) -> Floats:
        must = np.empty(groups.number)
        for classes, counts in groups.tables(self.column):
            must[classes] = self.must_suppress_of(counts)
        return must

    def accepts_counts(self, counts: Floats) -> Bools:
        """Per class whether it is accepted; `counts` has its rows per class and sensitive value."""
        raise NotImplementedError

    def must_suppress_of(self, counts: Floats) -> Floats:
        """Per class the rows that every specialisation suppresses at least, from rows per class and sensitive value."""
        raise NotImplementedError


def overall_of(counts: Sequence[int] | Floats) -> Floats:
    """The frequencies of the table's sensitive values, as parts of one."""
    whole = np.asarray(counts, dtype=np.float64)
    return whole / whole.sum()
