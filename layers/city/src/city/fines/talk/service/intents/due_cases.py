"""Cases with something to pay on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from city.fines.law.notices import Notice
from city.fines.law.quotes import Quote, quote
from city.fines.law.tables.case_records import NoticeRecord
from city.fines.talk.dialogue import Wish
from city.kernel.errors import Rejected


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case as it was read, and what it costs that day."""

    record: NoticeRecord
    notice: Notice
    offer: Quote


def due_on(records: Sequence[NoticeRecord], day: date) -> list[DueCase]:
    """Those of the cases with something to pay on a day in Seoul."""
    due = []
    for record in records:
        notice = record.to_notice()
        try:
            due.append(DueCase(record, notice, quote(notice, day)))
        except Rejected:
            continue
    return due


def those_meant(wish: Wish, due: list[DueCase]) -> list[DueCase]:
    """The cases that are meant by their amount, or as the others; all of them, where that tells none."""
    if wish.chosen or len(due) < 2:
        return due
    meant = [case for case in due if case.offer.amount_krw in wish.amounts_krw]
    if wish.the_rest and not meant:
        meant = [case for case in due if case.record.current_issue is None]
    return meant or due
