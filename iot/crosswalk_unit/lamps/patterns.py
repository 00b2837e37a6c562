"""How every lamp flashes: tables with their sources, and what shines at a moment of a pattern. Pure, plain Python.

What a lamp does at a moment follows from the pattern, when it began, and the moment; nothing else is ever shown.
Sources: [IA-21] and MUTCD 11th edition 4L for rapid flashing beacons, 4U for in-road lights, 2009 edition 4L.01 for
warning beacons (50 to 60 flashes a minute, lit for half to two thirds of each).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from city.contracts.crosswalk.devices import LampName

VoiceMessage = Literal["look_both_ways", "vehicle_coming", "wait_for_green", "finish_crossing"]
# A flash is apart from the next by as much as the rapid flash has it.
LEAST_DARK_MS = 50

PatternName = Literal["dark", "rapid_flash", "beacon", "caution", "in_road", "steady", "spoken"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of a pattern. Only signs have a left and a right; every other lamp shines where either does."""

    ms: int
    left: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    name: PatternName
    slots: tuple[Slot, ...]

    @property
    def period_ms(self) -> int:
        return sum(slot.ms for slot in self.slots)


def _on(ms: int) -> Slot:
    return Slot(ms, left=True, right=True)


def _off(ms: int) -> Slot:
    return Slot(ms, left=False, right=False)


_LEFT, _RIGHT = Slot(50, left=True, right=False), Slot(50, left=False, right=True)

DARK = Pattern("dark", (_off(1000),))
# IA-21: 75 sequences a minute of 800 ms: twice left and right in turn, then twice both.
RAPID_FLASH = Pattern(
    "rapid_flash",
    (_LEFT, _off(50), _RIGHT, _off(50), _LEFT, _off(50), _RIGHT, _off(50), _on(50), _off(50), _on(50), _off(250)),
)
# A warning beacon at its quickest, 60 a minute, half of it lit: signalised crossings may have no rapid flash (4L).
BEACON = Pattern("beacon", (_on(500), _off(500)))
# A warning beacon at its slowest, 50 a minute: a unit that cannot see says "take care", and no driver mistakes it for
# the rapid flash that says "somebody is here".
CAUTION = Pattern("caution", (_on(600), _off(600)))
# 50 to 60 a minute and never steady (4U); the middle, so that a slow clock stays inside.
IN_ROAD = Pattern("in_road", (_on(545), _off(546)))
# Stop-line bars and floor signals repeat a meaning that does not flash. No rule for their rate was found.
STEADY = Pattern("steady", (_on(1000),))
# Once, and again while it lasts. The sound begins with the slot; how long it sounds is the recording's.
SPOKEN = Pattern("spoken", (_on(1000), _off(9000)))

# What each lamp may ever show.
ALLOWED: Mapping[LampName, frozenset[Pattern]] = {
    "sign": frozenset({DARK, RAPID_FLASH, BEACON, CAUTION}),
    "road_panels": frozenset({DARK, IN_ROAD}),
    "stop_line_bar": frozenset({DARK, STEADY}),
    "floor_signal": frozenset({DARK, STEADY}),
    "voice": frozenset({DARK, SPOKEN}),
}


def slot_at(pattern: Pattern, began_s: float, at_s: float) -> Slot:
    """The slot that shines `at_s`, for a pattern that began at `began_s` on the same clock.

    Before its beginning a pattern shows its first slot: a caller's rounding must not make a lamp miss its start.
    """
    return slot_and_age(pattern, began_s, at_s)[0]


def slot_and_age(pattern: Pattern, began_s: float, at_s: float) -> tuple[Slot, float]:
    """The slot that shines, and for how many milliseconds it has."""
    # A microsecond forward: sums of steps of 50 ms fall just short of the borders they mean.
    within_ms = (max(0.0, at_s - began_s) * 1000 + 0.001) % pattern.period_ms
    for slot in pattern.slots:
        if within_ms < slot.ms:
            return slot, within_ms
        within_ms -= slot.ms
    return pattern.slots[-1], float(pattern.slots[-1].ms)
