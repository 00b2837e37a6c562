"""Workbooks for tests, put together by hand: as Excel writes them, and as nobody should."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class Cell:
    """A cell that is no plain text. `form`: a number format; `formula` with or without its result."""

    number: str = ""
    form: str = ""
    formula: str = ""
    error: str = ""
    markup: str = ""


Row = Sequence[str | Cell | None]


def workbook(
    sheets: Mapping[str, Sequence[Row]], *, hidden: frozenset[str] = frozenset(), from_1904: bool = False
) -> bytes:
    """Strings are shared, as Excel writes them; empty cells are not written down."""
    forms = sorted({cell.form for rows in sheets.values() for row in rows for cell in row if isinstance(cell, Cell)})
    words: list[str] = []
    parts = {
        f"xl/worksheets/sheet{at}.xml": _sheet(rows, forms, words) for at, rows in enumerate(sheets.values(), start=1)
    }
    names = "".join(
        f'<sheet name="{name}" sheetId="{at}" {"state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""} r:id="rId{at}"/>'
        for at, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{_LINKED}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKED}"><workbookPr date1904="{int(from_1904)}"/><sheets>{names}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}">{links}'
        f'<Relationship Id="rId90" Type="{_LINKED}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId91" Type="{_LINKED}/styles" Target="/xl/styles.xml"/></Relationships>'
    )
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{_MAIN}">' + "".join(f"<si><t>{escape(word)}</t></si>" for word in words) + "</sst>"
    )
    own = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{escape(form, {chr(34): "&quot;"})}"/>'
        for at, form in enumerate(forms)
    )
    styles = "".join(f'<xf numFmtId="{200 + at if form else 0}"/>' for at, form in enumerate(forms))
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{own}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        f"<cellXfs>{styles}</cellXfs></styleSheet>"
    )
    return packed(parts)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return package.getvalue()


def _sheet(rows: Sequence[Row], forms: list[str], words: list[str]) -> str:
    body = "".join(
        f'<row r="{at}">'
        + "".join(_cell(cell, f"{_letters(place)}{at}", forms, words) for place, cell in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _cell(cell: str | Cell | None, place: str, forms: list[str], words: list[str]) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        words.append(cell)
        return f'<c r="{place}" t="s"><v>{len(words) - 1}</v></c>'
    if cell.markup:
        return cell.markup.replace("PLACE", place)
    if cell.error:
        return f'<c r="{place}" t="e"><v>{cell.error}</v></c>'
    style = f' s="{forms.index(cell.form)}"'
    formula = f"<f>{escape(cell.formula)}</f>" if cell.formula else ""
    value = f"<v>{cell.number}</v>" if cell.number else ""
    return f'<c r="{place}"{style}>{formula}{value}</c>'


def _letters(place: int) -> str:
    return chr(ord("A") + place)
