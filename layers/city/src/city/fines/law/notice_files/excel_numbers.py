"""Numbers of a workbook as its cells show them: days and times, and the zeros a format puts in front. Pure."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

_DATED_BUILT_IN = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_SHOWN_AS_WRITTEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DIGITS_ONLY = re.compile(r"[0#?\-()\s.,]*")
_EXCEL_BEGINS = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel knows no time zones
_LAST_SERIAL = 2_958_466
_EXACT_DIGITS = 15  # a number of more digits has lost its last ones


def shows_time(built_in: int, code: str) -> bool:
    """Whether a format shows a number as a day or a time of day."""
    if not code:
        return built_in in _DATED_BUILT_IN
    plain = _NOT_SHOWN_AS_WRITTEN.sub("", code.partition(";")[0]).lower()
    return re.search(r"[ymdhs]", plain) is not None and "general" not in plain


def as_time(number: Decimal, shift: int) -> str:
    """`2026-11-03`, `2026-11-03 14:05:00`, or `14:05:00` for a part of a day. A number that is no day stays a number."""
    if not 0 <= number < _LAST_SERIAL:
        return as_digits(number, "")
    if number < 1:
        return f"{_EXCEL_BEGINS + timedelta(seconds=round(float(number) * 86400)):%H:%M:%S}"
    moment = _EXCEL_BEGINS + timedelta(days=shift, seconds=round(float(number) * 86400))
    return (
        f"{moment:%Y-%m-%d}" if not (moment.hour or moment.minute or moment.second) else f"{moment:%Y-%m-%d %H:%M:%S}"
    )


def as_digits(number: Decimal, code: str) -> str:
    """The digits, with the zeros that the cell's format shows in front (`000-0000-0000`, `0##-####-####`, `00000`)."""
    if number.is_zero():
        digits = "0"
    elif number != number.to_integral_value():
        return format(number.normalize(), "f") if -_EXACT_DIGITS < number.adjusted() < _EXACT_DIGITS else str(number)
    elif number.adjusted() >= _EXACT_DIGITS:
        return f"{number:.6E}"
    else:
        digits = format(number.to_integral_value(), "f")
    plain = code.partition(";")[0].replace("\\", "").replace('"', "")
    if digits.isdigit() and plain and "." not in plain and "," not in plain and _DIGITS_ONLY.fullmatch(plain):
        places = re.sub(r"[^0#?]", "", plain)
        first = places.find("0")
        digits = digits.zfill(len(places) - first) if first >= 0 else digits
    return digits
