"""The lamps as the program drives them: shown to, measured now and then, and noticed when they do not obey."""

import logging
from typing import Final

from city.contracts.crosswalk.devices import LampName
from iot.crosswalk_unit.lamps.display import Outputs
from iot.crosswalk_unit.lamps.drivers import ChannelPlan, LampDriver, LampsUnreachable

logger = logging.getLogger(__name__)

CURRENTS_EVERY_S: Final = 0.25


class DrivenLamps:
    """One thread's, but for `unreachable`."""

    def __init__(self, driver: LampDriver) -> None:
        self._driver, self._plan = driver, ChannelPlan()
        self._measured_s = float("-inf")
        self.unreachable = False

    def measure(self, now_s: float) -> dict[LampName, float | None] | None:
        """Milliamperes of each lamp that has a sensor, four times a second; None in between."""
        if now_s - self._measured_s < CURRENTS_EVERY_S:
            return None
        self._measured_s = now_s
        try:
            return dict(self._driver.currents())
        except LampsUnreachable:
            return {}

    def show(self, outputs: Outputs, now_s: float) -> None:
        try:
            self._driver.show(self._plan.channels_of(outputs, now_s), outputs.brightness)
            self.unreachable = False
        except LampsUnreachable as error:
            if not self.unreachable:
                logger.warning("the lamps do not obey: %s", error)
            self.unreachable = True

    def close(self) -> None:
        self._driver.close()
