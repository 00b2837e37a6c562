"""Notice files that are workbooks: as Excel writes them, and as nobody should."""

import io
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date, time
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.contracts.fines.notices import NOTICE_COLUMNS
from city.fines.law.notice_file import FileUnreadable, NoticeRow, UnconfirmedRow
from city.fines.law.notice_files import workbook as workbooks
from city.fines.law.notice_files.template import COLUMNS, csv_template, workbook_template
from tests.unit.fines.law.notice_files.notice_lines import (
    GOOD,
    good,
    read,
    read_with_remarks,
    reasons,
    row_of,
    text_file,
)
from tests.unit.fines.law.notice_files.workbooks import Cell, packed, workbook

HEADING = list(NOTICE_COLUMNS)


def with_cell(column: str, cell: Cell) -> bytes:
    row: list[str | Cell | None] = list(row_of())
    row[HEADING.index(column)] = cell
    return workbook({"고지": [HEADING, row]})


def test_a_workbook_is_read() -> None:
    row = good(read(workbook({"Sheet1": [HEADING, row_of()]})))

    assert (row.owner_name, row.line, row.sheet) == ("홍길동", 2, "Sheet1")


def test_merged_titles_and_a_heading_with_line_breaks_stand_above() -> None:
    heading = [name.replace("위반일시", "위반\n일시").replace("차량번호", "차량 번호") for name in HEADING]
    rows = [
        ["2026년 11월 주정차 과태료 고지 명단"],
        [],
        ["출력일", "2026.11.30"],
        heading,
        row_of(),
        [],
        ["합계", "1건"],
    ]

    assert good(read(workbook({"명단": rows}))).line == 5


def test_a_heading_may_stand_over_two_lines() -> None:
    upper: list[str | Cell | None] = []
    lower: list[str | Cell | None] = []
    cells: list[str | Cell | None] = []
    for name, value in zip(HEADING, row_of(), strict=True):
        match name:
            case "위반일시":
                upper, lower = [*upper, "위반", None], [*lower, "일자", "시간"]
                cells += ["2026.11.3", "14:05"]
            case "의견제출기한" | "납부기한":
                upper, lower, cells = [*upper, name[:-2]], [*lower, "기한"], [*cells, value]
            case _:
                upper, lower, cells = [*upper, name], [*lower, None], [*cells, value]

    row = good(read(workbook({"고지": [["명단"], upper, lower, cells]})))

    assert (row.line, row.notice.violation.at.time()) == (4, time(14, 5))


def test_every_visible_sheet_with_our_headings_is_read_and_the_others_are_told() -> None:
    other = row_of(관리번호="1140-2026-0000002")
    file = workbook(
        {
            "1동": [HEADING, row_of()],
            "요약": [["동", "건수"], ["1동", "1"]],
            "2동": [HEADING, other],
            "옛": [HEADING, row_of()],
        },
        hidden=frozenset({"옛"}),
    )

    rows, remarks = read_with_remarks(file)

    assert [row.sheet for row in rows if isinstance(row, NoticeRow)] == ["1동", "2동"]
    assert [(remark.sheet, remark.column) for remark in remarks] == [("요약", "-")]


@pytest.mark.parametrize(
    ("form", "number", "day"),
    [
        ("yyyy\\-mm\\-dd", "46329.586805555555", date(2026, 11, 3)),
        ('yyyy"년" m"월" d"일"', "46329.586805555555", date(2026, 11, 3)),
        ("[$-412]AM/PM h:mm", "46329.586805555555", date(2026, 11, 3)),
        ("", "46329.586805555555", date(2026, 11, 3)),
    ],
)
def test_days_that_excel_keeps_as_numbers_are_days(form: str, number: str, day: date) -> None:
    violation = good(read(with_cell("위반일시", Cell(number=number, form=form)))).notice.violation

    assert (violation.at.date(), violation.at.time()) == (day, time(14, 5))


def test_a_workbook_that_counts_from_1904_means_its_own_days() -> None:
    row: list[str | Cell | None] = list(row_of())
    row[HEADING.index("위반일시")] = Cell(number="44867.586805555555", form="yyyy-mm-dd hh:mm")
    row[HEADING.index("사전통지일")] = Cell(number="44869")

    notice = good(read(workbook({"고지": [HEADING, row]}, from_1904=True))).notice

    assert notice.violation.at.date() == date(2026, 11, 3)
    assert notice.notified_on == date(2026, 11, 5)


def test_a_day_and_a_time_in_two_cells_make_a_moment() -> None:
    heading = ["위반일자" if name == "위반일시" else name for name in HEADING] + ["위반시간"]
    row: list[str | Cell | None] = [*row_of(), Cell(number="0.58680555555555558", form="h:mm")]
    row[HEADING.index("위반일시")] = Cell(number="46329", form="yyyy-mm-dd")

    assert good(read(workbook({"고지": [heading, row]}))).notice.violation.at.isoformat() == "2026-11-03T14:05:00+09:00"


@pytest.mark.parametrize(
    ("form", "number", "taken"),
    [
        ("", "1012345678", False),
        ("General", "1012345678", False),
        ("0", "1.012345678E9", False),
        ("000\\-0000\\-0000", "1012345678", True),
        ("0##\\-####\\-####", "1012345678", True),
        ("00000000000", "1012345678", True),
    ],
)
def test_a_telephone_kept_as_a_number_is_asked_about_unless_its_cell_shows_the_zero(
    form: str, number: str, taken: bool
) -> None:
    (row,) = read(with_cell("휴대전화", Cell(number=number, form=form)))

    assert isinstance(row, NoticeRow if taken else UnconfirmedRow)


def test_a_notice_number_kept_as_a_number_is_read_and_one_cut_short_is_not() -> None:
    assert good(read(with_cell("관리번호", Cell(number="114020260123456")))).notice.number == GOOD["관리번호"]
    assert reasons(read(with_cell("관리번호", Cell(number="1140202601234560000")))) == [(2, "관리번호")]


def test_a_formula_counts_by_its_result() -> None:
    result = Cell(markup='<c r="PLACE" t="str"><f>B2&amp;"x"</f><v>을지로 30</v></c>')

    assert good(read(with_cell("위반장소", result))).notice.place == "을지로 30"


@pytest.mark.parametrize("cell", [Cell(formula="VLOOKUP(1,A:B,2,0)"), Cell(error="#N/A"), Cell(error="#REF!")])
def test_a_formula_without_result_and_an_error_are_refused_with_row_and_column(cell: Cell) -> None:
    assert reasons(read(with_cell("위반장소", cell))) == [(2, "위반장소")]


def test_text_in_pieces_and_in_place_is_read_and_readings_above_it_are_not() -> None:
    pieces = Cell(
        markup='<c r="PLACE" t="inlineStr"><is><r><t>을지로</t></r><r><t xml:space="preserve"> 30</t></r>'
        '<rPh sb="0" eb="2"><t>읽기</t></rPh></is></c>'
    )

    assert good(read(with_cell("위반장소", pieces))).notice.place == "을지로 30"


# --- what nobody should send ------------------------------------------------------------------------------------------

SHEET = "xl/worksheets/sheet1.xml"


def parts_of(content: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


WHOLE = workbook({"고지": [HEADING, *(row_of(관리번호=f"1140-2026-{at:07d}") for at in range(200))]})


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_cut_short_is_refused(share: float) -> None:
    with pytest.raises(FileUnreadable, match="damaged"):
        read(WHOLE[: int(len(WHOLE) * share)])


def test_a_workbook_without_a_part_is_refused() -> None:
    for name in ("xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", SHEET):
        parts = parts_of(WHOLE)
        del parts[name]
        with pytest.raises(FileUnreadable):
            read(packed(parts))


def test_an_archive_that_is_no_workbook_says_so() -> None:
    for parts in (
        {"a.csv": "x"},
        {"inner.xlsx": WHOLE},
        {"word/document.xml": "<x/>"},
        {"mimetype": "application/hwp+zip"},
    ):
        with pytest.raises(FileUnreadable, match="archive or another kind"):
            read(packed(parts))


def test_a_sheet_that_unpacks_to_a_thousand_times_its_size_is_refused_in_little_memory() -> None:
    bomb = packed(
        {**parts_of(WHOLE), SHEET: b"<worksheet>" + b" " * (workbooks.MOST_UNPACKED_BYTES + 10) + b"</worksheet>"}
    )
    assert len(bomb) < 2**20
    tracemalloc.start()
    began = perf_counter()

    with pytest.raises(FileUnreadable, match="too large"):
        read(bomb)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * 2**20
    assert perf_counter() - began < 20


def test_entities_that_grow_are_refused() -> None:
    laughs = (
        '<!DOCTYPE x [<!ENTITY a "'
        + "ha" * 50
        + '">'
        + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
    )
    for name in (SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"):
        with pytest.raises(FileUnreadable, match="damaged"):
            read(packed({**parts_of(WHOLE), name: laughs + "]><x>&j;</x>"}))


def test_cells_far_to_the_right_and_rows_far_below_cost_nothing() -> None:
    far = Cell(markup='<c r="XFD1"><v>1</v></c><c r="ZZZ9"><v>1</v></c>')
    content = workbook({"고지": [HEADING, [*row_of(), far]]})
    parts = parts_of(content)
    sheet = parts[SHEET]
    assert isinstance(sheet, bytes)
    parts[SHEET] = sheet.replace(b'<row r="2">', b'<row r="1048576">')

    assert good(read(packed(parts))).line == 1048576


def test_a_locked_package_is_refused() -> None:
    locked = bytearray(WHOLE)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.find(mark)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(mark, at + 1)

    with pytest.raises(FileUnreadable):
        read(bytes(locked))


def told(content: bytes) -> None:
    """Reads to the end, or hears the one reason why not."""
    with suppress(FileUnreadable):
        read(content)


@given(st.binary(max_size=2000))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    told(content)
    told(b"PK\x03\x04" + content)
    told("관리번호,차량번호\n".encode() + content)
    told(b"\xff\xfe" + content)


@given(st.integers(min_value=0, max_value=len(WHOLE) - 1), st.binary(min_size=1, max_size=40))
def test_no_damage_to_a_workbook_breaks_the_reader(at: int, damage: bytes) -> None:
    told(WHOLE[:at] + damage + WHOLE[at + len(damage) :])


@given(
    st.lists(
        st.sampled_from(
            [
                "<c>",
                "</c>",
                "<row>",
                "</row>",
                "<v>",
                "9",
                "</v>",
                "<f/>",
                '<c r="B7" t="s" s="99">',
                "<t>",
                "</t>",
                "-1",
                "1e400",
                "NaN",
                '<row r="x">',
            ]
        ),
        max_size=30,
    )
)
def test_no_sheet_breaks_the_reader(pieces: list[str]) -> None:
    told(packed({**parts_of(WHOLE), SHEET: "<worksheet>" + "".join(pieces) + "</worksheet>"}))


# --- the template -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("template", [workbook_template, csv_template])
def test_the_template_is_read_and_holds_nothing(template) -> None:
    rows, remarks = read_with_remarks(template())

    assert rows == []
    assert [remark.column for remark in remarks] in ([], ["-"])
    assert all(remark.sheet == "쓰는 법" for remark in remarks)


def test_the_template_filled_in_is_read() -> None:
    parts = parts_of(workbook_template())
    sheet = parts[SHEET]
    assert isinstance(sheet, bytes)
    values = "".join(f'<c t="inlineStr" s="1"><is><t>{GOOD.get(name, "")}</t></is></c>' for name in COLUMNS)
    parts[SHEET] = sheet.replace(b"</sheetData>", f'<row r="2">{values}</row></sheetData>'.encode())

    assert good(read(packed(parts))).notice.number == GOOD["관리번호"]
    assert (
        good(read(csv_template() + text_file(GOOD).partition("\r\n")[2].rstrip("\r\n").encode() + b",\r\n")).line == 2
    )
