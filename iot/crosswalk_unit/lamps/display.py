"""What every lamp shows in a state: patterns, since when they run, and what shines at a moment. Pure, plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from city.contracts.crosswalk.devices import LampName, LampState
from iot.crosswalk_unit.lamps import patterns
from iot.crosswalk_unit.lamps.patterns import Pattern, VoiceMessage, slot_and_age, slot_at
from iot.crosswalk_unit.lamps.rules import LIT, LampRules, Situation


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


def display_next(
    display: Display, *, state: LampState, rules: LampRules, situation: Situation, now_s: float
) -> Display:
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
