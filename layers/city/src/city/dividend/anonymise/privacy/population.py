"""k-map (Sweeney 2002; estimated: El Emam, Dankar 2008) and δ-presence (Nergiz, Atzori, Clifton 2007). Pure."""

from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Bools, Floats, Ints
from city.dividend.anonymise.equivalence.grouping import Groups
from city.dividend.anonymise.errors import ModelImpossible


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
        return population_of(groups) >= self.k

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
        part = groups.count / population_of(groups)
        return (part >= self.low) & (part <= self.high)

    def unsuppressible(self, groups: Groups) -> bool:
        return self.whole_population and bool(((groups.count == 0) & ~self.accepts(groups)).any())

    def must_suppress(self, groups: Groups) -> Floats:
        # What is released of a class's population stays at most `high` of it.
        return np.maximum(groups.count - self.high * population_of(groups), 0)


def population_of(groups: Groups) -> Ints:
    """Rows of the population per class. Raises ModelImpossible where there is no population."""
    if groups.population is None:
        raise ModelImpossible("모집단이 없습니다.", "This model needs a population around the released rows.")
    return groups.population


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
