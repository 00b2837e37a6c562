"""Whether it is night, and whether each lamp does what its pattern says. Pure, plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from city.contracts.crosswalk.devices import LampName
from iot.crosswalk_unit.lamps import patterns
from iot.crosswalk_unit.lamps.display import Display

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
class _Lamp:
    """One lamp's evidence. `right_s` is when its current last fitted its pattern, or it was first looked at."""

    active: bool = False
    judged_from_s: float = 0.0
    right_s: float | None = None
    mending_since_s: float | None = None
    fault: LampFault | None = None

    def turn(self, active: bool, now_s: float, settles_s: float) -> None:
        self.active, self.judged_from_s, self.mending_since_s = active, now_s + settles_s, None
        self.right_s = None


class LampCurrents:
    """Finds lamps stuck on and stuck off by their current.

    A flashing lamp is judged over whole seconds, never by the slot: a sensor is slower than 50 ms. A lamp that should
    flash and draws nothing for `DEBOUNCE_S` is stuck off; one that should be dark and draws without a pause is stuck on.
    Each is well again when it has done right for as long, at what it did wrong: a dark lamp does not prove that it shines.
    """

    DEBOUNCE_S = 3.0
    # A lamp and its supply may take this long to follow a change.
    SETTLES_S = 1.0

    def __init__(self, drawing_above_ma: float = 20.0) -> None:
        self._drawing_above_ma = drawing_above_ma
        self._lamps = {name: _Lamp() for name in MEASURED}

    @property
    def faults(self) -> dict[LampName, LampFault]:
        return {name: lamp.fault for name, lamp in self._lamps.items() if lamp.fault}

    def see(self, display: Display, currents: Mapping[LampName, float | None], now_s: float) -> None:
        """Takes milliamperes per lamp; a lamp without a reading is not judged."""
        running = {
            "sign": display.sign,
            "road_panels": display.road_panels,
            "stop_line_bar": display.stop_line_bar,
            "floor_signal": display.floor_signal,
        }
        for name, lamp in self._lamps.items():
            active = running[name].pattern is not patterns.DARK
            if active != lamp.active:
                lamp.turn(active, now_s, self.SETTLES_S)
            current_ma = currents.get(name)
            if current_ma is not None and now_s >= lamp.judged_from_s:
                self._judge(lamp, current_ma > self._drawing_above_ma, now_s)

    def _judge(self, lamp: _Lamp, drawing: bool, now_s: float) -> None:
        wrong: LampFault = "lamp_stuck_off" if lamp.active else "lamp_stuck_on"
        if lamp.right_s is None or drawing == lamp.active:
            lamp.right_s = now_s
        if drawing == lamp.active:
            if lamp.fault == wrong:
                lamp.mending_since_s = now_s if lamp.mending_since_s is None else lamp.mending_since_s
                if now_s - lamp.mending_since_s >= self.DEBOUNCE_S:
                    lamp.fault = lamp.mending_since_s = None
        elif now_s - lamp.right_s >= self.DEBOUNCE_S:
            lamp.fault, lamp.mending_since_s = wrong, None
        elif not lamp.active:
            # A flashing lamp draws nothing in between; a dark one that draws at all is not mended.
            lamp.mending_since_s = None
