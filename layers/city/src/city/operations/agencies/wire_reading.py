"""A message of the integrated platform, read tolerantly: whichever way its authors wrote it, it is one and the same.

What they write in two ways, and what is made of it: `body` or `Body`; `ocrEvtStsUsr` or `ocrEvtUsr`; `ocrNbr` of 17
digits or of 14; `tranSysHis` a list or an object; JSON or a form whose nested values are JSON text; with tags or
without. What names a message in two places must say the same in both.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from city.contracts.operations.integrated_platform import (
    ENCRYPTED_HEADER,
    SENDER_HEADER,
    SERVICE_HEADER,
    SESSION_HEADER,
    SYSTEM_HEADER,
    AnswerType,
    PlatformStatus,
)
from city.kernel.clock import SEOUL
from city.operations.agencies.errors import PlatformRefused
from city.operations.agencies.message_text import LONGEST_TEXT, read_form, read_json, read_utf8, refuse

JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"
_SERVICES = ("AUTH", "EVENT", "PREEVT")
_NUMBER = re.compile(r"\d{14}(?:\d{3})?", re.ASCII)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,19}", re.ASCII)
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,15})?", re.ASCII)
_NESTED = ("apSeq", "tranSysHis", "callBack")
# Signs that are not seen, or that turn the order of those beside them: they stand in no name of a place.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformEvent:
    """What an agency tells of one occurrence. What may say something of a person is not shown when it is printed."""

    code: str
    name: str = field(repr=False)
    grade: str
    # Seventeen digits: one of fourteen is the same with no thousandths of a second.
    number: str
    status: PlatformStatus
    longitude: float | None
    latitude: float | None
    place: str = field(repr=False)
    content: str = field(repr=False)
    occurred_at: datetime | None
    status_at: datetime | None
    ended_at: datetime | None
    user_id: str = field(repr=False)
    user_name: str = field(repr=False)
    items: tuple[tuple[str, str], ...] = field(repr=False)
    detail_code: str = field(repr=False)
    detail: str = field(repr=False)

    @property
    def occurrence(self) -> str:
        """What it is called by whoever tells it: the same for all that is told of one occurrence."""
        return f"{self.code}/{self.number}"

    @property
    def digest(self) -> str:
        """The same for the same words, whichever way they were written and however often they are sent."""
        said = "\x1f".join(f"{name}={getattr(self, name)}" for name in self.__slots__)
        return sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformMessage:
    """An envelope, and what is in it. `secret`: the session key, or of an AUTH the key of the agency."""

    service: str
    send_code: str
    system_code: str
    secret: str = field(repr=False)
    is_encrypted: bool
    requested_at: datetime | None
    # Systems that handed it on, as `<city>_<system>`.
    passed: tuple[str, ...]
    body: Mapping[str, Any] = field(repr=False)


def read_message(content_type: str, headers: Mapping[str, str], content: bytes) -> PlatformMessage:
    """The envelope of what was posted; its body is not looked at yet. Raises PlatformRefused."""
    envelope = _envelope(content_type, content)
    said = {name.lower(): value for name, value in headers.items()}

    def named(name: str, header: str) -> str:
        """What stands in the envelope, or in its header. Twice and differently, nobody knows which is meant."""
        inside, beside = _text(envelope.get(name)), said.get(header.lower(), "").strip()
        if inside and beside and inside != beside:
            refuse("two envelopes")
        return inside or beside

    service = named("svcTy", SERVICE_HEADER)
    if service not in _SERVICES:
        raise PlatformRefused(AnswerType.WRONG_VALUE, "svcTy")
    encrypted = {_text(envelope.get("encAt")).upper(), said.get(ENCRYPTED_HEADER.lower(), "").strip().upper()}
    body = _body(envelope, is_readable="Y" not in encrypted)
    session = said.get(SESSION_HEADER.lower(), "").strip() or _text(envelope.get("rrKey"))
    return PlatformMessage(
        service=service,
        send_code=named("sendCd", SENDER_HEADER),
        system_code=named("sysCd", SYSTEM_HEADER),
        secret=_text(body.get("apiKey")) if service == "AUTH" else session,
        is_encrypted="Y" in encrypted,
        requested_at=read_moment(_text(envelope.get("reqDate")), "reqDate"),
        passed=_passed(envelope.get("tranSysHis")),
        body=body,
    )


def read_event(body: Mapping[str, Any]) -> PlatformEvent:
    """What an agency tells. Raises PlatformRefused."""
    code, number = _text(body.get("evtId")), _text(body.get("ocrNbr"))
    statuses, user = _part(body, "ocrEvtSts"), _part(body, "ocrEvtStsUsr") or _part(body, "ocrEvtUsr")
    status = _text(body.get("ocrSts")) or _text(statuses.get("ocrEvtStsCd"))
    for name, value, form in (("evtId", code, _CODE), ("ocrNbr", number, _NUMBER)):
        if not value:
            raise PlatformRefused(AnswerType.MISSING, name)
        if not form.fullmatch(value):
            raise PlatformRefused(AnswerType.WRONG_VALUE, name)
    if status not in list(PlatformStatus):
        raise PlatformRefused(AnswerType.WRONG_VALUE if status else AnswerType.MISSING, "ocrSts")
    longitude, latitude = _position(_part(body, "ocrLc"))
    detail = _part(body, "ocrEvtDtl")
    return PlatformEvent(
        code=code,
        name=_words(body.get("evtNm")),
        grade=_words(body.get("evtGrad")),
        number=number.ljust(17, "0"),
        status=PlatformStatus(status),
        longitude=longitude,
        latitude=latitude,
        place=_words(body.get("ocrPlc")),
        content=_words(body.get("ocrEvtCn")),
        occurred_at=read_moment(_text(body.get("ocrEvtTime")), "ocrEvtTime"),
        status_at=read_moment(_text(body.get("ocrEvtStsTime")), "ocrEvtStsTime"),
        ended_at=read_moment(_text(body.get("ocrEvtEndTime")), "ocrEvtEndTime"),
        user_id=_words(user.get("ocrEvtUsrId")),
        user_name=_words(user.get("ocrEvtUsrNm")),
        items=_items(body.get("ocrEvtItem")),
        detail_code=_words(detail.get("ocrEvtDtlCd")),
        detail=_words(detail.get("ocrEvtDtlCdDtl")),
    )


def read_moment(text: str, name: str) -> datetime | None:
    """`yyyyMMddHHmmss` of Seoul, with or without thousandths; None for nothing. Raises PlatformRefused."""
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise PlatformRefused(AnswerType.WRONG_VALUE, name)
    parts = [int(text[start:end]) for start, end in ((0, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 14))]
    year, month, day, hour, minute, second = parts
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=SEOUL).astimezone(UTC)
        return moment + timedelta(milliseconds=int(text[14:] or 0))
    except (ValueError, OverflowError):
        raise PlatformRefused(AnswerType.WRONG_VALUE, name) from None


def _envelope(content_type: str, content: bytes) -> dict[str, Any]:
    kind = content_type.partition(";")[0].strip().lower()
    if kind == JSON_TYPE:
        envelope = read_json(read_utf8(content))
        if not isinstance(envelope, dict):
            refuse("no object")
        return envelope
    if kind != FORM_TYPE:
        raise PlatformRefused(AnswerType.NOT_SUPPORTED, "content type")
    fields: dict[str, Any] = dict(read_form(content))
    return {name: read_json(value) if name in _NESTED and value else value for name, value in fields.items()}


def _body(envelope: Mapping[str, Any], *, is_readable: bool) -> Mapping[str, Any]:
    bodies = [envelope[name] for name in ("body", "Body") if name in envelope]
    if len(bodies) > 1:
        refuse("two bodies")
    if not is_readable:
        return {}
    # What is posted may be the body alone, its envelope standing in the headers.
    body = bodies[0] if bodies else envelope
    if isinstance(body, str):
        body = read_json(body)
    if not isinstance(body, dict):
        refuse("no body")
    return body


def _passed(history: Any) -> tuple[str, ...]:
    match history:
        case list():
            steps = [value for each in history for value in (each.values() if isinstance(each, dict) else [each])]
        case dict():
            steps = list(history.values())
        case _:
            steps = []
    return tuple(_text(step) for step in steps)


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    if isinstance(part, str) and part:
        part = read_json(part)
    if part in (None, ""):
        return {}
    if not isinstance(part, dict):
        raise PlatformRefused(AnswerType.WRONG_VALUE, name)
    return part


def _items(items: Any) -> tuple[tuple[str, str], ...]:
    if isinstance(items, str) and items:
        items = read_json(items)
    if items in (None, ""):
        return ()
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        raise PlatformRefused(AnswerType.WRONG_VALUE, "ocrEvtItem")
    return tuple((_words(each.get("key")), _words(each.get("val"))) for each in items)


def _position(location: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Longitude and latitude; neither, where they are none. Swapped ones are not turned: a guess sends help elsewhere."""
    x, y = _text(location.get("crdntX")), _text(location.get("crdntY"))
    if not (_DEGREES.fullmatch(x) and _DEGREES.fullmatch(y)):
        return None, None
    longitude, latitude = float(x), float(y)
    if abs(longitude) > 180 or abs(latitude) > 90 or (longitude, latitude) == (0, 0):
        return None, None
    return longitude, latitude


def _text(value: Any) -> str:
    """A value of the format, all of which are text; nothing for none. Raises PlatformRefused."""
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        refuse("no text")
    return value.strip()


def _words(value: Any) -> str:
    return _UNSEEN.sub("", _text(value))
