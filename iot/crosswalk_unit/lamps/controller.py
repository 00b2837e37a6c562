"""When the lamps are lit: a table of moves, the rules that lead to it, and what every lamp then shows. Pure, plain Python.

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
- Faults that leave the unit its sight (a dead lamp, a lost clock, a full journal) are told and change nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, Self

from city.contracts.crosswalk.devices import FaultName, LampName, LampState, SignalPhase
from city.contracts.crosswalk.site import CrosswalkSiteV1
from iot.crosswalk_unit.lamps import patterns
from iot.crosswalk_unit.lamps.patterns import Pattern, VoiceMessage, slot_and_age, slot_at

# Within one second of the last good frame the unit must have stopped claiming to see (facts: watchdog ≤ 1 s); the rest
# is for the step that notices.
WATCHDOG_S = 0.9
# Frames must flow this long before a unit that was blind is believed again.
RECOVERY_S = 1.0
# A camera and a model may take this long to start; the lamps are dark meanwhile.
BOOT_S = 15.0

LAMPS: tuple[LampName, ...] = ("sign", "road_panels", "stop_line_bar", "floor_signal", "voice")
BLINDING: frozenset[FaultName] = frozenset(
    {
        "camera_lost",
        "camera_frozen",
        "camera_dark",
        "camera_blurred",
        "camera_moved",
        "detector_failed",
        "no_configuration",
        "watchdog",
    }
)
LIT: frozenset[LampState] = frozenset({"warning", "overrun"})


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
class LampRules:
    """What of a site file the lamps obey."""

    hold_s: float
    longest_lit_s: float
    signalised: bool
    on_fault: Literal["dark", "caution"]
    green_extension_s: int
    fitted: frozenset[LampName]
    night_level: float

    @classmethod
    def of(cls, site: CrosswalkSiteV1) -> Self:
        lamps = site.lamps
        fitted: dict[LampName, bool] = {
            "sign": lamps.sign,
            "road_panels": lamps.road_panels,
            "stop_line_bar": lamps.stop_line_bar,
            "floor_signal": lamps.floor_signal,
            "voice": lamps.voice,
        }
        return cls(
            hold_s=site.hold_s,
            longest_lit_s=site.longest_lit_s,
            signalised=site.signalised,
            on_fault=site.on_fault,
            green_extension_s=site.green_extension_s,
            fitted=frozenset(name for name, there in fitted.items() if there),
            night_level=lamps.night_level,
        )


@dataclass(frozen=True, slots=True)
class Situation:
    """What the lamps are told at a step. People are as voted, of the last processed frame."""

    waiting: bool = False
    crossing: bool = False
    # Grows with everybody newly believed in.
    sightings: int = 0
    vehicle_coming: bool = False
    # What the pedestrians' head shows.
    signal: SignalPhase = "unknown"
    night: bool = False
    faults: frozenset[FaultName] = frozenset()
    # When the last frame was processed; None: none yet.
    frame_s: float | None = None


@dataclass(frozen=True, slots=True)
class Outputs:
    """What shines now. Both kerbs' signs show the same: each has a left and a right beacon."""

    sign_left: bool = False
    sign_right: bool = False
    road_panels: bool = False
    stop_line_bar: bool = False
    floor_signal: bool = False
    # Share of full, for whatever is on.
    brightness: float = 1.0
    # The message that begins now; the player speaks it through and starts it once per turn from None.
    voice: VoiceMessage | None = None
    # Seconds to ask of the signal controller in this very step; 0: nothing to ask.
    green_extension_request_s: int = 0


ALL_DARK = Outputs()


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
    return Core(core.started_s, state, watchdog, steady_since_s, wanted_s, walked_s, lit_since_s)


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
class Running:
    """A pattern, and since when."""

    pattern: Pattern = patterns.DARK
    began_s: float = 0.0

    def turned_to(self, pattern: Pattern, now_s: float) -> "Running":
        return self if pattern is self.pattern else Running(pattern, now_s)


@dataclass(frozen=True, slots=True)
class Display:
    """What every lamp runs."""

    sign: Running = Running()
    road_panels: Running = Running()
    stop_line_bar: Running = Running()
    floor_signal: Running = Running()
    voice: Running = Running()
    message: VoiceMessage | None = None
    sightings: int = 0
    # Since when the sign should begin its sequence anew.
    restart_due_s: float | None = None


# A message is spoken to its end before another that is no more urgent.
_MESSAGE_S = 4.0
_URGENCY: Mapping[VoiceMessage | None, int] = {
    None: 0,
    "look_both_ways": 1,
    "wait_for_green": 1,
    "vehicle_coming": 2,
    "finish_crossing": 3,
}


def display_next(display: Display, state: LampState, rules: LampRules, situation: Situation, now_s: float) -> Display:
    """What every lamp runs from now on."""
    lit = state in LIT
    seeing = lit or state == "idle"
    sign = display.sign.turned_to(_sign_pattern(state, rules), now_s)
    due_s = display.restart_due_s
    if situation.sightings > display.sightings and due_s is None:
        due_s = now_s
    if sign is not display.sign or sign.pattern is not patterns.RAPID_FLASH:
        due_s = None
    elif due_s is not None and (began_s := _restart(sign, due_s, now_s)) is not None:
        sign, due_s = Running(sign.pattern, began_s), None
    stop = seeing and situation.waiting and _should_wait(rules, situation)
    # A unit that cannot see falls silent in the middle of a word.
    message, voice = _speak(display, _message_for(lit, rules, situation), now_s) if seeing else (None, Running())

    def run(lamp: LampName, running: Running, pattern: Pattern, wanted: bool) -> Running:
        return running.turned_to(pattern if wanted and lamp in rules.fitted else patterns.DARK, now_s)

    return Display(
        sign=sign,
        road_panels=run("road_panels", display.road_panels, patterns.IN_ROAD, lit and not rules.signalised),
        stop_line_bar=run("stop_line_bar", display.stop_line_bar, patterns.STEADY, lit),
        floor_signal=run("floor_signal", display.floor_signal, patterns.STEADY, stop),
        voice=voice if "voice" in rules.fitted else Running(),
        message=message if "voice" in rules.fitted else None,
        sightings=situation.sightings,
        restart_due_s=due_s,
    )


def _restart(sign: Running, due_s: float, now_s: float) -> float | None:
    """When the sequence begins anew for a detection at `due_s`; None: not yet.

    Not in the middle of a flash, nor right behind one: many detections must not melt the flashes into a steady light.
    """
    slot, age_ms = slot_and_age(sign.pattern, sign.began_s, now_s)
    if not (slot.left or slot.right):
        return now_s if age_ms >= patterns.LEAST_DARK_MS else None
    lit_since_s = now_s - age_ms / 1000
    return lit_since_s if lit_since_s > due_s else None


def _sign_pattern(state: LampState, rules: LampRules) -> Pattern:
    if "sign" not in rules.fitted:
        return patterns.DARK
    if state in LIT:
        return patterns.BEACON if rules.signalised else patterns.RAPID_FLASH
    return patterns.CAUTION if state == "fault_caution" else patterns.DARK


def _should_wait(rules: LampRules, situation: Situation) -> bool:
    return situation.signal == "red" if rules.signalised else situation.vehicle_coming


def _message_for(lit: bool, rules: LampRules, situation: Situation) -> VoiceMessage | None:
    """What to say; never that a way is safe."""
    if rules.signalised:
        if situation.signal == "red":
            if situation.crossing:
                return "finish_crossing"
            return "wait_for_green" if situation.waiting else None
        return "look_both_ways" if lit and situation.waiting else None
    if not (lit and situation.waiting):
        return None
    return "vehicle_coming" if situation.vehicle_coming else "look_both_ways"


def _speak(display: Display, wanted: VoiceMessage | None, now_s: float) -> tuple[VoiceMessage | None, Running]:
    """The message that is on, and its turn. What was begun is spoken to its end."""
    speaking = display.message is not None and now_s - display.voice.began_s < _MESSAGE_S
    if wanted == display.message or (speaking and _URGENCY[wanted] <= _URGENCY[display.message]):
        return display.message, display.voice
    if wanted is None:
        return None, display.voice.turned_to(patterns.DARK, now_s)
    return wanted, Running(patterns.SPOKEN, now_s)


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


def shine(display: Display, rules: LampRules, now_s: float, *, night: bool, extension_s: int = 0) -> Outputs:
    """What a display looks like at a moment."""

    def is_on(running: Running) -> bool:
        return slot_at(running.pattern, running.began_s, now_s).left

    sign = slot_at(display.sign.pattern, display.sign.began_s, now_s)
    return Outputs(
        sign_left=sign.left,
        sign_right=sign.right,
        road_panels=is_on(display.road_panels),
        stop_line_bar=is_on(display.stop_line_bar),
        floor_signal=is_on(display.floor_signal),
        brightness=rules.night_level if night else 1.0,
        voice=display.message if is_on(display.voice) else None,
        green_extension_request_s=extension_s,
    )


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
        self.display = display_next(self.display, self.core.state, self.rules, situation, now_s)
        extension_s = 0
        if self.core.state in LIT or self.core.state == "idle":
            self.green, extension_s = advance_green(self.green, self.rules, situation, now_s)
        return shine(self.display, self.rules, now_s, night=situation.night, extension_s=extension_s)
