"""Reads the bank's files: its pool of account numbers, and its statement of a day. Pure; a row at a time."""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeVar

from city.contracts.fines.bank_statement import (
    POOL_ACCOUNT_COLUMN,
    POOL_BANK_COLUMNS,
    POOL_FOLDER,
    STATEMENT_COLUMNS,
    STATEMENT_FOLDER,
    MovementKind,
)
from city.contracts.fines.notices import RejectedCell
from city.fines.law.notice_file import FileUnreadable
from city.fines.money.ledger import Movement
from city.kernel.clock import SEOUL

_LONGEST_CELL = 200
_MOST_KRW = 1_000_000_000
_ACCOUNT = re.compile(r"[0-9]{8,16}")
_TRANSACTION = re.compile(r"[A-Za-z0-9_.:\-]{6,64}")
_KINDS = {"입금": MovementKind.DEPOSIT, "취소": MovementKind.CANCEL, "환급": MovementKind.REFUND}

_Value = TypeVar("_Value")
Rejection = tuple[RejectedCell, ...]


@dataclass(frozen=True, slots=True)
class PoolNumber:
    """A number the bank lends the city."""

    line: int
    bank: str
    account_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A line of the bank's statement, and where it stood."""

    line: int
    movement: Movement


@dataclass(frozen=True, slots=True)
class StatementOf:
    """Which bank's day a statement is."""

    bank: str
    day: date


def is_pool_file(key: str) -> bool:
    return key.startswith(POOL_FOLDER)


def read_statement_key(key: str, banks: Mapping[str, str]) -> StatementOf | None:
    """`statements/NH/2026-11-23.csv`: the bank by any of its names, the day first in the file's name."""
    named = re.fullmatch(rf"{STATEMENT_FOLDER}([^/]+)/([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[^/]*(?i:\.csv)", key)
    bank = banks.get(named[1]) if named else None
    if named is None or bank is None:
        return None
    try:
        return StatementOf(bank, date.fromisoformat(named[2]))
    except ValueError:
        return None


def read_pool(lines: Iterable[str], banks: Mapping[str, str]) -> Iterator[PoolNumber | Rejection]:
    """Yields each row as a number for the pool, or as the reasons it is none.

    `banks` says which names and codes of a bank mean which of ours. A number that stood in the file before is
    rejected; for that its numbers, and nothing else of it, are kept. Raises FileUnreadable if a column is missing,
    UnicodeDecodeError where `lines` do: what follows could not be read.
    """
    rows = _Rows(lines)
    bank_column = next((name for name in POOL_BANK_COLUMNS if name in rows.heading), POOL_BANK_COLUMNS[0])
    rows.require((bank_column, POOL_ACCOUNT_COLUMN))
    seen: dict[int, int] = {}
    yield from rows.read(lambda row: _read_pool_row(row, bank_column, banks, seen))


def read_statement(lines: Iterable[str], bank: str) -> Iterator[StatementRow | Rejection]:
    """Yields each row of a bank's statement, or the reasons it is none. Raises as read_pool does.

    A transaction that stands there twice is no mistake of the file's form: comparing names it.
    """
    rows = _Rows(lines)
    rows.require(STATEMENT_COLUMNS)
    yield from rows.read(lambda row: _read_statement_row(row, bank))


class _Cells:
    """The cells of one row; collects what is wrong with them instead of stopping at the first."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self.line, self._cells = line, cells
        self.rejected: list[RejectedCell] = []

    def refuse(self, column: str, ko: str, en: str) -> None:
        self.rejected.append(_rejected(self.line, column, ko, en))

    def text(self, column: str) -> str:
        """The cell, or nothing once it is refused."""
        value = self._cells[column]
        if not value:
            self.refuse(column, "비어 있습니다.", "Empty.")
        elif len(value) > _LONGEST_CELL or not value.isprintable():
            self.refuse(column, "너무 길거나 쓸 수 없는 글자가 있습니다.", "Too long, or holds control characters.")
            return ""
        return value

    def account(self, column: str) -> str:
        value = self.text(column).replace("-", "")
        if value and not _ACCOUNT.fullmatch(value):
            self.refuse(column, "계좌번호는 숫자 8~16자리입니다.", "An account number has 8 to 16 digits.")
        return value

    def transaction(self, column: str) -> str:
        value = self.text(column)
        if value and not _TRANSACTION.fullmatch(value):
            self.refuse(column, "거래번호 형식이 아닙니다.", "Not a transaction number.")
        return value

    def amount(self, column: str) -> int:
        value = self.text(column)
        digits = value.replace(",", "")
        grouped = re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", value)
        plain = digits == value and value.isascii() and value.isdigit()
        if value and not (grouped or plain):
            self.refuse(column, "금액은 원 단위의 숫자입니다.", "The amount is a whole number of won.")
            return 0
        amount = int(digits) if value and len(digits) <= len(str(_MOST_KRW)) else 0
        if value and not 0 < amount <= _MOST_KRW:
            self.refuse(column, "금액은 1원에서 10억 원까지입니다.", "The amount is from 1 to a billion won.")
        return amount

    def day(self, column: str) -> date | None:
        return self._moment(column, ("%Y-%m-%d", "%Y%m%d"), "2026-11-23", lambda moment: moment.date())

    def clock(self, column: str) -> time | None:
        return self._moment(column, ("%H:%M:%S", "%H%M%S"), "14:03:00", lambda moment: moment.time())

    def choice(self, column: str, choices: Mapping[str, _Value]) -> _Value | None:
        value = self.text(column)
        if value and value not in choices:
            self.refuse(column, f"쓸 수 있는 값: {', '.join(choices)}", f"Allowed: {', '.join(choices)}")
        return choices.get(value)

    def _moment(
        self, column: str, forms: tuple[str, str], example: str, part: Callable[[datetime], _Value]
    ) -> _Value | None:
        value = self.text(column)
        for form in forms:
            # strptime takes 2026-1-2 and 1403: the round trip does not.
            try:
                moment = datetime.strptime(value, form).replace(tzinfo=SEOUL)
            except ValueError:
                continue
            if moment.strftime(form) == value:
                return part(moment)
        if value:
            self.refuse(column, f"형식은 {example}입니다.", f"The form is {example}.")
        return None


class _Rows:
    """The rows of a CSV file under its heading."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._reader = csv.reader(lines, strict=True)
        try:
            self.heading = [name.strip() for name in next(self._reader, [])]
        except (csv.Error, UnicodeDecodeError) as error:
            raise FileUnreadable(
                "UTF-8이나 CP949로 된 CSV 파일이 아닙니다.", "Not a CSV file in UTF-8 or CP949."
            ) from error

    def require(self, columns: Collection[str]) -> None:
        missing = [name for name in columns if name not in self.heading]
        if missing:
            raise FileUnreadable(f"열이 없습니다: {', '.join(missing)}", f"Missing columns: {', '.join(missing)}")
        if len(set(self.heading)) != len(self.heading):
            raise FileUnreadable("같은 제목의 열이 있습니다.", "Two columns have the same heading.")

    def read(self, read_row: Callable[[_Cells], _Value | Rejection]) -> Iterator[_Value | Rejection]:
        while True:
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                yield self._refused("줄을 읽을 수 없습니다(따옴표나 글자).", "The line cannot be read.")
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(self.heading):
                yield self._refused("열의 수가 제목과 다릅니다.", "Wrong number of columns.")
                continue
            named = dict(zip(self.heading, (cell.strip() for cell in cells), strict=True))
            yield read_row(_Cells(self._reader.line_num, named))

    def _refused(self, ko: str, en: str) -> Rejection:
        return (_rejected(self._reader.line_num, "-", ko, en),)


def _rejected(line: int, column: str, ko: str, en: str) -> RejectedCell:
    return RejectedCell(row=line, column=column, reason_ko=ko, reason_en=en)


def _read_pool_row(
    row: _Cells, bank_column: str, banks: Mapping[str, str], seen: dict[int, int]
) -> PoolNumber | Rejection:
    bank, account_number = row.choice(bank_column, banks), row.account(POOL_ACCOUNT_COLUMN)
    if not row.rejected:
        # An int with a leading 1 is a third of the text's size, and keeps the leading zeros apart.
        first = seen.setdefault(int("1" + account_number), row.line)
        if first != row.line:
            row.refuse(
                POOL_ACCOUNT_COLUMN, f"{first}번째 줄과 같은 계좌번호입니다.", f"The same number as in line {first}."
            )
    if row.rejected or bank is None:
        return tuple(row.rejected)
    return PoolNumber(row.line, bank, account_number)


def _read_statement_row(row: _Cells, bank: str) -> StatementRow | Rejection:
    day, clock = row.day("거래일자"), row.clock("거래시각")
    account_number, kind = row.account("가상계좌번호"), row.choice("구분", _KINDS)
    amount_krw, transaction = row.amount("금액"), row.transaction("거래번호")
    if row.rejected or day is None or clock is None or kind is None:
        return tuple(row.rejected)
    at = datetime.combine(day, clock, SEOUL)
    return StatementRow(
        row.line,
        Movement(
            kind=kind, deposit_key=f"{bank}:{transaction}", account_number=account_number, amount_krw=amount_krw, at=at
        ),
    )
