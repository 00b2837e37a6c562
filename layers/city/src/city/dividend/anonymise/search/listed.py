"""The search over a lattice that is listed whole: every node is open until a reason excludes it. Pure."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import inf

import numpy as np

from city.dividend.anonymise.arrays import Bools
from city.dividend.anonymise.equivalence.grouping import Levels
from city.dividend.anonymise.metrics.metric import Surcharge, suppressed_base
from city.dividend.anonymise.search.lattice import Lattice, bisect_chain, chain_of
from city.dividend.anonymise.search.node_check import OPEN_NODES_WORTH_A_FRAME, NodeChecker, NodeEstimate, NodeOutcome
from city.dividend.anonymise.search.problem import Progress, Solution, proven, unproven

# Surcharges are worth their arithmetic while so many nodes are open below.
_OPEN_NODES_WORTH_A_SURCHARGE = 128
# Nodes looked at at the same time: NumPy lets other threads work while it counts.
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class _Finding:
    """What was found of the node `index`: on parts of the rows, or on all."""

    index: int
    estimate: NodeEstimate | None = None
    outcome: NodeOutcome | None = None


# Does the same work for several nodes, at the same time where that pays, and answers in their order.
_Parallel = Callable[[Callable[[int], _Finding], Sequence[int]], list[_Finding]]


def search_listed(
    checker: NodeChecker, out_of_time: Callable[[], bool], report: Callable[[Progress], None]
) -> Solution:
    """The best node. Raises NoSolution where there is none, NothingFound where the time ended before the first."""
    search = _ListedSearch(checker)
    if checker.problem.frame.cells < checker.parts_from:
        return search.run(out_of_time, report, lambda work, of: [work(one) for one in of])
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return search.run(out_of_time, report, lambda work, of: list(pool.map(work, of)))


class _ListedSearch:
    """Which nodes are open, what is known of them, and which are looked at next.

    Nodes that parts of the rows did not settle wait with the loss they are guessed to have: the most promising is
    checked once no other node has a lower floor; the rest, once the best loss is known. Guesses decide the order only.
    What is looked at at once is chosen before, and recorded in the order of choice: the outcome does not depend on time.
    """

    def __init__(self, checker: NodeChecker) -> None:
        self._checker, self._problem = checker, checker.problem
        problem, nodes = checker.problem, checker.problem.nodes
        self._lattice = Lattice(problem)
        self._floors = problem.metric.floor(checker.table, self._lattice.levels)
        self._open = np.ones(nodes, dtype=np.bool_)
        self._waiting = np.zeros(nodes, dtype=np.bool_)
        self._guesses = np.full(nodes, inf)
        # Per node, how many waiting nodes that are guessed to be infeasible generalise it.
        self._hidden = np.zeros(nodes, dtype=np.int16)
        self._best: Solution | None = None
        self._greedy = True

    def run(
        self,
        out_of_time: Callable[[], bool],
        report: Callable[[Progress], None],
        at_once: _Parallel,
    ) -> Solution:
        checker, lattice = self._checker, self._lattice
        while len(open_nodes := np.flatnonzero(self._open)):
            if out_of_time():
                if self._best is None and self._hope < inf:
                    self._record(self._check(self._most_promising))
                return unproven(self._best, float(self._floors[open_nodes].min()), checker.checks)
            report(Progress(checker.checks, len(open_nodes), None if self._best is None else self._best.loss))
            checker.narrow(len(open_nodes), tuple(int(level) for level in lattice.levels[open_nodes].min(axis=0)))
            untried = self._open & ~self._waiting & (self._hidden == 0) & (self._floors < self._hope)
            if untried.any():
                self._try_next(untried, at_once)
            elif self._hope < self._best_loss:
                self._record(self._check(self._most_promising))
            else:
                for finding in at_once(self._check, self._widest(self._waiting, self._open)):
                    self._record(finding)
        return proven(self._best, checker.checks)

    @property
    def _best_loss(self) -> float:
        return inf if self._best is None else self._best.loss

    @property
    def _hope(self) -> float:
        """The loss that will probably be reached."""
        return min(self._best_loss, float(self._guesses[self._waiting].min(initial=inf)))

    @property
    def _most_promising(self) -> int:
        waiting = np.flatnonzero(self._waiting)
        return int(waiting[np.argmin(self._guesses[waiting])])

    def _try_next(self, untried: Bools, at_once: _Parallel) -> None:
        lowest = int(np.argmin(np.where(untried, self._floors, inf)))
        if self._hope == inf:
            bisect_chain(chain_of(self._lattice, lowest, self._open, self._floors), self._open, self._try)
        elif self._waiting.any():
            for finding in at_once(self._attempt, self._widest(untried, untried)):
                self._record(finding)
        elif self._greedy:
            below = self._lattice.open_below(untried)
            self._greedy = not self._try(int(np.argmax(np.where(untried, below, -1))))
        else:
            self._try(lowest)
            self._greedy = True

    def _try(self, index: int) -> bool:
        return self._record(self._attempt(index))

    def _widest(self, candidates: Bools, counted: Bools) -> list[int]:
        """The candidates that would exclude the most, each without what the ones before it would exclude."""
        candidates, counted = candidates.copy(), counted.copy()
        chosen: list[int] = []
        while len(chosen) < _AT_ONCE and candidates.any():
            below = self._lattice.open_below(counted)
            chosen.append(int(np.argmax(np.where(candidates, below, -1))))
            excluded = self._lattice.specialisations(self._lattice.node(chosen[-1]))
            candidates &= ~excluded
            counted &= ~excluded
        return chosen

    def _attempt(self, index: int) -> _Finding:
        estimate = self._checker.attempt(self._lattice.node(index), self._hope)
        return self._check(index) if estimate is None else _Finding(index, estimate=estimate)

    def _check(self, index: int) -> _Finding:
        likely = self._guesses[index] < inf
        return _Finding(index, outcome=self._checker.check(self._lattice.node(index), likely=likely))

    def _record(self, finding: _Finding) -> bool:
        """Draws the conclusions of what was found. Returns whether the node is feasible, or guessed to be."""
        levels, feasible = self._lattice.node(finding.index), False
        if not self._waiting[finding.index]:
            self._checker.checks += 1
        if finding.estimate is not None:
            feasible = finding.estimate.guess < inf
            self._record_estimate(finding.index, levels, finding.estimate)
        if finding.outcome is not None:
            feasible = finding.outcome.loss is not None
            self._record_outcome(finding.index, levels, finding.outcome)
        self._open &= self._floors < self._best_loss
        for index in np.flatnonzero(self._waiting & ~self._open).tolist():
            self._waiting[index] = False
            if self._guesses[index] == inf:
                self._hidden -= self._lattice.specialisations(self._lattice.node(index))
        return feasible

    def _record_estimate(self, index: int, levels: Levels, estimate: NodeEstimate) -> None:
        if estimate.infeasible:
            self._open &= ~self._lattice.specialisations(levels)
            return
        self._waiting[index], self._guesses[index] = True, estimate.guess
        if estimate.guess == inf:
            self._hidden += self._lattice.specialisations(levels)
        if estimate.surcharge is not None:
            self._raise_floors(levels, estimate.surcharge)

    def _record_outcome(self, index: int, levels: Levels, outcome: NodeOutcome) -> None:
        metric, table = self._problem.metric, self._checker.table
        self._open[index] = False
        if outcome.groups is not None and not outcome.excludes_specialisations and self._is_wide(levels):
            self._checker.keep(outcome.groups)
        if outcome.excludes_specialisations:
            self._open &= ~self._lattice.specialisations(levels)
        elif outcome.lasting is not None and outcome.lasting.any():
            below = self._lattice.specialisations(levels) & self._open
            if np.count_nonzero(below) >= _OPEN_NODES_WORTH_A_SURCHARGE:
                assert outcome.groups is not None
                suppressed = suppressed_base(self._problem.frame, outcome.groups, outcome.lasting)
                surcharge = metric.surcharge(table, suppressed)
                if surcharge is not None:
                    self._raise_floors(levels, surcharge)
        if outcome.groups is not None and (class_floor := metric.class_floor(table, outcome.groups)):
            above = self._lattice.generalisations(levels)
            np.maximum(self._floors, class_floor, out=self._floors, where=above)
        if outcome.loss is not None and outcome.loss < self._best_loss:
            self._best = self._checker.solution(levels, outcome)

    def _is_wide(self, levels: Levels) -> bool:
        """Whether many open nodes could be grouped from the classes of this one."""
        above = self._lattice.generalisations(levels) & self._open
        return int(np.count_nonzero(above)) >= OPEN_NODES_WORTH_A_FRAME

    def _raise_floors(self, levels: Levels, surcharge: Surcharge) -> None:
        """Reasons 3 and 4, downwards."""
        below = np.flatnonzero(self._lattice.specialisations(levels) & self._open)
        raised = self._problem.metric.floor_with(self._checker.table, self._lattice.levels[below], surcharge)
        self._floors[below] = np.maximum(self._floors[below], raised)
