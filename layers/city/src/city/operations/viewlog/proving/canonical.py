"""JSON in one form only, so that the same values are the same bytes: RFC 8785 for what this log writes.

Names in ASCII, whole numbers, texts, booleans, null, lists and objects. No fractions: their form is where JSON writers
differ. Times are texts in UTC.
"""

import json
from datetime import UTC, datetime
from typing import Any

# RFC 8785 §3.2.2.3 takes numbers for IEEE 754 doubles; beyond this not every whole number is one.
_LARGEST = 2**53 - 1


class NotCanonical(ValueError):
    """A value that has no form of its own here, or text that is not in the one form of what it says."""


def write_canonical(value: Any) -> bytes:
    """The bytes of a value. Raises NotCanonical."""
    _check(value)
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("half of a surrogate pair") from error


def read_canonical(content: bytes) -> Any:
    """The value of bytes that are in the one form of it. Raises NotCanonical, also where a name stands twice."""
    try:
        value = json.loads(content)
    except ValueError as error:
        raise NotCanonical("no JSON in UTF-8") from error
    if write_canonical(value) != content:
        raise NotCanonical("written otherwise than in its one form")
    return value


def moment_text(moment: datetime) -> str:
    """`2026-11-30T12:00:00.000000Z`, whatever zone it was given in; the alphabet's order is that of time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_moment(text: str) -> datetime:
    """A moment as `moment_text` writes it. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def _check(value: Any) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise NotCanonical("a number too large for JSON")
    elif isinstance(value, list | tuple):
        for each in value:
            _check(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if not (isinstance(name, str) and name.isascii()):
                raise NotCanonical("a name that is no text in ASCII")
            _check(each)
    else:
        raise NotCanonical(f"a {type(value).__name__}")
