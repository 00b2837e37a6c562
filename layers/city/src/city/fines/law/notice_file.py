"""Reads the district's notice file: one row in, one checked notice or its reasons out. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from city.contracts.fines.notices import OPTIONAL_COLUMNS, STATED_AMOUNT, RejectedCell, Remark
from city.fines.law.amounts import base_fine_krw
from city.fines.law.errors import NoRuleInForce, NoticeInvalid, VehicleNotFined
from city.fines.law.notice_files.cells import Cells, tidy
from city.fines.law.notice_files.classes import ReadVehicle
from city.fines.law.notice_files.headings import Heading, column_of
from city.fines.law.notice_files.sheets import FileUnreadable, HeadingUnusable, Line, Table, find_heading
from city.fines.law.notice_files.text import split_lines
from city.fines.law.notices import Notice, VehicleClass, Violation
from city.fines.law.procedure.file_corrections import FiledCase, facts_of
from city.fines.law.procedure.imposition import check_notice
from city.kernel.clock import seoul_date
from city.kernel.errors import Rejected
from city.kernel.phone import PhoneNumber

ENCODINGS = ("utf-8-sig", "cp949")  # what a bank's files come in
# 질서위반행위규제법 came into force: no reduction or surcharge is known for an older violation.
QVA_SINCE = date(2008, 6, 22)
# What stands below the rows of a printed list.
_FOOTERS = ("합계", "총계", "소계", "계", "총합계", "이하여백", "이하빈칸", "끝", "total")

__all__ = ["ENCODINGS", "FileUnreadable", "NoticeRow", "UnconfirmedRow", "read_rows", "read_tables"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A good row. `remarks`: what in it was read otherwise than it stands there."""

    line: int
    sheet: str = ""
    notice: Notice
    owner_name: str
    owner_phone: PhoneNumber | None
    # What tells a repeated row from a changed one, column by column. Digest it before keeping it.
    facts: Mapping[str, str]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class UnconfirmedRow:
    """A row that can be read only if a person says how."""

    cells: tuple[RejectedCell, ...]


ReadRow = NoticeRow | UnconfirmedRow | tuple[RejectedCell, ...]
Tell = Callable[[Remark], None]


def _tell_nobody(_: Remark) -> None:
    pass


def read_rows(lines: Iterable[str], *, confirmed: bool = False, tell: Tell = _tell_nobody) -> Iterator[ReadRow]:
    """The rows of a text file; see `read_tables`."""
    return read_tables([Table(lines=split_lines(lines))], confirmed=confirmed, tell=tell)


def read_tables(tables: Iterable[Table], *, confirmed: bool = False, tell: Tell = _tell_nobody) -> Iterator[ReadRow]:
    """Yields each row as a checked notice, as what is to be confirmed, or as the reasons it is none.

    `confirmed`: a person said that numbers without their leading zero are to be read with one. `tell` hears what of the
    file as a whole is read otherwise than it stands there. Raises FileUnreadable if no table has our columns. Blank lines,
    headings that come again, and totals are passed over.
    """
    found = False
    left_aside: list[tuple[str, HeadingUnusable | None]] = []
    for table in tables:
        try:
            head = find_heading(table)
        except HeadingUnusable as unusable:
            left_aside.append((table.name, unusable))
            continue
        if head is None:
            left_aside.append((table.name, None))
            continue
        found = True
        heading, lines = head
        for name in heading.ignored:
            tell(_of_file(table, name, "이 열은 읽지 않았습니다.", "This column was not read."))
        for name in heading.left_out:
            tell(
                _of_file(table, name, "파일에 없는 열이어서 빈 칸으로 보았습니다.", "Not in the file: taken as empty.")
            )
        yield from _read_lines(table, heading, lines, confirmed)
    if not found:
        for _, why in left_aside:
            if why is not None:
                raise why
        raise FileUnreadable(
            "제목 줄(관리번호, 차량번호 …)을 찾지 못했습니다. UTF-8·CP949·UTF-16으로 된 CSV나 .xlsx 파일인지 확인해 주세요.",
            "No line of headings (관리번호, 차량번호 …) was found. Is it a CSV file in UTF-8, CP949 or UTF-16, or an .xlsx file?",
        )
    for name, why in left_aside:
        ko, en = (f" {why.message_ko}", f" {why.message_en}") if why is not None else ("", "")
        remark_ko, remark_en = f"이 시트는 읽지 않았습니다.{ko}", f"This sheet was not read.{en}"
        tell(Remark(column="-", sheet=name, remark_ko=remark_ko, remark_en=remark_en))


def _of_file(table: Table, column: str, ko: str, en: str) -> Remark:
    return Remark(column=column, sheet=table.name, remark_ko=ko, remark_en=en)


def _read_lines(table: Table, heading: Heading, lines: Iterator[Line], confirmed: bool) -> Iterator[ReadRow]:
    for line in lines:
        if line.cells is None:
            yield _whole_line(
                table, line, "줄을 읽을 수 없습니다(따옴표).", "The line cannot be read (quotation marks)."
            )
            continue
        cells = [tidy(cell) for cell in line.cells]
        while len(cells) > heading.width and not cells[-1]:
            cells.pop()
        if not any(cells) or _is_footer(cells) or _is_heading(heading, cells):
            continue
        if len(cells) < heading.width and (table.ragged or _may_end_here(heading, len(cells))):
            cells.extend("" for _ in range(heading.width - len(cells)))
        if len(cells) != heading.width:
            yield _whole_line(table, line, "열의 수가 제목과 다릅니다.", "Wrong number of columns.")
            continue
        named = {column: cells[place] for column, place in heading.places.items()}
        yield _read_row(Cells(line.number, table.name, named, table.serial_shift, confirmed))


def _is_heading(heading: Heading, cells: list[str]) -> bool:
    """Whether the heading comes again, as it does on each printed page."""
    return all(place < len(cells) and column_of(cells[place]) for place in list(heading.places.values())[:3])


def _is_footer(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    first = filled[0].replace(" ", "").strip(":-·*[]()").lower()
    return first in _FOOTERS and len(filled) <= max(3, len(cells) // 2)


def _may_end_here(heading: Heading, width: int) -> bool:
    """Whether only cells that may be empty would stand beyond this place."""
    may = {*OPTIONAL_COLUMNS, STATED_AMOUNT}
    return all(column in may for column, place in heading.places.items() if place >= width)


def _whole_line(table: Table, line: Line, ko: str, en: str) -> tuple[RejectedCell, ...]:
    return (RejectedCell(row=line.number, sheet=table.name, column="-", reason_ko=ko, reason_en=en),)


def _read_row(row: Cells) -> ReadRow:
    number, plate, owner, phone = (
        row.number("관리번호"),
        row.plate("차량번호"),
        row.text("소유자"),
        row.phone("휴대전화"),
    )
    at, place = row.moment(), row.text("위반장소")
    zone, vehicle = row.zone("구역"), row.vehicle("차종")
    over_two_hours, marking, social = row.yes("2시간이상"), row.yes("안전표지"), row.yes("사회적감경")
    notified, opinion = row.day("사전통지일"), row.day("의견제출기한")
    imposed, pay_until = row.day("부과일", optional=True), row.day("납부기한", optional=True)
    stated = row.stated_krw()
    if row.rejected:
        return tuple(chain(row.rejected, row.unconfirmed))
    # Nothing was refused, so everything is there; the type checker needs to be told.
    assert plate and at and zone and vehicle and notified and opinion  # noqa: PT018
    violation = Violation(
        at=at, zone=zone, vehicle=vehicle.vehicle, over_two_hours=over_two_hours, safety_marking=marking
    )
    violation = _with_amount(row, violation, vehicle, stated)
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
        row.refuse(error.field, error.message_ko, error.message_en)
    except VehicleNotFined as error:
        row.refuse("차종", error.message_ko, error.message_en)
    except NoRuleInForce as error:
        row.refuse(
            "위반일시",
            f"{error.message_ko} 2008-06-22부터의 위반은 파일에 {STATED_AMOUNT} 열(금액)이 있으면 받습니다.",
            f"{error.message_en} From 2008-06-22 on it is taken in with the amount in a column {STATED_AMOUNT}.",
        )
    except Rejected as error:
        row.refuse("위반일시", error.message_ko, error.message_en)
    if row.rejected:
        return tuple(row.rejected)
    if row.unconfirmed:
        return UnconfirmedRow(tuple(row.unconfirmed))
    return NoticeRow(
        line=row.line,
        sheet=row.sheet,
        notice=notice,
        owner_name=owner,
        owner_phone=phone,
        facts=facts_of(FiledCase(notice=notice, owner_name=owner, owner_phone=phone.e164 if phone else None)),
        remarks=tuple(row.remarks),
    )


def _with_amount(row: Cells, violation: Violation, vehicle: ReadVehicle, stated: int | None) -> Violation:
    """The violation with the amount the file states, where no table of the law reaches it; the file's amount and the law's
    are to agree where one does. A truck whose weight is not told is what its amount says it is."""
    try:
        by_law = base_fine_krw(violation)
    except NoRuleInForce:
        if stated is None or seoul_date(violation.at) < QVA_SINCE:
            return violation
        row.remark(
            STATED_AMOUNT,
            f"위반일의 금액표가 등록되어 있지 않아 파일의 금액 {stated:,}원을 받았습니다.",
            f"No table of amounts is on file for that day: the file's {stated:,} won were taken.",
        )
        return replace(violation, stated_krw=stated)
    except Rejected:
        return violation
    if vehicle.assumed:
        heavier = replace(violation, vehicle=VehicleClass.VAN)
        if stated is not None and stated == base_fine_krw(heavier):
            return heavier
        if stated is None:
            row.remark(
                "차종",
                f"톤수가 없어 4톤 이하(승용등, {by_law:,}원)로 보았습니다.",
                f"The weight is not told: taken as up to 4 t ({by_law:,} won).",
            )
    if stated is not None and stated != by_law:
        row.refuse(
            STATED_AMOUNT,
            f"파일의 금액 {stated:,}원이 법정 금액 {by_law:,}원과 다릅니다. 구역·차종·시각을 확인해 주세요.",
            f"The file states {stated:,} won, the law's table {by_law:,}: check zone, vehicle and time.",
        )
    return violation
