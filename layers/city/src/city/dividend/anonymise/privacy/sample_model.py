"""Models of the released rows as a whole: average risk, and uniqueness in the sample. Pure."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from city.dividend.anonymise.arrays import Bools, Ints
from city.dividend.anonymise.equivalence.grouping import Groups


class SampleModel(Protocol):
    """A model of the released rows as a whole, brought about by suppressing the smallest classes."""

    @property
    def of_people(self) -> bool:
        """Whether a class is as large as it has people; else it is as large as it has rows."""
        ...

    @property
    def monotone(self) -> bool:
        """Whether a release that satisfies the model is followed, at every coarser node, by one that suppresses no more.

        For both models below: of the coarser classes, keep those that hold a class that was released. They have no
        fewer rows, no more classes and no more classes of one row. Suppressing the smallest first is then no worse.
        Not so with people: many rows of one person may join a class that was released, which has then hardly more
        people and far more rows at risk.
        """
        ...

    def satisfied(self, sizes: Ints, rows: Ints) -> bool:
        """Whether a release of classes of these sizes is acceptable. `rows` are the sizes unless people are counted."""
        ...


@dataclass(frozen=True, slots=True)
class AverageRisk:
    """The mean probability of re-identification, classes per row, is at most `threshold`."""

    threshold: float
    of_people: bool = False

    @property
    def monotone(self) -> bool:
        return not self.of_people

    def satisfied(self, sizes: Ints, rows: Ints) -> bool:
        if self.of_people:
            # The mean over rows of the chance to guess which person of its class a row is of.
            return len(sizes) == 0 or float((rows / sizes).sum()) / int(rows.sum()) <= self.threshold
        return len(sizes) == 0 or 1 / (int(sizes.sum()) / len(sizes)) <= self.threshold


@dataclass(frozen=True, slots=True)
class SampleUniqueness:
    """At most this part of the released rows is alone in its class, or its person is."""

    threshold: float
    of_people: bool = False

    @property
    def monotone(self) -> bool:
        return not self.of_people

    def satisfied(self, sizes: Ints, rows: Ints) -> bool:
        return len(sizes) == 0 or int(rows[sizes == 1].sum()) / int(rows.sum()) <= self.threshold


def suppress_smallest(model: SampleModel, groups: Groups, accepted: Bools) -> Bools:
    """Suppresses classes from the smallest up until the model holds, by bisection; ties go by the order of classes."""
    size = groups.people if model.of_people else groups.count
    order = np.flatnonzero(accepted & (groups.count > 0))
    order = order[np.argsort(size[order], kind="stable")]
    sizes, rows = size[order], groups.count[order]
    low, high = 0, len(sizes)
    if model.satisfied(sizes, rows):
        high = 0
    while low < high:
        middle = (low + high) // 2
        if model.satisfied(sizes[middle:], rows[middle:]):
            high = middle
        else:
            low = middle + 1
    released = accepted.copy()
    released[order[:low]] = False
    return released
