"""Opinions as they were given, and what was decided."""

from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)

from city.fines.law.tables.worklist import DeskTable

OPINIONS = "opinions"
_ENTRY = "opinion#"


class OpinionRecord(DeskTable, discriminator="opinion"):
    """An opinion as it was given (질서위반행위규제법 시행령 §3③: an oral one is recorded), and what was decided."""

    notice_number = UnicodeAttribute()
    holder = UnicodeAttribute()
    words = UnicodeAttribute()
    ground = UnicodeAttribute(null=True)
    given_at = UTCDateTimeAttribute()
    channel = UnicodeAttribute()
    phone = UnicodeAttribute(null=True)
    language = UnicodeAttribute()
    message_id = UnicodeAttribute()
    # Whether it came from the owner's telephone on file; somebody who only knew number and plate is checked by a clerk.
    verified = BooleanAttribute(default=True)
    state = UnicodeAttribute(default="pending")
    documents: ListAttribute[Any] = ListAttribute(of=UnicodeAttribute, default=list)
    decided_by = UnicodeAttribute(null=True)
    decided_at = UTCDateTimeAttribute(null=True)
    decided_ground = UnicodeAttribute(null=True)
    decided_reason = UnicodeAttribute(null=True)
    revision = VersionAttribute()

    @property
    def given_at_key(self) -> str:
        """The moment it was given, as its entry has it."""
        return str(self.entry.removeprefix(_ENTRY))


def opinion_entry(given_at: str) -> str:
    """The entry of an opinion, by the moment it was given."""
    return f"{_ENTRY}{given_at}"
