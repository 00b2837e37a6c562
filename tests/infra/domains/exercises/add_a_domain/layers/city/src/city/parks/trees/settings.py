"""What the functions of trees find in their environment."""

from typing import Literal

from city.kernel.settings import Settings


class WateringSettings(Settings):
    rain_gauge: Literal["sandbox", "station"]
    rain_needed_mm: int
    rain_mm: int
