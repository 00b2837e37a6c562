"""A good row of a notice file, and what reading a file of it comes to."""

from city.contracts.fines.notices import NOTICE_COLUMNS, RejectedCell, Remark
from city.fines.law.notice_file import NoticeRow, ReadRow, UnconfirmedRow, read_tables
from city.fines.law.notice_files.files import open_tables

GOOD = {
    "관리번호": "1140-2026-0123456",
    "차량번호": "12가3456",
    "소유자": "홍길동",
    "휴대전화": "010-1234-5678",
    "위반일시": "2026-11-03 14:05",
    "위반장소": "퇴계로 87",
    "구역": "어린이보호구역",
    "차종": "승용",
    "2시간이상": "N",
    "안전표지": "",
    "사전통지일": "2026-11-05",
    "의견제출기한": "2026-11-25",
    "부과일": "",
    "납부기한": "",
    "사회적감경": "N",
}


def row_of(**changes: str) -> list[str]:
    return list({**GOOD, **changes}.values())


def text_file(
    *rows: dict[str, str], separator: str = ",", above: str = "", columns: dict[str, str] | None = None
) -> str:
    """A file of these rows. `columns`: what the file calls each of ours."""
    named = columns or {name: name for name in NOTICE_COLUMNS}
    lines = [list(named.values()), *([row.get(name, "") for name in named] for row in rows)]
    return above + "".join(separator.join(_quoted(cell, separator) for cell in line) + "\r\n" for line in lines)


def _quoted(cell: str, separator: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in (separator, "\n", '"')) else cell


def read(content: bytes, *, confirmed: bool = False, chunk: int = 256 * 1024) -> list[ReadRow]:
    return read_with_remarks(content, confirmed=confirmed, chunk=chunk)[0]


def read_with_remarks(
    content: bytes, *, confirmed: bool = False, chunk: int = 256 * 1024
) -> tuple[list[ReadRow], list[Remark]]:
    remarks: list[Remark] = []
    chunks = (content[at : at + chunk] for at in range(0, len(content), chunk))
    return list(read_tables(open_tables(chunks), confirmed=confirmed, tell=remarks.append)), remarks


def good(rows: list[ReadRow]) -> NoticeRow:
    (row,) = rows
    assert isinstance(row, NoticeRow), row
    return row


def reasons(rows: list[ReadRow]) -> list[tuple[int, str]]:
    """Row and column of each cell that was refused, or waits to be confirmed."""
    cells: list[RejectedCell] = []
    for row in rows:
        if isinstance(row, UnconfirmedRow):
            cells.extend(row.cells)
        elif not isinstance(row, NoticeRow):
            cells.extend(row)
    return [(cell.row, cell.column) for cell in cells]
