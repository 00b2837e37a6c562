"""Cameras drawn at random, and a second way to say which of them see a place, written without the first."""

import math
import random
from itertools import pairwise

from city.operations.cameras.camera import PlacedCamera, name_camera
from city.operations.cameras.directions import Sector, View
from city.operations.cameras.sight import EARTH_M

MIDDLE = (36.78, 126.45)
_VIEWS = (
    View(),
    View((Sector(0.0, 360.0),), certain=True),
    View((Sector(0.0, 360.0),)),
    View((Sector(90.0, 90.0), Sector(270.0, 90.0))),
)


def draw_cameras(chance: random.Random, count: int, spread_m: float = 600.0) -> list[PlacedCamera]:
    cameras = []
    for number in range(count):
        latitude, longitude = moved(*MIDDLE, chance.uniform(-spread_m, spread_m), chance.uniform(-spread_m, spread_m))
        alone = View(
            (Sector(round(chance.uniform(0, 360), 2) % 360, chance.choice([30.0, 90.0, 220.0])),), certain=True
        )
        cameras.append(
            PlacedCamera(
                camera_id=name_camera(f"{number:012x}", 1 + number % 3),
                latitude=round(latitude, 7),
                longitude=round(longitude, 7),
                purpose=chance.choice(["생활방범", "교통단속"]),
                view=chance.choice([alone, alone, *_VIEWS]),
                range_m=round(chance.uniform(10, 300), 1),
            )
        )
    return cameras


def moved(latitude: float, longitude: float, east_m: float, north_m: float) -> tuple[float, float]:
    """A position some metres away, to a thousandth of them."""
    metres = math.radians(1) * EARTH_M
    return latitude + north_m / metres, longitude + east_m / metres / math.cos(math.radians(latitude))


def great_circle(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> tuple[float, float]:
    """Distance in metres (haversine) and first bearing in degrees on the sphere."""
    a, b, turn = math.radians(lat_a), math.radians(lat_b), math.radians(lon_b - lon_a)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    bearing = math.atan2(
        math.sin(turn) * math.cos(b), math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(turn)
    )
    return 2 * EARTH_M * math.asin(math.sqrt(half)), math.degrees(bearing) % 360


def verdict_of(camera: PlacedCamera, latitude: float, longitude: float) -> str | None:
    """How a camera stands to a point, one camera at a time; None where it does not see it."""
    distance, bearing = great_circle(camera.latitude, camera.longitude, latitude, longitude)
    if distance > camera.range_m:
        return None
    if not camera.view.sectors:
        return "may_see"
    for sector in camera.view.sectors:
        clockwise = (bearing - sector.azimuth_deg) % 360
        if min(clockwise, 360 - clockwise) * 2 <= sector.width_deg:
            return "sees" if camera.view.certain else "may_see"
    return None


def is_inside(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    """Whether a point lies in a ring: its winding, summed up by angles."""
    turned = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        angle = math.atan2(by - y, bx - x) - math.atan2(ay - y, ax - x)
        turned += (angle + math.pi) % (2 * math.pi) - math.pi
    return abs(turned) > math.pi
