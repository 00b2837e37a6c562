"""A map as GeoJSON (RFC 7946): lines with OpenStreetMap's tags as properties, points for stops and bumps.

Lines meet where they have a position in common. What has no `id` is known by its shape, so that order changes nothing.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from city.mobility.roads.errors import MapRefused
from city.mobility.roads.extract import Extract, Spot, Way

MOST_BYTES = 256 << 20
_MOST_POSITIONS = 8_000_000
_WHOLE_TURN_E7, _QUARTER_E7 = 1_800_000_000, 900_000_000
_KINDS = {"Point": 0, "LineString": 1, "MultiLineString": 2}


def read_geojson(document: bytes, *, attribution: str = "") -> Extract:
    """Raises MapRefused. `attribution`: what the source asks to be shown; the file's own `attribution` comes first."""
    if len(document) > MOST_BYTES:
        raise MapRefused(f"the map is larger than {MOST_BYTES} bytes")
    try:
        collection = json.loads(document)
        features = collection["features"]
        if collection["type"] != "FeatureCollection" or not isinstance(features, list):
            raise MapRefused("not a FeatureCollection")
        return _Reader(str(collection.get("attribution", attribution))).read(features)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise MapRefused(f"not a map in GeoJSON: {type(error).__name__} {error}") from error


class _Reader:
    def __init__(self, attribution: str) -> None:
        self._attribution = attribution
        self._positions: dict[int, tuple[int, int]] = {}
        self._ways: list[Way] = []
        self._spots: list[Spot] = []
        self._unread = 0

    def read(self, features: list[Mapping[str, Any]]) -> Extract:
        for feature in features:
            geometry, tags = feature["geometry"], _tags(feature["properties"] or {})
            depth = _KINDS.get(geometry["type"]) if geometry else None
            if depth is None:
                self._unread += 1
            elif depth == 0:
                self._spots.append(Spot(self._node(geometry["coordinates"]), tags))
            else:
                lines = geometry["coordinates"] if depth == 2 else [geometry["coordinates"]]
                for nodes in self._lines(lines):
                    self._ways.append(Way(_id(feature, nodes), nodes, tags))
        unread = {"neither line nor point": self._unread} if self._unread else {}
        return Extract(self._positions, tuple(self._ways), self._attribution, (), tuple(self._spots), unread)

    def _lines(self, lines: list[list[list[float]]]) -> Iterator[tuple[int, ...]]:
        for line in lines:
            yield tuple(self._node(position) for position in line)

    def _node(self, position: list[float]) -> int:
        longitude, latitude = round(float(position[0]) * 1e7), round(float(position[1]) * 1e7)
        if abs(latitude) > _QUARTER_E7 or abs(longitude) > _WHOLE_TURN_E7:
            raise MapRefused(f"{position[:2]} lies nowhere on earth: longitude comes first")
        node = (latitude + _QUARTER_E7) * 4_000_000_000 + longitude + _WHOLE_TURN_E7
        self._positions[node] = (latitude, longitude)
        if len(self._positions) > _MOST_POSITIONS:
            raise MapRefused(f"more than {_MOST_POSITIONS} positions")
        return node


def _tags(properties: Mapping[str, Any]) -> dict[str, str]:
    """As OpenStreetMap writes them: what is true is `yes`, what is nothing is not there."""
    words = {True: "yes", False: "no"}
    return {
        key: words[value] if isinstance(value, bool) else str(value)
        for key, value in properties.items()
        if value is not None and value != ""
    }


def _id(feature: Mapping[str, Any], nodes: tuple[int, ...]) -> int:
    """`way/123` and `123` are way 123; whatever is no number is known by its shape."""
    said = str(feature.get("id", feature["properties"].get("@id", "") if feature["properties"] else ""))
    digits = said.removeprefix("way/")
    if digits.isascii() and digits.isdigit() and len(digits) < 19:
        return int(digits)
    return int.from_bytes(hashlib.sha256(repr(nodes).encode()).digest()[:7], "big")
