"""k-anonymity (Sweeney 2002), of rows and of people. Pure."""

from dataclasses import dataclass

import numpy as np

from city.dividend.anonymise.arrays import Bools, Floats
from city.dividend.anonymise.equivalence.grouping import Groups
from city.dividend.anonymise.errors import ModelImpossible


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
