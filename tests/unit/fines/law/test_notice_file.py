from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.fines.notices import NOTICE_COLUMNS
from city.fines.law.notice_file import FileUnreadable, NoticeRow, read_rows
from city.fines.law.notices import Zone
from infra.fines.seed import make_notices, spoil
from tests.unit.fines.law.notice_files.notice_lines import GOOD

HEADING = ",".join(NOTICE_COLUMNS) + "\n"


def line(**changes: str) -> str:
    return ",".join({**GOOD, **changes}[column] for column in NOTICE_COLUMNS) + "\n"


def read_one(**changes: str) -> object:
    (row,) = read_rows([HEADING, line(**changes)])
    return row


def test_a_good_row_becomes_a_notice() -> None:
    row = read_one()

    assert isinstance(row, NoticeRow)
    assert row.notice.violation.zone is Zone.CHILDREN
    assert row.notice.opinion_until == date(2026, 11, 25)
    assert row.notice.violation.at.isoformat() == "2026-11-03T14:05:00+09:00"
    assert row.owner_phone is not None


def test_an_owner_without_a_telephone_is_welcome() -> None:
    row = read_one(휴대전화="")

    assert isinstance(row, NoticeRow)
    assert row.owner_phone is None


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"차량번호": "12가345"}, ["차량번호"]),
        ({"관리번호": "1140-2026-12345"}, ["관리번호"]),
        ({"위반일시": "2026.13.03 14:05"}, ["위반일시"]),
        ({"위반일시": "2018-11-03 14:05", "사전통지일": "2018-11-05"}, ["위반일시"]),
        ({"의견제출기한": "2026-02-30"}, ["의견제출기한"]),
        ({"의견제출기한": "2026-11-14"}, ["의견제출기한"]),
        ({"구역": "학교앞"}, ["구역"]),
        ({"차종": "이륜"}, ["차종"]),
        ({"2시간이상": "모름"}, ["2시간이상"]),
        ({"소유자": ""}, ["소유자"]),
        ({"위반장소": "가" * 201}, ["위반장소"]),
        ({"휴대전화": "전화없음", "차량번호": ""}, ["차량번호", "휴대전화"]),
    ],
)
def test_each_bad_cell_is_named_by_row_and_column(changes: dict, columns: list[str]) -> None:
    rejected = read_one(**changes)

    assert isinstance(rejected, tuple)
    assert [(cell.row, cell.column) for cell in rejected] == [(2, column) for column in columns]
    assert all(cell.reason_ko and cell.reason_en for cell in rejected)


def test_a_report_repeats_no_value() -> None:
    rejected = read_one(휴대전화="010-9999-전화", 차량번호="99하999")

    assert isinstance(rejected, tuple)
    assert not any(value in cell.model_dump_json() for cell in rejected for value in ("9999", "99하999"))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(FileUnreadable, match="차량번호"):
        list(read_rows(["관리번호,소유자\n", "1,2\n"]))


def test_a_file_of_nothing_is_unreadable() -> None:
    with pytest.raises(FileUnreadable):
        list(read_rows([]))


def test_a_line_out_of_shape_costs_only_itself() -> None:
    rows = list(
        read_rows([HEADING, "a,b\n", line(), "\n", 'x"y"' + "," * 14 + "\n", line(관리번호="1140-2026-0123457")])
    )

    assert [isinstance(row, NoticeRow) for row in rows] == [False, True, False, True]


def test_columns_may_stand_in_any_order() -> None:
    columns = list(reversed(NOTICE_COLUMNS))
    rows = list(read_rows([",".join(columns) + "\n", ",".join(GOOD[column] for column in columns) + "\n"]))

    assert isinstance(rows[0], NoticeRow)


@given(st.lists(st.text(max_size=60), max_size=20))
def test_no_file_content_breaks_the_reader(lines: list[str]) -> None:
    for row in read_rows([HEADING, *(text + "\n" for text in lines)]):
        assert isinstance(row, NoticeRow | tuple)


def test_the_demo_file_is_what_it_says() -> None:
    today = date(2026, 11, 23)
    rows = make_notices(seed=1, today=today)
    text = [HEADING, *(",".join(row[column] for column in NOTICE_COLUMNS) + "\n" for row in rows + spoil(rows, seed=1))]

    read = list(read_rows(text))

    good = [row for row in read if isinstance(row, NoticeRow)]
    assert len(good) == len(rows) >= 1000
    assert len(read) - len(good) == len(spoil(rows, seed=1))
    assert rows == make_notices(seed=1, today=today)
    (owned,) = [row for row in good if row.notice.plate.text == "12가3456"]
    assert owned.owner_phone is not None
    assert owned.owner_phone.e164 == "+821012345678"
    assert owned.notice.notified_on <= today <= owned.notice.opinion_until
    assert len({row.notice.number for row in good}) == len(good)
