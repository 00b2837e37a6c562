"""Privacy models: which equivalence classes may be released. Pure.

Three properties decide how the search may reason, so each model states them:

* `lasting`: an accepted class stays accepted whatever it is merged with (k-anonymity, distinct ℓ-diversity, k-map).
  Then a node that needs to suppress at most r rows is followed by generalisations that need at most r.
* `convex`: the union of accepted classes is accepted (all lasting models; entropy and recursive ℓ-diversity, by
  concavity; t-closeness, β-likeness and δ-presence, by convexity). Then, where nothing may be suppressed, a node that
  satisfies the model is followed by generalisations that do.
* `least_class`, `least_distinct`: lasting conditions that acceptance implies. They let a non-lasting model reject a
  node, and with it all its specialisations, without looking at distributions.

Sources: k-anonymity, k-map: Sweeney 2002. ℓ-diversity: Machanavajjhala et al. 2007. t-closeness: Li, Li,
Venkatasubramanian 2007. δ-presence: Nergiz, Atzori, Clifton 2007. β-likeness: Cao, Karras 2012. Estimated k-map:
El Emam, Dankar 2008. Where a definition leaves a choice, it is the one that ARX's documentation makes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np

from city.dividend.arrays import Bools, Floats, Ints
from city.dividend.privacy_errors import ModelImpossible
from city.dividend.grouping import Groups
from city.dividend.hierarchy import Hierarchy

# Thresholds are compared with this slack, so that a class at the threshold is not lost to rounding.
_SLACK = 1e-12


class ClassModel(Protocol):
    """A model that accepts or rejects each class by itself."""

    @property
    def lasting(self) -> bool: ...

    @property
    def convex(self) -> bool: ...

    @property
    def least_class(self) -> int: ...

    def accepts(self, groups: Groups) -> Bools:
        """Per class, whether its rows may be released."""
        ...


@dataclass(frozen=True, slots=True)
class KAnonymity:
    """Every released row shares its quasi-identifiers with at least k - 1 others."""

    k: int

    def __post_init__(self) -> None:
        if self.k < 1:
            raise ModelImpossible(f"k는 1 이상이어야 합니다: {self.k}", f"k must be at least 1, not {self.k}.")

    @property
    def lasting(self) -> bool:
        return True

    @property
    def convex(self) -> bool:
        return True

    @property
    def least_class(self) -> int:
        return self.k

    def accepts(self, groups: Groups) -> Bools:
        return groups.count >= self.k


@dataclass(frozen=True, slots=True)
class KMap:
    """Every released row shares its quasi-identifiers with at least k rows of the population."""

    k: int

    @property
    def lasting(self) -> bool:
        return True

    @property
    def convex(self) -> bool:
        return True

    @property
    def least_class(self) -> int:
        return 1

    def accepts(self, groups: Groups) -> Bools:
        return _population(groups) >= self.k


@dataclass(frozen=True, slots=True)
class DPresence:
    """In every class of the population, the part that is released lies in [low, high].

    A class of the population without released rows cannot be suppressed: where it violates `low`, no release at this
    node satisfies the model (`unsuppressible`).
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 1:
            raise ModelImpossible(
                f"δ는 0 ≤ 최소 ≤ 최대 ≤ 1이어야 합니다: {self.low}, {self.high}",
                f"δ must be 0 ≤ low ≤ high ≤ 1, not {self.low}, {self.high}.",
            )

    @property
    def lasting(self) -> bool:
        return False

    @property
    def convex(self) -> bool:
        return True

    @property
    def least_class(self) -> int:
        return 1

    def accepts(self, groups: Groups) -> Bools:
        part = groups.count / _population(groups)
        return (part >= self.low) & (part <= self.high)

    def unsuppressible(self, groups: Groups) -> bool:
        return bool(((groups.count == 0) & ~self.accepts(groups)).any())


def _population(groups: Groups) -> Ints:
    if groups.population is None:
        raise ModelImpossible("모집단이 없습니다.", "This model needs a population around the released rows.")
    return groups.population


@dataclass(frozen=True, slots=True)
class _OfSensitive:
    """What models of one sensitive column share: rows per class and value are judged table by table."""

    column: str

    def accepts(self, groups: Groups) -> Bools:
        accepted = np.empty(groups.number, dtype=np.bool_)
        for classes, table in groups.tables(self.column):
            accepted[classes] = self._judge(table)
        return accepted

    def _judge(self, table: Floats) -> Bools:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class DistinctLDiversity(_OfSensitive):
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

    def _judge(self, table: Floats) -> Bools:
        return (table > 0).sum(axis=1) >= self.l


class EntropyEstimator(StrEnum):
    SHANNON = "shannon"
    GRASSBERGER = "grassberger"


@dataclass(frozen=True, slots=True)
class EntropyLDiversity(_OfSensitive):
    """The entropy of the sensitive values of every class is at least log l.

    Grassberger's estimator corrects the bias of small classes (Grassberger 2003): n log n is replaced by n G(n) with
    G(n) = ψ(n) + (-1)^n / 2 · (ψ((n + 1) / 2) - ψ(n / 2)).
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
        # Fewer than l values have less entropy than log l; the corrected estimate may exceed it.
        return int(np.ceil(self.l - _SLACK)) if self.estimator is EntropyEstimator.SHANNON else 1

    def _judge(self, table: Floats) -> Bools:
        rows = table.sum(axis=1)
        safe = np.maximum(rows, 1)
        if self.estimator is EntropyEstimator.SHANNON:
            weight = np.log(np.maximum(table, 1))
        else:
            weight = _grassberger(table.astype(np.int64))
        entropy = np.log(safe) - (table * weight).sum(axis=1) / safe
        return entropy >= np.log(self.l) - _SLACK


def _digamma(x: Floats) -> Floats:
    """ψ for x >= 1/2: recurrence up to 8, then the asymptotic series, whose error is below 1e-13 there."""
    shifted, found = x.copy(), np.zeros_like(x)
    while (low := shifted < 8).any():
        found[low] -= 1 / shifted[low]
        shifted[low] += 1
    square = 1 / (shifted * shifted)
    series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132)))))
    return found + np.log(shifted) - 0.5 / shifted - series


def _grassberger(counts: Ints) -> Floats:
    unique, place = np.unique(np.maximum(counts, 1), return_inverse=True)
    n = unique.astype(np.float64)
    sign = np.where(unique % 2 == 0, 0.5, -0.5)
    weight = _digamma(n) + sign * (_digamma((n + 1) / 2) - _digamma(n / 2))
    found: Floats = weight[place].reshape(counts.shape)
    return found


@dataclass(frozen=True, slots=True)
class RecursiveCLDiversity(_OfSensitive):
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

    def _judge(self, table: Floats) -> Bools:
        if self.l > table.shape[1]:
            return np.zeros(len(table), dtype=np.bool_)
        ranked = -np.sort(-table, axis=1)
        return ranked[:, 0] < self.c * ranked[:, self.l - 1 :].sum(axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class TCloseness(_OfSensitive):
    """The sensitive values of every class are distributed within distance t of the table's.

    `tree` is the hierarchy of the sensitive values for the hierarchical distance; `ordered` asks for the ordered
    distance over the values in the order of their codes; else all values are equally far apart.
    """

    t: float
    overall: Floats
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

    def _judge(self, table: Floats) -> Bools:
        extra = table / np.maximum(table.sum(axis=1, keepdims=True), 1) - self.overall
        return self.distances(extra) <= self.t + _SLACK

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


@dataclass(frozen=True, slots=True, eq=False)
class BLikeness(_OfSensitive):
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

    def _judge(self, table: Floats) -> Bools:
        present = self.overall > 0
        base = self.overall[present]
        gain = table[:, present] / np.maximum(table.sum(axis=1, keepdims=True), 1) / base - 1
        limit = np.minimum(self.beta, -np.log(base)) if self.enhanced else np.full(len(base), self.beta)
        return ((gain <= limit + _SLACK) | (table[:, present] == 0)).all(axis=1)


def k_for_population(k: int, sample: int, population: int, significance: float, *, zero_truncated: bool) -> int:
    """The class size in a sample that stands for k-map in the population, by El Emam and Dankar's estimators.

    Class sizes of the sample are Poisson with mean k · sample / population; with `zero_truncated` only those above zero
    count. Never more than k itself or the sample.
    """
    mean = k * sample / population
    probability = float(np.exp(-mean))
    threshold = 1 - significance
    size, reached = 0, 0.0
    if zero_truncated:
        above_zero = 1 - probability
        while reached < threshold:
            size += 1
            probability *= mean / size
            reached += probability / above_zero
        return min(k, sample, size + 1)
    while reached < threshold:
        reached += probability
        size += 1
        probability *= mean / size
    return min(k, sample, size + 1)


class SampleModel(Protocol):
    """A model of the released rows as a whole, brought about by suppressing the smallest classes."""

    def satisfied(self, sizes: Ints) -> bool:
        """Whether a release of classes of these sizes is acceptable."""
        ...


@dataclass(frozen=True, slots=True)
class AverageRisk:
    """The mean probability of re-identification, classes per row, is at most `threshold`."""

    threshold: float

    def satisfied(self, sizes: Ints) -> bool:
        return len(sizes) == 0 or 1 / (int(sizes.sum()) / len(sizes)) <= self.threshold


@dataclass(frozen=True, slots=True)
class SampleUniqueness:
    """At most this part of the released rows is alone in its class."""

    threshold: float

    def satisfied(self, sizes: Ints) -> bool:
        return len(sizes) == 0 or int((sizes == 1).sum()) / int(sizes.sum()) <= self.threshold


@dataclass(frozen=True, slots=True)
class Privacy:
    """All models that a release has to satisfy at once."""

    classes: tuple[ClassModel, ...] = ()
    sample: tuple[SampleModel, ...] = ()

    @property
    def lasting(self) -> bool:
        return not self.sample and all(model.lasting for model in self.classes)

    @property
    def convex(self) -> bool:
        return not self.sample and all(model.convex for model in self.classes)

    @property
    def least_class(self) -> int:
        """Rows in smaller classes are suppressed, whatever else holds: a lasting condition."""
        return max((model.least_class for model in self.classes), default=1)

    def monotone(self, suppressible: int) -> bool:
        """Whether generalising a node that satisfies the models always gives another one."""
        return self.lasting or (suppressible == 0 and self.convex)

    def accepted(self, groups: Groups) -> Bools | None:
        """Per class whether it is released; None where suppression cannot make the node acceptable."""
        accepted = np.ones(groups.number, dtype=np.bool_)
        for model in self.classes:
            accepted &= model.accepts(groups)
            if isinstance(model, DPresence) and model.unsuppressible(groups):
                return None
        for sample in self.sample:
            accepted = _suppress_smallest(sample, groups, accepted)
        return accepted


def _suppress_smallest(model: SampleModel, groups: Groups, accepted: Bools) -> Bools:
    """Suppresses classes from the smallest up until the model holds, by bisection; ties go by the order of classes."""
    order = np.flatnonzero(accepted & (groups.count > 0))
    order = order[np.argsort(groups.count[order], kind="stable")]
    sizes = groups.count[order]
    low, high = 0, len(sizes)
    if model.satisfied(sizes):
        high = 0
    while low < high:
        middle = (low + high) // 2
        if model.satisfied(sizes[middle:]):
            high = middle
        else:
            low = middle + 1
    released = accepted.copy()
    released[order[:low]] = False
    return released


def overall_of(counts: Sequence[int] | Floats) -> Floats:
    """The frequencies of the table's sensitive values."""
    whole = np.asarray(counts, dtype=np.float64)
    return whole / whole.sum()
