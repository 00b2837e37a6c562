"""Events to tell in tests."""

from datetime import timedelta
from math import cos, radians
from typing import Any

from city.contracts.operations.city_event import Category, CityEventV1, Place, PointPlace
from tests.unit.operations.incidents.oracle import BEGIN

LONGITUDE, LATITUDE = 126.45, 36.78


def point(east_m: float = 0, north_m: float = 0) -> Place:
    """So many metres from the city hall."""
    longitude = LONGITUDE + east_m / (111_195 * cos(radians(LATITUDE)))
    return Place(shape=PointPlace(position=(longitude, LATITUDE + north_m / 111_195)))


def fire(source_id: str, east_m: float = 0, north_m: float = 0, minutes: float = 0, **more: Any) -> CityEventV1:
    """Told at once, unless `more` says otherwise."""
    at = BEGIN + timedelta(minutes=minutes)
    told = {
        "source": "agency.119",
        "source_id": source_id,
        "category": Category.DISASTER,
        "kind": "fire",
        "occurred_at": at,
        "reported_at": at,
        "place": point(east_m, north_m),
        **more,
    }
    return CityEventV1.model_validate(told)
