"""The text of a message as values: JSON and forms, read so strictly that two readers could not read them differently.

Nothing is guessed: a name given twice, a number that is none, half a character and a nest too deep are refused
(PlatformRefused, 4000), without a word of what was sent.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from city.contracts.operations.integrated_platform import AnswerType
from city.operations.agencies.errors import PlatformRefused

MOST_DEPTH: Final = 8
MOST_VALUES: Final = 2_000
MOST_FIELDS: Final = 60
# No field of the format is longer; what is written in it has 8,192 characters at most.
LONGEST_TEXT: Final = 8_192
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")
_STRAY_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_NUMBER = 40


def refuse(because: str) -> NoReturn:
    raise PlatformRefused(AnswerType.BAD_REQUEST, because)


def read_json(text: str) -> Any:
    """The value of a JSON text (RFC 8259). Raises PlatformRefused."""
    if _depth_of(text) > MOST_DEPTH:
        refuse("too deep")
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=lambda _: refuse("no number"),
            parse_int=_number,
            parse_float=_number,
        )
    except (ValueError, RecursionError):
        refuse("no JSON")
    _check(value)
    return value


def read_form(content: bytes) -> dict[str, str]:
    """The fields of application/x-www-form-urlencoded in UTF-8, each once. Raises PlatformRefused."""
    pairs = content.split(b"&")
    if len(pairs) > MOST_FIELDS:
        refuse("too many fields")
    fields: dict[str, str] = {}
    for pair in pairs:
        name, _, value = (_unquoted(part) for part in pair.partition(b"="))
        if name in fields:
            refuse("a field twice")
        fields[name] = value
    return fields


def read_utf8(content: bytes) -> str:
    """Raises PlatformRefused."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse("no UTF-8")


def _unquoted(part: bytes) -> str:
    if _STRAY_PERCENT.search(part):
        refuse("a stray percent sign")
    return read_utf8(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part.replace(b"+", b" ")))


def _depth_of(text: str) -> int:
    depth = deepest = 0
    for sign in re.findall(r"[\[{\]}]", _STRING.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        refuse("a name twice")
    return found


def _number(text: str) -> str:
    """As it was written: every value of the format is text, and 126.10 is not to become 126.1."""
    if len(text) > _LONGEST_NUMBER:
        refuse("a number too long")
    return text


def _check(value: Any) -> None:
    waiting, seen = [value], 0
    while waiting:
        each = waiting.pop()
        seen += 1
        if seen > MOST_VALUES:
            refuse("too many values")
        match each:
            case str() if len(each) > 8 * LONGEST_TEXT or _SURROGATE.search(each):
                refuse("no text")
            case dict():
                waiting += [*each.keys(), *each.values()]
            case list():
                waiting += each
