"""On real roads with known truth: near the oracle, no road made up, none lost, cut anywhere, through gaps.

Reads `data/mobility/maps` in place, and is skipped where they are absent. The figures: docs/mobility.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from benchmarks.measurement import Absent
from benchmarks.mobility.traces import (
    Noisy,
    Oracle,
    Score,
    Truth,
    every,
    fixes_of,
    folder,
    read_map,
    read_truths,
    with_noise,
)
from city.mobility.matching.matcher import Matcher
from city.mobility.matching.model import NOTHING, Batch, Fixes, Matched, Tuning
from city.mobility.roads.road_map import RoadMap
from city.mobility.roads.routes import Routes, WayTable

pytestmark = pytest.mark.exhaustive

SETTINGS = [
    (sigma, correlated, seconds) for sigma in (5, 10) for correlated in (False, True) for seconds in (1, 5, 15, 30)
]
# Way and direction, percent: Valhalla 3.9.1 on these traces of Monaco, independent noise (measured apart, once).
VALHALLA = {
    (5, 1): 94.3,
    (5, 5): 94.8,
    (5, 15): 92.8,
    (5, 30): 88.9,
    (10, 1): 77.4,
    (10, 5): 89.7,
    (10, 15): 89.5,
    (10, 30): 85.0,
}
# Standard error of a share near 90 percent of the 430 fixes that are left of Monaco at 30 s.
_CHANCE = 1.5


@dataclass(frozen=True, slots=True)
class Ground:
    road_map: RoadMap
    truths: list[Truth]
    table: WayTable

    def noisy(self, sigma: int, seconds: int, *, correlated: bool) -> list[Noisy]:
        random = np.random.default_rng(1)
        return [with_noise(every(truth, seconds), sigma, correlated=correlated, random=random) for truth in self.truths]

    def matcher(self, sigma: int) -> Matcher:
        return Matcher(self.road_map, self.table, replace(Tuning(), sigma_m=float(sigma)))

    def score(self, noisy: list[Noisy], matched: list[Matched]) -> Score:
        score = Score()
        for each, ours in zip(noisy, matched, strict=True):
            score.take_points(self.road_map, each.truth, ours.edge)
            s = ours.stretches
            score.take_lengths(self.road_map, each.truth, zip(s.edge.tolist(), s.begin_m, s.end_m, strict=True))
        return score

    def oracle(self, noisy: list[Noisy]) -> float:
        oracle, score = Oracle(self.road_map), Score()
        for each in noisy:
            score.take_points(self.road_map, each.truth, oracle.edges(each))
        return score.percent(score.exact)


def _ground(place: str) -> Ground:
    try:
        folder()
    except Absent as absent:
        pytest.skip(str(absent))
    road_map = read_map(place)
    return Ground(road_map, read_truths(place, road_map), WayTable.of(Routes(road_map), road_map.edges, 1_500.0))


@pytest.fixture(scope="module")
def bayreuth() -> Ground:
    return _ground("north-bayreuth")


@pytest.fixture(scope="module")
def monaco() -> Ground:
    return _ground("monaco")


def matched_of(ground: Ground, noisy: list[Noisy], sigma: int) -> list[Matched]:
    batches = [Batch(fixes_of(ground.road_map, each)) for each in noisy]
    return [matched for matched, _ in ground.matcher(sigma).match(batches, ended=True)]


@pytest.mark.parametrize(("sigma", "correlated", "seconds"), SETTINGS)
def test_north_bayreuth(bayreuth: Ground, sigma: int, correlated: bool, seconds: int) -> None:
    noisy = bayreuth.noisy(sigma, seconds, correlated=correlated)

    score = bayreuth.score(noisy, matched_of(bayreuth, noisy, sigma))

    assert bayreuth.oracle(noisy) - score.percent(score.exact) <= (2.0 if seconds == 30 else 1.0)
    assert score.percent(score.opposite) <= 0.3
    assert score.missed <= 0.5
    assert score.added <= 2.0


@pytest.mark.parametrize(("sigma", "correlated", "seconds"), SETTINGS)
def test_monaco(monaco: Ground, sigma: int, correlated: bool, seconds: int) -> None:
    noisy = monaco.noisy(sigma, seconds, correlated=correlated)

    score = monaco.score(noisy, matched_of(monaco, noisy, sigma))

    if not correlated:
        assert score.percent(score.way_and_direction) >= VALHALLA[sigma, seconds] - _CHANCE
    if seconds < 30:
        assert score.percent(score.opposite) <= 0.3
        assert score.missed <= 3.0
        assert score.added <= 6.0


@pytest.mark.parametrize("size", [60, 17])
@pytest.mark.parametrize(("sigma", "correlated"), [(5, False), (10, True)])
@pytest.mark.parametrize("place", ["bayreuth", "monaco"])
def test_batches_change_nothing(
    place: str, sigma: int, correlated: bool, size: int, request: pytest.FixtureRequest
) -> None:
    ground: Ground = request.getfixturevalue(place)
    noisy = ground.noisy(sigma, 1, correlated=correlated)
    whole, matcher = matched_of(ground, noisy, sigma), ground.matcher(sigma)

    differs = [
        np.concatenate(list(_in_batches(matcher, fixes_of(ground.road_map, each), size))) != one.edge
        for each, one in zip(noisy, whole, strict=True)
    ]

    assert np.concatenate(differs).mean() <= 0.003


@pytest.mark.parametrize("seconds", [60, 120, 180])
def test_gaps_are_bridged_and_marked(bayreuth: Ground, seconds: int) -> None:
    random = np.random.default_rng(seconds)
    batches, ends = [], []
    for each in bayreuth.noisy(5, 1, correlated=False):
        fixes = fixes_of(bayreuth.road_map, each)
        if fixes.t[-1] < seconds + 120:
            continue
        begin = random.uniform(50, fixes.t[-1] - seconds - 50)
        kept = (fixes.t <= begin) | (fixes.t >= begin + seconds)
        batches.append(Batch(Fixes(fixes.t[kept], fixes.lat[kept], fixes.lon[kept])))
        ends.append((begin, begin + seconds))

    bridged = []
    for (matched, _), (begin, end) in zip(bayreuth.matcher(5).match(batches, ended=True), ends, strict=True):
        s = matched.stretches
        inside = (s.entered_at > begin + 5) & (s.left_at < end - 5)
        bridged.append(bool(s.follows[1:].all() and s.inferred.any() and s.inferred[inside].all()))

    assert np.mean(bridged) >= 0.95


def _in_batches(matcher: Matcher, fixes: Fixes, size: int) -> Iterator["np.ndarray[tuple[int], np.dtype[np.int64]]"]:
    carry = NOTHING
    for begin in range(0, len(fixes.t), size):
        rows = slice(begin, begin + size)
        batch = Batch(Fixes(fixes.t[rows], fixes.lat[rows], fixes.lon[rows]), carry)
        (matched, carry), *_ = matcher.match([batch], ended=begin + size >= len(fixes.t))
        yield matched.edge
