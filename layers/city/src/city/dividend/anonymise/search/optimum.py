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

2. The bound of the levels. loss(v) >= floor(v), by the metric (`metrics`). A node with floor(v) >= best loss so
   far cannot be better.

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
Classes are rolled up from the smallest frame at hand. If several nodes have the least loss, the first found is
returned: which one is deterministic, but only their loss is unique.
"""

from collections.abc import Callable

from city.dividend.anonymise.equivalence.grouping import Levels
from city.dividend.anonymise.search.discovering import search_discovering
from city.dividend.anonymise.search.listed import search_listed
from city.dividend.anonymise.search.node_check import CELLS_WORTH_PARTS, NodeChecker
from city.dividend.anonymise.search.problem import Problem, Progress, Solution

# More nodes than this are not listed but discovered.
MOST_LISTED_NODES = 1 << 21


def find_optimum(
    problem: Problem,
    *,
    out_of_time: Callable[[], bool] = lambda: False,
    report: Callable[[Progress], None] = lambda _: None,
    most_listed: int = MOST_LISTED_NODES,
    parts_from: int = CELLS_WORTH_PARTS,
) -> Solution:
    """The best node. Raises NoSolution where there is none, NothingFound where the time ended before the first."""
    search = search_listed if problem.nodes <= most_listed else search_discovering
    return search(NodeChecker(problem, parts_from), out_of_time, report)


def evaluate(problem: Problem, levels: Levels) -> tuple[float, int] | None:
    """Loss and suppressed rows of one node; None where it is infeasible."""
    outcome = NodeChecker(problem).check(levels)
    return None if outcome.loss is None else (outcome.loss, outcome.suppressed)
