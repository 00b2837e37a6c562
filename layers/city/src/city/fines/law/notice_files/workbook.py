"""Workbooks (.xlsx) read for what their cells show, and for nothing else: no styles, formulas or pictures. Pure.

A sheet is read as it is unpacked, row by row, so that what a small file unpacks to is never held, and is counted as it
comes: a file that says it is small and is not is refused. Other programs' workbooks differ in what surrounds the cells;
nothing of that is looked at.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any
from xml.parsers import expat

from city.fines.law.notice_files import excel_numbers
from city.fines.law.notice_files.cells import NO_RESULT
from city.fines.law.notice_files.sheets import FileUnreadable, Line, Table

MOST_BYTES = 30 * 1024 * 1024
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_WORDS_CHARACTERS = 40 * 1024 * 1024
_MOST_SHEETS = 50
_MOST_COLUMNS = 200
_LONGEST_CELL = 4 * 1024
_CHUNK = 64 * 1024
_SHIFT_OF_1904 = 1462
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MAIN = "xl/workbook.xml"


def read_workbook(content: bytes) -> Iterator[Table]:
    """The visible sheets, in order. Raises FileUnreadable, also while their lines are taken."""
    try:
        package = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _damaged() from error
    if _MAIN not in package.namelist():
        raise FileUnreadable(
            "압축 파일이거나 다른 형식의 문서입니다. 엑셀 통합 문서(.xlsx)나 CSV로 저장해 주세요.",
            "An archive or another kind of document: save it as an Excel workbook (.xlsx) or as CSV.",
        )
    # What the package says of itself; what it does not say is counted as it comes.
    if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED_BYTES:
        raise _too_large()
    budget = _Budget()
    book = _Book()
    _parse(package, _MAIN, budget, book)
    links = _Links()
    _parse(package, "xl/_rels/workbook.xml.rels", budget, links)
    words, formats = _Words(), _Formats()
    for kind, reader in (("sharedStrings", words), ("styles", formats)):
        for target in links.of_kind(kind):
            _parse(package, target, budget, reader)
    shift = _SHIFT_OF_1904 if book.from_1904 else 0
    for name, link in book.sheets[:_MOST_SHEETS]:
        target = links.targets.get(link, "")
        if "/worksheets/" in target:
            lines = _lines(package, target, budget, _Sheet(words.all, formats.dated, formats.codes, shift))
            yield Table(lines=lines, name=name, serial_shift=shift, ragged=True)


def _damaged() -> FileUnreadable:
    return FileUnreadable(
        "파일이 손상되어 읽을 수 없습니다. 엑셀에서 열어 다시 저장해 주세요.",
        "The file is damaged: open it in Excel and save it again.",
    )


def _too_large() -> FileUnreadable:
    return FileUnreadable(
        "풀었을 때 너무 큰 파일입니다. 파일을 나누어 올려 주세요.", "Unpacked, the file is too large: send it in parts."
    )


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked."""

    left: int = MOST_UNPACKED_BYTES

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _too_large()


class _Part:
    """Hears the elements of one part of the package. Names come without their namespace."""

    def start(self, name: str, traits: Mapping[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def words(self, text: str) -> None: ...


def _feed(package: zipfile.ZipFile, target: str, budget: _Budget, part: _Part) -> Iterator[None]:
    """Parses a part piece by piece; between two pieces whoever reads takes what has been heard."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise _damaged()  # a document type could hold entities that grow without end; no program writes one here

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, traits: part.start(name.rpartition(":")[2], traits)
    parser.EndElementHandler = lambda name: part.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = part.words
    try:
        with package.open(target) as stream:
            while piece := stream.read(_CHUNK):
                budget.take(len(piece))
                parser.Parse(piece, False)
                yield
        parser.Parse(b"", True)
        yield
    except (
        expat.ExpatError,
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        OSError,
        NotImplementedError,
    ) as error:
        raise _damaged() from error
    except (RuntimeError, ValueError, KeyError) as error:  # encrypted, out of shape, or not there
        raise _damaged() from error
    except Exception as error:
        # The unpacker's own error has a class in zlib; whatever it is, the file is to blame.
        if isinstance(error, FileUnreadable):
            raise
        raise _damaged() from error


def _parse(package: zipfile.ZipFile, target: str, budget: _Budget, part: _Part) -> None:
    for _ in _feed(package, target, budget, part):
        pass


@dataclass(slots=True)
class _Book(_Part):
    sheets: list[tuple[str, str]] = field(default_factory=list)
    from_1904: bool = False

    def start(self, name: str, traits: Mapping[str, str]) -> None:
        if name == "sheet" and traits.get("state", "visible") == "visible":
            link = next((value for key, value in traits.items() if key.rpartition(":")[2] == "id" and ":" in key), "")
            self.sheets.append((traits.get("name", "")[:40], link))
        elif name == "workbookPr":
            self.from_1904 = traits.get("date1904", "0") in ("1", "true")


@dataclass(slots=True)
class _Links(_Part):
    targets: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, traits: Mapping[str, str]) -> None:
        if name == "Relationship":
            target = traits.get("Target", "")
            link = traits.get("Id", "")
            self.targets[link] = target.lstrip("/") if target.startswith("/") else "xl/" + target
            self.kinds[link] = traits.get("Type", "").rpartition("/")[2]

    def of_kind(self, kind: str) -> list[str]:
        return [self.targets[link] for link, each in self.kinds.items() if each == kind][:1]


@dataclass(slots=True)
class _Words(_Part):
    """The strings that sheets refer to. What is written above a word, to be read aloud, is left out."""

    all: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _in_text: bool = False
    _above: bool = False
    _characters: int = 0

    def start(self, name: str, traits: Mapping[str, str]) -> None:  # noqa: ARG002
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._above = True
        elif name == "t":
            self._in_text = not self._above

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._above = False
        elif name == "si":
            self.all.append("".join(self._pieces)[:_LONGEST_CELL])

    def words(self, text: str) -> None:
        if self._in_text:
            self._characters += len(text)
            if self._characters > MOST_WORDS_CHARACTERS:
                raise _too_large()
            self._pieces.append(text)


@dataclass(slots=True)
class _Formats(_Part):
    """Of each style: whether it shows a number as a day or time, and its own form if it has one."""

    dated: list[bool] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    _own: dict[str, str] = field(default_factory=dict)
    _in_styles: bool = False

    def start(self, name: str, traits: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._own[traits.get("numFmtId", "")] = traits.get("formatCode", "")
        elif name == "cellXfs":
            self._in_styles = True
        elif name == "xf" and self._in_styles:
            number = traits.get("numFmtId", "0")
            code = self._own.get(number, "")
            self.codes.append(code)
            self.dated.append(excel_numbers.shows_time(int(number) if number.isdigit() else 0, code))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_styles = False


@dataclass(slots=True)
class _Sheet(_Part):
    """Gathers the rows of a sheet; `rows` is emptied by whoever reads them."""

    shared: list[str]
    dated: list[bool]
    codes: list[str]
    shift: int
    rows: list[Line] = field(default_factory=list)
    _row: int = 0
    _cells: list[str] = field(default_factory=list)
    _column: int = -1
    _kind: str = ""
    _style: int = 0
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _listening: bool = False
    _above: bool = False
    _formula: bool = False

    def start(self, name: str, traits: Mapping[str, str]) -> None:
        if name == "row":
            self._row = _whole(traits.get("r"), self._row + 1)
            self._cells, self._column = [], -1
        elif name == "c":
            found = _REFERENCE.fullmatch(traits.get("r", ""))
            self._column = _column_number(found[1]) if found is not None else self._column + 1
            self._kind, self._style = traits.get("t", "n"), _whole(traits.get("s"), 0)
            self._pieces, self._length, self._formula = [], 0, False
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._above = True
        elif name == "v" or (name == "t" and not self._above):
            self._listening = True

    def words(self, text: str) -> None:
        if self._listening and self._length <= _LONGEST_CELL:
            self._pieces.append(text)
            self._length += len(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._listening = False
        elif name == "rPh":
            self._above = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self.rows.append(Line(self._row, self._cells))

    def _end_cell(self) -> None:
        if not 0 <= self._column < _MOST_COLUMNS:
            return
        text = self._text("".join(self._pieces))
        if text:
            self._cells.extend("" for _ in range(self._column + 1 - len(self._cells)))
            self._cells[self._column] = text

    def _text(self, raw: str) -> str:
        if not raw:
            return NO_RESULT if self._formula else ""
        if self._kind == "s":
            position = _whole(raw, -1)
            return self.shared[position] if 0 <= position < len(self.shared) else ""
        if self._kind == "b":
            return "Y" if raw == "1" else "N"
        if self._kind != "n":  # a formula's text, text in place, an error, a day by ISO 8601
            return raw[:_LONGEST_CELL]
        try:
            number = Decimal(raw)
        except InvalidOperation:
            return raw[:_LONGEST_CELL]
        if not number.is_finite():
            return raw[:_LONGEST_CELL]
        if self._style < len(self.dated) and self.dated[self._style]:
            return excel_numbers.as_time(number, self.shift)
        return excel_numbers.as_digits(number, self.codes[self._style] if self._style < len(self.codes) else "")


def _lines(package: zipfile.ZipFile, target: str, budget: _Budget, sheet: _Sheet) -> Iterator[Line]:
    for _ in _feed(package, target, budget, sheet):
        yield from sheet.rows
        sheet.rows.clear()


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
