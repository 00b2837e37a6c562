"""Reading what card operators send: rows become payments, or faults that name row, column and reason. Pure."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from city.contracts.dividend.files import OPERATOR_COLUMNS
from city.dividend.rounds.errors import FileInvalid
from city.dividend.rounds.pseudonym import CardUse
from city.kernel.clock import SEOUL

_T = TypeVar("_T")

MOST_BYTES = 4 * 1024**3
MOST_ROWS = 20_000_000
MOST_AMOUNT_KRW = 100_000_000
_LONGEST_CELL = 100
_CARD = re.compile(r"[0-9A-Za-z-]{6,24}")
_SEXES = {"M": "M", "F": "F", "남": "M", "여": "F"}
# Not read, so that they are nowhere: not in a fault, not in a log, not in memory longer than their line.
DROPPED = frozenset(column for column, field in OPERATOR_COLUMNS.items() if field is None)
NEEDED = tuple(column for column in OPERATOR_COLUMNS if column not in DROPPED)


@dataclass(frozen=True, slots=True)
class CellFault:
    """Why one cell cannot be read. The cell itself is not repeated: it may be somebody's."""

    row: int
    column: str
    reason: str


class _CellWrong(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def read_csv(lines: Iterable[str], most_rows: int = MOST_ROWS) -> Iterator[CardUse | CellFault]:
    """Every row of a CSV file, in order: a payment or its first fault. The header is row 1.

    Raises FileInvalid for a file that is not such a table at all, or has too many rows.
    """
    try:
        reader = csv.reader(lines, strict=True)
        header = [name.strip().lstrip("\ufeff") for name in next(reader, [])]
        places = _places(header)
        for number, cells in enumerate(reader, start=2):
            if not any(cells):
                continue
            if number > most_rows + 1:
                raise FileInvalid("too_many_rows")
            if len(cells) != len(header):
                yield CellFault(number, "-", "wrong_number_of_cells")
            else:
                yield read_row({column: cells[place] for column, place in places.items()}, number)
    except UnicodeDecodeError:
        raise FileInvalid("not_utf8") from None
    except csv.Error:
        raise FileInvalid("not_csv") from None


def _places(header: list[str]) -> dict[str, int]:
    if missing := [column for column in NEEDED if column not in header]:
        raise FileInvalid(f"missing_column:{missing[0]}")
    if len(set(header)) != len(header):
        raise FileInvalid("column_twice")
    if set(header) - set(OPERATOR_COLUMNS):
        # A column nobody asked for may hold anything about anybody.
        raise FileInvalid("unknown_column")
    return {column: header.index(column) for column in NEEDED}


def read_table(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> Iterator[CardUse | CellFault]:
    """The same for the rows of a Parquet file, whose values have types. Rows count from 1, as there is no header."""
    _places(list(columns))
    for number, row in enumerate(rows, start=1):
        yield read_row({column: _as_text(row[column]) for column in NEEDED}, number)


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else str(value)


def read_row(cells: Mapping[str, str], number: int) -> CardUse | CellFault:
    try:
        return CardUse(
            card_id=_cell(cells, "카드번호", _card),
            birth_date=_cell(cells, "생년월일", _birth_date),
            sex=_cell(cells, "성별", _sex),
            residence_dong=_cell(cells, "거주지", _words),
            merchant=_cell(cells, "가맹점", _words),
            category=_cell(cells, "업종", _words),
            merchant_dong=_cell(cells, "가맹점 소재지", _words),
            amount_krw=_cell(cells, "금액", _amount),
            used_at=_cell(cells, "이용일", _moment),
        )
    except _CellWrong as wrong:
        return CellFault(number, wrong.column, wrong.reason)


def _cell(cells: Mapping[str, str], column: str, read: Callable[[str], _T]) -> _T:
    text = cells[column].strip()
    if not text:
        raise _CellWrong(column, "empty")
    if len(text) > _LONGEST_CELL:
        raise _CellWrong(column, "too_long")
    try:
        return read(text)
    except ValueError as error:
        raise _CellWrong(column, str(error)) from None


def _card(text: str) -> str:
    if not _CARD.fullmatch(text):
        raise ValueError("not_a_card")
    return text


def _birth_date(text: str) -> date:
    try:
        born = date.fromisoformat(text)
    except ValueError:
        raise ValueError("not_a_day") from None
    if born.year < 1900:
        raise ValueError("too_long_ago")
    return born


def _sex(text: str) -> str:
    if text not in _SEXES:
        raise ValueError("not_a_sex_code")
    return _SEXES[text]


def _words(text: str) -> str:
    if not text.isprintable():
        raise ValueError("not_printable")
    return text


def _amount(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("not_won")
    if not 0 < int(text) <= MOST_AMOUNT_KRW:
        raise ValueError("out_of_bounds")
    return int(text)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("not_a_moment") from None
    return moment.replace(tzinfo=SEOUL) if moment.tzinfo is None else moment
