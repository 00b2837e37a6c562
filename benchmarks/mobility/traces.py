"""Traces of known truth on real roads: noise is put on, some are thinned, and what a matcher says is judged.

The truth (data/mobility/maps/synthetic_*.csv.gz) gives each second the way, the direction and the true position.
"""

import csv
import gzip
import itertools
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.measurement import Absent
from city.mobility.matching.model import Fixes
from city.mobility.roads.graph import build_road_map
from city.mobility.roads.osm_xml import read_osm_xml
from city.mobility.roads.road_map import RoadMap
from city.mobility.roads.routes import Routes
from infra.templates import ROOT

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PLACES = ("north-bayreuth", "monaco")
# Seconds in which correlated noise falls to 1/e.
_TAU_S = 30.0
# The oracle looks this far along its route before and behind the truth: a route may cross itself.
_ORACLE_M = 120.0


@dataclass(frozen=True, slots=True)
class Truth:
    """One trace, each second: position in metres of the plane, edge, and metres along the whole route."""

    t: Floats
    x: Floats
    y: Floats
    edge: Ints
    at: Floats
    route: tuple[int, ...]
    along: Floats


@dataclass(frozen=True, slots=True)
class Noisy:
    """What a vehicle would send of a truth."""

    truth: Truth
    x: Floats
    y: Floats


def folder() -> Path:
    """Raises Absent."""
    found = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared")) / "data" / "mobility" / "maps"
    if not found.is_dir():
        raise Absent(f"no maps at {found}: name the folder above data/ in DONGNE_SHARED")
    return found


def read_map(place: str) -> RoadMap:
    """An extract of the reference data. Raises Absent."""
    with gzip.open(folder() / "osm" / f"{place}.osm.gz") as file:
        return build_road_map(read_osm_xml(iter(lambda: file.read(1 << 16), b"")))


def read_truths(place: str, road_map: RoadMap) -> list[Truth]:
    """All traces of a place. Raises Absent."""
    rows = defaultdict(list)
    with gzip.open(folder() / f"synthetic_{place}.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            rows[int(row["trace"])].append(row)
    index = _Index(road_map)
    return [truth for trace in rows.values() if (truth := index.truth(trace)) is not None]


def every(truth: Truth, seconds: int) -> Truth:
    """The fixes of each `seconds` seconds. The route stays whole."""
    keep = np.arange(0, len(truth.t), seconds)
    return Truth(
        truth.t[keep], truth.x[keep], truth.y[keep], truth.edge[keep], truth.at[keep], truth.route, truth.along[keep]
    )


def with_noise(truth: Truth, sigma_m: float, *, correlated: bool, random: np.random.Generator) -> Noisy:
    """Gaussian noise of `sigma_m` on each axis; correlated: with a memory of 30 s."""
    noise = random.normal(0.0, sigma_m, (2, len(truth.t)))
    if correlated:
        keeps = np.exp(-np.diff(truth.t, prepend=truth.t[0]) / _TAU_S)
        for at in range(1, len(truth.t)):
            noise[:, at] = keeps[at] * noise[:, at - 1] + np.sqrt(1 - keeps[at] ** 2) * noise[:, at]
    return Noisy(truth, truth.x + noise[0], truth.y + noise[1])


class Oracle:
    """Knows the route and where on it the truth is, and takes the nearest point of the route: nobody can do better."""

    def __init__(self, road_map: RoadMap) -> None:
        self._map = road_map

    def edges(self, noisy: Noisy) -> Ints:
        """The edge it names for each fix."""
        plane, at = self._map.plane, self._map.columns
        xs, ys, starts, owners, entered = [], [], [], [], 0.0
        for number, edge in enumerate(noisy.truth.route):
            rows = slice(at.shape_start[edge], at.shape_start[edge + 1])
            xs.append(plane.x[rows])
            ys.append(plane.y[rows])
            starts.append(plane.along[rows] + entered)
            owners.append(np.full(len(xs[-1]), number))
            entered += plane.length[edge]
        x, y, s, owner = (np.concatenate(each) for each in (xs, ys, starts, owners))
        begin = np.flatnonzero(owner[:-1] == owner[1:])
        dx, dy = x[begin + 1] - x[begin], y[begin + 1] - y[begin]
        squared = np.maximum(dx**2 + dy**2, 1e-9)
        named = []
        for px, py, along in zip(noisy.x, noisy.y, noisy.truth.along, strict=True):
            share = np.clip(((px - x[begin]) * dx + (py - y[begin]) * dy) / squared, 0, 1)
            far = np.hypot(px - x[begin] - share * dx, py - y[begin] - share * dy)
            far[(s[begin + 1] < along - _ORACLE_M) | (s[begin] > along + _ORACLE_M)] = np.inf
            named.append(noisy.truth.route[owner[begin[int(far.argmin())]]])
        return np.array(named)


@dataclass
class Score:
    """Sums over traces. Shares are percent of points, or of the true length."""

    points: int = 0
    exact: int = 0
    way_and_direction: int = 0
    opposite: int = 0
    unmatched: int = 0
    true_m: float = 0.0
    missed_m: float = 0.0
    added_m: float = 0.0

    def take_points(self, road_map: RoadMap, truth: Truth, edges: Ints) -> None:
        at, named = road_map.columns, np.maximum(edges, 0)
        self.points += len(edges)
        self.unmatched += int((edges < 0).sum())
        self.exact += int((edges == truth.edge).sum())
        same_way = (edges >= 0) & (at.way_id[named] == at.way_id[truth.edge])
        forward = at.forward[named] == at.forward[truth.edge]
        self.way_and_direction += int((same_way & forward).sum())
        self.opposite += int((same_way & ~forward).sum())

    def take_lengths(self, road_map: RoadMap, truth: Truth, driven: Iterable[tuple[int, float, float]]) -> None:
        """`driven`: edge, entered at and left at in metres, as often as it was driven."""
        true, said = _by_edge(true_stretches(road_map, truth)), _by_edge(driven)
        self.true_m += sum(true.values())
        for edge in true.keys() | said.keys():
            more = said.get(edge, 0.0) - true.get(edge, 0.0)
            self.added_m += max(more, 0.0)
            self.missed_m += max(-more, 0.0)

    def percent(self, count: float) -> float:
        return 100 * count / max(self.points, 1)

    @property
    def missed(self) -> float:
        return 100 * self.missed_m / max(self.true_m, 1e-9)

    @property
    def added(self) -> float:
        return 100 * self.added_m / max(self.true_m, 1e-9)


def true_stretches(road_map: RoadMap, truth: Truth) -> Iterator[tuple[int, float, float]]:
    """What was truly driven between the first fix and the last."""
    entered = 0.0
    for edge in truth.route:
        length = float(road_map.plane.length[edge])
        begin, end = max(truth.along[0] - entered, 0.0), min(truth.along[-1] - entered, length)
        if end > begin:
            yield edge, begin, end
        entered += length


def _by_edge(stretches: Iterable[tuple[int, float, float]]) -> dict[int, float]:
    sums: dict[int, float] = defaultdict(float)
    for edge, begin, end in stretches:
        sums[edge] += end - begin
    return sums


class _Index:
    def __init__(self, road_map: RoadMap) -> None:
        # Whoever made the truth knew no banned turns.
        no_bans = replace(road_map.columns, banned=np.empty((0, 2), np.int32))
        self._map, self._routes = road_map, Routes(replace(road_map, columns=no_bans))
        self._of_way: dict[tuple[int, int], list[int]] = defaultdict(list)
        at = road_map.columns
        for edge, key in enumerate(zip(at.way_id.tolist(), at.forward.tolist(), strict=True)):
            self._of_way[key].append(edge)

    def truth(self, rows: Sequence[Mapping[str, str]]) -> Truth | None:
        """None where the truth drives a road that the map does not have."""
        lat, lon = (np.array([float(row[name]) for row in rows]) for name in ("true_lat", "true_lon"))
        x, y = self._map.plane.metres(lat, lon)
        placed = []
        for row, px, py in zip(rows, x, y, strict=True):
            edges = self._of_way.get((int(row["way_id"]), int(row["forward"])))
            if edges is None:
                return None
            placed.append(min((self._onto(edge, px, py) for edge in edges), key=lambda each: each[0])[1:])
        route, along = [placed[0][0]], [placed[0][1]]
        entered = 0.0
        for (before, was), (edge, at) in itertools.pairwise(placed):
            if edge != before or at < was - 1.0:
                way = self._routes.between(before, was, edge, at, 3_000.0)
                if way is None:
                    return None
                entered += sum(float(self._map.plane.length[each]) for each in way[:-1])
                route += way[1:]
            along.append(entered + at)
        t = np.array([float(row["t_s"]) for row in rows])
        edge_of = np.array([edge for edge, _ in placed])
        return Truth(t, x, y, edge_of, np.array([at for _, at in placed]), tuple(route), np.maximum.accumulate(along))

    def _onto(self, edge: int, px: float, py: float) -> tuple[float, int, float]:
        plane, at = self._map.plane, self._map.columns
        rows = slice(at.shape_start[edge], at.shape_start[edge + 1])
        x, y, s = plane.x[rows], plane.y[rows], plane.along[rows]
        dx, dy = np.diff(x), np.diff(y)
        share = np.clip(((px - x[:-1]) * dx + (py - y[:-1]) * dy) / np.maximum(dx**2 + dy**2, 1e-9), 0, 1)
        far = np.hypot(px - x[:-1] - share * dx, py - y[:-1] - share * dy)
        best = int(far.argmin())
        return float(far[best]), edge, float(s[best] + share[best] * (s[best + 1] - s[best]))


def fixes_of(road_map: RoadMap, noisy: Noisy) -> Fixes:
    """As a vehicle would report them."""
    lat, lon = road_map.plane.degrees(noisy.x, noisy.y)
    return Fixes(noisy.truth.t, lat, lon)
