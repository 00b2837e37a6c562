"""Where many brake hard within minutes: something is on the road that nobody has told of yet."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
import numpy.typing as npt

from city.contracts.operations.city_event import Severity
from city.mobility.hazards.errors import MeasurementRefused
from city.mobility.hazards.evidence import Brake
from city.mobility.hazards.findings import Finding, name_by
from city.mobility.hazards.groups import group_along, place_of, seen_by
from city.mobility.hazards.policy import BrakingRule
from city.mobility.hazards.srti import HazardKind

_SLOWEST_HZ = 10.0
_STRONGEST = 160.0


def find_hard_braking(forward: npt.ArrayLike, rate_hz: float, rule: BrakingRule) -> list[float]:
    """Seconds from the first of (n,) samples at which hard braking begins; `forward` in m/s^2, braking negative.

    It is hard while the mean over `lasting` reaches `from_ms2`: a hole, which is shorter, is no braking.
    Raises MeasurementRefused for fewer than ten samples a second, and for what is no acceleration.
    """
    values = np.asarray(forward, np.float64)
    if not _SLOWEST_HZ <= rate_hz < np.inf:
        raise MeasurementRefused(f"ten samples a second and more are read, not {rate_hz}")
    if values.ndim != 1 or not np.isfinite(values).all() or np.abs(values).max(initial=0.0) > _STRONGEST:
        raise MeasurementRefused("a sample is no acceleration")
    length = max(1, round(rule.lasting.total_seconds() * rate_hz))
    if len(values) < length:
        return []
    walked = np.concatenate([[0.0], np.cumsum(values)])
    # Sums are exact to far less than a micrometre a second.
    hard = (walked[length:] - walked[:-length]) / length <= -rule.from_ms2 + 1e-9
    begins = np.flatnonzero(hard & ~np.concatenate([[False], hard[:-1]]))
    return [float(each) / rate_hz for each in begins]


def standing_braking(brakes: Iterable[Brake], now: datetime, rule: BrakingRule) -> list[Finding]:
    """Where enough vehicles braked hard within `window`, until nobody has for as long. A function of the set.

    Brakes no further apart in time than `window` are one hazard, named by the first of them.
    """
    by_edge: dict[str, list[Brake]] = {}
    for each in brakes:
        if each.at <= now:
            by_edge.setdefault(each.edge, []).append(each)
    found = []
    for edge in sorted(by_edge):
        for group in group_along(by_edge[edge], rule.reach_m):
            last = _last_spell(group, rule)
            if now - last[-1].at <= rule.window and seen_by(last, rule.vehicles, rule.window.total_seconds()):
                found.append(_finding(last, rule))
    return sorted(found, key=lambda each: (each.edge, each.at_m))


def _last_spell(marks: tuple[Brake, ...], rule: BrakingRule) -> tuple[Brake, ...]:
    begin = len(marks) - 1
    while begin > 0 and marks[begin].at - marks[begin - 1].at <= rule.window:
        begin -= 1
    return marks[begin:]


def _finding(spell: tuple[Brake, ...], rule: BrakingRule) -> Finding:
    vehicles = len({each.vehicle for each in spell})
    severity = Severity.SEVERE if vehicles >= 2 * rule.vehicles else Severity.MODERATE
    name = name_by(HazardKind.HARD_BRAKING, spell[0])
    until = spell[-1].at + rule.window
    return Finding(name, HazardKind.HARD_BRAKING, severity, spell[0].edge, place_of(spell), spell[0].at, until)
