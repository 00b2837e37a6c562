"""A street that drives a lamp controller step by step, for tests."""

from dataclasses import replace

from city.contracts.crosswalk.devices import LampState
from iot.crosswalk_unit.lamps.controller import LampController
from iot.crosswalk_unit.lamps.display import Outputs
from iot.crosswalk_unit.lamps.rules import LAMPS, LampRules, Situation

STEP_S = 0.05
RULES = LampRules(
    hold_s=2.0,
    longest_lit_s=6.0,
    signalised=False,
    on_fault="caution",
    green_extension_s=0,
    fitted=frozenset(LAMPS),
    night_level=0.3,
)
SIGNALISED = replace(RULES, signalised=True, green_extension_s=7)
WAITING, WALKING, NOBODY = Situation(waiting=True), Situation(crossing=True), Situation()


class Street:
    """Drives a controller by 50 ms steps, with a frame processed at each unless told otherwise."""

    def __init__(self, rules: LampRules = RULES) -> None:
        self.controller = LampController(rules, started_s=0.0)
        self.now_s = 0.0
        self.frame_s: float | None = None

    def run(self, seconds: float, situation: Situation = NOBODY, *, frames: bool = True) -> list[Outputs]:
        shown = []
        for _ in range(round(seconds / STEP_S)):
            self.now_s += STEP_S
            if frames:
                self.frame_s = self.now_s
            shown.append(self.controller.step(self.now_s, replace(situation, frame_s=self.frame_s)))
        return shown

    @property
    def state(self) -> LampState:
        return self.controller.state


def is_dark(outputs: Outputs) -> bool:
    return not (
        outputs.sign_left
        or outputs.sign_right
        or outputs.road_panels
        or outputs.stop_line_bar
        or outputs.floor_signal
        or outputs.voice
    )
