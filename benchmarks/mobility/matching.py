"""Map matching against an oracle that knows the route, and beside fastmm, on real roads with known truth.

    python -m benchmarks.mobility.matching

Reads `../shared/data/mobility/maps`. fastmm (MIT) runs in `.venv-peers` (`make peers`); without it its columns are
left out. Speed is what one worker computes for ten vehicles' batches of sixty fixes.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import numpy as np

from benchmarks.measurement import Measurement
from benchmarks.mobility.traces import (
    PLACES,
    Noisy,
    Oracle,
    Score,
    Truth,
    every,
    fixes_of,
    read_map,
    read_truths,
    with_noise,
)
from city.mobility.matching.matcher import Matcher
from city.mobility.matching.model import NOTHING, Batch, Carry, Fixes, Tuning
from city.mobility.roads.road_map import RoadMap
from city.mobility.roads.routes import Routes, WayTable
from infra.templates import ROOT

PEERS = ROOT / ".venv-peers" / "bin" / "python"
SETTINGS = tuple(
    (sigma, correlated, seconds) for sigma in (5, 10) for correlated in (False, True) for seconds in (1, 5, 15, 30)
)
_REACHES_M, _VEHICLES, _BATCH = 1_500.0, 10, 60
# Points below the oracle; missed and added percent of the length; opposite percent of points (issue 16).
_GAP, _GAP_AT_30_S, _OPPOSITE = 1.0, 2.0, 0.3
_LENGTHS = {"north-bayreuth": (0.5, 2.0), "monaco": (3.0, 6.0)}
# Way and direction on Monaco with independent noise, Valhalla 3.9.1 (25 traces, measured apart, once).
_VALHALLA = {
    (5, 1): 94.3,
    (5, 5): 94.8,
    (5, 15): 92.8,
    (5, 30): 88.9,
    (10, 1): 77.4,
    (10, 5): 89.7,
    (10, 15): 89.5,
    (10, 30): 85.0,
}
# Its figures are printed with one decimal.
_PRINTED = 0.05
_LEAST_SPEED, _LEAST_SHARE = 25_000.0, 0.6


@dataclass(frozen=True, slots=True)
class _Ground:
    place: str
    road_map: RoadMap
    truths: Sequence[Truth]
    table: WayTable

    def noisy(self, sigma: int, seconds: int, *, correlated: bool, seed: int) -> list[Noisy]:
        random = np.random.default_rng(seed)
        return [with_noise(every(each, seconds), sigma, correlated=correlated, random=random) for each in self.truths]


@dataclass(frozen=True, slots=True)
class _Line:
    """One setting: the oracle's score, ours and fastmm's, and points a second of the last two."""

    oracle: Score
    ours: Score
    speed: float
    fastmm: Score | None
    fastmm_speed: float


def measure(
    places: Sequence[str] = PLACES,
    settings: Sequence[tuple[int, bool, int]] = SETTINGS,
    traces: int = 25,
    peers: Path = PEERS,
) -> Iterator[Measurement]:
    """Each setting against its targets; without data Absent is raised."""
    with tempfile.TemporaryDirectory() as folder:
        for place in places:
            road_map = read_map(place)
            table = WayTable.of(Routes(road_map), road_map.edges, _REACHES_M)
            ground = _Ground(place, road_map, read_truths(place, road_map)[:traces], table)
            theirs = _Fastmm(road_map, peers, Path(folder)) if peers.exists() else None
            for sigma, correlated, seconds in settings:
                line = _line(ground, theirs, sigma, seconds, correlated=correlated)
                yield from _judged(place, sigma, seconds, line, correlated=correlated)


def _line(ground: _Ground, theirs: "_Fastmm | None", sigma: int, seconds: int, *, correlated: bool) -> _Line:
    noisy = ground.noisy(sigma, seconds, correlated=correlated, seed=1)
    matcher = Matcher(ground.road_map, ground.table, Tuning(sigma_m=float(sigma)))
    oracle, knows, ours = Oracle(ground.road_map), Score(), Score()
    fixes = [fixes_of(ground.road_map, each) for each in noisy]
    for each, one in zip(noisy, fixes, strict=True):
        knows.take_points(ground.road_map, each.truth, oracle.edges(each))
        (matched, _), *_ = matcher.match([Batch(one)], ended=True)
        ours.take_points(ground.road_map, each.truth, matched.edge)
        s = matched.stretches
        ours.take_lengths(ground.road_map, each.truth, zip(s.edge.tolist(), s.begin_m, s.end_m, strict=True))
    peer, peer_speed = theirs.score(noisy, sigma) if theirs else (None, 0.0)
    return _Line(knows, ours, _speed(matcher, fixes), peer, peer_speed)


def _speed(matcher: Matcher, fixes: Sequence[Fixes]) -> float:
    """Points a second of one worker that gets ten vehicles' next sixty fixes at a time."""
    _run(matcher, fixes[:_VEHICLES])
    began = process_time()
    points = sum(_run(matcher, fixes[at : at + _VEHICLES]) for at in range(0, len(fixes), _VEHICLES))
    return points / (process_time() - began)


def _run(matcher: Matcher, fixes: Sequence[Fixes]) -> int:
    carries: list[Carry] = [NOTHING] * len(fixes)
    longest = max(len(each.t) for each in fixes)
    for begin in range(0, longest, _BATCH):
        rows = slice(begin, begin + _BATCH)
        batches = [
            Batch(Fixes(each.t[rows], each.lat[rows], each.lon[rows]), carry)
            for each, carry in zip(fixes, carries, strict=True)
        ]
        carries = [carry for _, carry in matcher.match(batches, ended=begin + _BATCH >= longest)]
    return sum(len(each.t) for each in fixes)


def _judged(place: str, sigma: int, seconds: int, line: _Line, *, correlated: bool) -> Iterator[Measurement]:
    name = f"{place}, {sigma} m {'correlated' if correlated else 'independent'}, {seconds} s"
    ours, oracle = line.ours, line.oracle
    exact, knows = ours.percent(ours.exact), oracle.percent(oracle.exact)
    beside = f"oracle {knows:.1f}, ours {exact:.1f}"
    if line.fastmm is not None:
        beside += f", fastmm {line.fastmm.percent(line.fastmm.exact):.1f}"
    at_most = None if place != PLACES[0] else _GAP_AT_30_S if seconds == 30 else _GAP
    yield Measurement(f"{name}: below the oracle", knows - exact, "points", at_most=at_most, detail=beside)
    if place == "monaco" and not correlated:
        valhalla, way = _VALHALLA[sigma, seconds], ours.percent(ours.way_and_direction)
        detail = f"way and direction {way:.1f}, Valhalla {valhalla:.1f}"
        yield Measurement(f"{name}: below Valhalla", valhalla - way, "points", at_most=_PRINTED, detail=detail)
    opposite = ours.percent(ours.opposite)
    yield Measurement(f"{name}: opposite direction", opposite, "%", at_most=_OPPOSITE)
    most_missed, most_added = _LENGTHS[place]
    is_asked = seconds <= 15
    peer = f"fastmm {line.fastmm.missed:.2f}" if line.fastmm else ""
    yield Measurement(f"{name}: road missed", ours.missed, "%", at_most=most_missed if is_asked else None, detail=peer)
    peer = f"fastmm {line.fastmm.added:.2f}" if line.fastmm else ""
    yield Measurement(f"{name}: road added", ours.added, "%", at_most=most_added if is_asked else None, detail=peer)
    detail = f"{line.speed:,.0f} a second"
    if line.fastmm_speed:
        detail += f"; fastmm alone {line.fastmm_speed:,.0f}; {line.speed / line.fastmm_speed:.2f} of it"
    most = 1e6 / _LEAST_SPEED if seconds == 1 else None
    yield Measurement(f"{name}: time for a point", 1e6 / line.speed, "µs", at_most=most, detail=detail)
    if line.fastmm_speed:
        share = line.fastmm_speed / line.speed
        yield Measurement(f"{name}: time, fastmm's = 1", share, "times", at_most=1 / _LEAST_SHARE, detail=detail)


class _Fastmm:
    """fastmm in an environment of its own: whole traces, its best settings found (k 8, reverse tolerance 3 sigma)."""

    def __init__(self, road_map: RoadMap, python: Path, folder: Path) -> None:
        self._map, self._python, self._folder = road_map, python, folder
        at, plane = road_map.columns, road_map.plane
        shapes = [
            np.stack([plane.x[begin:end], plane.y[begin:end]], axis=1).tolist()
            for begin, end in zip(at.shape_start[:-1].tolist(), at.shape_start[1:].tolist(), strict=True)
        ]
        network = {"source": at.source.tolist(), "target": at.target.tolist(), "shapes": shapes}
        self._network = folder / f"{road_map.version}.json"
        self._network.write_text(json.dumps(network))

    def score(self, noisy: Sequence[Noisy], sigma: int) -> tuple[Score, float]:
        asked = {"sigma": sigma, "traces": [np.stack([each.x, each.y], axis=1).tolist() for each in noisy]}
        said = subprocess.run(
            [
                self._python,
                Path(__file__).with_name("fastmm_alone.py"),
                self._network,
                self._folder / self._map.version,
            ],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=True,
        )
        # It logs to the standard output; the answer is the last line.
        answer = json.loads(said.stdout.splitlines()[-1])
        score = Score()
        for each, edges, driven in zip(noisy, answer["edges"], answer["driven"], strict=True):
            score.take_points(self._map, each.truth, np.array(edges))
            score.take_lengths(self._map, each.truth, [tuple(one) for one in driven])
        return score, sum(len(each.x) for each in noisy) / answer["seconds"]


if __name__ == "__main__":
    for measured in measure():
        print(f"{measured.name}: {measured.value:.2f} {measured.unit} {measured.met} {measured.detail}", flush=True)
    sys.exit(0)
