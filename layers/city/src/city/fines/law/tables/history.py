"""What happened to each notice, line by line."""

from datetime import datetime

from pynamodb.attributes import (
    UnicodeAttribute,
    UTCDateTimeAttribute,
)

from city.aws.dynamo import Writes
from city.fines.law.tables.worklist import DeskTable

BY_CITIZEN = "citizen"


class HistoryRecord(DeskTable, discriminator="history"):
    """One thing that happened to a notice."""

    what = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    by = UnicodeAttribute()
    note = UnicodeAttribute(null=True)


def notice_subject(number: str) -> str:
    return f"notice#{number}"


def add_history(writes: Writes, number: str, what: str, *, by: str, at: datetime, note: str | None = None) -> None:
    """Adds one line to a notice's history; the same line at the same moment is written once."""
    record = HistoryRecord(
        notice_subject(number), f"history#{at:%Y-%m-%dT%H:%M:%S.%f}#{what}", what=what, at=at, by=by, note=note
    )
    writes.add(f"history {number} {what}", lambda transaction: transaction.save(record))
