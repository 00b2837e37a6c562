"""A camera of the register: what the national file says of it, what a supervisor corrected, and what follows from both.

A camera's address, where its stream is fetched, is no part of it: `tables/addresses.py` keeps that, under a key of its own.
"""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from city.operations.cameras.directions import COMPASS_WIDTH_DEG, Sector, View, read_view

CAMERA_ID = re.compile(r"c[0-9a-f]{12}-[0-9]{1,3}")
# No row of the national file may be more cameras than this: a camera's number is one byte of the snapshot.
MOST_AT_ONE_SITE = 255
# A camera of which nobody knows better, such as most of the national register.
_USUAL_PIXELS = 2_000_000
# IEC 62676-4 asks 25 picture elements for a metre of width to tell that somebody is there (detection).
_PIXELS_OF_A_METRE = 25.0
_USUAL_LENS_DEG = 60.0
LONGEST_RANGE_M = 5_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledCamera:
    """What the national file says of one camera; of a row that stands for several, one of them.

    - number, of_row: which of so many cameras of its row it is.
    - pixels: picture elements; the file counts in units of ten thousand.
    - installed: the first day of the month.
    - row_digest: of the whole row, by which a second import knows what did not change.
    """

    camera_id: str
    institution: str
    road_address: str
    lot_address: str
    purpose: str
    number: int
    of_row: int
    pixels: int | None
    direction_text: str
    kept_days: int | None
    installed: date | None
    telephone: str
    latitude: float
    longitude: float
    data_date: date | None
    row_digest: str
    retired_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a supervisor saw that the file does not say; None leaves the file's word. `revision` counts corrections."""

    azimuth_deg: float | None
    width_deg: float | None
    range_m: float | None
    revision: int
    by: str
    by_name: str | None
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCamera:
    """All that a lookup needs of a camera: where it is, where it looks, and how far."""

    camera_id: str
    latitude: float
    longitude: float
    purpose: str
    view: View
    range_m: float


def site_key(institution: str, purpose: str, address: str, latitude: float, longitude: float) -> str:
    """Twelve letters by which a site is known in every later file: who runs it, for what, and where.

    The file has no key of its own. What may be corrected in it, such as the direction, is no part of the key.
    """
    named = "\x1f".join((institution, purpose, address, f"{latitude:.6f}", f"{longitude:.6f}"))
    return sha256(named.encode()).hexdigest()[:12]


def name_camera(site: str, number: int) -> str:
    return f"c{site}-{number}"


def assumed_range_m(pixels: int | None) -> float:
    """How far a camera tells that somebody is there, by IEC 62676-4, where nobody measured it: a frame of 16 to 9 behind a
    lens of 60 degrees. 65 m for two million picture elements."""
    width = math.sqrt((pixels or _USUAL_PIXELS) * 16 / 9)
    return round(
        min(LONGEST_RANGE_M, width / (2 * _PIXELS_OF_A_METRE * math.tan(math.radians(_USUAL_LENS_DEG / 2)))), 1
    )


def view_of(camera: FiledCamera, correction: Correction | None) -> View:
    filed = read_view(camera.direction_text, camera.of_row)
    if correction is None or (correction.azimuth_deg is None and correction.width_deg is None):
        return filed
    width = correction.width_deg
    if correction.azimuth_deg is not None:
        return View((Sector(correction.azimuth_deg, width or COMPASS_WIDTH_DEG),), certain=True)
    # A width alone says nothing of a camera of which no direction, or more than one, is known; all around needs none.
    if width is not None and width >= 360:
        return View((Sector(0.0, 360.0),), certain=True)
    if width is not None and len(filed.sectors) == 1 and not filed.sectors[0].is_all_around:
        return View((Sector(filed.sectors[0].azimuth_deg, width),), filed.certain)
    return filed


def place_camera(camera: FiledCamera, correction: Correction | None) -> PlacedCamera:
    """What lookups know of it."""
    measured = correction.range_m if correction is not None else None
    return PlacedCamera(
        camera_id=camera.camera_id,
        latitude=camera.latitude,
        longitude=camera.longitude,
        purpose=camera.purpose,
        view=view_of(camera, correction),
        range_m=measured if measured is not None else assumed_range_m(camera.pixels),
    )
