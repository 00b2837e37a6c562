"""Streets out of an extract: those of the place, straightened, kept apart from the boundaries and named as ODbL asks."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.maps.places import MAPS, PLACES
from infra.maps.streets import NoReader, read_extract, straighten, streets_of

SQUARE = {
    "features": [
        {"geometry": {"type": "Polygon", "coordinates": [[[127.0, 37.0], [127.1, 37.0], [127.1, 37.1], [127.0, 37.0]]]}}
    ]
}


def way(corners: list[list[float]], **tags: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": tags, "geometry": {"type": "LineString", "coordinates": corners}}


INSIDE = [[127.01, 37.01], [127.02, 37.02]]


def test_a_street_keeps_its_class_and_its_names() -> None:
    (street,) = streets_of([way(INSIDE, highway="primary", name="을지로")], [SQUARE])["features"]

    assert street["properties"] == {"level": "main", "ko": "을지로", "en": "을지로"}
    assert street["geometry"]["coordinates"] == [(127.01, 37.01), (127.02, 37.02)]


@pytest.mark.parametrize(
    "other",
    [
        way(INSIDE, highway="footway"),
        way(INSIDE, building="yes"),
        way([[128.0, 37.0], [128.1, 37.0]], highway="primary"),
        {"type": "Feature", "properties": None, "geometry": None},
        {
            "type": "Feature",
            "properties": {"highway": "crossing"},
            "geometry": {"type": "Point", "coordinates": [1, 2]},
        },
    ],
)
def test_what_is_no_street_of_the_place_is_left_out(other: dict[str, Any]) -> None:
    assert streets_of([other], [SQUARE])["features"] == []


def test_the_contributors_of_openstreetmap_are_named() -> None:
    assert "OpenStreetMap" in streets_of([], [SQUARE])["attribution"]["ko"]
    assert "ODbL" in streets_of([], [SQUARE])["attribution"]["en"]


def test_a_corner_that_bends_nothing_goes_and_one_that_bends_stays() -> None:
    assert straighten([(0, 0), (1, 0.001), (2, 0), (2, 2)], 0.01) == [(0, 0), (2, 0), (2, 2)]


def test_a_way_that_comes_back_to_its_start_keeps_its_far_side() -> None:
    assert straighten([(0, 0), (1, 0), (1, 1), (0, 0)], 0.01) == [(0, 0), (1, 0), (1, 1), (0, 0)]


def test_a_geojson_extract_is_read_without_any_program(tmp_path: Path) -> None:
    file = tmp_path / "town.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [way(INSIDE, highway="trunk")]}))

    assert len(list(read_extract(file))) == 1


def test_an_extract_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoReader, match=r"nowhere\.osm\.pbf"):
        read_extract(tmp_path / "nowhere.osm.pbf")


def test_streets_beside_the_district_are_found_in_a_real_extract(shared: Path) -> None:
    file = shared / "data" / "maps" / "osm_seoul_mapo_gongdeok.geojson"
    if not file.is_file():
        pytest.skip(f"no {file}")
    district = json.loads((MAPS / f"{PLACES[0].name}.geojson").read_text("utf-8"))

    streets = streets_of(read_extract(file), [district])["features"]

    assert len(streets) > 20
    assert {street["properties"]["level"] for street in streets} <= {"main", "middle", "small"}
