"""Single values of a document: read, or a fault of the element they stand in."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from city.operations.alerts.cap.model import Circle, Corner, Reference
from city.operations.alerts.cap.rules import Fault, Rule

LONGEST_NAME = 200
_MOST_REFERENCES = 200
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[-+][0-9]{2}:[0-9]{2}")
# Beyond these no clock of an office is, and arithmetic in UTC would leave the calendar.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_WIDEST_OFFSET = timedelta(hours=14)
_NAME = re.compile(r"[^\s,<&]+")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_MIME = re.compile(r"[\w!#$&^.+-]{1,127}/[\w!#$&^.+-]{1,127}(\s*;.{0,200})?", re.ASCII)
_URI = re.compile(r"[^\s<>\"{}|\\^`]{1,2000}")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,30}:")
_DIGEST = re.compile(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")
_WHOLE = re.compile(r"\+?[0-9]{1,15}")
_DECIMAL = re.compile(r"[-+]?([0-9]{1,12}(\.[0-9]{0,24})?|\.[0-9]{1,24})")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,15}(\s[^<>]{0,200})?/?>")
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
# Half the way round the earth.
_WIDEST_KM = 20_040

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")
Note = Callable[[Rule], None]


class Reader:
    """Reads the value of one element; what is wrong goes to `faults`, under the element's path."""

    def __init__(self, faults: list[Fault], path: str) -> None:
        self._faults, self.path = faults, path

    def fail(self, rule: Rule) -> None:
        self._faults.append(Fault(rule, self.path))

    def choice(self, text: str, choices: type[Choice]) -> Choice | None:
        try:
            return choices(text)
        except ValueError:
            self.fail(Rule.VALUE_UNKNOWN)
            return None

    def name(self, text: str, rule: Rule) -> str:
        if len(text) > LONGEST_NAME:
            self.fail(Rule.TEXT_TOO_LONG)
        elif not _NAME.fullmatch(text):
            self.fail(rule)
        return text

    def moment(self, text: str) -> datetime | None:
        moment = read_moment(text.strip())
        if moment is None:
            self.fail(Rule.MOMENT_FORM)
        return moment

    def references(self, text: str) -> tuple[Reference, ...]:
        found = [read_reference(triple) for triple in text.split(None, _MOST_REFERENCES)]
        good = tuple(each for each in found if each is not None)
        if len(good) < len(found):
            self.fail(Rule.REFERENCES_FORM)
        return good

    def prose(self, text: str) -> str:
        if _TAG.search(text):
            self.fail(Rule.HTML_TAGS)
        if _ENTITY.search(text):
            self.fail(Rule.HTML_ENTITIES)
        return text

    def language(self, text: str) -> str:
        return self._matching(text.strip(), _LANGUAGE, Rule.LANGUAGE_FORM)

    def mime_type(self, text: str) -> str:
        return self._matching(text, _MIME, Rule.MIME_FORM)

    def digest(self, text: str) -> str:
        return self._matching(text.strip(), _DIGEST, Rule.DIGEST_FORM)

    def web(self, text: str) -> str:
        text = self._matching(text.strip(), _URI, Rule.WEB_FORM)
        if _URI.fullmatch(text) and not is_absolute(text):
            self.fail(Rule.WEB_FORM)
        return text

    def uri(self, text: str) -> str:
        return self._matching(text.strip(), _URI, Rule.URI_FORM)

    def size(self, text: str) -> int | None:
        if not _WHOLE.fullmatch(text.strip()):
            self.fail(Rule.SIZE_FORM)
            return None
        return int(text)

    def height(self, text: str) -> Decimal | None:
        if not _DECIMAL.fullmatch(text.strip()):
            self.fail(Rule.HEIGHT_FORM)
            return None
        return Decimal(text.strip())

    def polygon(self, text: str) -> tuple[Corner, ...]:
        """Its corners; whether its sides cross is another's to say."""
        ring = [read_corner(pair) for pair in text.split()]
        good = tuple(corner for corner in ring if corner is not None)
        if len(good) < len(ring):
            self.fail(Rule.POLYGON_POSITION)
        elif len(good) < 4:
            self.fail(Rule.POLYGON_SHORT)
        elif good[0] != good[-1]:
            self.fail(Rule.POLYGON_OPEN)
        return good

    def circle(self, text: str) -> Circle | None:
        match text.split():
            case [pair, radius] if (centre := read_corner(pair)) is not None and _DECIMAL.fullmatch(radius):
                if 0 <= float(radius) <= _WIDEST_KM:
                    return Circle(centre, abs(float(radius)))
        self.fail(Rule.CIRCLE_FORM)
        return None

    def _matching(self, text: str, form: re.Pattern[str], rule: Rule) -> str:
        if not form.fullmatch(text):
            self.fail(rule)
        return text


def is_absolute(uri: str) -> bool:
    return _SCHEME.match(uri) is not None


def read_moment(text: str) -> datetime | None:
    """A moment with its offset; None for what is none."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = moment.utcoffset()
    assert offset is not None
    return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR and abs(offset) <= _WIDEST_OFFSET else None


def read_reference(text: str) -> Reference | None:
    match text.split(","):
        case [sender, identifier, sent] if sender and identifier and (moment := read_moment(sent)) is not None:
            if max(len(sender), len(identifier)) <= LONGEST_NAME:
                return Reference(sender, identifier, moment)
    return None


def read_corner(pair: str) -> Corner | None:
    """`latitude,longitude` in degrees."""
    latitude, _, longitude = pair.partition(",")
    if not (_DECIMAL.fullmatch(latitude) and _DECIMAL.fullmatch(longitude)):
        return None
    # Adding nothing turns -0 into 0.
    corner = float(latitude) + 0.0, float(longitude) + 0.0
    return corner if -90 <= corner[0] <= 90 and -180 <= corner[1] <= 180 else None
