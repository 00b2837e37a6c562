"""Journeys of which the truth is known: speeds that differ by edge, brakes, stands at bus stops, fixes with noise."""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

from city.mobility.matching.matcher import Matcher
from city.mobility.matching.model import NOTHING as NOTHING_CARRIED
from city.mobility.matching.model import Batch, Fixes
from city.mobility.traffic.model import NOTHING, Observation
from city.mobility.traffic.passages import Passages
from tests.unit.mobility.matching.drives import BEGIN_S, MAP, ROUTES, matcher, part

Floats = npt.NDArray[np.float64]

STOPS = {
    edge: at / 10 for edge, at in zip(MAP.columns.stop_edge.tolist(), MAP.columns.stop_at_dm.tolist(), strict=True)
}
_PASSAGES = Passages(MAP)
_MATCHER = matcher(5.0)
_STEP_M = 0.5


@dataclass(frozen=True, slots=True)
class Journey:
    """`seconds`: of driving, for each edge of the route; `hidden`: rows that lie in a tunnel."""

    route: tuple[int, ...]
    seconds: Floats
    fixes: Fixes
    hidden: npt.NDArray[np.bool_]


def random_route(seed: int, edges: int = 20) -> tuple[int, ...]:
    """Turns as it comes; neither through the tunnel nor past a bus stop, and no edge twice."""
    random = Random(seed)
    route = [random.choice([edge for edge in range(MAP.edges) if is_plain(edge)])]
    while len(route) < edges:
        onward = [edge for edge in ROUTES.after[route[-1]] if is_plain(edge) and edge not in route]
        if not onward:
            break
        route.append(random.choice(onward))
    return tuple(route)


def is_plain(edge: int) -> bool:
    return edge not in STOPS and MAP.plane.length[edge] < 400


def past_stops() -> tuple[int, ...]:
    """The whole arterial road eastwards, with its four stops."""
    way = min(STOPS), max(STOPS)
    between = ROUTES.between(way[0], 0.0, way[1], 1.0, 2_000.0)
    assert between is not None
    before = next(edge for edge in range(MAP.edges) if way[0] in ROUTES.after[edge] and is_plain(edge))
    after = next(edge for edge in ROUTES.after[way[1]] if is_plain(edge))
    return (before, *between, after)


def drive(
    route: tuple[int, ...],
    speed_ms: float | Mapping[int, float],
    seed: int,
    *,
    stand_s: float = 0.0,
    brakes_ms2: float = math.inf,
    sigma_m: float = 5.0,
) -> Journey:
    """At `speed_ms`, of each edge or of all; `stand_s` at each stop; braking and pulling away at `brakes_ms2`."""
    lengths = MAP.plane.length[list(route)]
    entered = np.concatenate([[0.0], np.cumsum(lengths)])
    along = np.arange(0.0, entered[-1], _STEP_M)
    wished = np.array([speed_ms[edge] if isinstance(speed_ms, Mapping) else speed_ms for edge in route])
    fastest = wished[np.searchsorted(entered, along, side="right") - 1]
    stops = [entered[place] + STOPS[edge] for place, edge in enumerate(route) if edge in STOPS and stand_s]
    if math.isfinite(brakes_ms2):
        fastest[[int(stop / _STEP_M) for stop in stops]] = 0.3
        fastest = _limited(_limited(fastest, brakes_ms2)[::-1], brakes_ms2)[::-1]
    clock = np.concatenate([[0.0], np.cumsum(_STEP_M / fastest[:-1])])
    seconds = np.diff(np.interp(entered, along, clock))
    for stop in stops:
        clock[int(stop / _STEP_M) + 1 :] += stand_s
    t = np.arange(np.interp(5.0, along, clock), clock[-1] - 0.5, 1.0)
    here = np.interp(t, clock, along)
    place = np.searchsorted(entered, here, side="right") - 1
    x, y = _positions(np.array(route)[place], here - entered[place])
    noise = np.random.default_rng(seed).normal(0.0, sigma_m, (2, len(t)))
    lat, lon = MAP.plane.degrees(x + noise[0], y + noise[1])
    hidden = np.array([MAP.is_tunnel(route[each]) for each in place.tolist()])
    return Journey(route, seconds, Fixes(BEGIN_S + np.arange(float(len(t))), lat, lon), hidden)


def observed(fixes: Fixes, size: int = 60, ours: Matcher = _MATCHER) -> list[Observation]:
    """As a worker does it: match a batch, observe it, and keep both carries for the next."""
    found: list[Observation] = []
    carry, kept = NOTHING_CARRIED, NOTHING
    bounds = [*range(0, len(fixes.t), size), len(fixes.t)]
    for begin, end in itertools.pairwise(bounds):
        ended = end == len(fixes.t)
        (matched, carry), *_ = ours.match([Batch(part(fixes, slice(begin, end)), carry)], ended=ended)
        said, kept = _PASSAGES.observe(matched, kept, ended=ended)
        found += said
    return found


def _limited(fastest: Floats, brakes_ms2: float) -> Floats:
    """No faster than from the place before, speeding up steadily."""
    limited = fastest.tolist()
    for at in range(1, len(limited)):
        limited[at] = min(limited[at], math.sqrt(limited[at - 1] ** 2 + 2 * brakes_ms2 * _STEP_M))
    return np.array(limited)


def _positions(edges: npt.NDArray[np.int64], at_m: Floats) -> tuple[Floats, Floats]:
    x, y = np.empty(len(edges)), np.empty(len(edges))
    for edge in np.unique(edges).tolist():
        rows = slice(int(MAP.columns.shape_start[edge]), int(MAP.columns.shape_start[edge + 1]))
        here = edges == edge
        x[here] = np.interp(at_m[here], MAP.plane.along[rows], MAP.plane.x[rows])
        y[here] = np.interp(at_m[here], MAP.plane.along[rows], MAP.plane.y[rows])
    return x, y
