"""Streets for under the points, out of an extract of OpenStreetMap that a city brings."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ATTRIBUTION = {
    "ko": "도로: © OpenStreetMap 기여자 (ODbL 1.0)",
    "en": "Streets: © OpenStreetMap contributors (ODbL 1.0)",
}
# What is drawn, and how strongly.
CLASSES = {
    **dict.fromkeys(("motorway", "trunk", "primary", "motorway_link", "trunk_link", "primary_link"), "main"),
    **dict.fromkeys(("secondary", "tertiary", "secondary_link", "tertiary_link"), "middle"),
    **dict.fromkeys(("residential", "unclassified", "living_street", "pedestrian"), "small"),
}
DECIMALS = 5
# How far, in degrees, a corner may lie beside the line that leaves it out: some two metres.
TOLERANCE = 2e-5
READERS = "osmium (osmium-tool) or ogr2ogr (gdal-bin)"

Corner = tuple[float, float]
Box = tuple[float, float, float, float]


class NoReader(Exception):
    """The extract cannot be read on this machine, in a sentence for whoever asked."""


def read_extract(extract: Path) -> Iterable[dict[str, Any]]:
    """The features of an extract, whatever it is written in. Raises NoReader."""
    if not extract.is_file():
        raise NoReader(f"There is no {extract}: name a file, as in make map EXTRACT=south-korea.osm.pbf")
    if extract.suffix in (".geojson", ".json"):
        found: list[dict[str, Any]] = json.loads(extract.read_text("utf-8"))["features"]
        return found
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "lines.geojson"
        if shutil.which("osmium"):
            roads = Path(folder) / "roads.osm.pbf"
            run("osmium", "tags-filter", str(extract), "w/highway", "-o", str(roads))
            run("osmium", "export", str(roads), "--geometry-types=linestring", "-o", str(lines))
        elif shutil.which("ogr2ogr"):
            run("ogr2ogr", "-f", "GeoJSON", "-where", "highway IS NOT NULL", str(lines), str(extract), "lines")
        else:
            raise NoReader(f"{extract.name} needs {READERS} on the PATH; a .geojson is read without.")
        return read_extract(lines)


def run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def streets_of(features: Iterable[dict[str, Any]], places: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The streets that touch one of the places, as a collection beside theirs: ODbL asks that the data stay apart."""
    boxes = [box_of(place) for place in places]
    return {
        "type": "FeatureCollection",
        "place": "streets",
        "attribution": ATTRIBUTION,
        "features": [street for feature in features for street in _streets(feature, boxes)],
    }


def box_of(collection: dict[str, Any]) -> Box:
    """West, south, east and north of everything in a collection."""
    corners = [corner for feature in collection["features"] for corner in _corners(feature["geometry"]["coordinates"])]
    return (
        *(min(corner[axis] for corner in corners) for axis in (0, 1)),
        *(max(corner[axis] for corner in corners) for axis in (0, 1)),
    )  # type: ignore[return-value]


def _corners(coordinates: Any) -> Iterator[Corner]:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
    else:
        for part in coordinates:
            yield from _corners(part)


def _streets(feature: dict[str, Any], boxes: Sequence[Box]) -> Iterator[dict[str, Any]]:
    about, geometry = feature.get("properties") or {}, feature.get("geometry") or {}
    kind = CLASSES.get(about.get("highway") or "")
    if kind is None or geometry.get("type") not in ("LineString", "MultiLineString"):
        return
    lines = [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
    for line in lines:
        corners = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y, *_ in line]
        if len(corners) > 1 and any(_inside(corner, box) for corner in corners for box in boxes):
            names = {"ko": about.get("name") or "", "en": about.get("name:en") or about.get("name") or ""}
            yield {
                "type": "Feature",
                "properties": {"level": kind, **names},
                "geometry": {"type": "LineString", "coordinates": straighten(corners, TOLERANCE)},
            }


def _inside(corner: Corner, box: Box) -> bool:
    return box[0] <= corner[0] <= box[2] and box[1] <= corner[1] <= box[3]


def straighten(line: Sequence[Corner], tolerance: float) -> list[Corner]:
    """The line without corners that lie beside their neighbours' line: Douglas and Peucker's way."""
    kept, open_parts = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        apart = [(_distance(line[i], line[first], line[last]), i) for i in range(first + 1, last)]
        if apart and max(apart)[0] > tolerance:
            farthest = max(apart)[1]
            kept.add(farthest)
            open_parts += [(first, farthest), (farthest, last)]
    return [line[i] for i in sorted(kept)]


def _distance(point: Corner, start: Corner, end: Corner) -> float:
    along = (end[0] - start[0], end[1] - start[1])
    squared = along[0] ** 2 + along[1] ** 2
    share = 0.0
    if squared:
        share = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / squared
        share = min(1.0, max(0.0, share))
    aside = (point[0] - start[0] - share * along[0], point[1] - start[1] - share * along[1])
    return float((aside[0] ** 2 + aside[1] ** 2) ** 0.5)
