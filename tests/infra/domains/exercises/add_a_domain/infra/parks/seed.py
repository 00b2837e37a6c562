"""Demo data of the parks: none so far."""

from infra.local.city import City


def seed(city: City) -> list[tuple[str, str]]:
    """Returns lines of the table."""
    return [("나무 (trees)", city.output("TreesToWaterFunction"))]
