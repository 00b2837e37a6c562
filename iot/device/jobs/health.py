"""Whether a device is well, as an update on trial is judged. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """A look at the running device.

    - rounds: of its work since the start of the program: frames looked at, readings taken.
    - round_ms_p95: how long a round takes.
    """

    at_s: float
    rounds: int
    round_ms_p95: float
    faults: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthLimits:
    """What a device must keep to count as well, and the words for its work in the reason of a failed trial."""

    # Longer without a new round is no work.
    longest_gap_s: float
    slowest_ms: float
    # One round's result ("frame"), and what takes its time ("decisions").
    result: str
    effort: str


def find_ailment(before: frozenset[str], looks: Sequence[Health], limits: HealthLimits) -> str | None:
    """Why the device is not well during `looks`, in order of time; None if it is.

    `before` are the faults there were before the update: those are not its doing.
    """
    new = sorted(frozenset().union(*(look.faults for look in looks)) - before)
    if new:
        return f"new fault: {', '.join(new)}"
    if len(looks) < 2:
        return None
    slowest = max(look.round_ms_p95 for look in looks[1:])
    if slowest > limits.slowest_ms:
        return f"{limits.effort} take {slowest:.0f} ms"
    since = looks[0]
    for look in looks[1:]:
        if look.rounds > since.rounds:
            since = look
        elif look.at_s - since.at_s > limits.longest_gap_s:
            return f"no new {limits.result} for {look.at_s - since.at_s:.1f} s"
    return None
