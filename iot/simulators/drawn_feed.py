"""A drawn street as a source of frames, and the detector that knows the truth about it: for a bench without a clip."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from iot.crosswalk_unit.sight.detection_setup import DetectionSetup
from iot.simulators.drawn_scene import DrawnScene
from iot.simulators.scripted_detector import RATES, ScriptedDetector

LASTS_S: Final = 600.0
_RATES_OF: Final = "nanodet-g"


class DrawnFeed:
    """Plays a scene from its beginning, `frames_per_second` frames of its time to a second."""

    def __init__(self, scene: DrawnScene, frames_per_second: float) -> None:
        self._scene, self._frames_per_second = scene, frames_per_second
        self._frame = 0

    def read(self) -> NDArray[np.uint8] | None:
        at_s = self._frame / self._frames_per_second
        if at_s >= self._scene.lasts_s:
            return None
        self._frame += 1
        return self._scene.draw(at_s)

    def close(self) -> None:
        self._frame = 0


def detection_of(scene: DrawnScene, seed: int) -> DetectionSetup:
    """Errs as the default model does on photographs."""
    threshold = RATES[_RATES_OF].threshold
    detector = ScriptedDetector(scene, RATES[_RATES_OF], seed)
    return DetectionSetup(detector, {"person": threshold, "bicycle": threshold, "vehicle": threshold}, lambda: "edge")
