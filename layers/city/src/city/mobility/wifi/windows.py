"""The three windows of time in which a device keeps one identifier, and until when data of them is taken.

Moments are seconds since 1970 (UTC). Windows are aligned: each begins at a multiple of its length.
"""

from dataclasses import dataclass
from enum import StrEnum

from city.mobility.wifi.errors import BadWindow, TooEarly, TooLate

MINUTE_S = 60
QUARTER_S = 15 * MINUTE_S
# A key lives this long after its window has ended, for what is still under way.
GRACE_S = 60


class Kind(StrEnum):
    """What a window is for."""

    NOW = "now"
    VISIT = "visit"
    JOURNEY = "journey"


LENGTHS_S = {
    Kind.NOW: frozenset({MINUTE_S}),
    Kind.VISIT: frozenset({QUARTER_S}),
    Kind.JOURNEY: frozenset({60 * MINUTE_S, 90 * MINUTE_S, 120 * MINUTE_S}),
}


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """From `start_s` up to, and without, `end_s`. Raises BadWindow where it is not declared."""

    kind: Kind
    start_s: int
    length_s: int

    def __post_init__(self) -> None:
        if self.length_s not in LENGTHS_S[self.kind]:
            raise BadWindow(f"a window {self.kind} of {self.length_s} s is not declared")
        if self.start_s < 0 or self.start_s % self.length_s:
            raise BadWindow(f"a window of {self.length_s} s does not begin at {self.start_s}")

    @property
    def end_s(self) -> int:
        return self.start_s + self.length_s

    @property
    def key_dead_at_s(self) -> int:
        """From this moment on nobody may be able to make an identifier of this window."""
        return self.end_s + GRACE_S

    def holds(self, moment_s: float) -> bool:
        return self.start_s <= moment_s < self.end_s

    def is_closed(self, at_s: float) -> bool:
        """Whether its key is dead, so that nothing can be added."""
        return at_s >= self.key_dead_at_s

    def require_open(self, received_at_s: float) -> None:
        """Raises TooLate or TooEarly."""
        if self.is_closed(received_at_s):
            raise TooLate(f"received {received_at_s - self.end_s:.0f} s after its window ended")
        if received_at_s < self.start_s:
            raise TooEarly(f"received {self.start_s - received_at_s:.0f} s before its window begins")


def window_of(kind: Kind, moment_s: float, length_s: int = 0) -> Window:
    """The window of this kind that a moment is of. A journey has several lengths: the shortest if none is given."""
    length = length_s or min(LENGTHS_S[kind])
    if length not in LENGTHS_S[kind]:
        raise BadWindow(f"a window {kind} of {length} s is not declared")
    if moment_s < 0:
        raise BadWindow(f"{moment_s} is before 1970")
    return Window(kind, int(moment_s // length) * length, length)
