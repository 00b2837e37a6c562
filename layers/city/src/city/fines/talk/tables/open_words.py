"""Words that may be an opinion and wait for a yes: kept until they are answered for, or a person takes them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pynamodb.attributes import ListAttribute, UnicodeAttribute

from city.aws.dynamo import Writes
from city.fines.law.tables.worklist import DeskTable
from city.fines.talk.dialogue import REMEMBERED, Memory

OPEN_WORDS = "open_words"


class OpenWordsRecord(DeskTable, discriminator="open_words"):
    """What somebody told as a reason. `since` is when their conversation is forgotten."""

    holder = UnicodeAttribute()
    phone = UnicodeAttribute(null=True)
    channel = UnicodeAttribute()
    language = UnicodeAttribute()
    words = UnicodeAttribute()
    notice_numbers: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)


def _subject(holder: str) -> str:
    return f"open_words#{holder}"


def add_open_words(
    writes: Writes,
    before: Memory | None,
    memory: Memory,
    *,
    holder: str,
    phone: str | None,
    channel: str,
    now: datetime,
) -> None:
    """Adds the write that keeps what waits, or strikes off what has been answered for. `phone` is in E.164."""
    gone = before.draft_at if before is not None and before.draft_at != memory.draft_at else None
    if gone is not None:
        answered = OpenWordsRecord(_subject(holder), gone)
        writes.add("words answered for", lambda transaction: transaction.delete(answered))
    if memory.draft is not None and memory.draft_at is not None:
        record = OpenWordsRecord(
            _subject(holder),
            memory.draft_at,
            worklist=OPEN_WORDS,
            since=now + REMEMBERED,
            holder=holder,
            phone=phone,
            channel=channel,
            language=memory.language.value,
            words=memory.draft,
            notice_numbers=list(memory.drafted_on),
        )
        writes.add("open words", lambda transaction: transaction.save(record))


def strike_off(writes: Writes, record: OpenWordsRecord) -> None:
    """Adds the write that takes words off the list, as they were read: refused if they were answered for or went on."""
    writes.add(
        "open words",
        lambda transaction: transaction.delete(record, condition=OpenWordsRecord.since == record.since),
    )


def forgotten_by(now: datetime) -> Iterator[OpenWordsRecord]:
    """Words whose conversation is forgotten, the longest waiting first. Eventually consistent."""
    found = OpenWordsRecord.by_worklist.query(OPEN_WORDS, OpenWordsRecord.since <= now)
    yield from (record for record in found if isinstance(record, OpenWordsRecord))


def delete_open_words(holder: str) -> None:
    """Deletes what somebody told and did not say to record."""
    for record in OpenWordsRecord.query(_subject(holder), consistent_read=True):
        record.delete()
