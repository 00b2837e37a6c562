"""What happened to a subject, line by line, in a domain's own desk table."""

from datetime import datetime
from typing import Protocol

from pynamodb.attributes import UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.models import Model

from city.aws.dynamo import Writes

HISTORY = "history#"


class HistoryAttributes:
    """The attributes of a line, for a record of the desk's table to take in."""

    what = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    by = UnicodeAttribute()
    note = UnicodeAttribute(null=True)


class _HistoryRecord(Protocol):
    """A record class of a desk's table that takes HistoryAttributes in."""

    def __call__(self, subject: str, entry: str, /, *, what: str, at: datetime, by: str, note: str | None) -> Model: ...


def add_history_line(
    writes: Writes, record: _HistoryRecord, subject: str, *, what: str, by: str, at: datetime, note: str | None
) -> None:
    """Adds one line to a subject's history; the same line at the same moment is written once."""
    line = record(subject, f"{HISTORY}{at:%Y-%m-%dT%H:%M:%S.%f}#{what}", what=what, at=at, by=by, note=note)
    writes.add(f"history {subject.partition('#')[2]} {what}", lambda transaction: transaction.save(line))
