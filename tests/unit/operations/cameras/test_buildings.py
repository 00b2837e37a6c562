"""Line of sight among footprints: as a second program says that walks along the line in exact fractions."""

import json
import random
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.operations.city_event import Place, PointPlace
from city.operations.cameras.buildings import Buildings, BuildingsUnreadable, read_buildings
from city.operations.cameras.directions import Sector, View
from city.operations.cameras.sight import Search, cameras_for
from city.operations.cameras.snapshot import pack_cameras, unpack_cameras
from tests.effort import examples
from tests.unit.operations.cameras.drawn import MIDDLE, draw_cameras, is_inside, moved

Ring = list[tuple[float, float]]


def footprint(east_m: float, north_m: float, half_m: float = 10) -> Ring:
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    placed = [moved(*MIDDLE, east_m + x * half_m, north_m + y * half_m) for x, y in corners]
    return [(longitude, latitude) for latitude, longitude in placed]


def collection(*polygons: list[Ring]) -> bytes:
    features = [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": rings}} for rings in polygons]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def blocked(buildings: Buildings, camera: tuple[float, float], point: tuple[float, float]) -> bool:
    """Both in metres east and north."""
    (lat, lon), (to_lat, to_lon) = moved(*MIDDLE, *camera), moved(*MIDDLE, *point)
    return bool(buildings.block(np.array([lon]), np.array([lat]), to_lon, to_lat)[0])


def test_a_footprint_between_camera_and_point_blocks() -> None:
    buildings = read_buildings(collection([footprint(0, 50)]))

    assert blocked(buildings, (0, 0), (0, 100))
    assert not blocked(buildings, (0, 0), (0, 39))
    assert not blocked(buildings, (0, 0), (30, 100))
    assert not blocked(buildings, (0, 0), (0, -100))


def test_the_house_a_camera_hangs_on_or_a_point_lies_in_does_not_block() -> None:
    buildings = read_buildings(collection([footprint(0, 0)], [footprint(0, 100)]))

    assert not blocked(buildings, (5, 5), (0, 50))
    assert not blocked(buildings, (0, 50), (0, 100))
    assert blocked(buildings, (0, 50), (0, 130))
    assert blocked(buildings, (5, 5), (5, 130))


def test_a_courtyard_is_outside_of_its_house() -> None:
    buildings = read_buildings(collection([footprint(0, 0, 30), footprint(0, 0, 20)[::-1]]))

    assert not blocked(buildings, (0, 0), (10, 10))
    assert blocked(buildings, (0, 0), (60, 0))


def test_a_camera_behind_a_building_is_told_as_blocked_and_only_if_asked() -> None:
    buildings = read_buildings(collection([footprint(0, 50)]))
    (camera,) = draw_cameras(random.Random(1), 1)
    placed = type(camera)(
        camera_id=camera.camera_id, latitude=MIDDLE[0], longitude=MIDDLE[1], purpose="",
        view=View((Sector(0, 360),), certain=True), range_m=200,
    )  # fmt: skip
    arrays = unpack_cameras(pack_cameras([placed]))
    latitude, longitude = moved(*MIDDLE, 0, 100)
    place = Place(shape=PointPlace(position=(longitude, latitude)))

    assert [each.verdict for each in cameras_for(arrays, place, Search(), buildings)] == ["blocked"]
    assert [each.verdict for each in cameras_for(arrays, place, Search(line_of_sight=False), buildings)] == ["sees"]
    assert [each.verdict for each in cameras_for(arrays, place, Search())] == ["sees"]


@settings(max_examples=examples(150))
@given(st.integers(0, 10**9))
def test_sight_is_blocked_as_exact_fractions_say(seed: int) -> None:
    chance = random.Random(seed)
    houses = [
        _quadrilateral(chance, chance.uniform(-150, 150), chance.uniform(-150, 150))
        for _ in range(chance.randint(1, 12))
    ]
    buildings = read_buildings(collection(*([house] for house in houses)))
    for _ in range(30):
        camera, point = (moved(*MIDDLE, chance.uniform(-200, 200), chance.uniform(-200, 200))[::-1] for _ in range(2))

        found = bool(buildings.block(np.array([camera[0]]), np.array([camera[1]]), *point)[0])

        assert found == any(_stands_between(house, camera, point) for house in houses)


def _quadrilateral(chance: random.Random, east: float, north: float) -> Ring:
    """Any four corners around a middle, in turn; it may be concave."""
    sizes = [chance.uniform(3, 25) for _ in range(4)]
    turned = [(sizes[0], 0), (0, sizes[1]), (-sizes[2], 0), (0, -sizes[3])]
    corners = [moved(*MIDDLE, east + x + chance.uniform(-2, 2), north + y + chance.uniform(-2, 2)) for x, y in turned]
    return [(lon, lat) for lat, lon in [*corners, corners[0]]]


def _stands_between(house: Ring, camera: tuple[float, float], point: tuple[float, float]) -> bool:
    if is_inside(house, *camera) or is_inside(house, *point):
        return False
    return any(_share_along(camera, point, a, b) is not None for a, b in pairwise(house))


def _share_along(start: Any, end: Any, a: Any, b: Any) -> Fraction | None:
    """How far along the first line the second crosses it, by Cramer's rule; None where it does not."""
    sx, sy, ex, ey, ax, ay, bx, by = (Fraction(number) for pair in (start, end, a, b) for number in pair)
    determinant = (ex - sx) * (by - ay) - (ey - sy) * (bx - ax)
    if determinant == 0:
        return None
    along = ((ax - sx) * (by - ay) - (ay - sy) * (bx - ax)) / determinant
    across = ((ax - sx) * (ey - sy) - (ay - sy) * (ex - sx)) / determinant
    return along if 0 <= along <= 1 and 0 <= across <= 1 else None


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"features": [{"geometry": {"type": "Polygon"}}]}', b"\xff"])
def test_what_is_no_geojson_is_refused(content: bytes) -> None:
    with pytest.raises(BuildingsUnreadable):
        read_buildings(content)


def test_no_footprints_block_nothing() -> None:
    assert not blocked(read_buildings(collection()), (0, 0), (0, 100))
