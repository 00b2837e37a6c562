"""Decides once a day whether the trees are watered."""

from city.parks.trees.ports import RainGauge
from city.parks.trees.watering import needs_water


class WaterTrees:
    def __init__(self, gauge: RainGauge, needed_mm: int) -> None:
        self._gauge, self._needed_mm = gauge, needed_mm

    def decide(self) -> bool:
        """Whether the trees are to be watered today."""
        return needs_water(self._gauge.rain_mm(), self._needed_mm)
