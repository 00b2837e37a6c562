"""Where an event is, as correlation sees it: one spot, the cell it lies in, and how far two spots are apart."""

from math import asin, ceil, cos, floor, radians, sin, sqrt

from city.contracts.operations.city_event import LinePlace, Place, PointPlace

# Longitude and latitude, rounded to a metre: the same camera told twice is the same spot.
Spot = tuple[float, float]
_DIGITS = 5
_EARTH_M = 6_371_008.8
# Of a cell, in degrees: about 5.6 km north, and 5.3 km east at 37 degrees.
_CELL_LATITUDE, _CELL_LONGITUDE = 0.05, 0.06
_DEGREE_M = 111_195.0
# Nearer to a pole cells are no longer wider than what may be asked of them; no Korean city is.
_FARTHEST_LATITUDE = 60.0


def spot_of(place: Place) -> Spot | None:
    """The point, or the middle of the corners of a line or an area. None beyond 60 degrees of latitude."""
    shape = place.shape
    if isinstance(shape, PointPlace):
        longitude, latitude = shape.position
    else:
        corners = shape.positions if isinstance(shape, LinePlace) else shape.ring[:-1]
        longitude = sum(corner[0] for corner in corners) / len(corners)
        latitude = sum(corner[1] for corner in corners) / len(corners)
    if abs(latitude) > _FARTHEST_LATITUDE:
        return None
    return round(longitude, _DIGITS), round(latitude, _DIGITS)


def distance_m(one: Spot, other: Spot) -> float:
    """Along the great circle (haversine), the same from either end."""
    (first_lon, first_lat), (second_lon, second_lat) = sorted((one, other))
    half_lat, half_lon = radians(second_lat - first_lat) / 2, radians(second_lon - first_lon) / 2
    chord = sin(half_lat) ** 2 + cos(radians(first_lat)) * cos(radians(second_lat)) * sin(half_lon) ** 2
    return 2 * _EARTH_M * asin(min(1.0, sqrt(chord)))


def cell_of(spot: Spot) -> tuple[int, int]:
    return floor(spot[0] / _CELL_LONGITUDE), floor(spot[1] / _CELL_LATITUDE)


def span_of(spot: Spot, distance: float) -> tuple[float, float]:
    """Degrees of longitude and of latitude beyond which nothing is so near; a little more, never less."""
    high = min(89.0, abs(spot[1]) + distance / _DEGREE_M + 0.001)
    north = distance / _DEGREE_M * 1.001 + 1e-6
    return north / cos(radians(high)), north


def cells_near(spot: Spot, distance: float) -> list[tuple[int, int]]:
    """Every cell in which something may lie so near."""
    east, north = span_of(spot, distance)
    columns = range(floor((spot[0] - east) / _CELL_LONGITUDE), ceil((spot[0] + east) / _CELL_LONGITUDE) + 1)
    rows = range(floor((spot[1] - north) / _CELL_LATITUDE), ceil((spot[1] + north) / _CELL_LATITUDE) + 1)
    return [
        (column, row)
        for column in columns
        for row in rows
        if column * _CELL_LONGITUDE <= spot[0] + east
        and (column + 1) * _CELL_LONGITUDE >= spot[0] - east
        and row * _CELL_LATITUDE <= spot[1] + north
        and (row + 1) * _CELL_LATITUDE >= spot[1] - north
    ]
