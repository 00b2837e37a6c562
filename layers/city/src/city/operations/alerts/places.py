"""Where an alert is: CAP's latitude first and kilometres become longitude first and metres, and back."""

import math
from collections.abc import Iterable, Sequence

from city.contracts.operations.city_event import AreaPlace, LinePlace, Place, PointPlace, Position
from city.operations.alerts.cap.model import Area, Circle, Corner
from city.operations.alerts.cap.polygons import CrossingSearch, TooIntricate

_MOST_CORNERS = 500
# A place of a city event is no further from its point than this.
_WIDEST_ACCURACY_M = 100_000
_M_PER_DEGREE = 111_320.0
_CORNERS_OF_CIRCLE = 36
# A line has no width in CAP; its alert is for what lies within so much of it.
_BESIDE_LINE_KM = 0.1


def place_of(areas: Sequence[Area]) -> Place | None:
    """One polygon or one circle is itself; several are the smallest convex area that holds them all. None without any."""
    address = ", ".join(dict.fromkeys(area.description for area in areas if area.description))[:200] or None
    # Each once: an office repeats an area in every info.
    polygons = list(dict.fromkeys(ring for area in areas for ring in area.polygons))
    circles = list(dict.fromkeys(circle for area in areas for circle in area.circles))
    match polygons, circles:
        case [], []:
            return None
        case [], [circle] if circle.radius_km * 1_000 <= _WIDEST_ACCURACY_M:
            point = PointPlace(position=_turned(circle.centre))
            return Place(shape=point, accuracy_m=circle.radius_km * 1_000, address=address)
        case [ring], []:
            return Place(shape=AreaPlace(ring=_thinned([_turned(corner) for corner in ring])), address=address)
    corners = [corner for ring in polygons for corner in ring]
    corners += [corner for circle in circles for corner in around(circle)]
    hull = _hull(_turned(corner) for corner in corners)
    if len(hull) < 3:
        return Place(shape=PointPlace(position=hull[0]), address=address)
    return Place(shape=AreaPlace(ring=_thinned([*hull, hull[0]])), address=address)


def area_of(place: Place, description: str) -> Area:
    """A place of the city as CAP writes it."""
    match place.shape:
        case PointPlace(position=position):
            return Area(
                description=description, circles=(Circle(_turned(position), (place.accuracy_m or 0.0) / 1_000),)
            )
        case AreaPlace(ring=ring):
            return Area(description=description, polygons=(_uncrossed([_turned(corner) for corner in ring]),))
        case LinePlace(positions=positions):
            circles = tuple(Circle(_turned(position), _BESIDE_LINE_KM) for position in positions)
            return Area(description=description, circles=circles)


def _uncrossed(ring: list[Corner]) -> tuple[Corner, ...]:
    """The ring, or its convex hull where its sides cross: CAP allows none that do."""
    try:
        crosses = CrossingSearch().crosses(ring)
    except TooIntricate:
        crosses = True
    hull = _hull(ring) if crosses else []
    return (*hull, hull[0]) if crosses else tuple(ring)


def around(circle: Circle) -> list[Corner]:
    """Corners of a polygon about a circle, which holds it; at the poles and the date line cut off."""
    latitude, longitude = circle.centre
    # The corners stand outside, so that the sides touch the circle.
    reach = circle.radius_km * 1_000 / _M_PER_DEGREE / math.cos(math.pi / _CORNERS_OF_CIRCLE)
    narrower = max(math.cos(math.radians(latitude)), 0.01)
    angles = [2 * math.pi * at / _CORNERS_OF_CIRCLE for at in range(_CORNERS_OF_CIRCLE)]
    return [
        (
            min(max(latitude + reach * math.sin(angle), -90.0), 90.0),
            min(max(longitude + reach * math.cos(angle) / narrower, -180.0), 180.0),
        )
        for angle in angles
    ]


def _turned(pair: tuple[float, float]) -> tuple[float, float]:
    return pair[1], pair[0]


def _hull(points: Iterable[Position]) -> list[Position]:
    """The convex hull, anticlockwise, each corner once (Andrew's monotone chain)."""
    ordered = sorted(set(points))

    def half(points: Iterable[Position]) -> list[Position]:
        chain: list[Position] = []
        for point in points:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        return chain[:-1]

    return half(ordered) + half(reversed(ordered)) if len(ordered) > 2 else ordered


def _turn(a: Position, b: Position, c: Position) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _thinned(ring: list[Position]) -> tuple[Position, ...]:
    """A ring of at most so many corners as a place may have: those go first that change its shape least."""
    if len(ring) <= _MOST_CORNERS:
        return tuple(ring)
    weights = sorted((abs(_turn(ring[at - 1], ring[at], ring[at + 1])), at) for at in range(1, len(ring) - 1))
    dropped = {at for _, at in weights[: len(ring) - _MOST_CORNERS]}
    return tuple(corner for at, corner in enumerate(ring) if at not in dropped)
