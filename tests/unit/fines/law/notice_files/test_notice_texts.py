"""Notice files as offices write them: encodings, separators, headings, days, vehicles, zones."""

import unicodedata
from datetime import date, time

import pytest

from city.fines.law.notice_file import FileUnreadable, NoticeRow
from city.fines.law.notice_files.moments import read_day, read_moment, read_time
from city.fines.law.notices import Zone
from tests.unit.fines.law.notice_files.notice_lines import GOOD, good, read, read_with_remarks, reasons, text_file

FILE = text_file(GOOD)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "euc-kr", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("chunk", [7, 4096])
def test_every_encoding_and_separator_is_read(encoding: str, separator: str, chunk: int) -> None:
    row = good(read(text_file(GOOD, separator=separator).encode(encoding), chunk=chunk))

    assert (row.owner_name, row.notice.place, row.line) == ("홍길동", "퇴계로 87", 2)


def test_utf_16_with_the_bytes_the_other_way_round_is_read() -> None:
    assert good(read(b"\xfe\xff" + FILE.encode("utf-16-be"))).owner_name == "홍길동"


def test_a_file_that_turns_out_to_be_cp949_late_is_read() -> None:
    ascii_owner = {**GOOD, "소유자": "Hong"}
    columns = {name: name for name in GOOD}
    content = text_file(*[{**ascii_owner, "위반장소": "x" * 150}] * 40, GOOD, columns=columns).encode("cp949")

    assert isinstance(read(content, chunk=512)[-1], NoticeRow)


def test_hangul_taken_apart_by_macos_is_put_together() -> None:
    row = good(read(unicodedata.normalize("NFD", FILE).encode()))

    assert (row.owner_name, row.notice.violation.zone) == ("홍길동", Zone.CHILDREN)


def test_one_character_out_of_shape_costs_its_own_cell() -> None:
    broken = FILE.encode("cp949").replace("퇴계로".encode("cp949"), b"\xff\xfe\xff")
    content = broken + text_file({**GOOD, "관리번호": "1140-2026-0000002"}).partition("\r\n")[2].encode("cp949")

    rows = read(content)

    assert reasons(rows) == [(2, "위반장소")]
    assert isinstance(rows[1], NoticeRow)


def test_an_open_quotation_mark_costs_its_own_line() -> None:
    lines = text_file(*({**GOOD, "관리번호": f"1140-2026-{at:07d}"} for at in range(60))).splitlines(keepends=True)
    lines[3] = '"' + lines[3]

    rows = read("".join(lines).encode())

    assert reasons(rows) == [(4, "-")]
    assert sum(isinstance(row, NoticeRow) for row in rows) == 59


@pytest.mark.parametrize(
    "above",
    [
        "주정차위반 과태료 고지 대상자 명단\r\n",
        "2026년 11월분,,,,,\r\n\r\n출력일: 2026.11.30, 중구청 주차관리과,,\r\n",
        "sep=,\r\n",
        '"제목에 "따옴표" 있음"\r\n',
    ],
)
def test_a_title_may_stand_above_the_heading(above: str) -> None:
    row = good(read((above + FILE).encode()))

    assert row.line == above.count("\r\n") + 2


def test_empty_columns_at_the_end_are_nothing() -> None:
    content = "".join(line + ",,,\r\n" for line in FILE.splitlines())

    assert good(read(content.encode())).owner_name == "홍길동"


def test_cells_that_may_be_empty_may_be_missing_at_the_end() -> None:
    heading, row = FILE.splitlines()

    assert good(read(f"{heading}\r\n{row.removesuffix(',,,N')}\r\n".encode())).owner_name == "홍길동"


def test_totals_and_repeated_headings_are_passed_over() -> None:
    heading, row = FILE.splitlines()

    rows = read(f"{heading}\r\n{row}\r\n{heading}\r\n합 계,1건{',' * 13}\r\n".encode())

    assert len(rows) == 1


OFFICE = {
    "관리번호": "전자납부\n번호",
    "차량번호": "차 번 호",
    "소유자": "성명(법인명)",
    "휴대전화": "휴대폰번호",
    "위반일자": "위반일자",
    "위반시간": "위반 시간",
    "위반장소": "단속장소 ",
    "구역": "위반내용",
    "차종": "차량종류*",
    "2시간이상": "2시간이상(Y/N)",
    "안전표지": "안전표지 설치여부",
    "사전통지일": "사전통지서 발송일",
    "의견제출기한": "의견제출기한\r\n(까지)",
    "부과일": "부과일자",
    "납부기한": "납기",
    "사회적감경": "사회적약자 감경",
    "과태료": "부과금액(원)",
}


def test_an_offices_own_headings_are_understood() -> None:
    written = {
        **GOOD,
        "위반일자": "2026.11.3",
        "위반시간": "오후 2:05",
        "구역": "어린이 보호구역 주정차위반",
        "과태료": "120,000",
        "차종": "승용차",
    }

    row = good(read(text_file(written, columns=OFFICE).encode("cp949")))

    assert row.notice.violation.at.isoformat() == "2026-11-03T14:05:00+09:00"
    assert row.notice.violation.zone is Zone.CHILDREN
    assert row.notice.violation.stated_krw is None


def test_of_two_columns_for_one_thing_the_first_of_the_spellings_is_taken_and_the_other_told() -> None:
    columns = {**{name: name for name in GOOD}, "x": "전자납부번호"}

    rows, remarks = read_with_remarks(text_file({**GOOD, "x": "9999"}, columns=columns).encode())

    assert good(rows).notice.number == GOOD["관리번호"]
    assert [remark.column for remark in remarks] == ["전자납부번호"]


def test_a_column_that_may_be_missing_is_told_and_read_as_empty() -> None:
    columns = {name: name for name in GOOD if name not in ("휴대전화", "사회적감경")}

    rows, remarks = read_with_remarks(text_file(GOOD, columns=columns).encode())

    assert good(rows).owner_phone is None
    assert [remark.column for remark in remarks] == ["휴대전화", "사회적감경"]


@pytest.mark.parametrize(
    ("written", "day", "at"),
    [
        ("2026-11-03 14:05", date(2026, 11, 3), time(14, 5)),
        ("2026.11.3 14:05", date(2026, 11, 3), time(14, 5)),
        ("2026. 11. 3. 오후 2:05", date(2026, 11, 3), time(14, 5)),
        ("2026/11/03 2:05 PM", date(2026, 11, 3), time(14, 5)),
        ("2026년 11월 3일(화) 오후 2시 5분", date(2026, 11, 3), time(14, 5)),
        ("2026년 11월 3일 화요일 14시", date(2026, 11, 3), time(14)),
        ("2026-11-03T14:05:33", date(2026, 11, 3), time(14, 5, 33)),
        ("20261103 1405", date(2026, 11, 3), time(14, 5)),
        ("20261103140533", date(2026, 11, 3), time(14, 5, 33)),
        ("26.11.3 오전 12:10", date(2026, 11, 3), time(0, 10)),
        ("26.11.3 오후 12:10", date(2026, 11, 3), time(12, 10)),
        ("２０２６.１１.３", date(2026, 11, 3), None),
        ("20261103", date(2026, 11, 3), None),
        ("261103", date(2026, 11, 3), None),
        ("46329", date(2026, 11, 3), None),
        ("46329.586805555555", date(2026, 11, 3), time(14, 5)),
    ],
)
def test_days_and_times_are_read_as_they_are_written(written: str, day: date, at: time | None) -> None:
    moment = read_moment(written)

    assert moment is not None
    assert (moment.day, moment.at) == (day, at)


@pytest.mark.parametrize(
    "written",
    ["2026-02-30", "11/03/2026", "3.11.2026", "2026-11", "어제", "2026-11-03 25:00", "오전 14:05", "99999", "-1"],
)
def test_what_is_no_day_is_none(written: str) -> None:
    assert read_moment(written) is None


def test_of_a_period_the_last_day_is_the_term() -> None:
    assert read_day("2026.11.5.~2026.11.25.") == date(2026, 11, 25)
    assert read_day("2026. 11. 25.까지") == date(2026, 11, 25)
    assert read_time("0.586805555555") == time(14, 5)


def test_a_moment_without_its_time_of_day_is_refused() -> None:
    assert reasons(read(text_file({**GOOD, "위반일시": "2026-11-03"}).encode())) == [(2, "위반일시")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "빈 파일"),
        (b"   \r\n", "빈 파일"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><body><table><tr><td>x</td></tr></table>", "HTML"),
        ("\ufeff<html>".encode(), "HTML"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "그림"),
        (bytes(range(256)) * 8, "제목 줄"),
        ("관리번호,소유자\n1,2\n".encode(), "차량번호"),
        ("관리번호,관리번호,차량번호\n1,2\n".encode(), "같은 제목"),
        (b"x" * 300_000, "너무 긴 줄"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_says_the_one_reason(content: bytes, says: str) -> None:
    with pytest.raises(FileUnreadable) as refused:
        read(content)

    assert says in refused.value.message_ko
