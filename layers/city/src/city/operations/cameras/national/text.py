"""The national file as text: which encoding, which columns. Its rows are read by `national/rows.py`.

전국CCTV표준데이터 comes from the portal as CP949, from Excel as UTF-8 with a mark before it, from the API as UTF-8.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from city.contracts.operations.cameras import CAMERA_COLUMNS

_ENCODINGS = ("utf-8-sig", "cp949")
# Without one of these a camera has no name, no purpose or no place.
_NEEDED = ("관리기관명", "설치목적구분", "WGS84위도", "WGS84경도")
_LATITUDE, _LONGITUDE = "WGS84위도", "WGS84경도"
# As others have written a heading; all without blanks, brackets and what stands in them.
_OTHERWISE = {
    "위도": _LATITUDE,
    "경도": _LONGITUDE,
    "설치목적": "설치목적구분",
    "카메라수": "카메라대수",
    "화소수": "카메라화소수",
    "카메라화소": "카메라화소수",
    "촬영방면": "촬영방면정보",
    "촬영방향": "촬영방면정보",
    "촬영방향정보": "촬영방면정보",
    "보관일": "보관일수",
    "설치년월": "설치연월",
    "설치연월일": "설치연월",
    "도로명주소": "소재지도로명주소",
    "지번주소": "소재지지번주소",
    "관리기관": "관리기관명",
    "전화번호": "관리기관전화번호",
    "데이터기준일": "데이터기준일자",
}


class FileRefused(Exception):
    """The file as a whole is not loaded. `line`: where; `column`: of which heading, `-` for none."""

    def __init__(self, line: int, column: str, ko: str, en: str) -> None:
        super().__init__(en)
        self.line, self.column, self.ko, self.en = line, column, ko, en


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row: the line it ends on, and its cells by the national names of the columns; None where it has other cells
    than the heading."""

    line: int
    cells: Mapping[str, str] | None


def read_rows(content: bytes) -> Iterator[TextRow]:
    """The rows of a national file, blank lines left out. Raises FileRefused, for the heading before any row is given."""
    lines = _decode(content).splitlines(keepends=True)
    tab = bool(lines) and lines[0].count("\t") > lines[0].count(",")
    rows = csv.reader(iter(lines), delimiter="\t" if tab else ",", strict=True)
    try:
        columns = _read_heading(next(rows, []))
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                yield TextRow(rows.line_num, None)
                continue
            yield TextRow(
                rows.line_num,
                {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if name is not None},
            )
    except csv.Error as error:
        raise FileRefused(
            max(1, rows.line_num),
            "-",
            "따옴표가 닫히지 않았거나 줄이 깨져 파일을 끝까지 읽을 수 없습니다.",
            "A quotation mark is not closed, or a line is broken: the file cannot be read to its end.",
        ) from error


def _decode(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(
        1,
        "-",
        "문자를 읽을 수 없습니다. CP949나 UTF-8로 저장해 주세요.",
        "The letters cannot be read: save the file as CP949 or UTF-8.",
    )


def _read_heading(cells: list[str]) -> list[str | None]:
    """The national name of each column; None for one that is not the register's."""
    names = [_national_name(cell) for cell in cells]
    for name in CAMERA_COLUMNS:
        if names.count(name) > 1:
            raise FileRefused(1, name, f"‘{name}’ 열이 두 번 있습니다.", f"The column {name} is there twice.")
        if name in _NEEDED and name not in names:
            raise FileRefused(1, name, f"‘{name}’ 열이 없습니다.", f"There is no column {name}.")
    return names


def _national_name(cell: str) -> str | None:
    text = re.sub(r"[\s\ufeff_]", "", cell)
    plain = re.sub(r"\([^)]*\)|WGS84", "", text, flags=re.IGNORECASE)
    name = _OTHERWISE.get(plain, plain)
    return name if name in CAMERA_COLUMNS else None
