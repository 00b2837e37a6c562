"""Reads the district's notice file: one CSV row in, one checked notice or its reasons out. Pure."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from city.contracts.fines.notices import IMPOSITION_COLUMNS, NOTICE_COLUMNS, RejectedCell
from city.fines.law.errors import NoticeInvalid
from city.fines.law.notices import Notice, VehicleClass, Violation, Zone
from city.fines.law.procedure.imposition import check_notice
from city.kernel.clock import SEOUL
from city.kernel.errors import Invalid, Rejected
from city.kernel.phone import PhoneNumber
from city.kernel.plate import Plate

ENCODINGS = ("utf-8-sig", "cp949")  # what Excel and the district's own system write
_LONGEST_CELL = 200
_ZONES = {
    "일반": Zone.GENERAL,
    "소방시설": Zone.FIRE_FACILITY,
    "노인장애인보호구역": Zone.SENIOR_OR_DISABLED,
    "노인보호구역": Zone.SENIOR_OR_DISABLED,
    "장애인보호구역": Zone.SENIOR_OR_DISABLED,
    "어린이보호구역": Zone.CHILDREN,
}
_VEHICLES = {"승용": VehicleClass.PASSENGER, "승합": VehicleClass.VAN, "이륜": VehicleClass.TWO_WHEELER}


class FileUnreadable(Invalid):
    """Not one row can be read; `message_ko` says why."""

    def __init__(self, message_ko: str, message_en: str) -> None:
        super().__init__(message_en)
        self.message_ko, self.message_en = message_ko, message_en


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A good row."""

    line: int
    notice: Notice
    owner_name: str
    owner_phone: PhoneNumber | None
    # What of the row never changes, for telling a repeated row from a changed one. Digest it before keeping it.
    canonical: str


def read_rows(lines: Iterable[str]) -> Iterator[NoticeRow | tuple[RejectedCell, ...]]:
    """Yields each row as a checked notice, or as the reasons it is none.

    Raises FileUnreadable if a column is missing. Blank lines are passed over.
    """
    reader = csv.reader(lines, strict=True)
    heading = _read_heading(reader)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, UnicodeDecodeError):
            yield (
                _rejected(reader.line_num, "-", "줄을 읽을 수 없습니다(따옴표나 글자).", "The line cannot be read."),
            )
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(heading):
            yield (_rejected(reader.line_num, "-", "열의 수가 제목과 다릅니다.", "Wrong number of columns."),)
            continue
        yield _read_row(reader.line_num, dict(zip(heading, (c.strip() for c in cells), strict=True)))


def _read_heading(reader: Iterator[list[str]]) -> list[str]:
    try:
        heading = [name.strip() for name in next(reader, [])]
    except (csv.Error, UnicodeDecodeError) as error:
        raise FileUnreadable(
            "UTF-8이나 CP949로 된 CSV 파일이 아닙니다.", "Not a CSV file in UTF-8 or CP949."
        ) from error
    missing = [name for name in NOTICE_COLUMNS if name not in heading]
    if missing:
        raise FileUnreadable(f"열이 없습니다: {', '.join(missing)}", f"Missing columns: {', '.join(missing)}")
    if len(set(heading)) != len(heading):
        raise FileUnreadable("같은 제목의 열이 있습니다.", "Two columns have the same heading.")
    return heading


def _rejected(line: int, column: str, ko: str, en: str) -> RejectedCell:
    return RejectedCell(row=line, column=column, reason_ko=ko, reason_en=en)


class _Cells:
    """The cells of one row; collects what is wrong with them instead of stopping at the first."""

    def __init__(self, line: int, cells: Mapping[str, str]) -> None:
        self.line, self.cells = line, cells
        self.rejected: list[RejectedCell] = []

    def refuse(self, column: str, ko: str, en: str) -> None:
        self.rejected.append(_rejected(self.line, column, ko, en))

    def text(self, column: str) -> str:
        value = self.cells[column]
        if not value:
            self.refuse(column, "비어 있습니다.", "Empty.")
        elif len(value) > _LONGEST_CELL or not value.isprintable():
            self.refuse(column, "너무 길거나 쓸 수 없는 글자가 있습니다.", "Too long, or holds control characters.")
        return value

    def number(self, column: str) -> str:
        value = self.text(column)
        parts = value.split("-")
        if value and ([len(p) for p in parts] != [4, 4, 7] or not all(p.isascii() and p.isdigit() for p in parts)):
            self.refuse(column, "형식은 1140-2026-0123456입니다.", "The form is 1140-2026-0123456.")
        return value

    def plate(self, column: str) -> Plate | None:
        try:
            return Plate.parse(self.text(column))
        except Rejected as error:
            if self.cells[column]:
                self.refuse(column, error.message_ko, error.message_en)
            return None

    def phone(self, column: str) -> PhoneNumber | None:
        # The register of vehicles often has no telephone: the case is then reached by its notice number.
        if not self.cells[column]:
            return None
        try:
            return PhoneNumber.parse(self.cells[column])
        except Rejected as error:
            self.refuse(column, error.message_ko, error.message_en)
            return None

    def moment(self, column: str) -> datetime | None:
        value = self.text(column)
        try:
            return datetime.strptime(value, "%Y-%m-%d %H:%M").replace(tzinfo=SEOUL)
        except ValueError:
            if value:
                self.refuse(column, "형식은 2026-11-03 14:05입니다.", "The form is 2026-11-03 14:05.")
            return None

    def day(self, column: str, *, optional: bool = False) -> date | None:
        value = self.cells[column] if optional else self.text(column)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.refuse(column, "형식은 2026-11-03입니다.", "The form is 2026-11-03.")
            return None

    def choice(self, column: str, choices: Mapping[str, object]) -> object | None:
        value = self.text(column).replace("·", "").replace(" ", "")
        if value and value not in choices:
            self.refuse(column, f"쓸 수 있는 값: {', '.join(choices)}", f"Allowed: {', '.join(choices)}")
        return choices.get(value)

    def yes(self, column: str) -> bool:
        value = self.cells[column].upper()
        if value not in ("Y", "N", ""):
            self.refuse(column, "Y 또는 N이어야 합니다.", "Must be Y or N.")
        return value == "Y"


def _read_row(line: int, cells: Mapping[str, str]) -> NoticeRow | tuple[RejectedCell, ...]:
    row = _Cells(line, cells)
    number, plate, owner, phone = (
        row.number("관리번호"),
        row.plate("차량번호"),
        row.text("소유자"),
        row.phone("휴대전화"),
    )
    at, place = row.moment("위반일시"), row.text("위반장소")
    zone, vehicle = row.choice("구역", _ZONES), row.choice("차종", _VEHICLES)
    over_two_hours, marking, social = row.yes("2시간이상"), row.yes("안전표지"), row.yes("사회적감경")
    notified, opinion = row.day("사전통지일"), row.day("의견제출기한")
    imposed, pay_until = row.day("부과일", optional=True), row.day("납부기한", optional=True)
    if row.rejected:
        return tuple(row.rejected)
    # Nothing was refused, so everything is there; the type checker needs to be told.
    assert plate and at and notified and opinion  # noqa: PT018
    assert isinstance(zone, Zone)
    assert isinstance(vehicle, VehicleClass)
    violation = Violation(at=at, zone=zone, vehicle=vehicle, over_two_hours=over_two_hours, safety_marking=marking)
    notice = Notice(
        number=number,
        plate=plate,
        place=place,
        violation=violation,
        notified_on=notified,
        opinion_until=opinion,
        imposed_on=imposed,
        pay_until=pay_until,
        social_reduction=social,
    )
    try:
        check_notice(notice)
    except NoticeInvalid as error:
        return (_rejected(line, error.field, error.message_ko, error.message_en),)
    except Rejected as error:
        return (_rejected(line, "위반일시", error.message_ko, error.message_en),)
    canonical = "\x1f".join(cells[name] for name in NOTICE_COLUMNS if name not in IMPOSITION_COLUMNS)
    return NoticeRow(line=line, notice=notice, owner_name=owner, owner_phone=phone, canonical=canonical)
