"""β-likeness (Cao, Karras 2012), basic and enhanced. Pure."""

from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Bools, Floats
from city.dividend.anonymise.privacy.class_model import SLACK
from city.dividend.anonymise.privacy.sensitive_model import SensitiveModel


@dataclass(frozen=True, slots=True, eq=False)
class BLikeness(SensitiveModel):
    """No sensitive value is more than β times more frequent in a class than in the table, relatively.

    The enhanced form also keeps the gain below -ln of the value's frequency in the table.
    """

    beta: float
    overall: Floats
    enhanced: bool = False

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
        base = np.maximum(self.overall, 1e-300)
        gain = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1) / base - 1
        return ((gain <= self._limits + SLACK) | (counts == 0)).all(axis=1)

    def must_suppress_of(self, counts: Floats) -> Floats:
        # At best all r suppressed rows have the value that is too frequent: (c - r) / (n - r) <= most.
        rows = counts.sum(axis=1, keepdims=True)
        most = np.minimum((1 + self._limits + SLACK) * self.overall, 1)
        lacking = (counts - most * rows) / np.maximum(1 - most, SLACK)
        return np.clip(lacking.max(axis=1), 0, rows[:, 0])

    @property
    def _limits(self) -> Floats:
        if not self.enhanced:
            return np.full(len(self.overall), self.beta)
        return np.minimum(self.beta, -np.log(np.maximum(self.overall, 1e-300)))
