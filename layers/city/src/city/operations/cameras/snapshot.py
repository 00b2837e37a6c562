"""The whole register as arrays, and their bytes: what a worker holds in memory and lookups are answered from.

Bytes: a line of JSON (names and shapes of the arrays, the purposes) and the arrays behind it, one after the other, all
deflated. 22,075 cameras are about 300 kB. A format of our own, for `numpy.load` asks for files and may run what it reads.
"""

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from city.operations.cameras.camera import PlacedCamera, name_camera
from city.operations.cameras.directions import Sector, View
from city.operations.cameras.grid import CELLS_PER_DEGREE, UNITS_PER_DEGREE, index_of

_FORMAT = 1
# Angles in hundredths of a degree, ranges in tenths of a metre.
_ANGLE, _RANGE = 100, 10
_KNOWN, _CERTAIN = 1, 2
_LAYOUT: tuple[tuple[str, str], ...] = (
    ("sites", "S6"),
    ("numbers", "u1"),
    ("latitudes", "<i4"),
    ("longitudes", "<i4"),
    ("ranges", "<u2"),
    ("purposes", "u1"),
    ("flags", "u1"),
    ("sector_counts", "u1"),
    ("sector_azimuths", "<u2"),
    ("sector_widths", "<u2"),
)
_OF_SECTORS = ("sector_azimuths", "sector_widths")
MOST_PURPOSES = 255


class SnapshotUnreadable(Exception):
    """Bytes that are no snapshot of this format."""


@dataclass(frozen=True, slots=True, eq=False)
class CameraArrays:
    """Cameras in the order of their latitude; the i-th of each array is of the i-th camera.

    - site_and_number: by which a camera is named (`name_of`).
    - latitudes, longitudes: degrees; ranges_m: metres.
    - purposes: an index into `purpose_names`.
    - known: whether any direction is known; certain: whether the camera looks there at all times.
    - sector_owners, sector_azimuths, sector_widths: one entry a sector, in the order of the cameras; degrees.
    """

    sites: Any
    numbers: Any
    latitudes: Any
    longitudes: Any
    ranges_m: Any
    purposes: Any
    purpose_names: tuple[str, ...]
    known: Any
    certain: Any
    sector_starts: Any
    sector_azimuths: Any
    sector_widths: Any

    def __len__(self) -> int:
        return len(self.latitudes)

    def name_of(self, at: int) -> str:
        # NumPy cuts trailing zeros off bytes: they are put back.
        return name_camera(bytes(self.sites[at]).ljust(6, b"\0").hex(), int(self.numbers[at]))

    def names(self, which: Iterable[int] | None = None) -> list[str]:
        return [self.name_of(int(at)) for at in (range(len(self)) if which is None else which)]

    def purpose_of(self, at: int) -> str:
        return self.purpose_names[int(self.purposes[at])]

    def camera(self, at: int) -> PlacedCamera:
        start, end = int(self.sector_starts[at]), int(self.sector_starts[at + 1])
        sectors = tuple(
            Sector(float(self.sector_azimuths[each]), float(self.sector_widths[each])) for each in range(start, end)
        )
        return PlacedCamera(
            camera_id=self.name_of(at),
            latitude=float(self.latitudes[at]),
            longitude=float(self.longitudes[at]),
            purpose=self.purpose_of(at),
            view=View(sectors, bool(self.certain[at])),
            range_m=float(self.ranges_m[at]),
        )

    def cameras(self) -> list[PlacedCamera]:
        return [self.camera(at) for at in range(len(self))]


def pack_cameras(cameras: Sequence[PlacedCamera]) -> bytes:
    """The bytes of a snapshot, or of one cell of it; the same cameras give the same bytes, whatever their order."""
    purposes = sorted({each.purpose for each in cameras})
    index = {purpose: at for at, purpose in enumerate(purposes)}
    sectors = [sector for each in cameras for sector in each.view.sectors]
    columns = {
        "sites": [bytes.fromhex(each.camera_id[1:13]) for each in cameras],
        "numbers": [int(each.camera_id[14:]) for each in cameras],
        "latitudes": [round(each.latitude * UNITS_PER_DEGREE) for each in cameras],
        "longitudes": [round(each.longitude * UNITS_PER_DEGREE) for each in cameras],
        "ranges": [round(each.range_m * _RANGE) for each in cameras],
        "purposes": [index[each.purpose] for each in cameras],
        "flags": [_KNOWN * bool(each.view.sectors) + _CERTAIN * each.view.certain for each in cameras],
        "sector_counts": [len(each.view.sectors) for each in cameras],
        "sector_azimuths": [round(sector.azimuth_deg * _ANGLE) for sector in sectors],
        "sector_widths": [round(sector.width_deg * _ANGLE) for sector in sectors],
    }
    arrays = {name: np.array(columns[name], dtype=kind if name != "purposes" else "<u4") for name, kind in _LAYOUT}
    return _encode(arrays, purposes)


def unpack_cameras(content: bytes) -> CameraArrays:
    """Raises SnapshotUnreadable."""
    columns, purposes = _decode(content)
    return CameraArrays(
        sites=columns["sites"],
        numbers=columns["numbers"],
        latitudes=columns["latitudes"] / UNITS_PER_DEGREE,
        longitudes=columns["longitudes"] / UNITS_PER_DEGREE,
        ranges_m=columns["ranges"] / _RANGE,
        purposes=columns["purposes"],
        purpose_names=tuple(purposes),
        known=(columns["flags"] & _KNOWN) != 0,
        certain=(columns["flags"] & _CERTAIN) != 0,
        sector_starts=_starts(columns["sector_counts"]),
        sector_azimuths=columns["sector_azimuths"] / _ANGLE,
        sector_widths=columns["sector_widths"] / _ANGLE,
    )


def replace_cells(content: bytes | None, cells: Mapping[str, bytes | None]) -> bytes:
    """A snapshot with these cells as their packs have them (None: empty), and every other cell as it was.

    In arrays all the way: it stands between a change and its being seen. Raises SnapshotUnreadable.
    """
    parts = [_decode(pack) for pack in cells.values() if pack is not None]
    if content is not None:
        columns, purposes = _decode(content)
        kept = ~np.isin(_cells_of(columns), [_number_of(*index_of(cell)) for cell in cells])
        parts.append((_take(columns, np.flatnonzero(kept)), purposes))
    if not parts:
        return pack_cameras([])
    names = sorted({name for _, purposes in parts for name in purposes})
    for columns, purposes in parts:
        columns["purposes"] = np.array([names.index(name) for name in purposes], dtype="<u4")[columns["purposes"]]
    joined = {name: np.concatenate([columns[name] for columns, _ in parts]) for name, _ in _LAYOUT}
    return _encode(joined, names)


def count_cameras(content: bytes) -> int:
    return len(_decode(content)[0]["sites"])


def _encode(columns: Mapping[str, Any], purposes: Sequence[str]) -> bytes:
    """In the order of latitude, then of names; with the purposes that any camera has, and no other."""
    columns = _take(columns, np.lexsort((columns["numbers"], columns["sites"], columns["latitudes"])))
    used, columns["purposes"] = np.unique(columns["purposes"], return_inverse=True)
    if len(used) > MOST_PURPOSES:
        raise ValueError("more purposes than one byte can name")
    head = {
        "format": _FORMAT,
        "cameras": len(columns["sites"]),
        "sectors": len(columns["sector_widths"]),
        "purposes": [purposes[int(at)] for at in used],
    }
    body = b"".join(columns[name].astype(kind).tobytes() for name, kind in _LAYOUT)
    return zlib.compress(json.dumps(head, ensure_ascii=False).encode() + b"\n" + body, 6)


def _decode(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """The arrays as they are stored, and the purposes. Raises SnapshotUnreadable."""
    try:
        line, _, body = zlib.decompress(content).partition(b"\n")
        head = json.loads(line)
        if head["format"] != _FORMAT:
            raise SnapshotUnreadable(f"format {head['format']}")
        columns, at = {}, 0
        for name, kind in _LAYOUT:
            count = head["sectors"] if name in _OF_SECTORS else head["cameras"]
            columns[name] = np.frombuffer(body, dtype=kind, count=count, offset=at)
            at += columns[name].nbytes
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise SnapshotUnreadable from error
    if at != len(body) or _starts(columns["sector_counts"])[-1] != head["sectors"]:
        raise SnapshotUnreadable("arrays of other lengths than the head says")
    return columns, head["purposes"]


def _starts(counts: Any) -> Any:
    """Where each camera's sectors begin, and after the last where all end."""
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def _take(columns: Mapping[str, Any], order: Any) -> dict[str, Any]:
    """These cameras, in this order, with their sectors."""
    starts, counts = _starts(columns["sector_counts"])[:-1][order], columns["sector_counts"][order].astype(np.int64)
    sectors = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    return {name: columns[name][sectors if name in _OF_SECTORS else order] for name, _ in _LAYOUT}


def _cells_of(columns: Mapping[str, Any]) -> Any:
    units = UNITS_PER_DEGREE // CELLS_PER_DEGREE
    return _number_of(columns["latitudes"].astype(np.int64) // units, columns["longitudes"].astype(np.int64) // units)


def _number_of(row: Any, column: Any) -> Any:
    return row * 100_000 + column
