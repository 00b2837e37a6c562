"""Days and times of day as offices and their programs write them. Pure; nothing is guessed that could mean two days."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

_DAY = re.compile(
    r"(?P<year>\d{4}|\d{2})\s*[-./년]\s*(?P<month>\d{1,2})\s*[-./월]\s*(?P<day>\d{1,2})(?!\d)\s*[.일]?"
    r"|(?P<compact>\d{8}|\d{6})(?!\d)"
)
_COMPACT_MOMENT = re.compile(r"(\d{8})(\d{4}|\d{6})")
_WEEKDAY = re.compile(r"\(\s*[월화수목금토일]\s*\)|[월화수목금토일]요일")
_HALF = r"오전|오후|am|pm|a\.m\.|p\.m\."
_TIME = re.compile(
    rf"(?P<before>{_HALF})?\s*(?P<hour>\d{{1,2}})\s*"
    r"(?:[:시]\s*(?:(?P<minute>\d{1,2})\s*분?)?\s*(?::?\s*(?P<second>\d{1,2})(?:\.\d+)?\s*초?)?)"
    rf"\s*(?P<after>{_HALF})?"
)
_TIME_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{2})?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FRACTION = re.compile(r"0?\.\d+|0")
# The days that Excel counts from: 1 is 1900-01-01, and it believes in a 29 February 1900.
_EXCEL_BEGINS = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)  # 2000 to 2099
_REMEMBERED = 2048  # a file says the same day again and again
_DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class WrittenMoment:
    """What a cell says: a day, and the time of day if it says one."""

    day: date
    at: time | None


@lru_cache(maxsize=_REMEMBERED)
def read_moment(text: str, serial_shift: int = 0) -> WrittenMoment | None:
    """Reads `2026-11-03 14:05`, `2026.11.3`, `26.11.3`, `20261103`, `2026년 11월 3일(화) 오후 2:05`, Excel's 46329.586 …

    `serial_shift`: days to add to Excel's count (1462 in a workbook that counts from 1904). None if it is no day.
    """
    plain = _plain(text)
    if _SERIAL.fullmatch(plain):
        return _of_serial(float(plain), serial_shift)
    if compact := _COMPACT_MOMENT.fullmatch(plain):
        day, at = _compact_day(compact[1]), read_time(compact[2])
        return WrittenMoment(day, at) if day is not None and at is not None else None
    found = _DAY.match(plain)
    if found is None:
        return None
    day = _compact_day(found["compact"]) if found["compact"] else _day(found["year"], found["month"], found["day"])
    rest = _WEEKDAY.sub(" ", plain[found.end() :], count=1).strip(" t,")
    if day is None:
        return None
    if not rest:
        return WrittenMoment(day, None)
    at = read_time(rest)
    return WrittenMoment(day, at) if at is not None else None


def read_day(text: str, serial_shift: int = 0) -> date | None:
    """A day; of a period (`11.5.~11.25.`) its last. A time beside it is left aside. None if it is none."""
    written = read_moment(re.split(r"[~∼〜]|부터", _plain(text))[-1].removesuffix("까지"), serial_shift)
    return written.day if written is not None else None


def read_time(text: str) -> time | None:
    """Reads `14:05`, `14:05:33`, `1405`, `오후 2:05`, `2:05 PM`, `14시 5분`, Excel's fraction of a day. None if it is none."""
    plain = _plain(text)
    if _FRACTION.fullmatch(plain):
        return _of_fraction(float(plain))
    if digits := _TIME_DIGITS.fullmatch(plain):
        return _time(int(digits[1]), int(digits[2]), int(digits[3] or 0))
    found = _TIME.fullmatch(plain)
    if found is None:
        return None
    hour, half = int(found["hour"]), (found["before"] or found["after"] or "")
    morning, evening = half.startswith(("오전", "a")), half.startswith(("오후", "p"))
    if morning and hour > 12:
        return None
    if morning and hour == 12:
        hour = 0
    elif evening and hour < 12:
        hour += 12
    return _time(hour, int(found["minute"] or 0), int(found["second"] or 0))


def lost_a_zero(text: str) -> time | None:
    """The time of day that `905` or `5` was before a program took its zeros; None if it was none. To be confirmed."""
    plain = _plain(text)
    return read_time(plain.zfill(4)) if plain.isascii() and plain.isdigit() and 0 < len(plain) < 4 else None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _compact_day(digits: str) -> date | None:
    return _day(digits[:-4], digits[-4:-2], digits[-2:])


def _time(hour: int, minute: int, second: int) -> time | None:
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _of_serial(serial: float, shift: int) -> WrittenMoment | None:
    serial += shift
    if int(serial) not in _SERIALS:
        return None
    seconds = round(serial * _DAY_SECONDS)
    moment = datetime.combine(_EXCEL_BEGINS, time()) + timedelta(seconds=seconds)
    return WrittenMoment(moment.date(), moment.time() if serial % 1 else None)


def _of_fraction(part: float) -> time | None:
    seconds = round(part * _DAY_SECONDS)
    return (
        (datetime.combine(_EXCEL_BEGINS, time()) + timedelta(seconds=seconds)).time()
        if seconds < _DAY_SECONDS
        else None
    )
