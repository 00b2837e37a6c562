"""Adding up five-minute windows. Pure.

Windows are summable because each message says how much of its window it covers: a unit that restarts sends two for one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from city.contracts.crosswalk.devices import UnitStatisticsV1
from city.contracts.crosswalk.staff.reports import Traffic

COUNTS = (
    "people_left_to_right",
    "people_right_to_left",
    "bicycles",
    "vehicles",
    "conflicts",
    "stop_line_violations",
    "not_yielding",
    "jaywalking",
)
SECONDS = ("covered_s", "waiting_s_total", "lit_s", "night_s")
SPEEDS = tuple(f"speed_{place}" for place in range(9))


def traffic_of(report: UnitStatisticsV1) -> Traffic:
    return Traffic(**{name: getattr(report, name) for name in (*COUNTS, *SECONDS, "vehicle_speeds")})


def add_up(parts: Iterable[Traffic]) -> Traffic:
    total = Traffic()
    for part in parts:
        sums = {name: getattr(total, name) + getattr(part, name) for name in (*COUNTS, *SECONDS)}
        speeds = tuple(a + b for a, b in zip(total.vehicle_speeds, part.vehicle_speeds, strict=True))
        total = Traffic(**{name: round(value, 3) for name, value in sums.items()}, vehicle_speeds=speeds)
    return total


def by_window(reports: Iterable[tuple[datetime, Traffic]]) -> Mapping[datetime, Traffic]:
    """One sum for each start of a window, in their order."""
    parts: dict[datetime, list[Traffic]] = {}
    for start, traffic in reports:
        parts.setdefault(start, []).append(traffic)
    return {start: add_up(parts[start]) for start in sorted(parts)}


def flat(traffic: Traffic) -> dict[str, float]:
    """Every number under a name of its own, as a table adds them up."""
    speeds = dict(zip(SPEEDS, traffic.vehicle_speeds, strict=True))
    return {**{name: getattr(traffic, name) for name in (*COUNTS, *SECONDS)}, **speeds}


def from_flat(numbers: Mapping[str, float]) -> Traffic:
    counts = {name: int(numbers.get(name) or 0) for name in COUNTS}
    seconds = {name: round(float(numbers.get(name) or 0), 3) for name in SECONDS}
    return Traffic(**counts, **seconds, vehicle_speeds=tuple(int(numbers.get(name) or 0) for name in SPEEDS))
