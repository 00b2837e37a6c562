"""The search over a lattice too large to list: nodes are generated as they are reached. Pure."""

import heapq
from collections.abc import Callable

import numpy as np

from city.dividend.anonymise.equivalence.grouping import Levels
from city.dividend.anonymise.search.node_check import NodeChecker
from city.dividend.anonymise.search.problem import Progress, Solution, proven, unproven


def search_discovering(
    checker: NodeChecker, out_of_time: Callable[[], bool], report: Callable[[Progress], None]
) -> Solution:
    """For lattices too large to list: a descent from the top for a first solution, then least floor first.

    Every node is generated once, by raising only columns from the last raised one on, so floors along a branch do not
    fall and the least floor of the frontier bounds all nodes not yet seen.
    """
    problem = checker.problem
    best = _descend(checker, out_of_time)
    monotone_loss = problem.metric.monotone

    def floor(levels: Levels) -> float:
        return float(problem.metric.floor(checker.table, np.array([levels], dtype=np.int64))[0])

    frontier = [(floor(problem.lowest), problem.lowest, 0)]
    while frontier and (best is None or frontier[0][0] < best.loss):
        if out_of_time():
            return unproven(best, frontier[0][0], checker.checks)
        report(Progress(checker.checks, len(frontier), None if best is None else best.loss))
        _, levels, first = heapq.heappop(frontier)
        checker.checks += 1
        outcome = checker.check(levels)
        if outcome.groups is not None:
            checker.keep(outcome.groups)
        if outcome.loss is not None and (best is None or outcome.loss < best.loss):
            best = checker.solution(levels, outcome)
        if outcome.loss is not None and monotone_loss and problem.privacy.monotone(problem.suppressible):
            continue
        for column in range(first, len(levels)):
            if levels[column] < problem.highest[column]:
                above = (*levels[:column], levels[column] + 1, *levels[column + 1 :])
                lower = floor(above)
                if best is None or lower < best.loss:
                    heapq.heappush(frontier, (lower, above, column))
    return proven(best, checker.checks)


def _descend(checker: NodeChecker, out_of_time: Callable[[], bool]) -> Solution | None:
    """From the coarsest node always on to the feasible specialisation of least loss: good, and proves nothing."""
    problem = checker.problem
    levels, best = problem.highest, None
    outcome = checker.check(levels)
    while outcome.loss is not None:
        best = checker.solution(levels, outcome)
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
