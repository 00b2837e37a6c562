"""What staff ask of the register of cameras, and what they are answered. Never where a camera's stream is fetched."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from city.contracts.base import AwareMoment, Contract
from city.contracts.operations.cameras import AddressKind, CameraId
from city.contracts.staff import RequestBody

MOST_CAMERAS = 50
MOST_FILINGS = 20
_Latitude = Annotated[float, Field(ge=-90, le=90)]
_Longitude = Annotated[float, Field(ge=-180, le=180)]
_Limit = Annotated[int, Field(ge=1, le=MOST_CAMERAS)]


class CameraFilter(Contract):
    """Which cameras: all, or those within a box of all four sides, of a purpose, whose direction is known or not."""

    west: _Longitude | None = None
    south: _Latitude | None = None
    east: _Longitude | None = None
    north: _Latitude | None = None
    purpose: Annotated[str, StringConstraints(max_length=100)] | None = None
    direction: Literal["known", "unknown"] | None = None
    limit: _Limit = MOST_CAMERAS
    page: CameraId | None = None

    @model_validator(mode="after")
    def _whole_box(self) -> Self:
        sides = (self.west, self.south, self.east, self.north)
        if any(side is None for side in sides) and any(side is not None for side in sides):
            raise ValueError("a box has four sides")
        return self


class SeeingFilter(Contract):
    """A point. Without `within_m`: the cameras that see or may see it; with it: those so near, wherever they look, and if
    they are fewer than `nearest`, the nearest so many."""

    latitude: _Latitude
    longitude: _Longitude
    accuracy_m: Annotated[float, Field(ge=0, le=10_000)] | None = None
    within_m: Annotated[float, Field(ge=0, le=10_000)] | None = None
    nearest: Annotated[int, Field(ge=0, le=MOST_CAMERAS)] = 0
    line_of_sight: bool = True
    limit: _Limit = MOST_CAMERAS


class SectorLine(Contract):
    """`azimuth_deg`: its middle, clockwise from north; `width_deg`: 360 all around."""

    azimuth_deg: float
    width_deg: float


class CameraLine(Contract):
    """One camera.

    - sectors: where it looks, for a map; none where nobody knows.
    - direction_from: whose word that is.
    - direction_certain: whether this very camera looks there at all times; if not, or if nothing is known, it may see.
    - range_from: `assumed` by its picture elements (IEC 62676-4), where nobody measured.
    - number, of_row: which of so many cameras of one row of the national file.
    - revision: how often it was corrected; whoever corrects names the one they saw.
    """

    camera_id: str
    institution: str
    purpose: str
    road_address: str
    lot_address: str
    latitude: float
    longitude: float
    sectors: tuple[SectorLine, ...]
    direction_from: Literal["corrected", "file", "unknown"]
    direction_certain: bool
    direction_text: str
    range_m: float
    range_from: Literal["corrected", "assumed"]
    pixels: int | None
    kept_days: int | None
    installed: date | None
    data_date: date | None
    number: int
    of_row: int
    revision: int
    retired_at: AwareMoment | None


class CameraPage(Contract):
    """In the order of their names. `total`: how many there are in all pages."""

    cameras: tuple[CameraLine, ...]
    total: int
    next_page: str | None


class CorrectionLine(Contract):
    """What a supervisor said of a camera; None leaves the file's word."""

    revision: int
    at: AwareMoment
    by: str
    by_name: str | None
    azimuth_deg: float | None
    width_deg: float | None
    range_m: float | None
    reason: str


class AddressFilingLine(Contract):
    """That somebody filed where a camera's stream is fetched, and how it is fetched. The address itself is never shown."""

    at: AwareMoment
    by: str
    by_name: str | None
    kind: AddressKind


class CameraShown(Contract):
    """A camera with everything that was ever corrected, the newest first, and the telephone of who runs it.

    - address_filings: the newest filings of its address, newest first; so many as `MOST_FILINGS`.
    """

    camera: CameraLine
    telephone: str
    corrections: tuple[CorrectionLine, ...]
    address_filings: tuple[AddressFilingLine, ...]


class SeeingLine(Contract):
    """- verdict: `sees`; `may_see`, where its direction is unknown or shared, or the place less exact than that; `blocked`
    by a building; `near`, but it looks elsewhere or not so far."""

    camera: CameraLine
    verdict: Literal["sees", "may_see", "blocked", "near"]
    distance_m: float
    bearing_deg: float


class SeeingCameras(Contract):
    """Nearest first. `buildings`: whether footprints were looked at; where the city has none, nothing blocks."""

    cameras: tuple[SeeingLine, ...]
    buildings: bool


class CorrectView(RequestBody):
    """What is so from now on; None is the file's word again. `revision`: which correction was seen, 0 for none."""

    revision: Annotated[int, Field(ge=0)]
    azimuth_deg: Annotated[float, Field(ge=0, lt=360)] | None = None
    width_deg: Annotated[float, Field(gt=0, le=360)] | None = None
    range_m: Annotated[float, Field(ge=1, le=5_000)] | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class AddressFiled(Contract):
    """That an address is filed. It is never shown."""

    camera_id: str
    kind: AddressKind
    filed_at: AwareMoment


class CameraFileLine(Contract):
    """One report on a national file. `counts`: as `CameraFileReportV1` names them, with hyphens."""

    name: str
    finished_at: AwareMoment
    loaded: bool
    by: str | None
    by_name: str | None
    counts: dict[str, int]


class CameraFilePage(Contract):
    """Newest first."""

    files: tuple[CameraFileLine, ...]
    next_page: str | None


class SmartCameraPage(Contract):
    """Entities of Smart Data Models' Camera, as key-values."""

    cameras: tuple[dict[str, Any], ...]
    next_page: str | None
