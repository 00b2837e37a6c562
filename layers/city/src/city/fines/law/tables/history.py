"""What happened to each notice, line by line."""

from datetime import datetime

from city.aws.dynamo import Writes
from city.fines.law.tables.worklist import DeskTable
from city.office.tables.history import HistoryAttributes, add_history_line

BY_CITIZEN = "citizen"


class HistoryRecord(HistoryAttributes, DeskTable, discriminator="history"):
    """One thing that happened to a notice."""


def notice_subject(number: str) -> str:
    return f"notice#{number}"


def add_history(writes: Writes, number: str, what: str, *, by: str, at: datetime, note: str | None = None) -> None:
    """Adds one line to a notice's history; the same line at the same moment is written once."""
    add_history_line(writes, HistoryRecord, notice_subject(number), what=what, by=by, at=at, note=note)
