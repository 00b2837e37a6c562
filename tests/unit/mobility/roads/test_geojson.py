"""A map as GeoJSON says the same as one in OpenStreetMap's form."""

import json
from typing import Any

import pytest

from city.mobility.roads.errors import MapRefused
from city.mobility.roads.geojson import read_geojson
from city.mobility.roads.graph import build_road_map


def line(positions: list[list[float]], properties: dict[str, Any] | None = None, **more: object) -> dict[str, Any]:
    geometry = {"type": "LineString", "coordinates": positions}
    return {"type": "Feature", "geometry": geometry, "properties": properties, **more}


def document(*features: dict[str, Any], **more: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


WEST, MIDDLE, EAST, NORTH = [126.499, 33.5], [126.5, 33.5], [126.501, 33.5], [126.5, 33.501]
MAIN = line([WEST, MIDDLE, EAST], {"highway": "primary", "tunnel": True, "maxspeed": 50}, id="way/7")
SIDE = line([MIDDLE, NORTH, [126.5, 33.502]], {"highway": "residential", "oneway": "yes", "name": None})


def test_lines_meet_where_they_have_a_position_in_common() -> None:
    road_map = build_road_map(read_geojson(document(MAIN, SIDE, attribution="도로명주소 전자지도")))

    assert road_map.edges == 5
    assert road_map.columns.way_id.tolist().count(7) == 4
    assert [road_map.is_tunnel(edge) for edge in range(5) if road_map.columns.way_id[edge] == 7] == [True] * 4
    assert road_map.attribution == "도로명주소 전자지도"


def test_the_order_of_features_changes_nothing() -> None:
    one, other = (build_road_map(read_geojson(document(*each))) for each in ((MAIN, SIDE), (SIDE, MAIN)))

    assert one.version == other.version


def test_points_are_stops_and_bumps_and_the_rest_is_counted() -> None:
    stop = {
        "type": "Feature",
        "properties": {"highway": "bus_stop"},
        "geometry": {"type": "Point", "coordinates": MIDDLE},
    }
    area = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [[WEST, EAST, NORTH, WEST]]},
    }

    extract = read_geojson(document(MAIN, stop, area, {"type": "Feature", "properties": None, "geometry": None}))

    assert len(build_road_map(extract).columns.stop_edge) == 2
    assert extract.unread == {"neither line nor point": 2}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"type": "Feature", "features": []}',
        b"[" * 100_000,
        document(line([[33.5, 126.5], MIDDLE], {"highway": "primary"})),
        document(line([[None, 1], MIDDLE], {"highway": "primary"})),
        document(line([[float("nan"), 1], MIDDLE], {"highway": "primary"})),
        document(line([[float("inf"), 1], MIDDLE], {"highway": "primary"})),
        document({"type": "Feature"}),
    ],
)
def test_what_is_no_map_is_refused(data: bytes) -> None:
    with pytest.raises(MapRefused):
        build_road_map(read_geojson(data))
