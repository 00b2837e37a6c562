import pytest

from city.parks.trees.service.water_trees import WaterTrees


class Gauge:
    def __init__(self, rain_mm: int) -> None:
        self._rain_mm = rain_mm

    def rain_mm(self) -> int:
        return self._rain_mm


@pytest.mark.parametrize(("rain_mm", "water"), [(0, True), (19, True), (20, False)])
def test_trees_are_watered_after_a_dry_week(rain_mm: int, water: bool) -> None:
    assert WaterTrees(Gauge(rain_mm), needed_mm=20).decide() is water
