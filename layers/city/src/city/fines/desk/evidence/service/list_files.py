"""Showing staff which files a citizen handed in with an opinion or a ticket."""

from dataclasses import dataclass

from city.contracts.fines.staff.evidence import FileLine, FileList
from city.fines.desk.errors import OpinionUnknown, TicketUnknown
from city.fines.desk.tables.desk import DeskEntries
from city.fines.law.privacy import Mask
from city.fines.talk.tables.files import FileRecord, Files
from city.fines.talk.tables.tickets import Tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilesOfOpinion:
    """Those that its giver sent about this notice, or before it was said which one: those may belong to it."""

    files: Files
    desk: DeskEntries

    def list(self, number: str, given_at: str) -> FileList:
        """Raises OpinionUnknown."""
        opinion = self.desk.find_opinion(number, given_at)
        if opinion is None:
            raise OpinionUnknown
        sent = self.files.sent_by(opinion.holder)
        return _shown([record for record in sent if record.notice_number in (number, None)])


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilesOfTicket:
    """All that whoever is behind a ticket sent: what it is about, a person finds out."""

    files: Files
    tickets: Tickets

    def list(self, number: str) -> FileList:
        """Raises TicketUnknown."""
        ticket = self.tickets.find(number)
        if ticket is None:
            raise TicketUnknown
        return _shown(self.files.sent_by(ticket.holder))


def _shown(records: list[FileRecord]) -> FileList:
    mask = Mask()
    return FileList(
        files=tuple(
            FileLine(
                holder=record.holder,
                file_id=record.file_id,
                name=mask.words(record.name),
                content_type=record.content_type,
                size_bytes=int(record.size_bytes),
                sent_at=record.sent_at,
                notice_number=record.notice_number,
                ticket=record.ticket,
            )
            for record in records
        )
    )
