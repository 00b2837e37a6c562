"""Footprints of buildings, and whether one stands between a camera and a point.

A footprint that holds the camera or the point does not count: cameras hang on walls, and what happens in a house is at its
address. Heights are not known: every footprint is taken to be higher than any camera.
"""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np


class BuildingsUnreadable(Exception):
    """No GeoJSON of polygons (RFC 7946)."""


class Buildings:
    """Edges of all footprints, in degrees, longitude first; an edge knows whose it is."""

    def __init__(self, starts: Any, ends: Any, owners: Any) -> None:
        self._starts, self._ends, self._owners = starts, ends, owners
        self._low, self._high = np.minimum(starts, ends), np.maximum(starts, ends)

    def __len__(self) -> int:
        """How many edges."""
        return len(self._owners)

    def contain(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies in any of them, as in a district's boundary. A hole is outside."""
        return bool(len(self._holding(np.arange(len(self)), longitude, latitude)))

    def block(self, longitudes: Any, latitudes: Any, longitude: float, latitude: float) -> Any:
        """For each of some cameras, whether a footprint stands between it and the point."""
        blocked = np.zeros(len(longitudes), dtype=bool)
        if not len(longitudes) or not len(self):
            return blocked
        west, east = min(longitudes.min(), longitude), max(longitudes.max(), longitude)
        south, north = min(latitudes.min(), latitude), max(latitudes.max(), latitude)
        near = self._reaching(np.arange(len(self)), west, east, south, north)
        around = set(self._holding(self._of_owners(near), longitude, latitude).tolist())
        for at, (camera_lon, camera_lat) in enumerate(zip(longitudes, latitudes, strict=True)):
            between = self._reaching(
                near,
                min(camera_lon, longitude),
                max(camera_lon, longitude),
                min(camera_lat, latitude),
                max(camera_lat, latitude),
            )
            crossed = between[self._crossed(between, camera_lon, camera_lat, longitude, latitude)]
            owners = set(self._owners[crossed].tolist()) - around
            if owners:
                edges = np.flatnonzero(np.isin(self._owners, list(owners)))
                owners -= set(self._holding(edges, camera_lon, camera_lat).tolist())
            blocked[at] = bool(owners)
        return blocked

    def _of_owners(self, edges: Any) -> Any:
        """All edges of the footprints that these are of."""
        return np.flatnonzero(np.isin(self._owners, np.unique(self._owners[edges])))

    def _reaching(self, edges: Any, west: float, east: float, south: float, north: float) -> Any:
        low, high = self._low[edges], self._high[edges]
        inside = (low[:, 0] <= east) & (high[:, 0] >= west) & (low[:, 1] <= north) & (high[:, 1] >= south)
        return edges[inside]

    def _crossed(self, edges: Any, from_x: float, from_y: float, to_x: float, to_y: float) -> Any:
        """Which edges the line from one point to the other meets: the ends of each lie on both sides of the other."""
        starts, ends = self._starts[edges], self._ends[edges]
        line_x, line_y = to_x - from_x, to_y - from_y
        first = line_x * (starts[:, 1] - from_y) - line_y * (starts[:, 0] - from_x)
        second = line_x * (ends[:, 1] - from_y) - line_y * (ends[:, 0] - from_x)
        along = ends - starts
        third = along[:, 0] * (from_y - starts[:, 1]) - along[:, 1] * (from_x - starts[:, 0])
        fourth = along[:, 0] * (to_y - starts[:, 1]) - along[:, 1] * (to_x - starts[:, 0])
        return (first * second <= 0) & (third * fourth <= 0) & ((first != 0) | (second != 0))

    def _holding(self, edges: Any, x: float, y: float) -> Any:
        """The footprints around a point: a way east from it meets their edges an odd number of times."""
        # A few of a boundary's thousands: the rest is left out before anything is divided.
        edges = edges[(self._starts[edges, 1] > y) != (self._ends[edges, 1] > y)]
        starts, ends = self._starts[edges], self._ends[edges]
        meets = starts[:, 0] + (y - starts[:, 1]) / (ends[:, 1] - starts[:, 1]) * (ends[:, 0] - starts[:, 0]) > x
        owners, times = np.unique(self._owners[edges[meets]], return_counts=True)
        return owners[times % 2 == 1]


def read_buildings(content: bytes) -> Buildings:
    """Every polygon of a GeoJSON FeatureCollection. Raises BuildingsUnreadable."""
    starts: list[Any] = []
    ends: list[Any] = []
    owners: list[Any] = []
    try:
        for owner, rings in enumerate(_polygons(json.loads(content))):
            for ring in rings:
                points = np.array([position[:2] for position in ring], dtype=float).reshape(-1, 2)
                starts.append(points[:-1])
                ends.append(points[1:])
                owners.append(np.full(len(points) - 1, owner))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildingsUnreadable from error
    if not owners:
        return Buildings(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0, dtype=int))
    return Buildings(np.concatenate(starts), np.concatenate(ends), np.concatenate(owners))


def _polygons(collection: Any) -> Iterator[Any]:
    for feature in collection["features"]:
        geometry = feature["geometry"]
        if geometry is None:
            continue
        if geometry["type"] == "Polygon":
            yield geometry["coordinates"]
        elif geometry["type"] == "MultiPolygon":
            yield from geometry["coordinates"]
