"""Whether it is night, and whether each lamp does as it is told. Pure, plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from city.contracts.crosswalk import LampName
from iot.crosswalk_unit import patterns
from iot.crosswalk_unit.lamps import Display

LampFault = Literal["lamp_stuck_on", "lamp_stuck_off"]
# The loudspeaker draws what its recording draws.
MEASURED: tuple[LampName, ...] = ("sign", "road_panels", "stop_line_bar", "floor_signal")


class Night:
    """Day or night by the picture's light, slow to change its mind: headlights and clouds pass."""

    HYSTERESIS = 1.25  # brighter by this factor before it is day again
    SETTLES_S = 20.0

    def __init__(self, below: float) -> None:
        self._below = below
        self._doubt_since_s: float | None = None
        self._decided = False
        self.is_night = False

    def see(self, light_level: float, now_s: float) -> bool:
        """Takes the light of a frame (0 black .. 1 white). The first frame decides at once."""
        if not self._decided:
            self._decided, self.is_night = True, light_level < self._below
        limit = self._below * self.HYSTERESIS if self.is_night else self._below
        if (light_level < limit) == self.is_night:
            self._doubt_since_s = None
        elif self._doubt_since_s is None:
            self._doubt_since_s = now_s
        elif now_s - self._doubt_since_s >= self.SETTLES_S:
            self.is_night, self._doubt_since_s = not self.is_night, None
        return self.is_night


@dataclass(slots=True)
class _Evidence:
    """How long a lamp's current has spoken for one thing, without a word for the other."""

    active: bool = False
    changed_s: float = 0.0
    # Since when an idle lamp has drawn current, and when a running one, or a dark one, last did right.
    drawing_since_s: float | None = None
    right_s: float | None = None
    fault: LampFault | None = None
    mended_since_s: float | None = None


class LampCurrents:
    """Finds lamps stuck on and stuck off by their current.

    A flashing lamp is judged over whole seconds, never by the slot: a sensor is slower than 50 ms. A lamp that should
    flash and draws nothing for `DEBOUNCE_S` is stuck off; one that should be dark and draws without a pause is stuck on.
    """

    DEBOUNCE_S = 3.0
    # A lamp and its supply may take this long to follow a change.
    SETTLES_S = 1.0

    def __init__(self, drawing_above_ma: float = 20.0) -> None:
        self._drawing_above_ma = drawing_above_ma
        self._lamps = {name: _Evidence() for name in MEASURED}

    @property
    def faults(self) -> dict[LampName, LampFault]:
        return {name: seen.fault for name, seen in self._lamps.items() if seen.fault}

    def see(self, display: Display, currents: Mapping[LampName, float | None], now_s: float) -> None:
        """Takes milliamperes per lamp; a lamp without a reading is not judged."""
        running = {
            "sign": display.sign,
            "road_panels": display.road_panels,
            "stop_line_bar": display.stop_line_bar,
            "floor_signal": display.floor_signal,
        }
        for name, seen in self._lamps.items():
            active = running[name].pattern is not patterns.DARK
            if active != seen.active:
                seen.active, seen.changed_s = active, now_s
                seen.drawing_since_s = seen.right_s = None
            current_ma = currents.get(name)
            if current_ma is not None and now_s - seen.changed_s >= self.SETTLES_S:
                self._judge(seen, current_ma > self._drawing_above_ma, now_s)

    def _judge(self, seen: _Evidence, drawing: bool, now_s: float) -> None:
        right = drawing == seen.active
        if right or seen.right_s is None:
            # The first reading after a change starts the count.
            seen.right_s = now_s
        if seen.active:
            if not drawing and now_s - seen.right_s >= self.DEBOUNCE_S:
                self._raise(seen, "lamp_stuck_off")
            elif drawing:
                # It flashes: neither stuck off, nor can a lamp that is told to shine be called stuck on.
                self._mend(seen, "lamp_stuck_off", now_s)
            return
        if not drawing:
            seen.drawing_since_s = None
            self._mend(seen, "lamp_stuck_on", now_s)
            return
        seen.mended_since_s = None
        if seen.drawing_since_s is None:
            seen.drawing_since_s = now_s
        if now_s - seen.drawing_since_s >= self.DEBOUNCE_S:
            self._raise(seen, "lamp_stuck_on")

    def _raise(self, seen: _Evidence, fault: LampFault) -> None:
        seen.fault, seen.mended_since_s = fault, None

    def _mend(self, seen: _Evidence, fault: LampFault, now_s: float) -> None:
        """A lamp that does right for the debounce time is well again."""
        if seen.fault != fault:
            seen.mended_since_s = None
        elif seen.mended_since_s is None:
            seen.mended_since_s = now_s
        elif now_s - seen.mended_since_s >= self.DEBOUNCE_S:
            seen.fault = seen.mended_since_s = None
