"""A road map in bytes: a line that names the format, a line of JSON that names the columns, and the columns, packed.

Nothing of it is ever run, as a pickle would be; a map of 70,000 edges is read in some tens of milliseconds.
"""

import json
import zlib
from dataclasses import fields
from math import prod
from typing import Any

import numpy as np

from city.mobility.roads.errors import SnapshotRefused
from city.mobility.roads.road_map import Columns, RoadMap

_FORMAT = b"dongne-roads-1"
# Of all columns together.
_MOST_BYTES = 1 << 30


def write_snapshot(road_map: RoadMap) -> bytes:
    """The same map gives the same bytes on any machine."""
    columns = [
        (each.name, np.ascontiguousarray(getattr(road_map.columns, each.name)).astype(_dtype(each.name)))
        for each in fields(Columns)
    ]
    head = {
        "version": road_map.version,
        "attribution": road_map.attribution,
        "names": road_map.names,
        "columns": [[name, list(column.shape)] for name, column in columns],
    }
    packed = zlib.compress(b"".join(column.tobytes() for _, column in columns), 6)
    return b"\n".join((_FORMAT, json.dumps(head, ensure_ascii=False).encode(), packed))


def read_snapshot(data: bytes) -> RoadMap:
    """Raises SnapshotRefused: another format, cut short, changed, or columns that do not fit each other."""
    try:
        road_map, version = _read(data)
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise SnapshotRefused(f"no snapshot of a road map: {error}") from error
    if road_map.version != version:
        raise SnapshotRefused(f"this map is {road_map.version}, and calls itself {version}")
    return road_map


def _read(data: bytes) -> tuple[RoadMap, str]:
    form, text, packed = data.split(b"\n", 2)
    if form != _FORMAT:
        raise ValueError(f"the format is {form[:20]!r}")
    head: dict[str, Any] = json.loads(text)
    shapes = {name: tuple(shape) for name, shape in head["columns"]}
    if set(shapes) != {each.name for each in fields(Columns)}:
        raise ValueError("other columns")
    size = sum(prod(shape) * _dtype(name).itemsize for name, shape in shapes.items())
    if not 0 <= size <= _MOST_BYTES:
        raise ValueError(f"{size} bytes of columns")
    unpacker = zlib.decompressobj()
    raw = unpacker.decompress(packed, size + 1)
    if len(raw) != size or not unpacker.eof or unpacker.unused_data:
        raise ValueError("cut short, or too long")
    columns, at = {}, 0
    for name, shape in shapes.items():
        count = prod(shape)
        columns[name] = np.frombuffer(raw, _dtype(name), count, at).reshape(shape)
        at += count * _dtype(name).itemsize
    return RoadMap(Columns(**columns), tuple(head["names"]), str(head["attribution"])), head["version"]


_BYTES = frozenset({"forward", "kind", "flags", "speed_kmh", "bump_kind"})
_WIDE = frozenset({"node_id", "way_id", "stop_node"})


def _dtype(column: str) -> "np.dtype[Any]":
    return np.dtype("u1" if column in _BYTES else "<i8" if column in _WIDE else "<i4")
