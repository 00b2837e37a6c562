"""The cells of one row, read one by one: what each says, or why it cannot be read. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from city.contracts.fines.notices import STATED_AMOUNT, RejectedCell, Remark
from city.fines.law.notice_files import moments
from city.fines.law.notice_files.classes import (
    ReadVehicle,
    ZoneOfOtherLaw,
    ZonesContradict,
    read_vehicle,
    read_zone,
)
from city.fines.law.notice_files.headings import VIOLATION_DAY, VIOLATION_TIME
from city.fines.law.notices import Zone
from city.kernel.clock import SEOUL
from city.kernel.errors import Rejected
from city.kernel.phone import PhoneNumber
from city.kernel.plate import Plate

_LONGEST_CELL = 200
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
NO_RESULT = "#FORMULA!"  # a formula whose result the workbook does not hold
_CELL_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|#{3,}")
_CUT_NUMBER = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{4})[\s\-./]*(\d{4})[\s\-./]*(\d{7})")
# What a program makes of 010-1234-5678 or 02-1234-5678 when it takes them for a number.
_PHONE_WITHOUT_ZERO = re.compile(r"1[016789]\d{7,8}|2\d{7,8}|[3-6][1-5]\d{7,8}|70\d{8}|50\d{8,9}")
_YES = frozenset(
    [
        "y",
        "yes",
        "예",
        "네",
        "o",
        "○",
        "◯",
        "〇",
        "●",
        "유",
        "있음",
        "해당",
        "1",
        "true",
        "t",
        "v",
        "√",
        "✓",
        "✔",
        "적용",
        "설치",
        "설치됨",
        "이상",
        "초과",
        "2시간이상",
        "2시간초과",
        "대상",
        "감경",
    ]
)
_NO = frozenset(
    [
        "n",
        "no",
        "아니오",
        "아니요",
        "x",
        "×",
        "✕",
        "✗",
        "무",
        "없음",
        "미해당",
        "비해당",
        "해당없음",
        "0",
        "false",
        "f",
        "-",
        "미적용",
        "미설치",
        "미만",
        "이내",
        "2시간미만",
        "2시간이내",
        "비대상",
    ]
)
# Nobody's fine for parking is under 10,000 won or over 300,000 (도로교통법 §160③ with the zones' multiples).
_STATED_KRW = range(10_000, 300_001)
_WON = re.compile(r"[₩\\]?(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?(만)?원?")

NO_TIME = ("시각이 없습니다. 2026-11-03 14:05처럼 적어 주세요.", "The time of day is missing: 2026-11-03 14:05.")


def tidy(text: str) -> str:
    """A cell as it is meant: composed Hangul, no line breaks, no marks that cannot be seen."""
    plain = text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    if not plain.isprintable():  # marks that cannot be seen are not printable either
        plain = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    plain = " ".join(plain.split())
    if plain.startswith('="') and plain.endswith('"'):  # how CSV keeps Excel from taking text for a number
        plain = plain[2:-1]
    return plain.removeprefix("'")


@dataclass(slots=True)
class Cells:
    """Collects what is wrong with the cells of a row instead of stopping at the first."""

    line: int
    sheet: str
    cells: Mapping[str, str]
    serial_shift: int = 0
    confirmed: bool = False
    rejected: list[RejectedCell] = field(default_factory=list)
    unconfirmed: list[RejectedCell] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def refuse(self, column: str, ko: str, en: str) -> None:
        self.rejected.append(RejectedCell(row=self.line, sheet=self.sheet, column=column, reason_ko=ko, reason_en=en))

    def ask(self, column: str, ko: str, en: str) -> None:
        self.unconfirmed.append(
            RejectedCell(row=self.line, sheet=self.sheet, column=column, reason_ko=ko, reason_en=en)
        )

    def remark(self, column: str, ko: str, en: str) -> None:
        self.remarks.append(Remark(row=self.line, sheet=self.sheet, column=column, remark_ko=ko, remark_en=en))

    def text(self, column: str, *, optional: bool = False) -> str:
        """The cell, empty if it was refused or is empty."""
        value = self.cells.get(column, "")
        if not value:
            if not optional:
                self.refuse(column, "비어 있습니다.", "Empty.")
        elif _UNREADABLE in value:
            self.refuse(column, "읽을 수 없는 글자가 있습니다.", "Holds characters that cannot be read.")
        elif value == NO_RESULT:
            self.refuse(
                column,
                "수식만 있고 값이 없습니다. 값으로 붙여넣어 주세요.",
                "A formula without its result: paste it as a value.",
            )
        elif _CELL_ERROR.fullmatch(value):
            self.refuse(
                column, "엑셀 오류값이거나 칸이 좁아 값이 없습니다.", "An error value, or a column too narrow to print."
            )
        elif len(value) > _LONGEST_CELL or not value.isprintable():
            self.refuse(column, "너무 길거나 쓸 수 없는 글자가 있습니다.", "Too long, or holds control characters.")
        else:
            return value
        return ""

    def number(self, column: str) -> str:
        """The notice number, with its hyphens."""
        value = unicodedata.normalize("NFKC", self.text(column))
        if not value or self._cut_short(column, value):
            return ""
        if len(value) == 14 and value.isascii() and value.isdigit():
            value = "0" + value
            self._lost_zero(column)
        found = _NUMBER.fullmatch(value)
        if found is None or not value.isascii():
            self.refuse(column, "형식은 1140-2026-0123456입니다.", "The form is 1140-2026-0123456.")
            return ""
        return "-".join(found.groups())

    def plate(self, column: str) -> Plate | None:
        value = self.text(column)
        try:
            return Plate.parse(value) if value else None
        except Rejected as error:
            self.refuse(column, error.message_ko, error.message_en)
            return None

    def phone(self, column: str) -> PhoneNumber | None:
        # The register of vehicles often has no telephone: the case is then reached by its notice number.
        value = unicodedata.normalize("NFKC", self.text(column, optional=True))
        if not value or value in ("-", "없음", "미상") or self._cut_short(column, value):
            return None
        digits = re.sub(r"[\s\-().]", "", value)
        if _PHONE_WITHOUT_ZERO.fullmatch(digits):
            self._lost_zero(column)
            value = "0" + digits
        try:
            return PhoneNumber.parse(value)
        except Rejected as error:
            self.refuse(column, error.message_ko, error.message_en)
            return None

    def moment(self) -> datetime | None:
        """When it happened: one cell, or a day and a time of day in two."""
        column = "위반일시" if self.cells.get("위반일시") or VIOLATION_DAY not in self.cells else VIOLATION_DAY
        value = self.text(column)
        if not value:
            return None
        written = moments.read_moment(value, self.serial_shift)
        if written is None:
            self.refuse(column, "형식은 2026-11-03 14:05입니다.", "The form is 2026-11-03 14:05.")
            return None
        at = written.at
        if self.cells.get(VIOLATION_TIME) and (at is None or column == VIOLATION_DAY):
            column, value = VIOLATION_TIME, self.text(VIOLATION_TIME)
            at = moments.read_time(value)
            if at is None and (at := moments.lost_a_zero(value)) is not None:
                self._lost_zero(column)
            if at is None:
                if value:
                    self.refuse(column, "형식은 14:05입니다.", "The form is 14:05.")
                return None
        if at is None:
            self.refuse(VIOLATION_TIME if VIOLATION_TIME in self.cells else column, *NO_TIME)
            return None
        return datetime.combine(written.day, at, SEOUL)

    def day(self, column: str, *, optional: bool = False) -> date | None:
        value = self.text(column, optional=optional)
        if not value or (optional and value == "-"):
            return None
        day = moments.read_day(value, self.serial_shift)
        if day is None:
            self.refuse(column, "형식은 2026-11-03입니다.", "The form is 2026-11-03.")
        return day

    def zone(self, column: str) -> Zone | None:
        value = self.text(column)
        try:
            zone = read_zone(value) if value else None
        except ZoneOfOtherLaw:
            self.refuse(
                column,
                "장애인전용주차구역·충전구역은 다른 법의 과태료여서 여기서 받지 않습니다.",
                "Places for the disabled or for charging fall under another law.",
            )
            return None
        except ZonesContradict:
            self.refuse(column, "구역이 둘 이상 적혀 있습니다.", "More than one zone is named.")
            return None
        if value and zone is None:
            self.refuse(
                column,
                "쓸 수 있는 값: 일반, 소방시설, 노인·장애인보호구역, 어린이보호구역",
                "Allowed: 일반 (general), 소방시설, 노인·장애인보호구역, 어린이보호구역",
            )
        return zone

    def vehicle(self, column: str) -> ReadVehicle | None:
        value = self.text(column)
        read = read_vehicle(value) if value else None
        if value and read is None:
            self.refuse(
                column,
                "쓸 수 있는 값: 승용, 승합, 화물(톤수), 특수, 건설기계",
                "Allowed: 승용 (car), 승합 (van), 화물 (truck, with its tonnage), 특수 (special), 건설기계 (machine)",
            )
        return read

    def yes(self, column: str) -> bool:
        value = unicodedata.normalize("NFKC", self.text(column, optional=True)).replace(" ", "").lower()
        if value and value not in _YES and value not in _NO:
            self.refuse(column, "Y 또는 N이어야 합니다.", "Must be Y or N.")
        return value in _YES

    def stated_krw(self) -> int | None:
        """The fine as the file states it, in won."""
        value = unicodedata.normalize("NFKC", self.text(STATED_AMOUNT, optional=True)).replace(" ", "")
        if not value or value == "-":
            return None
        found = _WON.fullmatch(value)
        amount = int(found[1].replace(",", "")) * (10_000 if found[2] else 1) if found is not None else 0
        if amount not in _STATED_KRW or amount % 10:
            self.refuse(
                STATED_AMOUNT, "금액으로 읽을 수 없습니다. 예: 40,000", "Not an amount of a fine. Example: 40,000"
            )
            return None
        return amount

    def _cut_short(self, column: str, value: str) -> bool:
        if _CUT_NUMBER.fullmatch(value) is None:
            return False
        self.refuse(
            column,
            "엑셀이 긴 숫자를 줄여(1.1E+14) 끝자리를 알 수 없습니다. 텍스트 서식으로 다시 저장해 주세요.",
            "A program shortened the number (1.1E+14): save the column as text.",
        )
        return True

    def _lost_zero(self, column: str) -> None:
        said = (
            "맨 앞의 0이 빠진 것으로 보입니다. 0을 붙여 읽을지 확인해 주세요.",
            "A leading zero seems to be lost. Please confirm that it is to be read with one.",
        )
        if self.confirmed:
            self.remark(column, "확인하신 대로 맨 앞에 0을 붙여 읽었습니다.", "Read with a leading zero, as confirmed.")
        else:
            self.ask(column, *said)
