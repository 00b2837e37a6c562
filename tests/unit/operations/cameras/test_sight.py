"""Which cameras see a place: as a second program says that takes one camera after the other, on the sphere."""

import math
import random
from bisect import bisect_left, bisect_right
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.operations.city_event import AreaPlace, LinePlace, Place, PointPlace
from city.operations.cameras.camera import PlacedCamera, place_camera
from city.operations.cameras.directions import Sector, View
from city.operations.cameras.national.rows import read_national_file
from city.operations.cameras.sight import EARTH_M, SEEING, FoundCamera, Search, Verdict, cameras_for
from city.operations.cameras.snapshot import CameraArrays, pack_cameras, unpack_cameras
from infra.operations.camera_seed import as_csv, draw_rows
from tests.effort import examples
from tests.unit.operations.cameras.drawn import (
    MIDDLE,
    draw_cameras,
    great_circle,
    is_inside,
    moved,
    verdict_of,
)

NORTHWARD = View((Sector(0.0, 90.0),), certain=True)


def arrays_of(cameras: list[PlacedCamera]) -> CameraArrays:
    return unpack_cameras(pack_cameras(cameras))


def at(east_m: float, north_m: float, accuracy_m: float | None = None) -> Place:
    latitude, longitude = moved(*MIDDLE, east_m, north_m)
    return Place(shape=PointPlace(position=(longitude, latitude)), accuracy_m=accuracy_m)


def camera(
    view: View = NORTHWARD, range_m: float = 100.0, number: int = 1, at: tuple[float, float] = MIDDLE
) -> PlacedCamera:
    return PlacedCamera(
        camera_id=f"c{number:012x}-1", latitude=at[0], longitude=at[1], purpose="생활방범", view=view, range_m=range_m
    )


def verdicts(found: tuple[FoundCamera, ...]) -> list[str]:
    return [each.verdict.value for each in found]


def one(place: Place, view: View = NORTHWARD, **search: object) -> list[str]:
    return verdicts(cameras_for(arrays_of([camera(view)]), place, Search(**search)))  # type: ignore[arg-type]


def test_a_camera_sees_what_lies_before_it_and_in_its_range() -> None:
    assert one(at(0, 99)) == ["sees"]
    assert one(at(60, 61)) == ["sees"]
    assert one(at(62, 60)) == []
    assert one(at(0, 101)) == []
    assert one(at(0, -10)) == []
    assert one(at(0, 0)) == ["sees"]


def test_an_unknown_direction_may_see_and_says_so() -> None:
    (found,) = cameras_for(arrays_of([camera(View())]), at(0, -10), Search())

    assert (found.verdict, found.direction_known) == (Verdict.MAY_SEE, False)
    assert one(at(0, 101), View()) == []


def test_a_direction_that_several_cameras_share_may_see() -> None:
    assert one(at(50, 0), View((Sector(90, 90), Sector(270, 90)))) == ["may_see"]
    assert one(at(0, 50), View((Sector(90, 90), Sector(270, 90)))) == []


def test_an_inexact_place_is_seen_only_if_it_is_wherever_it_may_be() -> None:
    assert one(at(0, 50, accuracy_m=20)) == ["sees"]
    assert one(at(0, 90, accuracy_m=20)) == ["may_see"]
    assert one(at(0, 119, accuracy_m=20)) == ["may_see"]
    assert one(at(0, 121, accuracy_m=20)) == []
    assert one(at(40, 45, accuracy_m=20)) == ["may_see"]
    assert one(at(0, -15, accuracy_m=20)) == ["may_see"]
    assert one(at(0, -25, accuracy_m=5)) == []


def test_cameras_near_are_found_wherever_they_look_and_the_nearest_if_they_are_few() -> None:
    cameras = [camera(number=n, at=moved(*MIDDLE, 0, -200.0 * n)) for n in range(1, 9)]
    near = cameras_for(arrays_of(cameras), at(0, 0), Search(within_m=500))
    filled = cameras_for(arrays_of(cameras), at(0, 0), Search(within_m=500, at_least=5))

    assert [each.camera_id for each in near] == [each.camera_id for each in cameras[:2]]
    assert verdicts(near) == ["near", "near"]
    assert [each.camera_id for each in filled] == [each.camera_id for each in cameras[:5]]
    assert cameras_for(arrays_of(cameras), at(0, 0), Search(within_m=500, at_least=1)) == near
    assert len(cameras_for(arrays_of(cameras), at(0, 0), Search(within_m=500, at_least=50))) == 8
    assert len(cameras_for(arrays_of(cameras), at(0, 0), Search(within_m=5_000, at_most=3))) == 3
    assert cameras_for(arrays_of([]), at(0, 0), Search(within_m=500, at_least=5)) == ()


def test_purposes_and_verdicts_narrow_a_search() -> None:
    cameras = draw_cameras(random.Random(2), 200)
    traffic = cameras_for(arrays_of(cameras), at(0, 0), Search(within_m=900, purposes=frozenset({"교통단속"})))
    seeing = cameras_for(arrays_of(cameras), at(0, 0), Search(within_m=900, verdicts=SEEING))

    assert {each.purpose for each in traffic} == {"교통단속"}
    assert {each.camera_id for each in seeing} == {
        each.camera_id for each in cameras_for(arrays_of(cameras), at(0, 0), Search())
    }


@settings(max_examples=examples(150))
@given(st.integers(0, 10**9))
def test_points_are_seen_as_one_camera_after_the_other_says(seed: int) -> None:
    """70 points each, over 10,000 with `--full`."""
    chance = random.Random(seed)
    cameras = draw_cameras(chance, 120)
    arrays = arrays_of(cameras)
    for _ in range(70):
        latitude, longitude = moved(*MIDDLE, chance.uniform(-700, 700), chance.uniform(-700, 700))
        place = Place(shape=PointPlace(position=(longitude, latitude)))

        found = {each.camera_id: each.verdict.value for each in cameras_for(arrays, place, Search())}

        wanted = {each.camera_id: verdict_of(each, latitude, longitude) for each in cameras}
        assert found == {name: verdict for name, verdict in wanted.items() if verdict is not None}


# Cameras and points; with `--full` as many as the issue asks.
CAMERAS, POINTS = (22_075, 10_000) if examples(10_000) == 10_000 else (2_500, 100)


def test_points_of_a_whole_register_are_seen_as_one_camera_after_the_other_says() -> None:
    """Cameras in the form of the national file, and points where cameras are."""
    reading = read_national_file(as_csv(draw_rows(CAMERAS)), date(2026, 11, 29), None)
    cameras = [place_camera(each, None) for each in reading.cameras]
    arrays, chance = arrays_of(cameras), random.Random(15)
    # Nobody is nearer than the difference of latitude: further north and south no camera reaches.
    by_latitude = sorted(cameras, key=lambda each: each.latitude)
    latitudes = [each.latitude for each in by_latitude]
    reach = math.degrees((max(each.range_m for each in cameras) + 1) / EARTH_M)
    seen = 0
    for _ in range(POINTS):
        near = chance.choice(cameras)
        latitude, longitude = moved(near.latitude, near.longitude, chance.gauss(0, 80), chance.gauss(0, 80))
        place = Place(shape=PointPlace(position=(longitude, latitude)))

        found = {each.camera_id: each.verdict.value for each in cameras_for(arrays, place, Search())}

        some = by_latitude[bisect_left(latitudes, latitude - reach) : bisect_right(latitudes, latitude + reach)]
        wanted = {each.camera_id: verdict_of(each, latitude, longitude) for each in some}
        assert found == {name: verdict for name, verdict in wanted.items() if verdict is not None}
        seen += bool(found)
    assert seen > POINTS / 4


@settings(max_examples=examples(150))
@given(st.integers(0, 10**9), st.floats(1, 2_000), st.integers(0, 12))
def test_the_nearest_are_found_as_sorting_all_says(seed: int, within_m: float, at_least: int) -> None:
    chance = random.Random(seed)
    cameras = draw_cameras(chance, 60, spread_m=3_000)
    latitude, longitude = moved(*MIDDLE, chance.uniform(-3_000, 3_000), chance.uniform(-3_000, 3_000))
    place = Place(shape=PointPlace(position=(longitude, latitude)))

    found = cameras_for(arrays_of(cameras), place, Search(within_m=within_m, at_least=at_least))

    away = sorted((great_circle(c.latitude, c.longitude, latitude, longitude)[0], c.camera_id) for c in cameras)
    near = sum(distance <= within_m for distance, _ in away)
    assert [each.camera_id for each in found] == [name for _, name in away[: max(near, at_least)]]
    for each, (distance, _) in zip(found, away, strict=False):
        # The midpoint's plane and the sphere, at some kilometres.
        assert each.distance_m == pytest.approx(distance, abs=0.01)


def densely(corners: list[tuple[float, float]], step: int = 400) -> list[tuple[float, float]]:
    return [
        (a[0] + (b[0] - a[0]) * share / step, a[1] + (b[1] - a[1]) * share / step)
        for a, b in pairwise(corners)
        for share in range(step + 1)
    ]


@settings(max_examples=examples(150))
@given(st.integers(0, 10**9), st.booleans())
def test_lines_and_areas_are_seen_where_any_point_of_them_is(seed: int, area: bool) -> None:
    """The oracle samples the line every metre or so, and leaves out cameras that all but see it."""
    chance = random.Random(seed)
    cameras = draw_cameras(chance, 40, spread_m=500)
    corners = [moved(*MIDDLE, chance.uniform(-400, 400), chance.uniform(-400, 400)) for _ in range(3)]
    ring = [*corners, corners[0]] if area else corners
    positions = tuple((longitude, latitude) for latitude, longitude in ring)
    shape = AreaPlace(ring=positions) if area else LinePlace(positions=positions)

    found = {
        each.camera_id: each.verdict.value for each in cameras_for(arrays_of(cameras), Place(shape=shape), Search())
    }

    points = densely(ring)
    for each in cameras:
        sampled = {verdict_of(each, *point) for point in points} - {None}
        if area and is_inside(list(positions), each.longitude, each.latitude):
            sampled = {"sees" if each.view.certain else "may_see"}
        if sampled:
            assert found[each.camera_id] in sampled
        elif each.camera_id in found:
            # Between two samples: a little more of the range, or a little turn, would have a sample in sight.
            wider = tuple(Sector(s.azimuth_deg, min(360, s.width_deg + 8)) for s in each.view.sectors)
            grown = PlacedCamera(
                camera_id=each.camera_id, latitude=each.latitude, longitude=each.longitude, purpose="",
                view=View(wider, each.view.certain), range_m=each.range_m + 1.5,
            )  # fmt: skip
            near = min(great_circle(each.latitude, each.longitude, *point)[0] for point in points)
            assert near < 20 or any(verdict_of(grown, *point) for point in points)


def test_a_line_through_a_sector_is_seen_though_both_its_ends_are_not() -> None:
    def line(*ends: tuple[float, float]) -> Place:
        turned = [moved(*MIDDLE, *end) for end in ends]
        return Place(shape=LinePlace(positions=tuple((lon, lat) for lat, lon in turned)))

    assert one(line((-500, 50), (500, 50))) == ["sees"]
    assert one(line((-500, 101), (500, 101))) == []
    assert one(line((-500, -1), (500, -1))) == []
    assert one(line((0, 50), (0, 500))) == ["sees"]
    assert one(line((0, 500), (0, 50))) == ["sees"]


def test_an_area_around_a_camera_is_seen_and_its_distance_is_nothing() -> None:
    corners = [
        moved(*MIDDLE, east, north)
        for east, north in [(-900, -900), (900, -900), (900, 900), (-900, 900), (-900, -900)]
    ]
    place = Place(shape=AreaPlace(ring=tuple((lon, lat) for lat, lon in corners)))
    (found,) = cameras_for(arrays_of([camera()]), place, Search())

    assert (found.verdict, found.distance_m) == (Verdict.SEES, 0)


def test_a_bearing_is_from_the_camera_to_the_place() -> None:
    for east, north, bearing in [(0, 10, 0), (10, 0, 90), (0, -10, 180), (-10, 0, 270), (7, 7, 45)]:
        (found,) = cameras_for(arrays_of([camera()]), at(east, north), Search(within_m=100))
        assert math.isclose(found.bearing_deg, bearing, abs_tol=0.01)


def test_a_search_for_more_than_its_most_is_refused() -> None:
    with pytest.raises(ValueError):
        Search(at_least=6, at_most=5)
    with pytest.raises(ValueError):
        Search(within_m=-1)
