"""LG U+ Message Hub: the texts it hands over by its MO webhook (MO: sent by a mobile).

Field names and habits are those of public code and of real traffic, not of an official page: `moMsg` is null when an
MMS is only a photo, `contentSize` comes as text, `moRecvDt` in three spellings, and registering the webhook posts one
item of nothing but empty strings. The hub signs nothing, so its webhook has a secret in its path.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from city.contracts.base import AwareMoment, Contract, ForeignContract
from city.contracts.fines.sms import MAX_TEXT_CHARACTERS, InboundMessage

MAX_BODY_BYTES = 256 * 1024
MAX_ITEMS = 1000
TAKEN = "10000"  # after any other answer the hub sends the batch again

_KST = timezone(timedelta(hours=9))
_MOMENT = re.compile(r"20\d\d-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_BARE_MOMENT = re.compile(r"20\d{12}", re.ASCII)
# What JSON can spell and a queue cannot carry.
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_TITLE = "제목없음"
_IMAGES = {"jpg", "jpeg", "png", "gif", "bmp", "heic", "heif", "webp"}


def _read_moment(value: object) -> object:
    """The hub's clock shows Seoul's time and does not say so; read as UTC it would be nine hours late."""
    if isinstance(value, datetime):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if _BARE_MOMENT.fullmatch(text):
        moment = datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=_KST)
    elif _MOMENT.fullmatch(text):
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=_KST)
    else:
        return None  # no moment: pydantic refuses it
    return moment.astimezone(UTC)


def _sayable(value: object) -> object:
    return _UNSAYABLE.sub("", str(value)) if isinstance(value, str | int) else value


def _word(value: object) -> object:
    """A field nothing depends on: whatever is no word is left out."""
    return _sayable(value) if isinstance(value, str | int) else None


def _whole_number(value: object) -> object:
    return value if re.fullmatch(r"\d{1,9}", str(value), re.ASCII) else None


def _readable_contents(value: object) -> object:
    """An attachment nobody can read does not cost the citizen the text beside it."""
    return [content for content in value if isinstance(content, dict)] if isinstance(value, list | tuple) else []


_Word = Annotated[str | None, BeforeValidator(_word)]
_Number = Annotated[int | None, BeforeValidator(_whole_number)]


class MessageHubContent(ForeignContract):
    """One attachment. Where it lies (`contentUrl`) is neither kept nor followed: anyone may have written it."""

    extension: Annotated[_Word, Field(alias="contentExt")] = None
    size_bytes: Annotated[_Number, Field(alias="contentSize")] = None

    @property
    def is_image(self) -> bool:
        return (self.extension or "").lower().lstrip(".") in _IMAGES


class MessageHubText(ForeignContract):
    """One text of a citizen."""

    key: Annotated[str, BeforeValidator(_sayable), Field(alias="moKey", min_length=1, max_length=500)]
    citizen_number: Annotated[
        str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9\- ]{2,18}$"), Field(alias="moCallback")
    ]
    received_at: Annotated[AwareMoment, BeforeValidator(_read_moment), Field(alias="moRecvDt")]
    message: Annotated[str | None, BeforeValidator(_sayable), Field(alias="moMsg")] = None
    title: Annotated[_Word, Field(alias="moTitle")] = None
    city_number: Annotated[_Word, Field(alias="moNumber")] = None
    # SMSMO, MMSMO and RCSMO are documented and LMSMO was seen; whatever it is called, it is a text.
    kind: Annotated[_Word, Field(alias="moType")] = None
    product_code: Annotated[_Word, Field(alias="productCode")] = None
    telco: Annotated[_Word, Field(alias="telco")] = None
    content_count: Annotated[_Number, Field(alias="contentCnt")] = None
    contents: Annotated[
        tuple[MessageHubContent, ...], BeforeValidator(_readable_contents), Field(alias="contentInfoLst")
    ] = ()

    @property
    def words(self) -> str:
        """What the citizen wrote; the title too, where it is the citizen's and not the telephone's."""
        message, title = (self.message or "").strip(), (self.title or "").strip()
        if title.replace(" ", "") == _NO_TITLE or message.startswith(title):
            return message
        return f"{title}\n{message}".strip()

    def to_inbound(self) -> InboundMessage:
        """What is longer than any carrier's text is cut, not refused: its beginning says what is wanted."""
        return InboundMessage(
            message_id=_message_id(self.key),
            sender=self.citizen_number,
            text=self.words[:MAX_TEXT_CHARACTERS],
            received_at=self.received_at,
            has_photo=any(content.is_image for content in self.contents),
        )


def _message_id(key: str) -> str:
    """`mo-` and the hub's key; with a digest where the key has not the shape of an id, so that no two keys meet."""
    message_id = f"mo-{key}"
    if re.fullmatch(r"[A-Za-z0-9._\-]{8,100}", message_id):
        return message_id
    readable = re.sub(r"[^A-Za-z0-9._\-]", "-", message_id)[:67]
    return f"{readable}-{hashlib.sha256(key.encode()).hexdigest()[:32]}"


class MessageHubBatch(ForeignContract):
    """What the webhook posts. Items stay as they came, so that an unreadable one takes no other with it."""

    count: Annotated[_Number, Field(alias="moCnt")] = None
    items: Annotated[list[object], BeforeValidator(lambda value: value or []), Field(alias="moLst")]


class BatchTaken(Contract):
    """Anything else, and the hub sends the batch again."""

    code: str = TAKEN


class BatchTooLarge(Exception):
    """More than the hub ever sends at once."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One call of the webhook: texts in the order they were sent, and what nobody can read, as it came."""

    messages: tuple[InboundMessage, ...] = ()
    unreadable: tuple[str, ...] = ()


def read_delivery(body: bytes) -> Delivery:
    """Reads item by item: what is wrong with one costs no other. Raises BatchTooLarge."""
    if len(body) > MAX_BODY_BYTES:
        raise BatchTooLarge
    posted, in_utf8 = _decoded(body)
    try:
        return _read_items(_items(json.loads(posted)), in_utf8)
    except (ValueError, RecursionError):
        return Delivery(unreadable=(_carried(posted),) if posted.strip() else ())


def _decoded(body: bytes) -> tuple[str, bool]:
    """The body's text, and whether it is in UTF-8 as agreed.

    In what else it may be is a guess (CP949, mostly), good enough for a person to read and not to answer a citizen by.
    """
    for encoding in ("utf-8", "cp949"):
        try:
            return body.decode(encoding), encoding == "utf-8"
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", errors="replace"), False


def _read_items(items: list[object], in_utf8: bool) -> Delivery:
    messages, unreadable = [], []
    for item in items:
        if _is_ping(item):
            continue
        written = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
        if not in_utf8 and not written.isascii():
            unreadable.append(_carried(written))
            continue
        try:
            messages.append(MessageHubText.model_validate(item).to_inbound())
        except ValidationError:
            unreadable.append(_carried(written))
    messages.sort(key=lambda message: message.received_at)
    return Delivery(tuple(messages), tuple(unreadable))


def _items(posted: object) -> list[object]:
    """The items of a batch; whatever is no batch is read as one item, as the ping comes."""
    try:
        batch = MessageHubBatch.model_validate(posted)
    except ValidationError:
        return [posted]
    if len(batch.items) > MAX_ITEMS:
        raise BatchTooLarge
    return batch.items


def _is_ping(item: object) -> bool:
    """Registering the webhook posts an item of empty strings: nobody's text."""
    return isinstance(item, dict) and not any(item.values())


def _carried(text: str) -> str:
    """`text` with what a queue cannot carry escaped as JSON escapes it."""
    return _UNSAYABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
