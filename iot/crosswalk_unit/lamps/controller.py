"""When the lamps are lit: a table of moves and the rules that lead to it. Pure, plain Python.

Rules, with where they come from:

- Somebody waiting or on the walk lights the lamps; they stay lit for the hold time after the last sight of anybody, and
  the hold starts anew with each (FHWA 4(09)-38: a flash period predetermined from pedestrian clearance, begun again with
  every detection).
- Longer than `longest_lit_s` without a pause is an alarm, and the lamps stay lit: a stuck detection wastes light, a dark
  lamp over a person costs more.
- A unit that cannot see shows nothing, or the slow caution flash where the city chose so. It never shows that a way is
  safe; no lamp here can.
- At a signalised crossing the signal speaks first. While people have red, those who wait light nothing that faces
  drivers, who have green, and the hold time runs for those alone who were on the walk; anybody on the walk lights it,
  whatever the phase. No rapid flash (MUTCD 11th edition 4L) and no
  in-road lights (4U) there. A signal that is dark or cannot be read counts as none: rather a flash too many.
- Somebody still crossing as the green runs out may ask for 5 to 10 s more, once in a green (police specification of
  automatic extension, 2020-10).
- Faults that leave the unit its sight (a dead lamp, a lost clock, a full journal) are reported and change nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from city.contracts.crosswalk.devices import FaultName, LampState, SignalPhase
from iot.crosswalk_unit.lamps.display import Display, Outputs, display_next, shine
from iot.crosswalk_unit.lamps.rules import (
    BLINDING,
    BOOT_S,
    LIT,
    RECOVERY_S,
    WATCHDOG_S,
    LampRules,
    Situation,
)


class Stimulus(StrEnum):
    """What a step finds. Exactly one, the first that holds in this order."""

    STARTING = "starting"  # no frame yet, and not overdue
    BLIND_DARK = "blind_dark"
    BLIND_CAUTION = "blind_caution"
    TOO_LONG = "too_long"  # somebody, or the hold; and lit for the site's hard maximum
    SOMEBODY = "somebody"
    HELD = "held"  # nobody any more, but the hold time is not over
    NOBODY = "nobody"


# The whole table of moves. The row is the same for every state one comes from: what must be remembered (since when lit,
# since when wanted) is in the stimulus, so no state can trap the lamps.
MOVES: Mapping[Stimulus, LampState] = {
    Stimulus.STARTING: "boot",
    Stimulus.BLIND_DARK: "fault_dark",
    Stimulus.BLIND_CAUTION: "fault_caution",
    Stimulus.TOO_LONG: "overrun",
    Stimulus.SOMEBODY: "warning",
    Stimulus.HELD: "warning",
    Stimulus.NOBODY: "idle",
}


@dataclass(frozen=True, slots=True)
class Core:
    """Where the machine stands. Moments are of the monotonic clock: a lost wall clock stops nothing."""

    started_s: float
    state: LampState = "boot"
    watchdog: bool = False
    # Since when frames have come without a gap.
    steady_since_s: float | None = None
    # When somebody last called for the lamps, and when from the walk itself.
    wanted_s: float | None = None
    walked_s: float | None = None
    lit_since_s: float | None = None

    @property
    def faults(self) -> frozenset[FaultName]:
        """What the machine itself finds wrong."""
        found: set[FaultName] = set()
        if self.watchdog:
            found.add("watchdog")
        if self.state == "overrun":
            found.add("occupied_too_long")
        return frozenset(found)


def is_wanted(rules: LampRules, situation: Situation) -> bool:
    """Whether somebody calls for the lamps that face drivers."""
    if rules.signalised and situation.signal == "red":
        return situation.crossing
    return situation.waiting or situation.crossing


def advance(core: Core, rules: LampRules, situation: Situation, now_s: float) -> Core:
    """One step of the machine."""
    frame_s = situation.frame_s
    starting = frame_s is None and now_s - core.started_s <= BOOT_S
    late = not starting and (frame_s is None or now_s - frame_s > WATCHDOG_S)
    steady_since_s = None if late or frame_s is None else core.steady_since_s
    if steady_since_s is None and not late and frame_s is not None:
        steady_since_s = now_s
    watchdog = late or (core.watchdog and (steady_since_s is None or now_s - steady_since_s < RECOVERY_S))

    blind = watchdog or not BLINDING.isdisjoint(situation.faults)
    wanted = not blind and not starting and is_wanted(rules, situation)
    wanted_s = now_s if wanted else core.wanted_s
    walked_s = now_s if wanted and situation.crossing else core.walked_s
    waits_for_green = rules.signalised and situation.signal == "red"
    called_s = core.walked_s if waits_for_green else core.wanted_s
    held = called_s is not None and now_s - called_s < rules.hold_s
    stimulus = _stimulus(core, rules, now_s, starting=starting, blind=blind, wanted=wanted, held=held)
    state = MOVES[stimulus]
    lit_since_s = (now_s if core.lit_since_s is None else core.lit_since_s) if state in LIT else None
    return Core(
        core.started_s,
        state=state,
        watchdog=watchdog,
        steady_since_s=steady_since_s,
        wanted_s=wanted_s,
        walked_s=walked_s,
        lit_since_s=lit_since_s,
    )


def _stimulus(
    core: Core, rules: LampRules, now_s: float, *, starting: bool, blind: bool, wanted: bool, held: bool
) -> Stimulus:
    if blind:
        return Stimulus.BLIND_DARK if rules.on_fault == "dark" else Stimulus.BLIND_CAUTION
    if starting:
        return Stimulus.STARTING
    if not wanted and not held:
        return Stimulus.NOBODY
    if core.lit_since_s is not None and now_s - core.lit_since_s >= rules.longest_lit_s:
        return Stimulus.TOO_LONG
    return Stimulus.SOMEBODY if wanted else Stimulus.HELD


@dataclass(frozen=True, slots=True)
class Green:
    """A green of the pedestrians' head, and whether more of it was asked for."""

    seen_s: float | None = None
    phase: SignalPhase = "unknown"
    # When the head last went from green to dark, and the time before.
    darkened_s: tuple[float, ...] = ()
    asked: bool = False

    # Green that ended this recently can still be extended: the controller holds an all-red after it.
    ENDED_S = 1.5
    # Two darkenings this close together are the flashing green that announces the end, and no misread frame.
    FLASHING_S = 3.0


def advance_green(green: Green, rules: LampRules, situation: Situation, now_s: float) -> tuple[Green, int]:
    """Follows the signal; the number is the seconds to ask for now, 0 for none. Once in a green."""
    if not rules.green_extension_s:
        return green, 0
    phase = situation.signal
    darkened_s = green.darkened_s
    if phase == "dark" and green.phase == "green":
        darkened_s = (*darkened_s[-1:], now_s)
    over = green.seen_s is None or now_s - green.seen_s > Green.ENDED_S
    if phase == "green":
        fresh = over and green.phase != "green"
        green = Green(now_s, phase, () if fresh else darkened_s, asked=green.asked and not fresh)
        over = False
    else:
        green = replace(green, phase=phase, darkened_s=darkened_s)
    flashing = len(darkened_s) == 2 and darkened_s[1] - darkened_s[0] <= Green.FLASHING_S
    ending = not over and (phase == "red" or (flashing and now_s - darkened_s[1] <= Green.FLASHING_S))
    if green.asked or not ending or not situation.crossing:
        return green, 0
    return replace(green, asked=True), rules.green_extension_s


class LampController:
    """The machine at work: keeps where it stands between steps, and nothing else."""

    def __init__(self, rules: LampRules, started_s: float) -> None:
        self.rules = rules
        self.core = Core(started_s)
        self.display = Display()
        self.green = Green()

    @property
    def state(self) -> LampState:
        return self.core.state

    def step(self, now_s: float, situation: Situation) -> Outputs:
        """Moves on to `now_s`, which never goes back. Raises nothing."""
        self.core = advance(self.core, self.rules, situation, now_s)
        self.display = display_next(
            self.display, state=self.core.state, rules=self.rules, situation=situation, now_s=now_s
        )
        extension_s = 0
        if self.core.state in LIT or self.core.state == "idle":
            self.green, extension_s = advance_green(self.green, self.rules, situation, now_s)
        return shine(self.display, self.rules, now_s, night=situation.night, extension_s=extension_s)
