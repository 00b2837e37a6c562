"""Judges one node: grouped from the smallest frame at hand, or tried on parts of the rows first. Pure."""

from collections import OrderedDict
from dataclasses import dataclass
from math import inf, prod
from threading import Lock

import numpy as np

from city.dividend.anonymise.arrays import Bools
from city.dividend.anonymise.equivalence.grouping import CellFrame, Groups, Levels
from city.dividend.anonymise.equivalence.words import Words
from city.dividend.anonymise.metrics.metric import Release, Surcharge, table_of
from city.dividend.anonymise.search.problem import Problem, Solution

# Frames worth keeping are so much smaller than the frame they came from.
_SMALLER_BY = 4
_FRAME_CELLS_WORTH_KEEPING = 1 << 16
# What all of them may hold, as a part of the finest one.
_FRAMES_PART = 0.5
# What sums of fractions of rows may be off by.
_ROUNDING = 1e-6
OPEN_NODES_WORTH_A_FRAME = 16
# From so many cells on, a node is tried on parts of the rows before it is grouped.
CELLS_WORTH_PARTS = 1 << 20
_SHARES = (1 / 16, 1 / 4)
# Parts are chosen by the columns with the most values, which must have so many combinations for a part to be fair.
_COLUMNS_OF_A_PART = 3
_FAIR_COMBINATIONS, _CELLS_A_COMBINATION = 256, 64
# What is expected of a larger part, to be on the safe side.
_PROMISING = 0.95
_MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class NodeOutcome:
    """What all rows say of a node; it is infeasible where `loss` is None. `suppressed` counts rows."""

    # None where the classes did not have to be found.
    groups: Groups | None
    loss: float | None
    suppressed: int
    # Rows that every specialisation suppresses as well; None where they are more than the limit.
    lasting: Bools | None

    @property
    def excludes_specialisations(self) -> bool:
        return self.lasting is None


@dataclass(frozen=True, slots=True)
class NodeEstimate:
    """What parts of the rows say of a node. Only `infeasible` and `surcharge` are proven; `guess` is for the order."""

    infeasible: bool
    # Of rows that the node and every specialisation suppress at least.
    surcharge: Surcharge | None = None
    # The loss if the whole is like the part; infinite where that would be infeasible.
    guess: float = inf


class NodeChecker:
    """Groups nodes, each from the smallest frame at hand, and judges them."""

    def __init__(self, problem: Problem, parts_from: int = CELLS_WORTH_PARTS) -> None:
        self.problem = problem
        self.parts_from = parts_from
        self.table = table_of(problem.frame)
        self.checks = 0
        self._frames = [problem.frame]
        self._narrowed: set[Levels] = set()
        self._parts: OrderedDict[tuple[Levels, Levels, float], Words] = OrderedDict()
        self._lock = Lock()
        self._typical = problem.metric.surcharge(self.table, self.table.marginals)
        self._monotone = problem.privacy.monotone(problem.suppressible)
        if any(problem.lowest):
            self.keep(problem.frame.group(problem.lowest))

    def check(self, levels: Levels, *, likely: bool = False) -> NodeOutcome:
        """`likely` to be feasible: then no time is spent on a bound that might say no."""
        problem = self.problem
        frame, least = self._frame(levels), problem.privacy.least_class
        limit = problem.suppressible
        if least > 1 and not likely and frame.least_rows_below(levels, least, limit) > limit:
            return NodeOutcome(None, None, 0, None)
        groups = frame.group(levels)
        if least > 1 and groups.rows_in_classes_below(least) > problem.suppressible:
            return NodeOutcome(groups, None, 0, None)
        accepted = problem.privacy.accepted(groups)
        if accepted is None:
            return self._infeasible(groups)
        release = Release(self.table, groups, accepted)
        if release.suppressed > problem.suppressible:
            return self._infeasible(groups)
        lasting = ~accepted if problem.privacy.lasting else groups.count < least
        return NodeOutcome(groups, problem.metric.loss(release), release.suppressed, lasting)

    def solution(self, levels: Levels, outcome: NodeOutcome) -> Solution:
        """A feasible node as the best so far: an optimum until a lower bound says otherwise."""
        assert outcome.loss is not None
        return Solution(
            levels=levels,
            loss=outcome.loss,
            suppressed=outcome.suppressed,
            lower_bound=outcome.loss,
            checks=self.checks,
            nodes=self.problem.nodes,
        )

    def attempt(self, levels: Levels, hope: float) -> NodeEstimate | None:
        """Reason 4, on a small part and, where its size promises to settle the node, on a large one.

        `hope` is the loss that will probably be reached. None where the whole is as cheap.
        """
        problem = self.problem
        frame, least, limit = self._frame(levels), problem.privacy.least_class, problem.suppressible
        if least <= 1 or frame.cells < self.parts_from:
            return None
        guess, suppressed = None, 0.0
        for share in _SHARES:
            part = self._part(frame, levels, share)
            if part is None or not part.rows:
                break
            if (
                guess is None
                or _PROMISING * suppressed * share > limit
                or (self._typical_loss(levels, _PROMISING * suppressed * share) >= hope)
            ):
                rows, cells = part.small_classes(levels, least)
                if rows > limit:
                    return NodeEstimate(infeasible=True)
                suppressed = rows * frame.rows / part.rows
                # A frame that was rolled up does not know the values that a surcharge is made from.
                if self._typical_loss(levels, rows) >= hope and not any(frame.levels):
                    return NodeEstimate(
                        False,
                        problem.metric.surcharge(self.table, part.marginals(cells())),
                        inf if guess is None else guess,
                    )
                guess = inf if suppressed > limit else self._typical_loss(levels, suppressed)
                if guess < hope:
                    break
        return None if guess is None else NodeEstimate(False, None, guess)

    def _typical_loss(self, levels: Levels, rows: float) -> float:
        """The loss of a node that suppresses so many rows, if they are like all rows."""
        if self._typical is None:
            return 0.0
        node, part = np.array([levels], dtype=np.int64), rows / max(1, self.table.rows)
        surcharge = tuple(column * part for column in self._typical)
        return float(self.problem.metric.floor_with(self.table, node, surcharge)[0])

    def _part(self, frame: CellFrame, levels: Levels, share: float) -> Words | None:
        sizes = [h.size(max(level, h.height - 2)) for h, level in zip(frame.hierarchies, levels, strict=True)]
        columns = sorted(range(len(levels)), key=lambda column: -sizes[column])[:_COLUMNS_OF_A_PART]
        if prod(sizes[column] for column in columns) < min(_FAIR_COMBINATIONS, frame.cells // _CELLS_A_COMBINATION):
            return None
        guard = tuple(
            max(levels[column], h.height - 2) if column in columns else h.height - 1
            for column, h in enumerate(frame.hierarchies)
        )
        with self._lock:
            found = self._parts.pop((frame.levels, guard, share), None)
            if found is None:
                found = frame.words.part(guard, share)
            self._parts[frame.levels, guard, share] = found
            if len(self._parts) > _MOST_PARTS:
                self._parts.popitem(last=False)
        return found

    def _infeasible(self, groups: Groups) -> NodeOutcome:
        privacy = self.problem.privacy
        if self._monotone or privacy.must_suppress(groups) > self.problem.suppressible + _ROUNDING:
            return NodeOutcome(groups, None, 0, None)
        return NodeOutcome(groups, None, 0, groups.count < privacy.least_class)

    def narrow(self, open_nodes: int, meet: Levels) -> None:
        """Rolls the cells up to the finest node that all open nodes generalise, where that makes them far fewer."""
        frame = self._frame(meet)
        few = open_nodes < OPEN_NODES_WORTH_A_FRAME or frame.cells < _FRAME_CELLS_WORTH_KEEPING
        if few or meet in self._narrowed:
            return
        self._narrowed.add(meet)
        if frame.least_classes(meet) * _SMALLER_BY <= frame.cells:
            self.keep(frame.group(meet))

    def _frame(self, levels: Levels) -> CellFrame:
        return min((f for f in self._frames if f.refines(levels)), key=lambda f: f.cells)

    def keep(self, groups: Groups) -> None:
        cells = groups.frame.cells
        if cells < _FRAME_CELLS_WORTH_KEEPING or groups.number * _SMALLER_BY > cells:
            return
        self._frames.append(groups.frame_of_classes())
        # The first is the finest of all, which every node follows from.
        while len(self._frames) > 2 and sum(f.cells for f in self._frames[1:]) > _FRAMES_PART * self._frames[0].cells:
            del self._frames[1]
