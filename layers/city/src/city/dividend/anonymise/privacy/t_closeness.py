"""t-closeness (Li, Li, Venkatasubramanian 2007) with the equal, ordered and hierarchical distance. Pure."""

from dataclasses import KW_ONLY, dataclass

import numpy as np

from city.dividend.anonymise.arrays import Bools, Floats
from city.dividend.anonymise.hierarchies.hierarchy import Hierarchy
from city.dividend.anonymise.privacy.class_model import SLACK
from city.dividend.anonymise.privacy.sensitive_model import SensitiveModel


@dataclass(frozen=True, slots=True, eq=False)
class TCloseness(SensitiveModel):
    """The sensitive values of every class are distributed within distance t of the table's.

    `tree` is the hierarchy of the sensitive values for the hierarchical distance; `ordered` asks for the ordered
    distance over the values in the order of their codes; else all values are equally far apart.
    """

    t: float
    overall: Floats
    _: KW_ONLY
    tree: Hierarchy | None = None
    ordered: bool = False

    @property
    def lasting(self) -> bool:
        return False

    @property
    def convex(self) -> bool:
        return True

    @property
    def least_class(self) -> int:
        return 1

    def accepts_counts(self, counts: Floats) -> Bools:
        return self._distances_of(counts) <= self.t + SLACK

    def must_suppress_of(self, counts: Floats) -> Floats:
        # The rest of a class, without r of its n rows, is at most r / n away from it: distances are at most 1.
        return np.maximum(counts.sum(axis=1) * (self._distances_of(counts) - self.t - SLACK), 0)

    def _distances_of(self, counts: Floats) -> Floats:
        return self.distances(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1) - self.overall)

    def distances(self, extra: Floats) -> Floats:
        """Earth mover's distance per class from `extra`, the class's frequencies less the table's."""
        found: Floats
        if self.ordered:
            found = np.abs(np.cumsum(extra, axis=1)).sum(axis=1) / max(1, extra.shape[1] - 1)
        elif self.tree is None:
            found = np.abs(extra).sum(axis=1) / 2
        else:
            found = _distance_in_tree(extra, self.tree)
        return found


def _distance_in_tree(extra: Floats, tree: Hierarchy) -> Floats:
    """What remains unbalanced below a node must travel over it: height / total height per unit that does."""
    top = tree.height - 1
    distance, below = np.zeros(len(extra)), extra
    for level in range(1, tree.height):
        incidence = np.zeros((tree.size(level - 1), tree.size(level)))
        incidence[np.arange(tree.size(level - 1)), tree.climb(level - 1, level)] = 1
        surplus, lack = np.maximum(below, 0) @ incidence, np.maximum(-below, 0) @ incidence
        distance += np.minimum(surplus, lack).sum(axis=1) * level / top
        below = below @ incidence
    return distance
