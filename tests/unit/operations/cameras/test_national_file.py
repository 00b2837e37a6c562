"""The national file: both encodings, headings as people write them, and what becomes of each row."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.operations.cameras import CAMERA_COLUMNS
from city.operations.cameras.national.cells import Unreadable, read_day, read_month, read_pixels
from city.operations.cameras.national.rows import NationalReading, read_national_file
from city.operations.cameras.national.text import FileRefused
from infra.operations.camera_seed import as_csv, draw_rows
from tests.effort import examples

TODAY = date(2026, 11, 29)
GOOD = dict(
    zip(
        CAMERA_COLUMNS,
        ("서산시청", "중앙로 1", "읍내동 1-1", "생활방범", "1", "200", "북동쪽", "30", "2019-05", "041-660-2114",
         "36.7800000", "126.4500000", "2026-11-01"),
        strict=True,
    )
)  # fmt: skip


def read(*rows: dict[str, str], encoding: str = "utf-8") -> NationalReading:
    return read_national_file(as_csv(rows, encoding), TODAY, None)


def refused(reading: NationalReading) -> list[tuple[int, str]]:
    return [(cell.row, cell.column) for cell in reading.refused]


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-8-sig"])
def test_a_row_is_read_in_every_encoding(encoding: str) -> None:
    (camera,) = read(GOOD, encoding=encoding).cameras

    assert (camera.institution, camera.purpose, camera.direction_text) == ("서산시청", "생활방범", "북동쪽")
    assert (camera.latitude, camera.longitude, camera.pixels) == (36.78, 126.45, 2_000_000)
    assert (camera.installed, camera.data_date) == (date(2019, 5, 1), date(2026, 11, 1))
    assert (camera.kept_days, camera.number, camera.of_row) == (30, 1, 1)


@pytest.mark.parametrize(
    ("written", "national"),
    [
        ("(WGS84)위도", "WGS84위도"),
        ("위도", "WGS84위도"),
        ("WGS84 위도", "WGS84위도"),
        ("위도(WGS84)", "WGS84위도"),
        ("설치목적", "설치목적구분"),
        ("설치 목적 구분", "설치목적구분"),
        ("촬영방면", "촬영방면정보"),
        ("설치년월", "설치연월"),
        ("카메라화소수(만)", "카메라화소수"),
    ],
)
def test_headings_are_known_as_people_write_them(written: str, national: str) -> None:
    content = as_csv([GOOD], "utf-8").decode().replace(national, written, 1).encode()

    assert read_national_file(content, TODAY, None).cameras == read(GOOD).cameras


def test_other_columns_and_another_order_change_nothing_and_tabs_may_part_cells() -> None:
    names = [*reversed(CAMERA_COLUMNS), "제공기관코드"]
    lines = [",".join(names), ",".join([*(GOOD[name] for name in reversed(CAMERA_COLUMNS)), "B4113"]), "", " , "]

    assert read_national_file("\n".join(lines[:3]).encode(), TODAY, None).cameras == read(GOOD).cameras
    tabs = "\n".join(line.replace(",", "\t") for line in lines[:2])
    assert read_national_file(tabs.encode(), TODAY, None).cameras == read(GOOD).cameras


def test_a_row_is_as_many_cameras_as_it_says() -> None:
    reading = read({**GOOD, "카메라대수": "3"})

    assert [camera.of_row for camera in reading.cameras] == [3, 3, 3]
    assert len({camera.camera_id for camera in reading.cameras}) == 3
    assert len({camera.camera_id[:13] for camera in reading.cameras}) == 1


def test_a_file_in_another_order_names_the_same_cameras() -> None:
    rows = draw_rows(400) + [{**GOOD, "촬영방면정보": text} for text in ("북", "남", "동,서")]
    shuffled = random.Random(1).sample(rows, len(rows))

    def known(reading: NationalReading) -> list[object]:
        return sorted((camera.camera_id, camera.row_digest) for camera in reading.cameras)

    assert known(read(*rows)) == known(read(*shuffled))
    # The day of a publication is of no camera.
    later = [{**row, "데이터기준일자": "2026-11-28"} for row in rows]
    assert known(read(*rows)) == known(read(*later))


def test_what_is_missing_is_counted_and_the_row_is_loaded() -> None:
    reading = read(
        {
            **GOOD, "소재지도로명주소": "", "소재지지번주소": "", "설치목적구분": "", "카메라대수": "", "카메라화소수": "고화질",
            "촬영방면정보": "도로방면", "보관일수": "한달", "설치연월": "2027-01", "데이터기준일자": "어제",
        }
    )  # fmt: skip

    assert reading.refused_rows == 0
    assert len(reading.cameras) == 1
    assert reading.missing == {
        "address_missing": 1, "purpose_missing": 1, "count_missing": 1, "pixels_unreadable": 1, "direction_unknown": 1,
        "kept_days_unreadable": 1, "date_in_the_future": 1, "date_unreadable": 1,
    }  # fmt: skip
    assert {remark.row for remark in reading.remarks} == {2}


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"관리기관명": ""}, ["관리기관명"]),
        ({"WGS84위도": ""}, ["WGS84위도"]),
        ({"WGS84경도": "0"}, ["WGS84경도"]),
        ({"WGS84위도": "36도 46분"}, ["WGS84위도"]),
        ({"WGS84위도": "126.45", "WGS84경도": "36.78"}, ["WGS84위도"]),
        ({"WGS84위도": "51.5"}, ["WGS84위도"]),
        ({"WGS84경도": "-0.12"}, ["WGS84경도"]),
        ({"카메라대수": "0"}, ["카메라대수"]),
        ({"카메라대수": "-1"}, ["카메라대수"]),
        ({"카메라대수": "256"}, ["카메라대수"]),
        ({"카메라대수": "많음", "관리기관명": "-"}, ["카메라대수", "관리기관명"]),
    ],
)
def test_a_row_without_name_place_or_number_is_refused_by_column(changes: dict[str, str], columns: list[str]) -> None:
    reading = read({**GOOD, **changes}, GOOD)

    assert refused(reading) == [(2, column) for column in columns]
    assert (reading.rows, reading.refused_rows, len(reading.cameras)) == (2, 1, 1)


def test_a_row_of_other_cells_than_the_heading_is_refused() -> None:
    content = as_csv([GOOD], "utf-8") + b"a,b\r\n"

    assert refused(read_national_file(content, TODAY, None)) == [(3, "-")]


def test_a_row_that_is_there_before_is_a_duplicate_and_one_that_differs_is_not() -> None:
    reading = read(GOOD, GOOD, {**GOOD, "촬영방면정보": "남"})

    assert (reading.duplicates, len(reading.cameras)) == (1, 2)


def test_more_cameras_at_one_site_than_there_are_numbers_are_refused() -> None:
    reading = read({**GOOD, "카메라대수": "200"}, {**GOOD, "카메라대수": "100", "촬영방면정보": "남"})

    assert reading.refused_rows == 1
    assert [cell.column for cell in reading.refused] == ["카메라대수"]


def test_a_position_outside_the_district_is_told_and_loaded() -> None:
    reading = read_national_file(as_csv([GOOD], "utf-8"), TODAY, lambda longitude, latitude: longitude < latitude)

    assert reading.missing["outside_the_district"] == 1
    assert len(reading.cameras) == 1


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"", 1, "관리기관명"),
        ("관리기관명,설치목적구분,경도\n".encode(), 1, "WGS84위도"),
        ("관리기관명,설치목적구분,위도,경도,(WGS84)위도\n".encode(), 1, "WGS84위도"),
        (b"\xff\xfe\x00\xd8", 1, "-"),
        (as_csv([GOOD, GOOD], "utf-8") + '"열린 따옴표'.encode(), 4, "-"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(content: bytes, line: int, column: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_national_file(content, TODAY, None)

    assert (refusal.value.line, refusal.value.column) == (line, column)


@settings(max_examples=examples(500))
@given(st.lists(st.fixed_dictionaries({name: st.text(max_size=12) for name in CAMERA_COLUMNS}), max_size=5))
def test_any_cells_are_loaded_or_refused_and_none_is_lost(rows: list[dict[str, str]]) -> None:
    clean = [{name: cell.replace("\r", "").replace("\n", "") for name, cell in row.items()} for row in rows]
    try:
        reading = read(
            *[{name: "".join(c for c in cell if c.isprintable()) for name, cell in row.items()} for row in clean]
        )
    except FileRefused:
        return
    # Of each row that is loaded there is exactly one first camera.
    loaded = sum(camera.number == 1 for camera in reading.cameras)
    assert reading.rows == loaded + reading.refused_rows + reading.duplicates


@pytest.mark.parametrize(
    ("text", "pixels"),
    [("200", 2_000_000), ("200만", 2_000_000), ("200만화소", 2_000_000), ("41", 410_000), ("2000000", 2_000_000),
     ("2MP", 2_000_000), ("1,000,000", 1_000_000), ("", None), ("-", None)],
)  # fmt: skip
def test_picture_elements_are_read_as_people_write_them(text: str, pixels: int | None) -> None:
    assert read_pixels(text) == pixels


def test_months_and_days_are_read_as_people_write_them() -> None:
    for text in ("2019-05", "2019.5", "2019/05", "201905", "2019년 5월", "2019-05-17", "2019.05.17."):
        assert read_month(text) == date(2019, 5, 1), text
    for text in ("2026-11-09", "2026.11.9", "20261109", "2026년 11월 9일", "2026-11-09 00:00:00"):
        assert read_day(text) == date(2026, 11, 9), text
    for text in ("2019-13", "19-05", "5월", "2026-02-30"):
        with pytest.raises(Unreadable):
            read_month(text) if len(text) < 10 else read_day(text)
