"""Five minutes of traffic at a time, on windows that start at whole five minutes of the wall clock. Pure, plain Python.

What happens is written down with the monotonic clock and cut into windows only when they are taken, with the wall clock of
that moment: so nothing is lost or counted twice at a border, and a clock that is set does no more than move the borders.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

WINDOW_S = 300
# Less than this is rounding, not time.
_DUST_S = 0.001
SPEED_CLASS_KMH, SPEED_CLASSES = 10, 9

Counter = Literal[
    "people_left_to_right",
    "people_right_to_left",
    "bicycles",
    "conflicts",
    "stop_line_violations",
    "not_yielding",
    "jaywalking",
]
Level = Literal["waiting", "lit", "night"]


@dataclass(slots=True)
class Window:
    """What UnitStatisticsV1 says of a window, without the unit's name and number."""

    window_start: datetime
    covered_s: float = 0.0
    people_left_to_right: int = 0
    people_right_to_left: int = 0
    bicycles: int = 0
    vehicles: int = 0
    vehicle_speeds: list[int] = field(default_factory=lambda: [0] * SPEED_CLASSES)
    waiting_s_total: float = 0.0
    conflicts: int = 0
    stop_line_violations: int = 0
    not_yielding: int = 0
    jaywalking: int = 0
    lit_s: float = 0.0
    night_s: float = 0.0


_LEVEL_FIELDS: dict[Level, str] = {"waiting": "waiting_s_total", "lit": "lit_s", "night": "night_s"}


class CrossingStatistics:
    """Counts, and keeps levels (how many wait, whether it is lit or night) over time."""

    def __init__(self, started_s: float) -> None:
        # Everything before is taken.
        self._taken_s = started_s
        self._counts: list[tuple[float, Counter]] = []
        self._vehicles: list[tuple[float, float | None]] = []
        self._levels: dict[Level, list[tuple[float, float]]] = {level: [(started_s, 0.0)] for level in _LEVEL_FIELDS}

    def count(self, what: Counter, at_s: float) -> None:
        self._counts.append((at_s, what))

    def count_vehicle(self, speed_kmh: float | None, at_s: float) -> None:
        """A vehicle over the crossing; None for one whose speed nobody could measure."""
        self._vehicles.append((at_s, speed_kmh))

    def set_level(self, level: Level, value: float, at_s: float) -> None:
        """From now on the level is `value`."""
        steps = self._levels[level]
        if steps[-1][1] != value:
            steps.append((max(at_s, steps[-1][0]), value))

    def take(self, now_s: float, wall: datetime, *, final: bool = False) -> tuple[Window, ...]:
        """The windows that are over at `wall`, the wall clock at `now_s`; with `final` the begun one too, as far as it is.

        Taken windows are forgotten here: keep them.
        """
        windows = []
        for start, from_s, until_s, over in self._cut(now_s, wall):
            if over or final:
                windows.append(self._take_until(start, from_s, until_s))
        return tuple(windows)

    def _cut(self, now_s: float, wall: datetime) -> Iterator[tuple[datetime, float, float, bool]]:
        """The untaken time in pieces: window start, from, until, and whether the window is over."""
        from_s = self._taken_s
        while now_s - from_s > _DUST_S:
            begins = wall - timedelta(seconds=now_s - from_s)
            # Half a millisecond forward, or rounding puts a moment on the border into the window before it.
            begins += timedelta(microseconds=500)
            start = begins - timedelta(
                minutes=begins.minute % (WINDOW_S // 60), seconds=begins.second, microseconds=begins.microsecond
            )
            until_s = now_s - (wall - start).total_seconds() + WINDOW_S
            yield start, from_s, min(until_s, now_s), until_s <= now_s
            from_s = until_s

    def _take_until(self, start: datetime, from_s: float, until_s: float) -> Window:
        window = Window(start, covered_s=min(float(WINDOW_S), until_s - from_s))
        for at_s, what in self._counts:
            if at_s < until_s:
                setattr(window, what, getattr(window, what) + 1)
        self._counts = [entry for entry in self._counts if entry[0] >= until_s]
        for at_s, speed_kmh in self._vehicles:
            if at_s < until_s:
                window.vehicles += 1
                if speed_kmh is not None:
                    window.vehicle_speeds[min(int(speed_kmh // SPEED_CLASS_KMH), SPEED_CLASSES - 1)] += 1
        self._vehicles = [entry for entry in self._vehicles if entry[0] >= until_s]
        for level, name in _LEVEL_FIELDS.items():
            setattr(window, name, self._integrate(level, until_s))
        window.lit_s, window.night_s = min(window.lit_s, WINDOW_S), min(window.night_s, WINDOW_S)
        self._taken_s = until_s
        return window

    def _integrate(self, level: Level, until_s: float) -> float:
        """Level times seconds, from what was taken last until a moment; forgets the steps before it."""
        steps = self._levels[level]
        total = 0.0
        ends = [at_s for at_s, _ in steps[1:]] + [until_s]
        for (at_s, value), end_s in zip(steps, ends, strict=True):
            total += value * max(0.0, min(end_s, until_s) - at_s)
        last = bisect_right([at_s for at_s, _ in steps], until_s) - 1
        self._levels[level] = [(until_s, steps[last][1]), *steps[last + 1 :]] if last >= 0 else steps
        return total
