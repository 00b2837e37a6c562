"""The states of an incident, who may move it, and what becomes of its state when two turn out to be one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from city.contracts.operations.events import IncidentState
from city.operations.incidents.errors import StepNotPossible, StepNotYours

Step = Literal["acknowledge", "dispatch", "resolve", "cancel", "false", "reopen", "note"]
OPEN: frozenset[IncidentState] = frozenset({"detected", "acknowledged", "dispatched"})
ENDED: frozenset[IncidentState] = frozenset({"resolved", "cancelled", "false"})
# After an end what goes on is the same incident, reopened; what begins later is another one. Own choice: as long as a
# fire flares up again, or a door that was shut is tried once more.
REOPENS_WITHIN = timedelta(minutes=10)

# What a step makes of each state; a state that is not named refuses it.
_STEPS: dict[Step, tuple[frozenset[IncidentState], IncidentState | None]] = {
    "acknowledge": (frozenset({"detected"}), "acknowledged"),
    "dispatch": (frozenset({"detected", "acknowledged"}), "dispatched"),
    "resolve": (OPEN, "resolved"),
    "cancel": (OPEN, "cancelled"),
    "false": (OPEN, "false"),
    "reopen": (ENDED, "detected"),
    "note": (OPEN | ENDED, None),
}
# An operator answers; that there was nothing, and that an end was none, a supervisor answers for.
_ROOM = frozenset({"operator", "supervisor"})
_WHO: dict[Step, frozenset[str]] = {
    "acknowledge": _ROOM,
    "dispatch": _ROOM,
    "resolve": _ROOM,
    "cancel": _ROOM,
    "false": _ROOM,
    "reopen": frozenset({"supervisor"}),
    "note": _ROOM,
}
# Of two states the one that goes on when their incidents become one: who is on the way stays on the way, and nothing is
# over while a part of it is not. As a maximum it is the same in whatever order incidents meet.
_RANK: dict[IncidentState, int] = {
    "cancelled": 0,
    "false": 1,
    "resolved": 2,
    "detected": 3,
    "acknowledged": 4,
    "dispatched": 5,
}


@dataclass(frozen=True, slots=True)
class Stepped:
    """What a step comes to: the state after it."""

    state: IncidentState
    has_moved: bool


def take_step(state: IncidentState, step: Step) -> Stepped:
    """Raises StepNotPossible."""
    froms, to = _STEPS[step]
    if state not in froms:
        raise StepNotPossible
    return Stepped(to or state, to is not None)


def may_take(step: Step, groups: Collection[str]) -> bool:
    return not _WHO[step].isdisjoint(groups)


def require_right(step: Step, groups: Collection[str]) -> None:
    """Raises StepNotYours."""
    if not may_take(step, groups):
        raise StepNotYours


def steps_from(state: IncidentState, groups: Collection[str]) -> tuple[Step, ...]:
    """What somebody of these groups may do now, for a page to offer."""
    return tuple(step for step, (froms, _) in _STEPS.items() if state in froms and may_take(step, groups))


def state_of_merged(states: Collection[IncidentState]) -> IncidentState:
    return max(states, key=_RANK.__getitem__)


def is_over_for(ended_at: datetime | None, moment: datetime) -> bool:
    """Whether an incident is no longer joined by what happened at a moment: it ended, long enough before."""
    return ended_at is not None and moment > ended_at + REOPENS_WITHIN


def reopens(ended_at: datetime | None, moment: datetime) -> bool:
    """Whether what happened at a moment shows that an end was none. What happened before the end was known by then."""
    return ended_at is not None and ended_at < moment <= ended_at + REOPENS_WITHIN
