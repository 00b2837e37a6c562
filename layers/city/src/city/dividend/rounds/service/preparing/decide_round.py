"""Finds the optimal generalisation of a round on the merged histograms of its shards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import numpy as np

from city.aws.store import Folder
from city.contracts.dividend.rounds import BuyersMark, DecisionV1, RoundDecided
from city.dividend.anonymise.arrays import Bools
from city.dividend.anonymise.equivalence.grouping import Groups, frame_of
from city.dividend.anonymise.equivalence.histogram import merge
from city.dividend.anonymise.errors import MarkTooWeak
from city.dividend.anonymise.hierarchies.hierarchy import Hierarchy
from city.dividend.anonymise.hierarchies.value_scales import hierarchy_of
from city.dividend.anonymise.metrics.by_column import columns_of
from city.dividend.anonymise.metrics.metric import Release, table_of
from city.dividend.anonymise.policy import Policy, bounds_of, metric_of, scales_of
from city.dividend.anonymise.requirements import privacy_of, refuse_impossible, sensitive_domains
from city.dividend.anonymise.rows.apply import decide
from city.dividend.anonymise.search.optimum import find_optimum
from city.dividend.anonymise.search.problem import problem_of
from city.dividend.anonymise.watermark import Labels, choose_marking
from city.dividend.rounds.service import paths
from city.dividend.rounds.service.preparing.histogram_files import unpack_histogram
from city.dividend.rounds.service.preparing.shard_rows import NO_FOLDER, policy_of
from city.dividend.rounds.service.step_files import keep_decision
from city.dividend.rounds.steps import COUNT, DECIDE
from city.dividend.rounds.tables.rounds import Rounds
from city.dividend.rounds.tables.steps import RoundSteps
from city.kernel.clock import Clock

# Of the function's quarter of an hour, with room for merging what was counted and for grouping once more.
_SEARCH_TIME = timedelta(minutes=9)


def decide_round(
    policy: Policy, histograms: Iterable[bytes], out_of_time: Callable[[], bool] = lambda: False
) -> DecisionV1:
    """The optimal node over all shards: what applying it needs, what the certificate tells, and the mark.

    Out of time it is the best found so far, and the certificate tells how far from the optimum it is at most.

    Raises NoSolution, NothingFound, ModelImpossible, HierarchyInvalid.
    """
    parts = [unpack_histogram(content) for content in histograms]
    histogram = merge([part for part, _ in parts])
    scales = scales_of(policy, NO_FOLDER)
    hierarchies = [
        hierarchy_of(quasi.column, scales[quasi.column], [tuple(row) for _, rows in parts for row in rows[place]])
        for place, quasi in enumerate(policy.quasi_identifiers)
    ]
    domains = sensitive_domains(policy, NO_FOLDER, histogram)
    frame = frame_of(histogram, hierarchies, domains)
    privacy, metric = privacy_of(policy, NO_FOLDER, histogram, domains), metric_of(policy.metric)
    refuse_impossible(policy, frame)
    lowest, highest = bounds_of(policy, {h.name: h.height for h in hierarchies})
    problem = problem_of(frame, privacy, metric, policy.suppressible(frame.rows), lowest=lowest, highest=highest)
    solution = find_optimum(problem, out_of_time=out_of_time)
    groups = frame.group(solution.levels)
    accepted = privacy.accepted(groups)
    assert accepted is not None, "the search returns what is feasible"
    losses = columns_of(metric, Release(table_of(frame), groups, accepted))
    decision = decide(groups, accepted)
    return DecisionV1(
        levels=tuple(int(level) for level in decision.levels),
        keys=tuple(decision.keys.tolist()),
        hierarchies=tuple((h.name, _rows_of(h)) for h in hierarchies),
        loss=float(solution.loss),
        lower_bound=float(solution.lower_bound),
        optimal=solution.optimal,
        rows=int(frame.rows),
        suppressed=int(solution.suppressed),
        column_losses=tuple(float(loss) for loss in losses),
        mark=_mark(groups, accepted, hierarchies),
    )


def _rows_of(hierarchy: Hierarchy) -> tuple[tuple[str, ...], ...]:
    top = range(hierarchy.height)
    return tuple(
        tuple(hierarchy.labels[level][int(hierarchy.climb(0, level)[code])] for level in top)
        for code in range(hierarchy.size(0))
    )


def _mark(groups: Groups, accepted: Bools, hierarchies: list[Hierarchy]) -> BuyersMark | None:
    """The mark for buyers' copies; None where the release is too small to carry one."""
    released = accepted & (groups.count > 0)
    labels = [
        np.array(h.labels[level], dtype=object)[groups.codes(place)[released]]
        for place, (h, level) in enumerate(zip(hierarchies, groups.levels, strict=True))
    ]
    classes: dict[Labels, int] = {
        tuple(each): int(rows) for *each, rows in zip(*labels, groups.count[released], strict=True)
    }
    coarser: list[dict[str, str]] = []
    for h, level in zip(hierarchies, groups.levels, strict=True):
        if level + 1 >= h.height:
            coarser.append({})
            continue
        above = [h.labels[level + 1][int(parent)] for parent in h.climb(level, level + 1)]
        coarser.append({low: high for low, high in zip(h.labels[level], above, strict=True) if low != high})
    try:
        marking = choose_marking(classes, coarser)
    except MarkTooWeak:
        return None
    return BuyersMark(column=marking.column, coarser=dict(marking.coarser), share=marking.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideRound:
    rounds: Rounds
    steps: RoundSteps
    work: Folder
    clock: Clock

    def decide(self, round_id: str) -> RoundDecided:
        """Writes the decision. Done again, it returns what the step came to."""
        known = self.steps.done(round_id, DECIDE)
        if known is not None:
            return known
        shards = sorted(self.steps.by_shard(round_id, COUNT))
        histograms = [self.work.read(paths.histogram_name(round_id, shard)) or b"" for shard in shards]
        deadline = self.clock.now() + _SEARCH_TIME
        policy = policy_of(self.rounds.get(round_id))
        decision = decide_round(policy, histograms, lambda: self.clock.now() > deadline)
        # A search that ran out of time may find something else the next time: the first that was written holds.
        decision, content = keep_decision(self.work, round_id, decision)
        result = RoundDecided(
            levels=decision.levels,
            loss=decision.loss,
            optimal=decision.optimal,
            rows=decision.rows,
            suppressed=decision.suppressed,
            digest=sha256(content).hexdigest(),
        )
        return self.steps.finish(round_id, DECIDE, result, at=self.clock.now())
