"""The node of least loss among those that satisfy the policy, with proof. Pure; the clock is an argument.

A node says for every quasi-identifier to which level it is generalised. Node v generalises u, u ≤ v, where no level is
lower. Levels are nested, so every class of v is a union of classes of u. Let S(v) be the rows that v suppresses, and
call v feasible where |S(v)| does not exceed the suppression limit.

Nodes are excluded without being grouped for four reasons.

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

4. Parts of the rows. Choose classes of some w and take all of their rows: for every u ≤ w such a part holds each class
   wholly or not at all, so what u must suppress of the part it must suppress of the whole. A sixteenth of the rows
   often proves of a node what 1 and 3 need. What a part says of the rest is a guess, and decides the order only.

The search ends when no node is left that is not excluded, so the best node is an optimum. If the time ends first, the
least floor of the nodes that are left bounds every loss that could still have been found: the stated gap is proven.

Order: from the open node with the least floor upwards along open nodes, bisecting for the highest infeasible one
(which excludes the most) and the lowest feasible one (which gives the best bound); where infeasibility does not go
down, least floor first, by which no node with a floor above the optimum is ever grouped. Where there are parts, nodes
are tried on them first, the widest first; the most promising is grouped when nothing else is open below its guess.
Classes are rolled up from the smallest frame at hand. If several nodes have the least loss, the first found is returned: which one is
deterministic, but only their loss is unique.
"""

import heapq
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import inf, prod
from threading import Lock

import numpy as np

from city.dividend.anonymise.errors import NoSolution, NothingFound
from city.dividend.anonymise.models.privacy_models import Privacy
from city.dividend.anonymise.rows.arrays import Bools, Codes, Ints
from city.dividend.anonymise.rows.grouping import Frame, Groups, Levels
from city.dividend.anonymise.rows.words import Words
from city.dividend.anonymise.search.loss import Metric, Release, Surcharge, suppressed_base, table_of

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
_OPEN_NODES_WORTH_A_SURCHARGE = 128
# From so many cells on, a node is tried on parts of the rows before it is grouped.
CELLS_WORTH_PARTS = 1 << 20
_SHARES = (1 / 16, 1 / 4)
# Parts are chosen by the columns with the most values, which must have so many combinations for a part to be fair.
_COLUMNS_OF_A_PART = 3
_FAIR_COMBINATIONS, _CELLS_A_COMBINATION = 256, 64
# What is expected of a larger part, to be on the safe side.
_PROMISING = 0.95
_MOST_PARTS = 12
# Nodes looked at at the same time: NumPy lets other threads work while it counts.
_AT_ONCE = 2


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
    parts_from: int = CELLS_WORTH_PARTS,
) -> Solution:
    """The best node. Raises NoSolution where there is none, NothingFound where the time ended before the first."""
    nodes = prod(high - low + 1 for low, high in zip(problem.lowest, problem.highest, strict=True))
    checker = _Checker(problem, parts_from)
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


@dataclass(frozen=True, slots=True)
class _Trial:
    """What parts of the rows say of a node. Only `infeasible` and `surcharge` are proven; `guess` is for the order."""

    infeasible: bool
    # Of rows that the node and every specialisation suppress at least.
    surcharge: Surcharge | None = None
    # The loss if the whole is like the part; infinite where that would be infeasible.
    guess: float = inf


class _Checker:
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

    def check(self, levels: Levels, *, likely: bool = False) -> _Outcome:
        """`likely` to be feasible: then no time is spent on a bound that might say no."""
        problem = self.problem
        frame, least = self._frame(levels), problem.privacy.least_class
        limit = problem.suppressible
        if least > 1 and not likely and frame.least_rows_below(levels, least, limit) > limit:
            return _Outcome(None, None, 0, None)
        groups = frame.group(levels)
        if least > 1 and groups.rows_in_classes_below(least) > problem.suppressible:
            return _Outcome(groups, None, 0, None)
        accepted = problem.privacy.accepted(groups)
        if accepted is None:
            return self._infeasible(groups)
        release = Release(self.table, groups, accepted)
        if release.suppressed > problem.suppressible:
            return self._infeasible(groups)
        lasting = ~accepted if problem.privacy.lasting else groups.count < least
        return _Outcome(groups, problem.metric.loss(release), release.suppressed, lasting)

    def attempt(self, levels: Levels, hope: float) -> _Trial | None:
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
                    return _Trial(infeasible=True)
                suppressed = rows * frame.rows / part.rows
                # A frame that was rolled up does not know the values that a surcharge is made from.
                if self._typical_loss(levels, rows) >= hope and not any(frame.levels):
                    return _Trial(
                        False,
                        problem.metric.surcharge(self.table, part.marginals(cells())),
                        inf if guess is None else guess,
                    )
                guess = inf if suppressed > limit else self._typical_loss(levels, suppressed)
                if guess < hope:
                    break
        return None if guess is None else _Trial(False, None, guess)

    def _typical_loss(self, levels: Levels, rows: float) -> float:
        """The loss of a node that suppresses so many rows, if they are like all rows."""
        if self._typical is None:
            return 0.0
        node, part = np.array([levels], dtype=np.int64), rows / max(1, self.table.rows)
        surcharge = tuple(column * part for column in self._typical)
        return float(self.problem.metric.floor_with(self.table, node, surcharge)[0])

    def _part(self, frame: Frame, levels: Levels, share: float) -> Words | None:
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
            self.keep(frame.group(meet))

    def _frame(self, levels: Levels) -> Frame:
        return min((f for f in self._frames if f.refines(levels)), key=lambda f: f.cells)

    def keep(self, groups: Groups) -> None:
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
    search = _ListedSearch(problem, checker, nodes)
    if problem.frame.cells < checker.parts_from:
        return search.run(out_of_time, report, lambda work, of: [work(one) for one in of])
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return search.run(out_of_time, report, lambda work, of: list(pool.map(work, of)))


class _ListedSearch:
    """Which nodes are open, what is known of them, and which are looked at next.

    Nodes that parts of the rows did not settle wait with the loss they are guessed to have: the most promising is
    checked once no other node has a lower floor; the rest, once the best loss is known. Guesses decide the order only.
    What is looked at at once is chosen before, and heeded in the order of choice: the outcome does not depend on time.
    """

    def __init__(self, problem: Problem, checker: _Checker, nodes: int) -> None:
        self._problem, self._checker, self._nodes = problem, checker, nodes
        self._lattice = _Lattice(problem)
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
        at_once: "Callable[[Callable[[int], _Look], Sequence[int]], list[_Look]]",
    ) -> Solution:
        checker, lattice = self._checker, self._lattice
        while len(open_nodes := np.flatnonzero(self._open)):
            if out_of_time():
                if self._best is None and self._hope < inf:
                    self._heed(self._check(self._most_promising))
                return _unproven(self._best, float(self._floors[open_nodes].min()), checker.checks, self._nodes)
            report(Progress(checker.checks, len(open_nodes), None if self._best is None else self._best.loss))
            checker.narrow(len(open_nodes), tuple(int(level) for level in lattice.levels[open_nodes].min(axis=0)))
            untried = self._open & ~self._waiting & (self._hidden == 0) & (self._floors < self._hope)
            if untried.any():
                self._try_next(untried, at_once)
            elif self._hope < self._best_loss:
                self._heed(self._check(self._most_promising))
            else:
                for look in at_once(self._check, self._widest(self._waiting, self._open)):
                    self._heed(look)
        if self._best is None:
            raise NoSolution(
                "모든 값을 가장 넓게 일반화해도 정책을 만족하지 못합니다.",
                "No node satisfies the policy, not even the coarsest one.",
            )
        best = self._best
        return Solution(best.levels, best.loss, best.suppressed, best.loss, checker.checks, self._nodes)

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

    def _try_next(
        self, untried: Bools, at_once: "Callable[[Callable[[int], _Look], Sequence[int]], list[_Look]]"
    ) -> None:
        lowest = int(np.argmin(np.where(untried, self._floors, inf)))
        if self._hope == inf:
            _bisect(_chain(self._lattice, lowest, self._open, self._floors), self._open, self._try)
        elif self._waiting.any():
            for look in at_once(self._attempt, self._widest(untried, untried)):
                self._heed(look)
        elif self._greedy:
            below = self._lattice.open_below(untried)
            self._greedy = not self._try(int(np.argmax(np.where(untried, below, -1))))
        else:
            self._try(lowest)
            self._greedy = True

    def _try(self, index: int) -> bool:
        return self._heed(self._attempt(index))

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

    def _attempt(self, index: int) -> "_Look":
        trial = self._checker.attempt(self._lattice.node(index), self._hope)
        return self._check(index) if trial is None else _Look(index, trial=trial)

    def _check(self, index: int) -> "_Look":
        likely = self._guesses[index] < inf
        return _Look(index, outcome=self._checker.check(self._lattice.node(index), likely=likely))

    def _heed(self, look: "_Look") -> bool:
        """Whether the node is feasible, or guessed to be."""
        levels, feasible = self._lattice.node(look.index), False
        if not self._waiting[look.index]:
            self._checker.checks += 1
        if look.trial is not None:
            feasible = look.trial.guess < inf
            self._heed_trial(look.index, levels, look.trial)
        if look.outcome is not None:
            feasible = look.outcome.loss is not None
            self._heed_outcome(look.index, levels, look.outcome)
        self._open &= self._floors < self._best_loss
        for index in np.flatnonzero(self._waiting & ~self._open).tolist():
            self._waiting[index] = False
            if self._guesses[index] == inf:
                self._hidden -= self._lattice.specialisations(self._lattice.node(index))
        return feasible

    def _heed_trial(self, index: int, levels: Levels, trial: _Trial) -> None:
        if trial.infeasible:
            self._open &= ~self._lattice.specialisations(levels)
            return
        self._waiting[index], self._guesses[index] = True, trial.guess
        if trial.guess == inf:
            self._hidden += self._lattice.specialisations(levels)
        if trial.surcharge is not None:
            self._raise_floors(levels, trial.surcharge)

    def _heed_outcome(self, index: int, levels: Levels, outcome: _Outcome) -> None:
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
            checks = self._checker.checks
            self._best = Solution(levels, outcome.loss, outcome.suppressed, outcome.loss, checks, self._nodes)

    def _is_wide(self, levels: Levels) -> bool:
        """Whether many open nodes could be grouped from the classes of this one."""
        above = self._lattice.generalisations(levels) & self._open
        return int(np.count_nonzero(above)) >= _OPEN_NODES_WORTH_A_FRAME

    def _raise_floors(self, levels: Levels, surcharge: Surcharge) -> None:
        """Reasons 3 and 4, downwards."""
        below = np.flatnonzero(self._lattice.specialisations(levels) & self._open)
        raised = self._problem.metric.floor_with(self._checker.table, self._lattice.levels[below], surcharge)
        self._floors[below] = np.maximum(self._floors[below], raised)


@dataclass(frozen=True, slots=True)
class _Look:
    """What was seen of the node `index`: on parts of the rows, or on all."""

    index: int
    trial: _Trial | None = None
    outcome: _Outcome | None = None


def _bisect(chain: list[int], is_open: Bools, check: Callable[[int], bool]) -> None:
    low, high = 0, len(chain) - 1
    while low <= high:
        middle = (low + high) // 2
        if is_open[chain[middle]] and not check(chain[middle]):
            low = middle + 1
        else:
            # Feasible, or excluded by its floor; then so are the nodes above, whose floors are no lower.
            high = middle - 1


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
        checker.checks += 1
        outcome = checker.check(levels)
        if outcome.groups is not None:
            checker.keep(outcome.groups)
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
