"""The road map as columns: what a snapshot keeps, and what is worked out from it once it is loaded."""

import hashlib
import json
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import numpy.typing as npt

from city.mobility.roads import driving

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

# Metres of a degree of latitude on the sphere of 6,371,008.8 m.
METRES_OF_A_DEGREE = 111_195.08


@dataclass(frozen=True, slots=True)
class Columns:
    """A directed edge is its row; a road that is driven both ways is two edges. Positions are in 1e-7 degrees.

    `shape_start` has a row more than there are edges: the shape of edge `e` is rows `shape_start[e]` to
    `shape_start[e + 1]` of `shape_lat_e7` and `shape_lon_e7`, in the direction of travel, from node to node.
    """

    node_id: Int64s
    source: Int32s
    target: Int32s
    way_id: Int64s
    forward: Bytes  # 1: in the direction in which the way was drawn
    twin: Int32s  # the same road driven the other way; -1: one way
    kind: Bytes  # row of driving.KINDS
    flags: Bytes  # driving.TUNNEL | BRIDGE | ONEWAY | ROUNDABOUT
    speed_kmh: Bytes  # signed limit; 0: unknown
    name: Int32s  # row of RoadMap.names; -1: none
    shape_start: Int32s
    shape_lat_e7: Int32s
    shape_lon_e7: Int32s
    banned: Int32s  # (n, 2): from this edge not into that one
    stop_edge: Int32s
    stop_at_dm: Int32s  # decimetres from the start of the edge
    stop_node: Int64s
    bump_edge: Int32s
    bump_at_dm: Int32s
    bump_kind: Bytes  # row of driving.BUMPS


@dataclass(frozen=True)
class RoadMap:
    """A directed road map. `attribution` must be shown wherever the map or what is made of it is shown."""

    columns: Columns
    names: tuple[str, ...]
    attribution: str

    @cached_property
    def version(self) -> str:
        """16 hexadecimal digits of the SHA-256 of all that the map says: equal maps have equal versions."""
        digest = hashlib.sha256(json.dumps([self.names, self.attribution], ensure_ascii=False).encode())
        for each in fields(Columns):
            column = getattr(self.columns, each.name)
            digest.update(f"{each.name}{column.dtype.str}{column.shape}".encode())
            digest.update(column.tobytes())
        return digest.hexdigest()[:16]

    @property
    def edges(self) -> int:
        return len(self.columns.source)

    @cached_property
    def plane(self) -> "Plane":
        return Plane.of(self)

    def edge_name(self, edge: int) -> str:
        """The name that outlives a new version of the map, as long as the road is not cut anew: `way:from:to:+`."""
        at = self.columns
        nodes = f"{at.node_id[at.source[edge]]}:{at.node_id[at.target[edge]]}"
        return f"{at.way_id[edge]}:{nodes}:{'+' if at.forward[edge] else '-'}"

    def is_tunnel(self, edge: int) -> bool:
        return bool(self.columns.flags[edge] & driving.TUNNEL)


@dataclass(frozen=True, slots=True)
class Plane:
    """The map in metres east and north of its middle. Exact to 0.2 % over 40 km; a map of more than 2° is refused."""

    lat_e7: float
    lon_e7: float
    metres_east: float  # of 1e-7 degrees of longitude
    metres_north: float
    x: Floats  # of each row of the shapes
    y: Floats
    along: Floats  # metres from the start of its edge, of each row of the shapes
    length: Floats  # of each edge

    @classmethod
    def of(cls, road_map: RoadMap) -> "Plane":
        at = road_map.columns
        lat_e7 = (int(at.shape_lat_e7.min()) + int(at.shape_lat_e7.max())) / 2
        lon_e7 = (int(at.shape_lon_e7.min()) + int(at.shape_lon_e7.max())) / 2
        north = METRES_OF_A_DEGREE * 1e-7
        east = north * float(np.cos(np.radians(lat_e7 * 1e-7)))
        x: Floats = (at.shape_lon_e7.astype(np.float64) - lon_e7) * east
        y: Floats = (at.shape_lat_e7.astype(np.float64) - lat_e7) * north
        steps = np.hypot(np.diff(x, prepend=x[:1]), np.diff(y, prepend=y[:1]))
        steps[at.shape_start[:-1]] = 0.0
        walked = np.cumsum(steps)
        along = walked - np.repeat(walked[at.shape_start[:-1]], np.diff(at.shape_start))
        return cls(lat_e7, lon_e7, east, north, x, y, along, along[at.shape_start[1:] - 1])

    def metres(self, lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
        """Metres east and north of the middle, of positions in degrees."""
        return (lon * 1e7 - self.lon_e7) * self.metres_east, (lat * 1e7 - self.lat_e7) * self.metres_north

    def degrees(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Latitude and longitude of places in metres."""
        return (y / self.metres_north + self.lat_e7) * 1e-7, (x / self.metres_east + self.lon_e7) * 1e-7
