"""Privacy models: which equivalence classes may be released. Pure.

Three properties decide how the search may reason, so each model states them:

* `lasting`: an accepted class stays accepted whatever it is merged with (k-anonymity, distinct ℓ-diversity, k-map).
  Then a node that needs to suppress at most r rows is followed by generalisations that need at most r.
* `convex`: the union of accepted classes is accepted (all lasting models; entropy and recursive ℓ-diversity, by
  concavity; t-closeness, β-likeness and δ-presence, by convexity). Then, where nothing may be suppressed, a node that
  satisfies the model is followed by generalisations that do.
* `least_class`: no class of fewer rows is accepted; a lasting condition, and cheap to check.

`must_suppress` says for a rejected class how many of its rows every specialisation suppresses at least. For a lasting
model it is all of them. For a convex one, let r of the n rows be suppressed in some specialisation: the rest is a union
of accepted classes, hence accepted as a whole, and the models state how much of a class must go until it can be.

Sources: k-anonymity, k-map: Sweeney 2002. ℓ-diversity: Machanavajjhala et al. 2007. t-closeness: Li, Li,
Venkatasubramanian 2007. δ-presence: Nergiz, Atzori, Clifton 2007. β-likeness: Cao, Karras 2012. Estimated k-map:
El Emam, Dankar 2008. Where a definition leaves a choice, it is the one that ARX's documentation makes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

import numpy as np

from city.dividend.anonymise.errors import ModelImpossible
from city.dividend.anonymise.models.special_functions import digamma
from city.dividend.anonymise.rows.arrays import Bools, Floats, Ints
from city.dividend.anonymise.rows.grouping import Groups
from city.dividend.anonymise.rows.hierarchy import Hierarchy

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

    def must_suppress(self, groups: Groups) -> Floats:
        """Per class, a number of its rows that every specialisation suppresses at least."""
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

    def must_suppress(self, groups: Groups) -> Floats:
        return np.where(self.accepts(groups), 0.0, groups.count)


@dataclass(frozen=True, slots=True)
class PersonAnonymity(KAnonymity):
    """Every released row shares its quasi-identifiers with rows of at least k - 1 other people: k-anonymity of people.

    Lasting, for a union of classes has every person of its parts (`people`); fewer rows than k are fewer people.
    """

    def accepts(self, groups: Groups) -> Bools:
        return groups.of_people(self.k)


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

    def must_suppress(self, groups: Groups) -> Floats:
        return np.where(self.accepts(groups), 0.0, groups.count)


@dataclass(frozen=True, slots=True)
class DPresence:
    """In every class of the population, the part that is released lies in [low, high].

    A class of the population without released rows cannot be suppressed: where it violates `low`, no release at this
    node satisfies the model (`unsuppressible`). Without `whole_population` such classes are left out of account, as ARX
    does where a least class size is asked for at the same time.
    """

    low: float
    high: float
    whole_population: bool = True

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
        return self.whole_population and bool(((groups.count == 0) & ~self.accepts(groups)).any())

    def must_suppress(self, groups: Groups) -> Floats:
        # What is released of a class's population stays at most `high` of it.
        return np.maximum(groups.count - self.high * _population(groups), 0)


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

    def must_suppress(self, groups: Groups) -> Floats:
        must = np.empty(groups.number)
        for classes, table in groups.tables(self.column):
            must[classes] = self._must(table)
        return must

    def _judge(self, table: Floats) -> Bools:
        raise NotImplementedError

    def _must(self, table: Floats) -> Floats:
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

    def _must(self, table: Floats) -> Floats:
        return np.where(self._judge(table), 0, table.sum(axis=1))


class EntropyEstimator(StrEnum):
    SHANNON = "shannon"
    GRASSBERGER = "grassberger"


@dataclass(frozen=True, slots=True)
class EntropyLDiversity(_OfSensitive):
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
        return int(np.ceil(self.l - _SLACK))

    def _judge(self, table: Floats) -> Bools:
        enough = (table > 0).sum(axis=1) >= self.l - _SLACK
        accepted = np.zeros(len(table), dtype=np.bool_)
        accepted[enough] = self._entropy(table[enough]) >= np.log(self.l) - _SLACK
        return accepted

    def _must(self, table: Floats) -> Floats:
        rows = table.sum(axis=1)
        few = (table > 0).sum(axis=1) < self.l - _SLACK
        if self.estimator is not EntropyEstimator.SHANNON or self.l <= 1:
            return np.where(few, rows, 0)
        part = 1 - self._entropy(table) / np.log(self.l)
        return np.where(few, rows, np.maximum(rows * (part - _SLACK), 0))

    def _entropy(self, table: Floats) -> Floats:
        rows = np.maximum(table.sum(axis=1), 1)
        logarithm = _logarithm if self.estimator is EntropyEstimator.SHANNON else _grassberger
        return logarithm(rows) - (table * logarithm(table)).sum(axis=1) / rows


def _logarithm(counts: Floats) -> Floats:
    found: Floats = np.log(np.maximum(counts, 1))
    return found


def _grassberger(counts: Floats) -> Floats:
    whole = np.maximum(counts, 1).astype(np.int64)
    # Most counts are small and recur: one table serves them all.
    n = np.arange(1, int(whole.max(initial=1)) + 1, dtype=np.float64)
    sign = np.where(n % 2 == 0, 0.5, -0.5)
    weight = digamma(n) + sign * (digamma((n + 1) / 2) - digamma(n / 2))
    found: Floats = weight[whole - 1]
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

    def _must(self, table: Floats) -> Floats:
        # Suppression only shrinks the tail, and shrinks the head by at most what is suppressed.
        rows = table.sum(axis=1)
        if self.l > table.shape[1]:
            return rows
        ranked = -np.sort(-table, axis=1)
        lacking = ranked[:, 0] - self.c * ranked[:, self.l - 1 :].sum(axis=1)
        return np.where((table > 0).sum(axis=1) < self.l, rows, np.clip(lacking, 0, rows))


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
        return self._distances_of(table) <= self.t + _SLACK

    def _must(self, table: Floats) -> Floats:
        # The rest of a class, without r of its n rows, is at most r / n away from it: distances are at most 1.
        return np.maximum(table.sum(axis=1) * (self._distances_of(table) - self.t - _SLACK), 0)

    def _distances_of(self, table: Floats) -> Floats:
        return self.distances(table / np.maximum(table.sum(axis=1, keepdims=True), 1) - self.overall)

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
        base = np.maximum(self.overall, 1e-300)
        gain = table / np.maximum(table.sum(axis=1, keepdims=True), 1) / base - 1
        return ((gain <= self._limits + _SLACK) | (table == 0)).all(axis=1)

    def _must(self, table: Floats) -> Floats:
        # At best all r suppressed rows have the value that is too frequent: (c - r) / (n - r) <= most.
        rows = table.sum(axis=1, keepdims=True)
        most = np.minimum((1 + self._limits + _SLACK) * self.overall, 1)
        lacking = (table - most * rows) / np.maximum(1 - most, _SLACK)
        return np.clip(lacking.max(axis=1), 0, rows[:, 0])

    @property
    def _limits(self) -> Floats:
        if not self.enhanced:
            return np.full(len(self.overall), self.beta)
        return np.minimum(self.beta, -np.log(np.maximum(self.overall, 1e-300)))


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


@dataclass(frozen=True, slots=True)
class Privacy:
    """All models that a release has to satisfy at once.

    t-closeness and β-likeness compare with the table that is released from. `by_release` asks that they also hold in
    comparison with the release itself, which is all that its reader, and its verification, can see.
    """

    classes: tuple[ClassModel, ...] = ()
    sample: tuple[SampleModel, ...] = ()
    by_release: bool = False

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
        lasting = all(model.lasting for model in self.classes)
        if self.sample:
            return lasting and len(self.sample) == 1 and self.sample[0].monotone
        return lasting or (suppressible == 0 and self.convex)

    def must_suppress(self, groups: Groups) -> float:
        """How many rows every specialisation suppresses at least, summed over classes, which share no row."""
        if not self.classes or not groups.number:
            return 0.0
        return float(np.max([model.must_suppress(groups) for model in self.classes], axis=0).sum())

    def accepted(self, groups: Groups) -> Bools | None:
        """Per class whether it is released; None where suppression cannot make the node acceptable."""
        accepted = np.ones(groups.number, dtype=np.bool_)
        for model in self.classes:
            accepted &= model.accepts(groups)
            if isinstance(model, DPresence) and model.unsuppressible(groups):
                return None
        for sample in self.sample:
            accepted = _suppress_smallest(sample, groups, accepted)
        if self.by_release:
            for model in self.classes:
                if isinstance(model, TCloseness | BLikeness) and not _holds_in_release(model, groups, accepted):
                    return None
        return accepted


def _holds_in_release(model: "TCloseness | BLikeness", groups: Groups, accepted: Bools) -> bool:
    tables = groups.tables(model.column)
    released = sum((table[accepted[classes]].sum(axis=0) for classes, table in tables), np.zeros(len(model.overall)))
    if not released.sum():
        return True
    judge = replace(model, overall=overall_of(released))
    return bool(judge.accepts(groups)[accepted].all())


def _suppress_smallest(model: SampleModel, groups: Groups, accepted: Bools) -> Bools:
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


def overall_of(counts: Sequence[int] | Floats) -> Floats:
    """The frequencies of the table's sensitive values."""
    whole = np.asarray(counts, dtype=np.float64)
    return whole / whole.sum()
