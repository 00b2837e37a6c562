"""Drives through the generated district, of which the truth is known, and what a noisy receiver makes of them."""

import itertools
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

from city.mobility.matching.matcher import Matcher
from city.mobility.matching.model import NOTHING, Batch, Fixes, Matched, Tuning
from city.mobility.roads.graph import build_road_map
from city.mobility.roads.road_map import RoadMap
from city.mobility.roads.routes import Routes, WayTable
from city.mobility.roads.synthetic import synthetic_district

Floats = npt.NDArray[np.float64]

MAP = build_road_map(synthetic_district())
ROUTES = Routes(MAP)
TABLE = WayTable.of(ROUTES, MAP.edges, 1_500.0)
BEGIN_S = 1_764_550_800.0


@dataclass(frozen=True, slots=True)
class Drive:
    """Each second: where a vehicle truly is. `route`: every edge it drives, in order."""

    t: Floats
    x: Floats
    y: Floats
    edge: npt.NDArray[np.int64]
    at_m: Floats
    route: tuple[int, ...]


def matcher(sigma_m: float = 5.0, road_map: RoadMap = MAP) -> Matcher:
    return Matcher(road_map, TABLE, Tuning(sigma_m=sigma_m))


def drive_along(route: tuple[int, ...], speed_ms: float = 11.0, begin_m: float = 5.0) -> Drive:
    """At a steady speed from a little after the route's start to a little before its end."""
    lengths = MAP.plane.length[list(route)]
    entered = np.concatenate([[0.0], np.cumsum(lengths)])
    along = np.arange(begin_m, entered[-1] - 5.0, speed_ms)
    place = np.searchsorted(entered, along, side="right") - 1
    edges = np.array(route)[place]
    at = along - entered[place]
    spots = [_spot(int(edge), float(metres)) for edge, metres in zip(edges, at, strict=True)]
    x, y = np.array(spots).T
    return Drive(BEGIN_S + np.arange(float(len(along))), x, y, edges, at, route[: int(place[-1]) + 1])


def random_drive(seed: int, edges: int = 25) -> Drive:
    """Turns as it comes, and never round."""
    random = Random(seed)
    route = [random.randrange(MAP.edges)]
    while len(route) < edges:
        route.append(random.choice(ROUTES.after[route[-1]]))
    return drive_along(tuple(route), random.uniform(7.0, 13.0))


def halting(drive: Drive, stands: dict[int, int]) -> Drive:
    """The same drive, standing at some of its seconds: how long, by the second at which it halts."""
    rows = np.repeat(np.arange(len(drive.t)), [1 + stands.get(row, 0) for row in range(len(drive.t))])
    t = BEGIN_S + np.arange(float(len(rows)))
    return Drive(t, drive.x[rows], drive.y[rows], drive.edge[rows], drive.at_m[rows], drive.route)


def fixes_of(drive: Drive, sigma_m: float, seed: int = 0, every_s: int = 1) -> Fixes:
    noise = np.random.default_rng(seed).normal(0.0, sigma_m, (2, len(drive.t)))
    lat, lon = MAP.plane.degrees(drive.x + noise[0], drive.y + noise[1])
    return Fixes(drive.t[::every_s], lat[::every_s], lon[::every_s])


def part(fixes: Fixes, rows: "slice | npt.NDArray[np.bool_]") -> Fixes:
    return Fixes(fixes.t[rows], fixes.lat[rows], fixes.lon[rows])


def match_whole(fixes: Fixes, sigma_m: float = 5.0) -> Matched:
    return matcher(sigma_m).match([Batch(fixes)], ended=True)[0][0]


def match_in_pieces(fixes: Fixes, cuts: list[int], sigma_m: float = 5.0) -> list[Matched]:
    """As a worker does it: batch after batch, each with what the last one left."""
    ours, carry, pieces = matcher(sigma_m), NOTHING, []
    bounds = [0, *cuts, len(fixes.t)]
    for begin, end in itertools.pairwise(bounds):
        matched, carry = ours.match([Batch(part(fixes, slice(begin, end)), carry)])[0]
        pieces.append(matched)
    pieces.append(ours.match([Batch(part(fixes, slice(0, 0)), carry)], ended=True)[0][0])
    return pieces


def _spot(edge: int, metres: float) -> tuple[float, float]:
    rows = slice(int(MAP.columns.shape_start[edge]), int(MAP.columns.shape_start[edge + 1]))
    along = MAP.plane.along[rows]
    return float(np.interp(metres, along, MAP.plane.x[rows])), float(np.interp(metres, along, MAP.plane.y[rows]))
