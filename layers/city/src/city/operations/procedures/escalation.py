"""Who is told when nobody acknowledges an incident, and when. Pure.

Decided from what stands, each time anew: a sweep that was late, or ran twice, tells everybody once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from city.contracts.operations.city_event import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """`after`: since the incident was detected. `who`: the group that is told then."""

    number: int
    after: timedelta
    who: str


def levels_of(severity: Severity) -> tuple[Level, ...]:
    """The levels for a severity, the first first. Our own choice, half as long for what threatens life: no law sets them."""
    minutes = {
        Severity.EXTREME: (1, 3, 5),
        Severity.SEVERE: (2, 5, 10),
        Severity.MODERATE: (5, 15, 30),
        Severity.UNKNOWN: (5, 15, 30),
        Severity.MINOR: (15, 45, 120),
    }[severity]
    who = ("operator", "supervisor", "supervisor")
    return tuple(
        Level(number=number, after=timedelta(minutes=after), who=group)
        for number, (after, group) in enumerate(zip(minutes, who, strict=True), 1)
    )


def levels_due(severity: Severity, detected_at: datetime, now: datetime, told: int) -> tuple[Level, ...]:
    """Those that are due and were not told. `told`: the last that was, 0 before the first.

    A severity that rises brings the later levels nearer, and none is told twice.
    """
    return tuple(level for level in levels_of(severity) if level.number > told and now - detected_at >= level.after)
