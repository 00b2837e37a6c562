"""What 촬영방면정보 says: points of the compass and all around; all else is unknown, and may see."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.operations.cameras.directions import ALL_AROUND, Sector, read_directions, read_view
from tests.effort import examples


@pytest.mark.parametrize(
    ("text", "azimuths"),
    [
        ("북", [0]),
        ("북쪽", [0]),
        ("동향", [90]),
        ("남측", [180]),
        ("서쪽방면", [270]),
        ("북동쪽", [45]),
        ("동북", [45]),
        ("남동 방향", [135]),
        ("서남측", [225]),
        ("북서방면", [315]),
        ("북북동", [22.5]),
        ("서남서", [247.5]),
        ("동,서", [90, 270]),
        ("동/남/북", [90, 180, 0]),
        ("동쪽 및 서쪽", [90, 270]),
        ("북, 북", [0]),
        ("동서", [90, 270]),
        ("남북", [180, 0]),
        ("동서남북", [90, 270, 180, 0]),
        ("NE", [45]),
        ("South-West", [225]),
        ("방위각 120도", [120]),
        ("방위각:300.5°", [300.5]),
    ],
)
def test_points_of_the_compass_are_read(text: str, azimuths: list[float]) -> None:
    assert [each.azimuth_deg for each in read_directions(text)] == azimuths
    assert all(each.width_deg == 90 for each in read_directions(text))


@pytest.mark.parametrize(
    "text", ["360도전방면", "360도 전방면", "360°", "전방위", "회전형", "360도회전", "PTZ", "사방", "전체", "북, 360도"]
)
def test_all_around_is_read(text: str) -> None:
    assert read_directions(text) == (ALL_AROUND,)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "도로방면", "정문", "동문", "남문 방향", "서산시청 방면", "안동방면", "북카페 앞", "전방", "주차장 입구",
        "동,정문", "180도", "방위각 900", "북동남", "상행", "1", "남남", "방향", "쪽",
    ],
)  # fmt: skip
def test_what_names_a_place_or_nothing_is_unknown(text: str) -> None:
    assert read_directions(text) == ()


def test_a_direction_is_certain_of_one_camera_that_looks_one_way() -> None:
    assert read_view("북", 1).certain
    assert read_view("북", 3).certain
    assert read_view("360도전방면", 1).certain
    # One of several turns, and nobody knows which; and nobody knows which of two looks where.
    assert not read_view("360도전방면", 3).certain
    assert not read_view("동,서", 2).certain
    assert not read_view("동,서", 1).certain
    assert not read_view("도로방면", 1).certain


@settings(max_examples=examples(2_000))
@given(st.text(alphabet="동서남북쪽향방면측 ,/360도전위NESW방위각·.()", max_size=14))
def test_any_text_is_read_without_a_crash_and_to_whole_sectors(text: str) -> None:
    for sector in read_directions(text):
        assert isinstance(sector, Sector)
        assert 0 <= sector.azimuth_deg < 360
        assert sector.width_deg in (90, 360)
