"""Lists as CSV files that a spreadsheet opens and does not run. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from city.kernel.clock import SEOUL

# Excel takes a file for UTF-8 by this mark.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), and its full-width kin.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")

Cell = str | int | bool | date | datetime | None


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The file as text, with its mark. Every cell is quoted, and none begins a formula."""
    lines = (",".join(_quoted(safe_cell(cell)) for cell in row) for row in (columns, *rows))
    return BYTE_ORDER_MARK + "".join(f"{line}\r\n" for line in lines)


def _quoted(text: str) -> str:
    """RFC 4180."""
    return '"' + text.replace('"', '""') + '"'


def safe_cell(cell: Cell) -> str:
    """A cell as text that is shown as it stands: what would begin a formula, even after blanks, begins with an apostrophe."""
    text = _as_text(cell).replace("\x00", "")
    return f"'{text}" if text.lstrip(" \u00a0\u3000\ufeff").startswith(_FORMULA) else text


def _as_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "예" if cell else "아니오"
        case datetime():
            return f"{cell.astimezone(SEOUL):%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
    return str(cell)
