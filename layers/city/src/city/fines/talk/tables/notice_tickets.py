"""Which tickets were opened about a notice: an entry each beside its opinions, so that one read finds them."""

from pynamodb.attributes import UnicodeAttribute

from city.aws.dynamo import Writes
from city.fines.law.tables.history import notice_subject
from city.fines.law.tables.opinions import OpinionRecord, opinion_entry
from city.fines.law.tables.worklist import DeskTable

_READ_AT_MOST = 100
_ENTRY = "ticket#"


class NoticeTicketRecord(DeskTable, discriminator="notice_ticket"):
    """That a ticket was opened about a notice."""

    ticket = UnicodeAttribute()


def add_notice_ticket(writes: Writes, notice_number: str, ticket: str) -> None:
    record = NoticeTicketRecord(notice_subject(notice_number), f"{_ENTRY}{ticket}", ticket=ticket)
    writes.add("notice ticket", lambda transaction: transaction.save(record))


def on_notice(number: str) -> tuple[list[OpinionRecord], list[str]]:
    """The opinions on a notice and the numbers of its tickets, the oldest first. One strongly consistent read."""
    # Of all that is kept about a notice, between these: what staff did and looked at lies outside.
    wanted = DeskTable.entry.between(opinion_entry(""), f"{_ENTRY}~")
    entries = list(DeskTable.query(notice_subject(number), wanted, consistent_read=True, limit=_READ_AT_MOST))
    tickets = [str(entry.ticket) for entry in entries if isinstance(entry, NoticeTicketRecord)]
    return [entry for entry in entries if isinstance(entry, OpinionRecord)], tickets


def tickets_on_notice(number: str) -> list[NoticeTicketRecord]:
    """The entries themselves, for whoever deletes a case."""
    return list(
        NoticeTicketRecord.query(
            notice_subject(number), NoticeTicketRecord.entry.startswith(_ENTRY), consistent_read=True
        )
    )
