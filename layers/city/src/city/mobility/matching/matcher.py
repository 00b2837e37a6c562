"""Batches of many vehicles matched at once, each from where its last batch left it."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from city.mobility.matching.candidates import Candidates, Grid
from city.mobility.matching.lattice import Lattice, Weights, chosen, settled
from city.mobility.matching.model import Batch, Carry, Fixes, Matched, Pin, Tuning
from city.mobility.matching.output import Share, write_matched
from city.mobility.matching.points import SLACK_SIGMAS
from city.mobility.matching.route import RouteBuilder, Run, Step
from city.mobility.matching.steps import Steps, steps_of
from city.mobility.roads.road_map import RoadMap
from city.mobility.roads.routes import Reach, Routes, WayTable

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_REACHES_KEPT = 512


class Matcher:
    """One map and one way of weighing; of vehicles it remembers nothing."""

    def __init__(self, road_map: RoadMap, table: WayTable, tuning: Tuning | None = None) -> None:
        self._tuning = tuning or Tuning()
        self._map = road_map
        self._near_m = self._tuning.sigmas_away * self._tuning.sigma_m + self._tuning.nearest_m
        self._grid = Grid(road_map, self._near_m)
        self._back_m = self._tuning.back_sigmas * self._tuning.sigma_m
        self._lengths: list[float] = road_map.plane.length.tolist()
        routes = Routes(road_map)
        reach = lru_cache(maxsize=_REACHES_KEPT)(routes.reach)

        def rounded(edge: int, most_m: float) -> Reach:
            # Up to the next kilometre, so that neighbours in time ask the same.
            return reach(edge, 1_000.0 * math.ceil(most_m / 1_000.0))

        self._weights = Weights(road_map, table, rounded, self._tuning)
        self._routes = RouteBuilder(
            self._lengths,
            road_map.columns.twin.tolist(),
            table,
            rounded,
            self._tuning.fastest_ms,
            self._tuning.inferred_after_s,
        )

    def match(self, batches: Sequence[Batch], *, ended: bool = False) -> list[tuple[Matched, Carry]]:
        """What is settled of each batch, and what to hand in with the vehicle's next one.

        A fix is settled once no later one can move it to another road; with `ended`, all are. Fixes must be in the
        order of time and later than the carry's.
        """
        all_fixes = [_with_carry(batch) for batch in batches]
        many = np.array([len(fixes.t) for fixes in all_fixes], np.int64)
        owner = np.repeat(np.arange(len(batches)), many)
        t, lat, lon = (
            np.concatenate([getattr(each, name) for each in all_fixes] or [[]]) for name in ("t", "lat", "lon")
        )
        x, y = self._map.plane.metres(lat, lon)
        steps, candidates = self._steps(batches, owner, t, x, y, ended)
        sigma = np.full(len(steps.t), self._tuning.sigma_m)
        found = self._weights.lattice(steps, candidates, sigma)
        begins = np.searchsorted(steps.owner, np.arange(len(batches) + 1))
        last_fix = np.cumsum(many)
        shares = []
        for number, batch in enumerate(batches):
            begin, end = int(begins[number]), int(begins[number + 1])
            fixes = slice(int(last_fix[number] - many[number]), int(last_fix[number]))
            shares.append(self._share(batch, steps, candidates, found, slice(begin, end), fixes, t, ended))
        matched = write_matched(self._map, self._grid, self._tuning, shares, t, x, y)
        return [
            (each, self._carry(batch, share, begin, steps, t, lat, lon))
            for each, batch, share, begin in zip(matched, batches, shares, begins[:-1].tolist(), strict=True)
        ]

    def _steps(
        self, batches: Sequence[Batch], owner: Ints, t: Floats, x: Floats, y: Floats, ended: bool
    ) -> tuple[Steps, Candidates]:
        """Steps that lie near a road, with the pin of each vehicle before its own."""
        tuning = self._tuning
        begin_here = np.array([batch.carry.pin is None for batch in batches], bool)
        end_here = np.full(len(batches), ended)
        steps = steps_of(owner, t, x, y, tuning.step_s, from_first=begin_here, to_last=end_here)
        near = self._grid.near(steps.x, steps.y, np.full(len(steps.t), self._near_m), tuning.candidates)
        slot = np.floor(steps.t / tuning.step_s)
        pinned = np.array(
            [-np.inf if batch.carry.pin is None else np.floor(batch.carry.pin.t / tuning.step_s) for batch in batches]
        )
        kept = (near.edge[:, 0] >= 0) & (slot > pinned[steps.owner] if len(batches) else True)
        pins = [(number, batch.carry.pin) for number, batch in enumerate(batches) if batch.carry.pin is not None]
        px, py = self._map.plane.metres(np.array([pin.lat for _, pin in pins]), np.array([pin.lon for _, pin in pins]))
        all_of = np.concatenate([np.array([number for number, _ in pins], np.int64), steps.owner[kept]])
        order = np.argsort(all_of, kind="stable")
        # Where roads are few, so are the columns.
        wide = max(int((near.edge >= 0).sum(axis=1).max(initial=0)), 1)
        edge = np.full((len(pins), wide), -1, np.int64)
        at, away = np.zeros(edge.shape), np.full(edge.shape, np.inf)
        edge[:, 0], at[:, 0], away[:, 0] = [pin.edge for _, pin in pins], [pin.at_m for _, pin in pins], 0.0
        pin_t = np.array([pin.t for _, pin in pins], np.float64)
        together = Steps(
            all_of[order],
            np.concatenate([pin_t, steps.t[kept]])[order],
            np.concatenate([px, steps.x[kept]])[order],
            np.concatenate([py, steps.y[kept]])[order],
            np.concatenate([np.ones(len(pins), np.int64), steps.fixes[kept]])[order],
        )
        return together, Candidates(
            np.concatenate([edge, near.edge[kept, :wide]])[order],
            np.concatenate([at, near.at_m[kept, :wide]])[order],
            np.concatenate([away, near.away_m[kept, :wide]])[order],
        )

    def _share(
        self,
        batch: Batch,
        steps: Steps,
        at: Candidates,
        found: Lattice,
        rows: slice,
        fixes: slice,
        t: Floats,
        ended: bool,
    ) -> Share:
        """Which rows of one vehicle are settled, and on what road."""
        begin, end = rows.start, rows.stop
        if begin == end:
            # Nothing near a road: what lies in slots that are over is settled, and on none.
            return Share(fixes, fixes.stop if ended else self._over(t, fixes))
        pinned = (end - 1, int(found.score[end - 1].argmin())) if ended else self._pinned(found, begin, end)
        if pinned is None:
            return Share(fixes, fixes.start)
        pin, column = pinned
        best = chosen(found, begin, pin, column)
        numbers = range(begin, pin + 1)
        road = tuple(
            Step(float(steps.t[row]), int(at.edge[row, each]), float(at.at_m[row, each]), bool(found.starts[row]))
            for row, each in zip(numbers, best, strict=True)
        )
        carried = batch.carry.pin
        runs = self._routes.runs(road, self._back_m, carried.behind if carried is not None else ())
        told = len(road) - 1 if ended else self._last_told(runs)
        if told < 0:
            return Share(fixes, fixes.start)
        return Share(
            fixes,
            fixes.stop if ended else fixes.start + int(np.searchsorted(t[fixes], road[told].t, side="right")),
            told,
            road,
            tuple(runs),
            tuple(float(found.probability[row, each]) for row, each in zip(numbers, best, strict=True)),
            carried is not None and carried.is_led_to,
            carried.told_m if carried is not None else 0.0,
        )

    def _pinned(self, found: Lattice, begin: int, end: int) -> tuple[int, int] | None:
        # The slot of the last step is not over: it may still gain fixes.
        at = settled(found, begin, end - 1) if end - begin > 1 else None
        if at is None and end - begin > self._tuning.most_steps:
            half = begin + (end - begin) // 2
            return half, chosen(found, half, end - 1, int(found.score[end - 1].argmin()))[0]
        return at

    def _last_told(self, runs: Sequence[Run]) -> int:
        """The last step after which the road is known as far as a fix before that step may lie; -1 if there is none."""
        last = runs[-1]
        known = last.entered[-1] + self._lengths[last.edges[-1]] - last.begins[-1] - SLACK_SIGMAS * self._tuning.sigma_m
        for number, along in zip(reversed(last.numbers), reversed(last.along), strict=True):
            if along <= known:
                return number
        return last.numbers[0] - 1

    def _over(self, t: Floats, fixes: slice) -> int:
        slots: list[float] = np.floor(t[fixes] / self._tuning.step_s).tolist()
        begin: int = fixes.start
        return begin + (bisect_left(slots, slots[-1]) if slots else 0)

    def _carry(
        self, batch: Batch, share: Share, begin: int, steps: Steps, t: Floats, lat: Floats, lon: Floats
    ) -> Carry:
        rest = slice(share.last, share.fixes.stop)
        pin = batch.carry.pin
        if share.pin >= 0:
            step = share.steps[share.pin]
            row = begin + share.pin
            degrees_north, degrees_east = self._map.plane.degrees(steps.x[row : row + 1], steps.y[row : row + 1])
            run = next(run for run in share.runs if run.numbers[-1] >= share.pin)
            along = run.along[share.pin - run.numbers[0]]
            place = run.place(along)
            is_here = run.edges[place] == step.edge
            # Of a vehicle that stands and seems to go back, further than it seems to be.
            before = share.told_along(run)
            furthest = along if before is None else max(along, before)
            told = run.begins[place] + furthest - run.entered[place] if is_here else self._lengths[step.edge]
            behind = run.behind(place, SLACK_SIGMAS * self._tuning.sigma_m) if is_here else ()
            # The first step of a run that begins anew has nothing before it.
            is_led_to = run.numbers[0] < share.pin or (share.goes_on and run is share.runs[0])
            north, east = float(degrees_north[0]), float(degrees_east[0])
            pin = Pin(step.t, north, east, step.edge, step.at_m, told, behind, is_led_to)
        return Carry(tuple(t[rest].tolist()), tuple(lat[rest].tolist()), tuple(lon[rest].tolist()), pin)


def _with_carry(batch: Batch) -> Fixes:
    """The fixes that the last batch could not settle, and then the new ones."""
    carry, fixes = batch.carry, batch.fixes
    return Fixes(
        np.concatenate([np.array(carry.t, np.float64), fixes.t]),
        np.concatenate([np.array(carry.lat, np.float64), fixes.lat]),
        np.concatenate([np.array(carry.lon, np.float64), fixes.lon]),
    )
