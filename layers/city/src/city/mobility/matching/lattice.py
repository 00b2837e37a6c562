"""The hidden Markov model of Newson and Krumm (2009) over many vehicles at once, turn by turn.

Costs are negative logarithms. A step costs by how far its candidate lies from the fix; going from one candidate to the
next costs by how much longer (or shorter) the way is than the straight line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from city.mobility.matching.candidates import Candidates
from city.mobility.matching.model import Tuning
from city.mobility.matching.steps import Steps
from city.mobility.roads import driving
from city.mobility.roads.road_map import RoadMap
from city.mobility.roads.routes import Reach, WayTable

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# What is e^20 times less likely than the best does not come back.
_HOPELESS = 20.0
_NEVER_ZERO = 1e-300
_FASTER_MS = 4.0


@dataclass(frozen=True, slots=True)
class Lattice:
    """Rows as the steps'. `back`: the candidate of the row before from which a candidate is reached best; -1: none.

    `starts`: rows at which a chain begins: the first of a vehicle, and those that no way leads to.
    """

    score: Floats
    back: Ints
    starts: npt.NDArray[np.bool_]
    probability: Floats


class Weights:
    """What going between candidates costs on one map."""

    def __init__(
        self, road_map: RoadMap, table: WayTable, reach: Callable[[int, float], Reach], tuning: Tuning
    ) -> None:
        self._length, self._twin = road_map.plane.length, road_map.columns.twin.astype(np.int64)
        self._limit_ms = driving.limit_kmh(road_map.columns.kind, road_map.columns.speed_kmh) / 3.6
        self._table, self._reach, self._tuning = table, reach, tuning

    def lattice(self, steps: Steps, candidates: Candidates, sigma: Floats) -> Lattice:
        """`sigma` in metres for each row. Every row must have a candidate."""
        there = candidates.edge >= 0
        away = np.where(there, candidates.away_m, 0.0)
        emission = np.where(there, 0.5 * (away / sigma[:, None]) ** 2, np.inf)
        moves = self._moves(steps, candidates, sigma)
        first = np.flatnonzero(np.diff(steps.owner, prepend=-1))
        return _walk(emission, moves, first, len(steps.owner))

    def _moves(self, steps: Steps, at: Candidates, sigma: Floats) -> Floats:
        """Cost from each candidate of the row before to each of this row: (rows, candidates, candidates)."""
        tuning = self._tuning
        rows = np.flatnonzero(np.diff(steps.owner, prepend=-1) == 0)
        costs = np.full((len(steps.owner), at.edge.shape[1], at.edge.shape[1]), np.inf)
        if not len(rows):
            return costs
        e, f = at.edge[rows - 1][:, :, None], at.edge[rows][:, None, :]
        at_e, at_f = at.at_m[rows - 1][:, :, None], at.at_m[rows][:, None, :]
        valid = (e >= 0) & (f >= 0)
        straight = np.hypot(steps.x[rows] - steps.x[rows - 1], steps.y[rows] - steps.y[rows - 1])[:, None, None]
        seconds = (steps.t[rows] - steps.t[rows - 1])[:, None, None]
        way = np.full(valid.shape, np.inf)
        p, i, j = np.nonzero(valid)
        metres, _ = self._table.look_up(e[p, i, 0], f[p, 0, j])
        way[p, i, j] = self._length[e[p, i, 0]] - at_e[p, i, 0] + metres + at_f[p, 0, j]
        same = valid & (e == f)
        ahead = at_f - at_e
        back_most = tuning.back_sigmas * sigma[rows][:, None, None]
        way = np.where(same & (ahead >= -back_most), ahead, way)
        way = self._back_over_junction(way, e, f, at_e, at_f, valid & (straight < 2 * back_most), back_most)
        way = np.where(way > tuning.fastest_ms * seconds + 100.0, np.inf, way)
        self._bridge(way, e, f, at_e, at_f, straight, seconds)
        beta = tuning.beta_m * np.maximum(seconds / tuning.step_s, 1.0)
        cost = np.abs(way - straight) / beta + self._too_fast(way, e, f, seconds, sigma[rows][:, None, None])
        turned = valid & (f == self._twin[e]) & (np.abs(at_f + at_e - self._length[e]) < straight + back_most)
        cost = np.where(turned, np.minimum(cost, tuning.turn_round), cost)
        costs[rows] = np.where(valid, cost, np.inf)
        return costs

    def _too_fast(self, way: Floats, e: Ints, f: Ints, seconds: Floats, sigma: Floats) -> Floats:
        """What a way costs on which a vehicle would have driven faster than either road allows."""
        allowed = np.maximum(self._limit_ms[e], self._limit_ms[f])
        over = np.where(np.isfinite(way), way, 0.0) / np.maximum(seconds, 1.0) - allowed
        # Some drive faster; and a fix that lies too far ahead makes any vehicle fast.
        return 0.5 * (np.maximum(over, 0.0) / (_FASTER_MS + 1.5 * sigma / np.maximum(seconds, 1.0))) ** 2

    def _back_over_junction(
        self, way: Floats, e: Ints, f: Ints, at_e: Floats, at_f: Floats, asked: npt.NDArray[np.bool_], most: Floats
    ) -> Floats:
        """A vehicle that waits at a junction seems to go back over it: a way of less than nothing."""
        p, i, j = np.nonzero(asked & (e != f) & (at_e < most) & (self._length[f] - at_f < most))
        metres, _ = self._table.look_up(f[p, 0, j], e[p, i, 0])
        back = self._length[f[p, 0, j]] - at_f[p, 0, j] + metres + at_e[p, i, 0]
        near = back <= most[p, 0, 0]
        way[p[near], i[near], j[near]] = np.minimum(way[p[near], i[near], j[near]], -back[near])
        return way

    def _bridge(
        self, way: Floats, e: Ints, f: Ints, at_e: Floats, at_f: Floats, straight: Floats, seconds: Floats
    ) -> None:
        """Where the table does not reach: Dijkstra, after a gap or where a step leads nowhere."""
        tuning = self._tuning
        nowhere = ~np.isfinite(way).any(axis=(1, 2))
        far = (seconds[:, 0, 0] > tuning.inferred_after_s) | nowhere
        for row in np.flatnonzero(far & (seconds[:, 0, 0] <= tuning.longest_gap_s)):
            most = min(tuning.fastest_ms * float(seconds[row, 0, 0]), 4 * float(straight[row, 0, 0]) + 2_000.0)
            for i, edge in enumerate(e[row, :, 0].tolist()):
                if edge < 0:
                    continue
                metres = self._reach(edge, most).metres
                for j, to in enumerate(f[row, 0].tolist()):
                    if to in metres:
                        found = self._length[edge] - at_e[row, i, 0] + metres[to] + at_f[row, 0, j]
                        way[row, i, j] = min(way[row, i, j], found)


def _walk(emission: Floats, moves: Floats, first: Ints, rows: int) -> Lattice:
    """All vehicles in step: the first row of each, then the second of those that have one, and so on."""
    many = np.diff(np.append(first, rows))
    order = np.argsort(-many, kind="stable")
    first, many = first[order], many[order]
    # Rows of one depth lie side by side, longer vehicles first: each depth goes on from the beginning of the one before.
    depths = range(int(many[0]) if len(many) else 0)
    wide = np.searchsorted(-many, -np.array(depths, np.int64), side="left").tolist()
    place = np.concatenate([first[:width] + depth for depth, width in zip(depths, wide, strict=True)] or [first])
    edges = np.cumsum([0, *wide]).tolist()
    pairs = [
        (slice(edges[depth - 1], edges[depth - 1] + wide[depth]), slice(edges[depth], edges[depth + 1]))
        for depth in depths[1:]
    ]
    in_place, moves = emission[place], moves[place]
    score, back = in_place.copy(), np.full(in_place.shape, -1, np.int64)
    starts = np.zeros(rows, bool)
    starts[: edges[1] if wide else 0] = True
    for before, now in pairs:
        total = score[before][:, :, None] + moves[now]
        total.argmin(axis=1, out=back[now])
        reached = total.min(axis=1) + in_place[now]
        lost = reached.min(axis=1) == np.inf
        score[now] = reached
        if lost.any():
            score[now][lost], back[now][lost], starts[now][lost] = in_place[now][lost], -1, True
    back[score == np.inf] = -1
    probability = _smoothed(in_place, moves, pairs, starts)
    undo = np.empty(rows, np.int64)
    undo[place] = np.arange(rows)
    return Lattice(score[undo], back[undo], starts[undo], probability[undo])


def _smoothed(
    emission: Floats, moves: Floats, pairs: Sequence[tuple[slice, slice]], starts: npt.NDArray[np.bool_]
) -> Floats:
    """How probable each candidate is, given all steps: forward and backward sums."""
    seen = np.exp(emission.min(axis=1, keepdims=True) - emission)
    lowest = moves.min(axis=(1, 2), keepdims=True)
    likely = np.exp(np.where(np.isfinite(lowest), lowest, 0.0) - moves)
    likely[starts] = 1.0
    forward, behind = seen.copy(), np.ones_like(seen)
    for before, now in pairs:
        came = np.matmul(forward[before][:, None, :], likely[now])[:, 0]
        came *= seen[now]
        came /= came.sum(axis=1, keepdims=True) + _NEVER_ZERO
        forward[now] = came
    for before, now in reversed(pairs):
        goes = np.matmul(likely[now], (behind[now] * seen[now])[:, :, None])[:, :, 0]
        goes /= goes.sum(axis=1, keepdims=True) + _NEVER_ZERO
        behind[before] = goes
    both: Floats = forward * behind
    both /= both.sum(axis=1, keepdims=True) + _NEVER_ZERO
    return both


def settled(lattice: Lattice, begin: int, end: int) -> tuple[int, int] | None:
    """The last row of `begin`…`end` (not after) at which one candidate alone is still possible, and that candidate."""
    score = lattice.score[end - 1]
    alive = set(np.flatnonzero(score <= score.min() + _HOPELESS).tolist())
    for row in range(end - 1, begin - 1, -1):
        if len(alive) == 1:
            return row, alive.pop()
        if lattice.starts[row]:
            return (row - 1, int(lattice.score[row - 1].argmin())) if row > begin else None
        back = lattice.back[row]
        alive = {int(back[each]) for each in alive}
    return None


def chosen(lattice: Lattice, begin: int, last: int, column: int) -> list[int]:
    """The best candidates of the rows `begin` to `last`, if that of `last` is `column`."""
    best = [column]
    for row in range(last, begin, -1):
        column = int(lattice.score[row - 1].argmin() if lattice.starts[row] else lattice.back[row, column])
        best.append(column)
    best.reverse()
    return best
