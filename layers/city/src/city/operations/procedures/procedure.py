"""A standard operating procedure (SOP): steps that people take one after the other, each with who and by when. Pure.

A supervisor writes it as data. It has versions: what a version says never changes, and a run keeps the version with
which it began.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from city.contracts.operations.city_event import Category, Severity

MOST_STEPS = 20
SHORTEST_LIMIT, LONGEST_LIMIT = timedelta(seconds=10), timedelta(hours=24)
# From the mildest: a procedure that is for `moderate` is for what is worse too. What is unknown may be anything.
_RANKS = (Severity.MINOR, Severity.MODERATE, Severity.SEVERE, Severity.EXTREME)


class WhenLate(StrEnum):
    """What follows when nobody answered a step in time, once it was asked of a supervisor as well."""

    GO_ON = "go_on"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`who`: the group that is asked. `limit`: from being asked to having answered."""

    ko: str
    en: str
    who: str
    limit: timedelta
    may_refuse: bool = True
    when_late: WhenLate = WhenLate.GO_ON


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """`kinds`: of incidents, any of the category where there are none. `from_severity`: this and worse."""

    procedure_id: str
    version: int
    ko: str
    en: str
    category: Category
    kinds: frozenset[str]
    from_severity: Severity
    steps: tuple[Step, ...]
    in_force: bool = True

    def is_for(self, category: Category, kind: str, severity: Severity) -> bool:
        """Whether it starts by itself for such an incident."""
        if not self.in_force or category is not self.category or (self.kinds and kind not in self.kinds):
            return False
        return severity is Severity.UNKNOWN or _rank(severity) >= _rank(self.from_severity)


def faults_of(procedure: Procedure, groups: Sequence[str]) -> list[str]:
    """What keeps it from being put in force, a code for each; none for a sound one. `groups`: who may be asked."""
    faults = []
    if not procedure.steps:
        faults.append("no_steps")
    if len(procedure.steps) > MOST_STEPS:
        faults.append("too_many_steps")
    for number, step in enumerate(procedure.steps, 1):
        if not step.ko.strip() or not step.en.strip():
            faults.append(f"step_{number}_says_nothing")
        if step.who not in groups:
            faults.append(f"step_{number}_asks_nobody")
        if not SHORTEST_LIMIT <= step.limit <= LONGEST_LIMIT:
            faults.append(f"step_{number}_limit")
    return faults


def _rank(severity: Severity) -> int:
    return _RANKS.index(severity) if severity in _RANKS else 0
