"""What a search is given, and what it answers. Pure."""

from dataclasses import dataclass, replace
from math import prod

from city.dividend.anonymise.equivalence.grouping import CellFrame, Levels
from city.dividend.anonymise.errors import NoSolution, NothingFound
from city.dividend.anonymise.metrics.metric import Metric
from city.dividend.anonymise.privacy.privacy import Privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """The best node found. `lower_bound` equals `loss` where it is proven to be an optimum.

    `suppressed` counts rows; `checks` of the `nodes` of the lattice were looked at.
    """

    levels: Levels
    loss: float
    suppressed: int
    lower_bound: float
    checks: int
    nodes: int

    @property
    def optimal(self) -> bool:
        return self.lower_bound >= self.loss

    @property
    def gap(self) -> float:
        """By how much of its own loss the solution may at most be improved, in [0, 1]."""
        return 0.0 if self.optimal or self.loss == 0 else 1 - self.lower_bound / self.loss


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What to optimise: `suppressible` rows may be left out; levels lie between `lowest` and `highest`."""

    frame: CellFrame
    privacy: Privacy
    metric: Metric
    suppressible: int
    lowest: Levels
    highest: Levels

    @property
    def nodes(self) -> int:
        """How many nodes there are between `lowest` and `highest`."""
        return prod(high - low + 1 for low, high in zip(self.lowest, self.highest, strict=True))


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: for people who wait."""

    checks: int
    open_nodes: int
    best_loss: float | None


def problem_of(
    frame: CellFrame,
    privacy: Privacy,
    metric: Metric,
    suppressible: int,
    *,
    lowest: Levels | None = None,
    highest: Levels | None = None,
) -> Problem:
    """A problem over all levels unless some are excluded."""
    top = tuple(h.height - 1 for h in frame.hierarchies)
    return Problem(
        frame=frame,
        privacy=privacy,
        metric=metric,
        suppressible=suppressible,
        lowest=lowest or (0,) * len(top),
        highest=highest or top,
    )


def proven(best: Solution | None, checks: int) -> Solution:
    """What a search ends with when no node is left. Raises NoSolution where it found none."""
    if best is None:
        raise NoSolution(
            "모든 값을 가장 넓게 일반화해도 정책을 만족하지 못합니다.",
            "No node satisfies the policy, not even the coarsest one.",
        )
    return replace(best, lower_bound=best.loss, checks=checks)


def unproven(best: Solution | None, lower_bound: float, checks: int) -> Solution:
    """What a search ends with when its time does. Raises NothingFound where it had found none."""
    if best is None:
        raise NothingFound(
            "정해진 시간 안에 정책을 만족하는 결과를 찾지 못했습니다.",
            "The time ended before a release that satisfies the policy was found.",
        )
    return replace(best, lower_bound=min(lower_bound, best.loss), checks=checks)
