import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.desk.work.exported import national
from city.fines.desk.work.spreadsheets import BYTE_ORDER_MARK, safe_cell, write_csv

BEGIN = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://x","y")',
        "+82 10",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u3000=1",
        "＝1+1",
        "\n=1",
        "\x00=1",
    ],
)
def test_no_cell_begins_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")


@given(st.text(max_size=20))
def test_whatever_somebody_wrote_is_shown_and_never_run(text: str) -> None:
    (row,) = csv.reader(io.StringIO(write_csv([], [[text, "끝"]]).removeprefix(BYTE_ORDER_MARK + "\r\n"), newline=""))

    assert row[0].lstrip(" \u00a0\u3000\ufeff")[:1] not in set(BEGIN)
    assert row[1] == "끝"
    assert row[0].removeprefix("'") == text.replace("\x00", "").removeprefix("'")


def test_a_file_is_known_as_utf_8_and_reads_as_it_was_written() -> None:
    made = write_csv(["관리번호", "금액"], [["1140-2026-0000001", 40_000], ['"인용", 쉼표', None]])

    assert made.encode().startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(made.removeprefix(BYTE_ORDER_MARK)))) == [
        ["관리번호", "금액"],
        ["1140-2026-0000001", "40000"],
        ['"인용", 쉼표', ""],
    ]


def test_days_and_moments_are_those_of_seoul() -> None:
    assert safe_cell(date(2026, 11, 30)) == "2026-11-30"
    assert safe_cell(datetime(2026, 11, 30, 15, 30, tzinfo=UTC)) == "2026-12-01 00:30"
    assert (safe_cell(True), safe_cell(0)) == ("예", "0")


@pytest.mark.parametrize(
    ("phone", "written"),
    [
        ("+821012345678", "010-1234-5678"),
        ("+8223960000", "02-396-0000"),
        ("010-****-5678", "010-****-5678"),
        ("+14255550182", "+14255550182"),
        (None, None),
    ],
)
def test_a_telephone_is_written_as_people_here_write_it(phone: str | None, written: str | None) -> None:
    assert national(phone) == written
