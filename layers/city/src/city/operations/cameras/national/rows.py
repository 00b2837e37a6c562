"""The national file's rows as cameras: whole, or refused with column and reason; what is missing is counted.

A row may be several cameras. Where rows of one site differ, such as one for each direction, their cameras are numbered in
an order of their own, so that a file in another order names the same cameras.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal

from city.contracts.operations.cameras import CAMERA_COLUMNS, CameraRemark, RefusedCell
from city.operations.cameras.camera import MOST_AT_ONE_SITE, FiledCamera, name_camera, site_key
from city.operations.cameras.directions import read_directions
from city.operations.cameras.national.cells import (
    Unreadable,
    clean,
    read_count,
    read_day,
    read_degrees,
    read_month,
    read_pixels,
)
from city.operations.cameras.national.text import TextRow, read_rows

# Where Korea is: what lies outside is a mistake, and of that kind the commonest is latitude for longitude.
_SOUTH, _NORTH, _WEST, _EAST = 32.0, 39.5, 123.5, 132.5
_LISTED = 1_000
# No law keeps what a camera sees for longer than some years.
_MOST_KEPT_DAYS = 3_660
# It changes with every publication of the file, and says nothing of a camera.
_OF_THE_FILE = "데이터기준일자"
Inside = Callable[[float, float], bool]
_Remark = Literal[
    "direction_unknown",
    "outside_the_district",
    "date_in_the_future",
    "address_missing",
    "purpose_missing",
    "count_missing",
    "pixels_unreadable",
    "kept_days_unreadable",
    "date_unreadable",
]


@dataclass(slots=True)
class NationalReading:
    """What a file says. `missing` counts rows by what they lack; `refused` and `remarks` list the first thousand."""

    cameras: list[FiledCamera] = field(default_factory=list)
    rows: int = 0
    duplicates: int = 0
    refused_rows: int = 0
    refused: list[RefusedCell] = field(default_factory=list)
    remarks: list[CameraRemark] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)

    @property
    def institutions(self) -> frozenset[str]:
        return frozenset(camera.institution for camera in self.cameras)

    def refuse(self, line: int, reasons: list[tuple[str, str, str]]) -> None:
        self.refused_rows += 1
        for column, ko, en in reasons[: max(0, _LISTED - len(self.refused))]:
            self.refused.append(RefusedCell(row=line, column=column, reason_ko=ko, reason_en=en))

    def remark(self, line: int, column: str, remark: _Remark) -> None:
        self.missing[remark] += 1
        if len(self.remarks) < _LISTED:
            self.remarks.append(CameraRemark(row=line, column=column, remark=remark))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A good row. `cells`: as they are compared, without the date of the file."""

    line: int
    site: str
    cells: tuple[str, ...]
    institution: str
    road_address: str
    lot_address: str
    purpose: str
    cameras: int
    pixels: int | None
    direction_text: str
    kept_days: int | None
    installed: date | None
    telephone: str
    latitude: float
    longitude: float
    data_date: date | None


def read_national_file(content: bytes, today: date, inside: Inside | None) -> NationalReading:
    """Every camera of a file. `inside(longitude, latitude)`: whether the district holds a position, None where nobody knows.

    Raises FileRefused.
    """
    reading = NationalReading()
    sites: dict[str, list[_Row]] = defaultdict(list)
    seen: set[tuple[str, ...]] = set()
    for text in read_rows(content):
        reading.rows += 1
        row = _read_row(text, reading, today)
        if row is None:
            continue
        if row.cells in seen:
            reading.duplicates += 1
            continue
        seen.add(row.cells)
        sites[row.site].append(row)
        if inside is not None and not inside(row.longitude, row.latitude):
            reading.remark(row.line, "WGS84위도", "outside_the_district")
    for site, rows in sites.items():
        _number(site, sorted(rows, key=lambda row: row.cells), reading)
    return reading


def _number(site: str, rows: list[_Row], reading: NationalReading) -> None:
    number = 0
    for row in rows:
        if number + row.cameras > MOST_AT_ONE_SITE:
            reading.refuse(
                row.line,
                [("카메라대수", "한 자리에 카메라가 너무 많습니다.", "There are too many cameras at one site.")],
            )
            continue
        for of_row in range(1, row.cameras + 1):
            number += 1
            reading.cameras.append(_camera(row, name_camera(site, number), of_row))


def _camera(row: _Row, name: str, of_row: int) -> FiledCamera:
    return FiledCamera(
        camera_id=name,
        institution=row.institution,
        road_address=row.road_address,
        lot_address=row.lot_address,
        purpose=row.purpose,
        number=of_row,
        of_row=row.cameras,
        pixels=row.pixels,
        direction_text=row.direction_text,
        kept_days=row.kept_days,
        installed=row.installed,
        telephone=row.telephone,
        latitude=row.latitude,
        longitude=row.longitude,
        data_date=row.data_date,
        row_digest=sha256("\x1f".join((*row.cells, str(of_row))).encode()).hexdigest()[:24],
    )


def _read_row(text: TextRow, reading: NationalReading, today: date) -> _Row | None:
    if text.cells is None:
        reading.refuse(
            text.line,
            [("-", "칸의 수가 제목 줄과 다릅니다.", "The row has another number of cells than the heading.")],
        )
        return None
    cells = {name: clean(text.cells.get(name, "")) for name in CAMERA_COLUMNS}
    reasons: list[tuple[str, str, str]] = []
    position = _read_position(cells, reasons)
    count = _read_cameras(cells, reasons)
    if not cells["관리기관명"]:
        reasons.append(("관리기관명", "관리기관명이 없습니다.", "The institution is missing."))
    if reasons or position is None or count is None:
        reading.refuse(text.line, reasons)
        return None
    doubts: list[tuple[str, _Remark]] = []
    row = _doubtful(text.line, cells, position, count, today, doubts)
    for column, doubt in doubts:
        reading.remark(text.line, column, doubt)
    return row


def _doubtful(
    line: int,
    cells: Mapping[str, str],
    position: tuple[float, float],
    cameras: int,
    today: date,
    doubts: list[tuple[str, _Remark]],
) -> _Row:
    """The row, with what of it is missing or cannot be read left out, and told in `doubts`."""
    installed = _dated(cells, "설치연월", read_month, today, doubts)
    data_date = _dated(cells, _OF_THE_FILE, read_day, today, doubts)
    pixels = _optional(cells, "카메라화소수", read_pixels, "pixels_unreadable", doubts)
    kept = _optional(cells, "보관일수", lambda text: read_count(text, _MOST_KEPT_DAYS), "kept_days_unreadable", doubts)
    for column, doubt in (("카메라대수", "count_missing"), ("설치목적구분", "purpose_missing")):
        if not cells[column]:
            doubts.append((column, doubt))  # type: ignore[arg-type]  # both are remarks
    if not read_directions(cells["촬영방면정보"]):
        doubts.append(("촬영방면정보", "direction_unknown"))
    road, lot = cells["소재지도로명주소"], cells["소재지지번주소"]
    if not (road or lot):
        doubts.append(("소재지도로명주소", "address_missing"))
    latitude, longitude = position
    return _Row(
        line=line,
        site=site_key(cells["관리기관명"], cells["설치목적구분"], lot or road, latitude, longitude),
        cells=tuple(cells[name] for name in CAMERA_COLUMNS if name != _OF_THE_FILE),
        institution=cells["관리기관명"],
        road_address=road,
        lot_address=lot,
        purpose=cells["설치목적구분"],
        cameras=cameras,
        pixels=pixels,
        direction_text=cells["촬영방면정보"][:200],
        kept_days=kept,
        installed=installed,
        telephone=cells["관리기관전화번호"],
        latitude=latitude,
        longitude=longitude,
        data_date=data_date,
    )


def _read_cameras(cells: Mapping[str, str], reasons: list[tuple[str, str, str]]) -> int | None:
    """How many cameras a row is; one where it does not say."""
    try:
        count = read_count(cells["카메라대수"], MOST_AT_ONE_SITE)
    except Unreadable:
        count = 0
    if count == 0:
        ko = f"1부터 {MOST_AT_ONE_SITE}까지의 수가 아닙니다."
        reasons.append(("카메라대수", ko, f"This is no number from 1 to {MOST_AT_ONE_SITE}."))
        return None
    return 1 if count is None else count


def _read_position(cells: Mapping[str, str], reasons: list[tuple[str, str, str]]) -> tuple[float, float] | None:
    degrees: list[float] = []
    for column in ("WGS84위도", "WGS84경도"):
        try:
            read = read_degrees(cells[column])
        except Unreadable:
            reasons.append((column, "도(°) 단위의 수가 아닙니다.", "This is no number of degrees."))
            continue
        if not read:
            reasons.append((column, "좌표가 없습니다.", "The coordinate is missing."))
            continue
        degrees.append(read)
    if len(degrees) < 2:  # a latitude and a longitude
        return None
    latitude, longitude = degrees
    if _SOUTH <= longitude <= _NORTH and _WEST <= latitude <= _EAST:
        reasons.append(("WGS84위도", "위도와 경도가 바뀌었습니다.", "Latitude and longitude are exchanged."))
    else:
        if not _SOUTH <= latitude <= _NORTH:
            reasons.append(("WGS84위도", "우리나라 밖의 위도입니다.", "The latitude is outside of Korea."))
        if not _WEST <= longitude <= _EAST:
            reasons.append(("WGS84경도", "우리나라 밖의 경도입니다.", "The longitude is outside of Korea."))
    return None if reasons else (latitude, longitude)


def _optional(
    cells: Mapping[str, str],
    column: str,
    read: Callable[[str], int | None],
    doubt: _Remark,
    doubts: list[tuple[str, _Remark]],
) -> int | None:
    try:
        return read(cells[column])
    except Unreadable:
        doubts.append((column, doubt))
        return None


def _dated(
    cells: Mapping[str, str],
    column: str,
    read: Callable[[str], date | None],
    today: date,
    doubts: list[tuple[str, _Remark]],
) -> date | None:
    try:
        day = read(cells[column])
    except Unreadable:
        doubts.append((column, "date_unreadable"))
        return None
    if day is not None and day > today:
        doubts.append((column, "date_in_the_future"))
        return None
    return day
