"""The node of least loss among those that satisfy the policy, with proof. Pure; the clock is an argument.

A node says for every quasi-identifier to which level it is generalised. Node v generalises u, u ≤ v, where no level is
lower. Levels are nested, so every class of v is a union of classes of u. Let S(v) be the rows that v suppresses, and
call v feasible where |S(v)| does not exceed the suppression limit.

Nodes are excluded without being grouped for three reasons.

1. Infeasibility goes down. For lasting models an accepted class stays accepted in any union, so S(u) ⊇ S(v) for
   u ≤ v: if v is infeasible, so is u. Where nothing may be suppressed, feasible means that all classes are accepted;
   for convex models every class of v is then a union of accepted classes of a feasible u and accepted itself; so again
   an infeasible v excludes all u ≤ v. For other models only the lasting conditions they imply are used in this way: a
   class of fewer than `least_class` rows is rejected, and rows that stand in such classes at v do so at every u ≤ v.

2. The bound of the levels. loss(v) >= floor(v), by the metric (`loss`). A node with floor(v) >= best loss so far
   cannot be better.

3. Bounds proved by grouped nodes. By 1, whatever rows R a grouped node v must suppress for lasting reasons, every
   u ≤ v suppresses too; the metric's surcharge for R raises the floor of all u ≤ v. And where losses of classes only
   grow when classes merge, `class_floor` of v raises the floor of all w ≥ v.

The search ends when no node is left that is not excluded, so the best node is an optimum. If the time ends first, the
least floor of the nodes that are left bounds every loss that could still have been found: the stated gap is proven.

Order: from the open node with the least floor upwards along open nodes, bisecting for the highest infeasible one
(which excludes the most) and the lowest feasible one (which gives the best bound); where infeasibility does not go
down, least floor first, by which no node with a floor above the optimum is ever grouped. Classes are rolled up from
the smallest frame at hand. If several nodes have the least loss, the first found is returned: which one is
deterministic, but only their loss is unique.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from city.dividend.arrays import Bools, Codes, Ints
from city.dividend.grouping import Frame, Groups, Levels
from city.dividend.loss import Metric, Release, Table, suppressed_base, table_of
from city.dividend.privacy_errors import NoSolution, NothingFound
from city.dividend.privacy_models import Privacy

# More nodes than this are not listed but discovered.
MOST_LISTED_NODES = 1 << 21
# Frames worth keeping are so much smaller than the frame they came from.
_SMALLER_BY = 4
_FRAME_CELLS_WORTH_KEEPING = 1 << 16
# What all of them may hold, as a part of the finest one.
_FRAMES_PART = 0.5
# What sums of fractions of rows may be off by.
_ROUNDING = 1e-6
_OPEN_NODES_WORTH_A_FRAME = 16
# Surcharges are worth their arithmetic while so many nodes are open below.
_OPEN_NODES_WORTH_A_SURCHARGE = 32


@dataclass(frozen=True, slots=True)
class Solution:
    """The best node found. `lower_bound` equals `loss` where it is proven to be an optimum."""

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


@dataclass(frozen=True, slots=True)
class Problem:
    """What to optimise: `suppressible` rows may be left out; levels lie between `lowest` and `highest`."""

    frame: Frame
    privacy: Privacy
    metric: Metric
    suppressible: int
    lowest: Levels
    highest: Levels


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: for people who wait."""

    checks: int
    open_nodes: int
    best_loss: float | None


def problem_of(
    frame: Frame,
    privacy: Privacy,
    metric: Metric,
    suppressible: int,
    lowest: Levels | None = None,
    highest: Levels | None = None,
) -> Problem:
    """A problem over all levels unless some are excluded."""
    top = tuple(h.height - 1 for h in frame.hierarchies)
    return Problem(frame, privacy, metric, suppressible, lowest or (0,) * len(top), highest or top)


def find_optimum(
    problem: Problem,
    *,
    out_of_time: Callable[[], bool] = lambda: False,
    report: Callable[[Progress], None] = lambda _: None,
    most_listed: int = MOST_LISTED_NODES,
) -> Solution:
    """The best node. Raises NoSolution where there is none, NothingFound where the time ended before the first."""
    nodes = prod(high - low + 1 for low, high in zip(problem.lowest, problem.highest, strict=True))
    checker = _Checker(problem)
    search = _search_listed if nodes <= most_listed else _search_discovering
    return search(problem, checker, nodes, out_of_time, report)


def evaluate(problem: Problem, levels: Levels) -> tuple[float, int] | None:
    """Loss and suppressed rows of one node; None where it is infeasible."""
    outcome = _Checker(problem).check(levels)
    return None if outcome.loss is None else (outcome.loss, outcome.suppressed)


@dataclass(frozen=True, slots=True)
class _Outcome:
    # None where the classes did not have to be found.
    groups: Groups | None
    loss: float | None
    suppressed: int
    # Rows that every specialisation suppresses as well; None where they are more than the limit.
    lasting: Bools | None

    @property
    def excludes_specialisations(self) -> bool:
        return self.lasting is None


class _Checker:
    """Groups nodes, each from the smallest frame at hand, and judges them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.table = table_of(problem.frame)
        self.checks = 0
        self._frames = [problem.frame]
        self._narrowed: set[Levels] = set()
        self._monotone = problem.privacy.monotone(problem.suppressible)
        if any(problem.lowest):
            self._keep(problem.frame.group(problem.lowest))

    def check(self, levels: Levels) -> _Outcome:
        problem = self.problem
        self.checks += 1
        frame, least = self._frame(levels), problem.privacy.least_class
        if least > 1 and frame.least_rows_below(levels, least, problem.suppressible) > problem.suppressible:
            return _Outcome(None, None, 0, None)
        groups = frame.group(levels)
        if least > 1 and groups.rows_in_classes_below(least) > problem.suppressible:
            return _Outcome(groups, None, 0, None)
        self._keep(groups)
        accepted = problem.privacy.accepted(groups)
        if accepted is None:
            return self._infeasible(groups)
        release = Release(self.table, groups, accepted)
        if release.suppressed > problem.suppressible:
            return self._infeasible(groups)
        lasting = ~accepted if problem.privacy.lasting else groups.count < least
        return _Outcome(groups, problem.metric.loss(release), release.suppressed, lasting)

    def _infeasible(self, groups: Groups) -> _Outcome:
        privacy = self.problem.privacy
        if self._monotone or privacy.must_suppress(groups) > self.problem.suppressible + _ROUNDING:
            return _Outcome(groups, None, 0, None)
        return _Outcome(groups, None, 0, groups.count < privacy.least_class)

    def narrow(self, open_nodes: int, meet: Levels) -> None:
        """Rolls the cells up to the finest node that all open nodes generalise, where that makes them far fewer."""
        frame = self._frame(meet)
        few = open_nodes < _OPEN_NODES_WORTH_A_FRAME or frame.cells < _FRAME_CELLS_WORTH_KEEPING
        if few or meet in self._narrowed:
            return
        self._narrowed.add(meet)
        if frame.least_classes(meet) * _SMALLER_BY <= frame.cells:
            self._keep(frame.group(meet))

    def _frame(self, levels: Levels) -> Frame:
        return min((f for f in self._frames if f.refines(levels)), key=lambda f: f.cells)

    def _keep(self, groups: Groups) -> None:
        cells = groups.frame.cells
        if cells < _FRAME_CELLS_WORTH_KEEPING or groups.number * _SMALLER_BY > cells:
            return
        self._frames.append(groups.frame_of_classes())
        # The first is the finest of all, which every node follows from.
        while len(self._frames) > 2 and sum(f.cells for f in self._frames[1:]) > _FRAMES_PART * self._frames[0].cells:
            del self._frames[1]


class _Lattice:
    """All nodes of a problem in one array, with the order between them."""

    def __init__(self, problem: Problem) -> None:
        self.lowest, self.highest = problem.lowest, problem.highest
        widths = [high - low + 1 for low, high in zip(self.lowest, self.highest, strict=True)]
        self._widths = widths
        self.strides = [prod(widths[column + 1 :]) for column in range(len(widths))]
        self.levels: Ints = np.indices(widths, dtype=np.int64).reshape(len(widths), -1).T + np.array(self.lowest)
        self._at_most = [
            [self.levels[:, column] <= level for level in range(low, low + width)]
            for column, (low, width) in enumerate(zip(self.lowest, widths, strict=True))
        ]
        self._at_least = [
            [self.levels[:, column] >= level for level in range(low, low + width)]
            for column, (low, width) in enumerate(zip(self.lowest, widths, strict=True))
        ]

    def node(self, index: int) -> Levels:
        return tuple(int(level) for level in self.levels[index])

    def specialisations(self, levels: Levels) -> Bools:
        """The node itself and all below it."""
        return self._all(self._at_most, levels)

    def generalisations(self, levels: Levels) -> Bools:
        """The node itself and all above it."""
        return self._all(self._at_least, levels)

    def _all(self, masks: Sequence[Sequence[Bools]], levels: Levels) -> Bools:
        found = masks[0][levels[0] - self.lowest[0]].copy()
        for column in range(1, len(levels)):
            found &= masks[column][levels[column] - self.lowest[column]]
        return found

    def open_below(self, is_open: Bools) -> Codes:
        """Per node, how many open nodes it generalises, itself included."""
        counts = is_open.astype(np.int32)
        for width, stride in zip(self._widths, self.strides, strict=True):
            # Level by level along one column: far faster for few levels than a running sum.
            column = counts.reshape(-1, width, stride)
            for level in range(1, width):
                column[:, level] += column[:, level - 1]
        return counts

    def successors(self, index: int, levels: Levels) -> list[tuple[int, Levels]]:
        return [
            (index + self.strides[column], (*levels[:column], level + 1, *levels[column + 1 :]))
            for column, level in enumerate(levels)
            if level < self.highest[column]
        ]


def _search_listed(
    problem: Problem,
    checker: _Checker,
    nodes: int,
    out_of_time: Callable[[], bool],
    report: Callable[[Progress], None],
) -> Solution:
    lattice, table, metric = _Lattice(problem), checker.table, problem.metric
    floors = metric.floor(table, lattice.levels)
    is_open = np.ones(nodes, dtype=np.bool_)
    best: Solution | None = None

    def check(index: int) -> bool:
        nonlocal best
        levels = lattice.node(index)
        outcome = checker.check(levels)
        is_open[index] = False
        if outcome.excludes_specialisations:
            is_open[lattice.specialisations(levels)] = False
        elif outcome.lasting is not None and outcome.lasting.any():
            _raise_floors(problem, lattice, table, outcome, is_open, floors)
        if outcome.groups is not None and (class_floor := metric.class_floor(table, outcome.groups)):
            above = lattice.generalisations(levels)
            np.maximum(floors, class_floor, out=floors, where=above)
        if outcome.loss is not None and (best is None or outcome.loss < best.loss):
            best = Solution(levels, outcome.loss, outcome.suppressed, outcome.loss, checker.checks, nodes)
        if best is not None:
            np.logical_and(is_open, floors < best.loss, out=is_open)
        return outcome.loss is not None

    greedy = True
    while True:
        open_nodes = np.flatnonzero(is_open)
        if not len(open_nodes):
            break
        if out_of_time():
            return _unproven(best, float(floors[open_nodes].min()), checker.checks, nodes)
        report(Progress(checker.checks, len(open_nodes), None if best is None else best.loss))
        checker.narrow(len(open_nodes), tuple(int(level) for level in lattice.levels[open_nodes].min(axis=0)))
        lowest = int(open_nodes[np.argmin(floors[open_nodes])])
        if best is None:
            _bisect(_chain(lattice, lowest, is_open, floors), is_open, check)
        elif greedy:
            below = lattice.open_below(is_open)
            greedy = not check(int(open_nodes[np.argmax(below[open_nodes])]))
        else:
            check(lowest)
            greedy = True
    if best is None:
        raise NoSolution(
            "모든 값을 가장 넓게 일반화해도 정책을 만족하지 못합니다.",
            "No node satisfies the policy, not even the coarsest one.",
        )
    return Solution(best.levels, best.loss, best.suppressed, best.loss, checker.checks, nodes)


def _bisect(chain: list[int], is_open: Bools, check: Callable[[int], bool]) -> None:
    low, high = 0, len(chain) - 1
    while low <= high:
        middle = (low + high) // 2
        if is_open[chain[middle]] and not check(chain[middle]):
            low = middle + 1
        else:
            # Feasible, or excluded by its floor; then so are the nodes above, whose floors are no lower.
            high = middle - 1


def _raise_floors(
    problem: Problem, lattice: _Lattice, table: Table, outcome: _Outcome, is_open: Bools, floors: Ints | np.ndarray
) -> None:
    """Reason 3, downwards."""
    assert outcome.groups is not None
    below = np.flatnonzero(lattice.specialisations(outcome.groups.levels) & is_open)
    if len(below) < _OPEN_NODES_WORTH_A_SURCHARGE:
        return
    assert outcome.lasting is not None
    suppressed = suppressed_base(problem.frame, outcome.groups, outcome.lasting)
    surcharge = problem.metric.surcharge(table, suppressed)
    if surcharge is not None:
        raised = problem.metric.floor_with(table, lattice.levels[below], surcharge)
        floors[below] = np.maximum(floors[below], raised)


def _chain(lattice: _Lattice, start: int, is_open: Bools, floors: np.ndarray) -> list[int]:
    """Open nodes from `start` upwards, each a direct generalisation of the one before."""
    chain, levels = [start], lattice.node(start)
    while True:
        above = [(floors[i], i, found) for i, found in lattice.successors(chain[-1], levels) if is_open[i]]
        if not above:
            return chain
        _, index, levels = min(above)
        chain.append(index)


def _search_discovering(
    problem: Problem,
    checker: _Checker,
    nodes: int,
    out_of_time: Callable[[], bool],
    report: Callable[[Progress], None],
) -> Solution:
    """For lattices too large to list: a descent from the top for a first solution, then least floor first.

    Every node is generated once, by raising only columns from the last raised one on, so floors along a branch do not
    fall and the least floor of the frontier bounds all nodes not yet seen.
    """
    best = _descend(problem, checker, nodes, out_of_time)
    monotone_loss = problem.metric.monotone

    def floor(levels: Levels) -> float:
        return float(problem.metric.floor(checker.table, np.array([levels], dtype=np.int64))[0])

    frontier = [(floor(problem.lowest), problem.lowest, 0)]
    while frontier and (best is None or frontier[0][0] < best.loss):
        if out_of_time():
            return _unproven(best, frontier[0][0], checker.checks, nodes)
        report(Progress(checker.checks, len(frontier), None if best is None else best.loss))
        _, levels, first = heapq.heappop(frontier)
        outcome = checker.check(levels)
        if outcome.loss is not None and (best is None or outcome.loss < best.loss):
            best = Solution(levels, outcome.loss, outcome.suppressed, outcome.loss, checker.checks, nodes)
        if outcome.loss is not None and monotone_loss and problem.privacy.monotone(problem.suppressible):
            continue
        for column in range(first, len(levels)):
            if levels[column] < problem.highest[column]:
                above = (*levels[:column], levels[column] + 1, *levels[column + 1 :])
                lower = floor(above)
                if best is None or lower < best.loss:
                    heapq.heappush(frontier, (lower, above, column))
    if best is None:
        raise NoSolution(
            "모든 값을 가장 넓게 일반화해도 정책을 만족하지 못합니다.",
            "No node satisfies the policy, not even the coarsest one.",
        )
    return Solution(best.levels, best.loss, best.suppressed, best.loss, checker.checks, nodes)


def _descend(problem: Problem, checker: _Checker, nodes: int, out_of_time: Callable[[], bool]) -> Solution | None:
    """From the coarsest node always on to the feasible specialisation of least loss: good, and proves nothing."""
    levels, best = problem.highest, None
    outcome = checker.check(levels)
    while outcome.loss is not None:
        best = Solution(levels, outcome.loss, outcome.suppressed, outcome.loss, checker.checks, nodes)
        below = []
        for column, level in enumerate(levels):
            if level > problem.lowest[column] and not out_of_time():
                finer = (*levels[:column], level - 1, *levels[column + 1 :])
                found = checker.check(finer)
                if found.loss is not None and found.loss < best.loss:
                    below.append((found.loss, finer, found))
        if not below:
            break
        _, levels, outcome = min(below, key=lambda found: found[:2])
    return best


def _unproven(best: Solution | None, lower_bound: float, checks: int, nodes: int) -> Solution:
    if best is None:
        raise NothingFound(
            "정해진 시간 안에 정책을 만족하는 결과를 찾지 못했습니다.",
            "The time ended before a release that satisfies the policy was found.",
        )
    return Solution(best.levels, best.loss, best.suppressed, min(lower_bound, best.loss), checks, nodes)
