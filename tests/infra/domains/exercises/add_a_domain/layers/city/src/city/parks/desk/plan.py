"""What the gardeners' desk shows of a day."""

from city.parks.trees.watering import needs_water


def work_of(rain_mm: int, needed_mm: int) -> str:
    """One line, Korean and English."""
    return "물 주기 (water)" if needs_water(rain_mm, needed_mm) else "쉬기 (rest)"
