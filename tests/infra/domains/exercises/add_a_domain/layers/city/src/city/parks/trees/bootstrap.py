"""The composition root of trees."""

import os

from city.parks.trees.adapters.rain_gauges import SandboxGauge, StationGauge
from city.parks.trees.service.water_trees import WaterTrees
from city.parks.trees.settings import WateringSettings


def watering_from_env() -> WaterTrees:
    settings = WateringSettings.from_environment(os.environ)
    gauge = SandboxGauge() if settings.rain_gauge == "sandbox" else StationGauge(settings.rain_mm)
    return WaterTrees(gauge, settings.rain_needed_mm)
