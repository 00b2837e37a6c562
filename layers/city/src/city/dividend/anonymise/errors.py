"""Refusals of the de-identification, each a fact.

What varies is in the sentence: the column, the value, the row. Values of hierarchies and policies are named; nothing
else of the data is.
"""

from city.kernel.errors import Invalid, Rejected


class Explained(Rejected):
    """A refusal whose sentences name what was found."""

    def __init__(self, message_ko: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_ko = message_ko
        self.message_en = message_en


class PolicyInvalid(Explained, Invalid):
    """The policy file does not have the shape its contract asks for, or contradicts itself."""


class ColumnUnknown(PolicyInvalid):
    """The policy names a column that the file does not have."""


class ColumnNamedTwice(PolicyInvalid):
    """One column has two roles, or the file has two columns of one name."""


class HierarchyInvalid(PolicyInvalid):
    """A hierarchy cannot be used."""


class HierarchyHasGaps(HierarchyInvalid):
    """Values of the data stand in no row of the hierarchy."""


class HierarchyNotNested(HierarchyInvalid):
    """Two values share a group at one level and part again at a coarser one."""


class HierarchyHasCycle(HierarchyInvalid):
    """A value stands above itself: going up would not make it coarser."""


class ModelImpossible(PolicyInvalid):
    """A parameter of a privacy model can be met by no data, or not by these."""


class NoSolution(Explained):
    """Not even the coarsest release satisfies the policy."""


class NothingFound(Explained):
    """The stated time ended before any release that satisfies the policy was found."""


class InputUnreadable(Explained, Invalid):
    """The file is not what it is said to be."""


class VerificationFailed(Explained):
    """The written release does not keep what the policy promises: nothing is published."""


class ReleaseExists(Explained):
    """The folder already holds a release: releases are never overwritten."""


class MarkTooWeak(Rejected):
    """The data set has too few groups to tell buyers apart by a leaked sample: it is not sold in copies."""

    message_ko = "구매자를 식별할 표식을 넣을 수 없는 데이터입니다."
    message_en = "The data set is too small to carry a mark that tells buyers apart."
