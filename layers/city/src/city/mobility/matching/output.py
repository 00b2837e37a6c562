"""From runs to columns: a row for each settled fix, a row for each stretch driven."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.mobility.matching.candidates import Grid
from city.mobility.matching.model import Matched, State, Stretches, Tuning
from city.mobility.matching.points import Places, line_of, place_at, place_fixes
from city.mobility.matching.route import Run, Step
from city.mobility.roads.road_map import RoadMap

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# The steps around a fix say with twice its sigma where it is: together (1 + 1/4)^-1/2.
_TOGETHER = 0.894
# The logistic curve nearest to the normal distribution's (Bowling 2009).
_LOGISTIC = 1.702
_SHORTEST_M = 0.01
_NONE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Share:
    """What is settled of one vehicle: its fixes, of which those before row `last` are, and its steps up to `pin`.

    Steps and runs go further than that, as far as the road is settled: fixes before the pin may lie on edges after it.
    """

    fixes: slice
    last: int
    pin: int = -1
    steps: tuple[Step, ...] = ()
    runs: tuple[Run, ...] = ()
    probability: tuple[float, ...] = ()
    # The first run goes on where the last batch ended, and that far its edge was told already.
    goes_on: bool = False
    told_m: float = 0.0

    def told_along(self, run: Run) -> float | None:
        """How far along a run was told in the last batch; None of a run that begins here."""
        if not self.goes_on or run is not self.runs[0]:
            return None
        return run.along[0] + self.told_m - self.steps[0].at_m


def write_matched(
    road_map: RoadMap, grid: Grid, tuning: Tuning, shares: Sequence[Share], t: Floats, x: Floats, y: Floats
) -> list[Matched]:
    """For each share, in their order."""
    runs = [run for share in shares for run in share.runs]
    settled = np.concatenate([_NONE, *(np.arange(share.fixes.start, share.last) for share in shares)])
    edge = np.full(len(settled), -1, np.int64)
    at_m, probability = np.zeros(len(settled)), np.zeros(len(settled))
    state = np.zeros(len(settled), np.uint8)
    if runs and len(settled):
        line = line_of(road_map, runs, grid)
        around = _around(shares, line.offset, t)
        rows = around.row
        spread = np.full(len(rows), tuning.sigma_m)
        places = place_fixes(line, x[settled[rows]], y[settled[rows]], around.low, around.high, around.expected, spread)
        near = places.away_m <= tuning.sigmas_away * tuning.sigma_m + tuning.nearest_m
        known = near | around.within
        # What lies too far away says nothing of where it was.
        guessed_edge, guessed_m = place_at(line, around.expected)
        edge[rows] = np.where(near, places.edge, np.where(known, guessed_edge, -1))
        at_m[rows] = np.where(near, places.at_m, np.where(known, guessed_m, 0.0))
        state[rows] = np.where(near, State.MATCHED, np.where(around.within, State.INFERRED, State.UNMATCHED))
        probability[rows] = np.where(known, around.probability * _on_edge(road_map, places, tuning.sigma_m), 0.0)
    spread_m = np.where(state == State.UNMATCHED, np.inf, _TOGETHER * tuning.sigma_m)
    matched, begin = [], 0
    for share in shares:
        at = slice(begin, begin + share.last - share.fixes.start)
        begin = at.stop
        told = _stretches(share)
        matched.append(Matched(t[settled[at]], edge[at], at_m[at], state[at], probability[at], spread_m[at], told))
    return matched


@dataclass(frozen=True, slots=True)
class _Around:
    """Of each settled fix: the steps around it, in metres along the line. `within`: both are of one run, and close."""

    row: Ints
    low: Floats
    high: Floats
    expected: Floats
    probability: Floats
    within: npt.NDArray[np.bool_]


def _around(shares: Sequence[Share], offset: Floats, t: Floats) -> _Around:
    """All shares' fixes between all shares' steps, in one search: vehicles stand one behind the other in time."""
    apart = 2.0 * (float(np.ptp(t)) + 1.0)
    origin = float(t.min())
    step_t, along, run_of, sure, fix_t, rows = [], [], [], [], [], []
    run_number, row, place = 0, 0, 0
    owners = []
    for share in shares:
        count = share.last - share.fixes.start
        if share.runs:
            shift = place * apart - origin
            place += 1
            step_t.append(np.array([step.t for step in share.steps]) + shift)
            for run in share.runs:
                along.append(np.array(run.along) + offset[run_number])
                run_of.append(np.full(len(run.along), run_number))
                run_number += 1
            sure.append(np.array(share.probability))
            fix_t.append(t[share.fixes.start : share.last] + shift)
            rows.append(np.arange(row, row + count))
            owners.append(np.full(len(share.steps), place))
        row += count
    at, s, p, when = (np.concatenate(each) for each in (step_t, along, sure, fix_t))
    run_at = np.concatenate(run_of)
    owner = np.concatenate(owners)
    fix_owner = np.repeat([each[0] for each in owners], [len(each) for each in fix_t])
    after = np.minimum(np.searchsorted(at, when), len(at) - 1)
    before = np.maximum(after - 1, 0)
    # Before a vehicle's first step and after its last there is one step only; so between two runs: the nearer one.
    before = np.where(owner[before] == fix_owner, before, after)
    after = np.where(owner[after] == fix_owner, after, before)
    nearer = np.where(when - at[before] <= at[after] - when, before, after)
    apart_runs = run_at[before] != run_at[after]
    before, after = np.where(apart_runs, nearer, before), np.where(apart_runs, nearer, after)
    seconds = at[after] - at[before]
    share_of = np.clip((when - at[before]) / np.where(seconds > 0, seconds, 1.0), 0.0, 1.0)
    expected = s[before] + share_of * (s[after] - s[before])
    # A fix outside of its steps: as far as it may have driven.
    outside = 20.0 * np.maximum(np.maximum(at[before] - when, when - at[after]), 0.0)
    low, high = np.minimum(s[before], s[after]) - outside, np.maximum(s[before], s[after]) + outside
    base = offset[run_at[before]]
    close = (seconds > 0) & (seconds <= 45.0)
    return _Around(np.concatenate(rows), np.maximum(low, base), high, expected, np.minimum(p[before], p[after]), close)


def _on_edge(road_map: RoadMap, places: Places, sigma: float) -> Floats:
    """How probable it is that a place on this road is on this edge of it, and on no neighbour."""
    left = road_map.plane.length[places.edge] - places.at_m
    scale = _LOGISTIC / (_TOGETHER * sigma)
    return 1 / (1 + np.exp(-scale * left)) + 1 / (1 + np.exp(-scale * places.at_m)) - 1


def _stretches(share: Share) -> Stretches:
    rows: list[tuple[int, float, float, float, float, bool, bool]] = []
    for number, run in enumerate(share.runs):
        follows = number == 0 and share.goes_on
        rows += _of_run(run, share, follows)
    columns = list(zip(*rows, strict=True)) or [()] * 7
    edge, begin, end, entered, left, inferred, follows_on = columns
    return Stretches(
        np.array(edge, np.int64), np.array(begin, np.float64), np.array(end, np.float64), np.array(entered, np.float64),
        np.array(left, np.float64), np.array(inferred, bool), np.array(follows_on, bool),
    )  # fmt: skip


def _of_run(run: Run, share: Share, follows: bool) -> list[tuple[int, float, float, float, float, bool, bool]]:
    # A vehicle that seemed to go back stood: it is where it is seen last, never further.
    along = [at for number, at in zip(run.numbers, run.along, strict=True) if number <= share.pin]
    if not along:
        return []
    told = share.told_along(run)
    for at in range(len(along) - 2, -1, -1):
        along[at] = min(along[at], along[at + 1])
    # From where the stretches before it ended, wherever it stood meanwhile.
    start = along[0] if told is None else told
    end = max(along[-1], start)
    hidden = [(along[at - 1], along[at]) for at in range(1, len(along)) if run.numbers[at] in run.leaps]
    cuts = sorted({each for pair in hidden for each in pair if start < each < end})
    times = [share.steps[number].t for number in run.numbers[: len(along)]]
    rows = []
    for place in range(run.place(start), run.place(end) + 1):
        edge = run.edges[place]
        left = run.entered[place + 1] if place + 1 < len(run.edges) else end
        marks = [
            max(run.entered[place], start),
            *(cut for cut in cuts if run.entered[place] < cut < left),
            min(left, end),
        ]
        for a, b in itertools.pairwise(marks):
            if b - a < _SHORTEST_M:
                continue
            middle = (a + b) / 2
            inferred = any(low <= middle <= high for low, high in hidden)
            shift = run.begins[place] - run.entered[place]
            rows.append((edge, a, b, shift, inferred, follows))
            follows = True
    # At a steady speed between two steps.
    passed = np.interp([at for row in rows for at in row[1:3]], along, times).tolist()
    return [
        (edge, a + shift, b + shift, entered, left, inferred, goes_on)
        for (edge, a, b, shift, inferred, goes_on), entered, left in zip(rows, passed[::2], passed[1::2], strict=True)
    ]
