"""Whether a unit is well, as an update on trial is judged. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# Longer without a new frame is no watching; the watchdog allows a second.
LONGEST_GAP_S: Final = 2.0
# Camera to decision. The target is 70 ms on the reference box; a slow box is not a broken one.
SLOWEST_MS: Final = 500.0


@dataclass(frozen=True, slots=True)
class Health:
    """A look at the running unit. `frames` counts from the start of the program."""

    at_s: float
    frames: int
    decision_ms_p95: float
    faults: frozenset[str]


def find_ailment(before: frozenset[str], looks: Sequence[Health]) -> str | None:
    """Why the unit is not well during `looks`, in order of time; None if it is.

    `before` are the faults there were before the update: those are not its doing.
    """
    new = sorted(frozenset().union(*(look.faults for look in looks)) - before)
    if new:
        return f"new fault: {', '.join(new)}"
    if len(looks) < 2:
        return None
    slowest = max(look.decision_ms_p95 for look in looks[1:])
    if slowest > SLOWEST_MS:
        return f"decisions take {slowest:.0f} ms"
    since = looks[0]
    for look in looks[1:]:
        if look.frames > since.frames:
            since = look
        elif look.at_s - since.at_s > LONGEST_GAP_S:
            return f"no new frame for {look.at_s - since.at_s:.1f} s"
    return None
