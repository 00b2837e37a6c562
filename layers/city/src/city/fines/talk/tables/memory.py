"""A conversation's memory, as it is stored with whoever writes."""

import json
from dataclasses import asdict
from datetime import datetime

from pynamodb.exceptions import DoesNotExist

from city.fines.law.language import Language
from city.fines.law.tables.case_records import SENDER_ENTRY, SENDER_KEPT, SenderRecord
from city.fines.talk.dialogue import REMEMBERED, Asked, Memory
from city.fines.talk.understanding import Intent

_LISTS = ("plates", "notice_numbers", "offered", "drafted_on", "filed_on")


def recall(sender: SenderRecord, now: datetime) -> Memory | None:
    """The conversation; None if it is more than thirty minutes old."""
    fresh = sender.memory is not None and sender.memory_until is not None and now < sender.memory_until
    return read_memory(sender.memory) if fresh else None


def remember(sender: SenderRecord, memory: Memory, now: datetime) -> None:
    """Sets on the record what the next message is read with; the caller saves it."""
    sender.memory, sender.memory_until = write_memory(memory), now + REMEMBERED
    sender.language = memory.language.value
    # DynamoDB forgets it a while after the last word, but never a consent.
    sender.expires = None if sender.consent else now + SENDER_KEPT


def write_memory(memory: Memory) -> str:
    fields = {name: value for name, value in asdict(memory).items() if value not in (None, (), 0, False)}
    return json.dumps(fields, ensure_ascii=False)


def read_memory(text: str) -> Memory | None:
    """None for a memory of an earlier release that this one cannot read: the citizen is asked again."""
    try:
        fields = json.loads(text)
        return Memory(
            **{
                **fields,
                "asked": Asked(fields.get("asked", Asked.NOTHING)),
                "topic": Intent(fields.get("topic", Intent.UNCLEAR)),
                **{name: tuple(fields.get(name, ())) for name in _LISTS},
                "language": Language(fields.get("language", Language.KOREAN)),
            }
        )
    except (ValueError, TypeError):
        return None


class Conversations:
    """Of those who write, what is remembered; for whoever asks what that is."""

    def remembered_until(self, holder: str) -> datetime | None:
        sender = self._find(holder)
        return sender.memory_until if sender is not None and sender.memory is not None else None

    def forget(self, holder: str) -> None:
        """The conversation goes at once; what bounds look-ups in vain goes with the entry, days later."""
        sender = self._find(holder)
        if sender is None:
            return
        gone = (SenderRecord.memory, SenderRecord.memory_until, SenderRecord.language)
        open_ticket = (SenderRecord.ticket, SenderRecord.ticket_at)
        sender.update(actions=[attribute.remove() for attribute in (*gone, *open_ticket)])

    def _find(self, holder: str) -> SenderRecord | None:
        try:
            record: SenderRecord = SenderRecord.get(holder, SENDER_ENTRY, consistent_read=True)
        except DoesNotExist:
            return None
        return record
