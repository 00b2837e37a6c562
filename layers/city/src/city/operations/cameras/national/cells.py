"""What a cell of the national file means."""

import re
from datetime import date

# What people write into a cell that they have nothing for.
_NOTHING = frozenset({"", "-", "--", "null", "none", "n/a", "na", "없음", "미상", "해당없음", "해당사항없음", "nan"})
_MONTH = re.compile(r"(\d{4})[-./년 ]*(0?[1-9]|1[0-2])월?(?:[-./ ]+(?:0?[1-9]|[12]\d|3[01])일?)?[.]?")
_DAY = re.compile(r"(\d{4})[-./년 ]*(\d{1,2})[-./월 ]*(\d{1,2})[.일]?(?: .*)?")
_PIXELS = re.compile(r"(\d+(?:\.\d+)?)(만)?(?:화소|픽셀|pixels?|px)?")
_MEGAPIXELS = re.compile(r"(\d+(?:\.\d+)?)(?:mp|메가화소|메가픽셀|m)", re.IGNORECASE)
_TEN_THOUSAND = 10_000
_MOST_PIXELS = 1_000_000_000


class Unreadable(ValueError):
    """A cell that holds something else than it should."""


def clean(text: str) -> str:
    """The text of a cell; empty for what means nothing."""
    text = re.sub(r"\s+", " ", text).strip()
    return "" if text.lower().replace(" ", "") in _NOTHING else text


def read_count(text: str, most: int) -> int | None:
    """A whole number; None for nothing. Raises Unreadable."""
    digits = clean(text).replace(",", "").removesuffix("대").removesuffix("일").removesuffix(".0")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9 or not 0 <= int(digits) <= most:
        raise Unreadable
    return int(digits)


def read_degrees(text: str) -> float | None:
    """Decimal degrees; None for nothing. Raises Unreadable."""
    number = clean(text)
    if not number:
        return None
    if not re.fullmatch(r"[+-]?\d{1,3}(?:\.\d{1,20})?", number):
        raise Unreadable
    return round(float(number), 7)


def read_pixels(text: str) -> int | None:
    """Picture elements: the file counts in units of ten thousand, people write `200`, `200만화소`, `2MP`, `2000000`.

    None for nothing. Raises Unreadable.
    """
    number = clean(text).replace(",", "").replace(" ", "")
    if not number:
        return None
    if found := _MEGAPIXELS.fullmatch(number):
        pixels = float(found[1]) * 1_000_000
    elif found := _PIXELS.fullmatch(number):
        value = float(found[1])
        pixels = value if value >= _TEN_THOUSAND and not found[2] else value * _TEN_THOUSAND
    else:
        raise Unreadable
    if not 0 < pixels <= _MOST_PIXELS:
        raise Unreadable
    return round(pixels)


def read_month(text: str) -> date | None:
    """The first day of a month: `2019-05`, `2019.5`, `201905`, `2019년 5월`, `2019-05-17`. Raises Unreadable."""
    written = clean(text)
    if not written:
        return None
    found = _MONTH.fullmatch(written) or re.fullmatch(r"(\d{4})(\d{2})\d{2}", written)
    if found is None:
        raise Unreadable
    return _date(int(found[1]), int(found[2]), 1)


def read_day(text: str) -> date | None:
    """A day: `2026-11-29`, `2026.11.29`, `20261129`. Raises Unreadable."""
    written = clean(text)
    if not written:
        return None
    found = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", written) or _DAY.fullmatch(written)
    if found is None:
        raise Unreadable
    return _date(int(found[1]), int(found[2]), int(found[3]))


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Unreadable from error
