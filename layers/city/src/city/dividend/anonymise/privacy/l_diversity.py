"""ℓ-diversity (Machanavajjhala et al. 2007): distinct, of entropy, and recursive. Pure."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from city.dividend.anonymise.arrays import Bools, Floats
from city.dividend.anonymise.privacy.class_model import SLACK
from city.dividend.anonymise.privacy.sensitive_model import SensitiveModel
from city.dividend.anonymise.privacy.special_functions import digamma


@dataclass(frozen=True, slots=True)
class DistinctLDiversity(SensitiveModel):
    """Every class has at least l different sensitive values."""

    l: int  # noqa: E741  # the letter of the literature

    @property
    def lasting(self) -> bool:
        return True

    @property
    def convex(self) -> bool:
        return True

    @property
    def least_class(self) -> int:
        return self.l

    def accepts_counts(self, counts: Floats) -> Bools:
        return (counts > 0).sum(axis=1) >= self.l

    def must_suppress_of(self, counts: Floats) -> Floats:
        return np.where(self.accepts_counts(counts), 0, counts.sum(axis=1))


class EntropyEstimator(StrEnum):
    """How the entropy of a class is estimated from its counts: Shannon's formula, or Grassberger's correction (2003)."""

    SHANNON = "shannon"
    GRASSBERGER = "grassberger"


@dataclass(frozen=True, slots=True)
class EntropyLDiversity(SensitiveModel):
    """The entropy of the sensitive values of every class is at least log l, and there are at least l of them.

    Shannon's entropy of n rows is log n - Σ c·log c / n. Grassberger's estimator (2003) corrects it for small classes:
    G takes the place of the logarithm, G(n) = ψ(n) + (-1)^n / 2 · (ψ((n + 1) / 2) - ψ(n / 2)).

    Must suppress (Shannon): entropy is concave, so H(class) >= (1 - r/n) · H(rest) >= (1 - r/n) · log l.
    """

    l: float  # noqa: E741
    estimator: EntropyEstimator = EntropyEstimator.SHANNON

    @property
    def lasting(self) -> bool:
        return False

    @property
    def convex(self) -> bool:
        return self.estimator is EntropyEstimator.SHANNON

    @property
    def least_class(self) -> int:
        return int(np.ceil(self.l - SLACK))

    def accepts_counts(self, counts: Floats) -> Bools:
        enough = (counts > 0).sum(axis=1) >= self.l - SLACK
        accepted = np.zeros(len(counts), dtype=np.bool_)
        accepted[enough] = self._entropy(counts[enough]) >= np.log(self.l) - SLACK
        return accepted

    def must_suppress_of(self, counts: Floats) -> Floats:
        rows = counts.sum(axis=1)
        few = (counts > 0).sum(axis=1) < self.l - SLACK
        if self.estimator is not EntropyEstimator.SHANNON or self.l <= 1:
            return np.where(few, rows, 0)
        part = 1 - self._entropy(counts) / np.log(self.l)
        return np.where(few, rows, np.maximum(rows * (part - SLACK), 0))

    def _entropy(self, counts: Floats) -> Floats:
        rows = np.maximum(counts.sum(axis=1), 1)
        logarithm = natural_logarithm if self.estimator is EntropyEstimator.SHANNON else grassberger
        return logarithm(rows) - (counts * logarithm(counts)).sum(axis=1) / rows


def natural_logarithm(counts: Floats) -> Floats:
    """ln of every count; 0 for a count of 0, whose part of the entropy is nothing."""
    found: Floats = np.log(np.maximum(counts, 1))
    return found


def grassberger(counts: Floats) -> Floats:
    """Grassberger's G(n) of every count; G(1) for a count of 0, which no sum weighs."""
    whole = np.maximum(counts, 1).astype(np.int64)
    # Most counts are small and recur: one table serves them all.
    n = np.arange(1, int(whole.max(initial=1)) + 1, dtype=np.float64)
    sign = np.where(n % 2 == 0, 0.5, -0.5)
    weight = digamma(n) + sign * (digamma((n + 1) / 2) - digamma(n / 2))
    found: Floats = weight[whole - 1]
    return found


@dataclass(frozen=True, slots=True)
class RecursiveCLDiversity(SensitiveModel):
    """In every class the most frequent value is rarer than c times all values from the l-th frequent on."""

    c: float
    l: int  # noqa: E741

    @property
    def lasting(self) -> bool:
        return False

    @property
    def convex(self) -> bool:
        # Merging two (c, l)-diverse classes gives one (Machanavajjhala et al. 2007, monotonicity).
        return True

    @property
    def least_class(self) -> int:
        return self.l

    def accepts_counts(self, counts: Floats) -> Bools:
        if self.l > counts.shape[1]:
            return np.zeros(len(counts), dtype=np.bool_)
        ranked = -np.sort(-counts, axis=1)
        return ranked[:, 0] < self.c * ranked[:, self.l - 1 :].sum(axis=1)

    def must_suppress_of(self, counts: Floats) -> Floats:
        # Suppression only shrinks the tail, and shrinks the head by at most what is suppressed.
        rows = counts.sum(axis=1)
        if self.l > counts.shape[1]:
            return rows
        ranked = -np.sort(-counts, axis=1)
        lacking = ranked[:, 0] - self.c * ranked[:, self.l - 1 :].sum(axis=1)
        return np.where((counts > 0).sum(axis=1) < self.l, rows, np.clip(lacking, 0, rows))
