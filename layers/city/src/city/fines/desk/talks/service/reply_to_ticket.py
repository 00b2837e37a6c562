"""Answering what waits for a person."""

from dataclasses import dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.talks import TicketLine
from city.fines.desk.talks.service.end_ticket import EndTicket
from city.fines.desk.talks.service.show_tickets import find_ticket
from city.fines.desk.talks.service.shown_talks import show_ticket
from city.fines.law.language import Language
from city.fines.law.privacy import Mask
from city.fines.law.service.races import write_all
from city.fines.talk.clerks_words import check_text
from city.fines.talk.dialogue import HandOff
from city.fines.talk.errors import TextRefused
from city.fines.talk.replies import Replies
from city.fines.talk.service.send_text import OwnText, SendTextOnce
from city.fines.talk.tables.tickets import TICKETS, TicketRecord, Tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyToTicket:
    """Ends the ticket with a clerk's words: texted to a telephone, read on the web with the ticket's code.

    A ticket behind which nobody waits (a missed instalment) keeps them as a note.
    """

    connection: Connection
    tickets: Tickets
    end_ticket: EndTicket
    send_text: SendTextOnce
    replies: Replies

    def reply(self, number: str, words: str, by: str) -> TicketLine:
        """Answers the citizen and closes the ticket; once, however often it is asked for.

        Raises TicketUnknown, TicketIsClosed, TextHoldsLink, TextTooLong, Transient; TextRefused if no carrier takes it,
        and then the ticket is open again.
        """
        known = find_ticket(self.tickets, number)
        reached = known.phone is not None or known.channel == "web"
        if reached:
            check_text(self.replies.clerks_words(Language(known.language), words))
        ticket = self.end_ticket.end(number, words, by, state="answered" if reached else "closed")
        if ticket.phone is not None:
            language = Language(ticket.language)
            try:
                self.send_text.send(
                    OwnText(
                        holder=ticket.holder,
                        phone=ticket.phone,
                        text=self.replies.clerks_words(language, words),
                        key=f"ticket-{number}-{ticket.revision}",
                        language=language,
                        at=ticket.answered_at,
                        by=ticket.answered_by,
                        ticket=number,
                    )
                )
            except TextRefused:
                self._reopen(ticket)
                raise
        return show_ticket(ticket, Mask())

    def _reopen(self, ticket: TicketRecord) -> None:
        """Puts a ticket back on the list whose answer reached nobody."""
        ticket.state, ticket.reason = "open", HandOff.TEXT_REFUSED.value
        ticket.answer = ticket.answered_by = ticket.answered_at = None
        ticket.worklist, ticket.since = TICKETS, ticket.opened_at
        writes = Writes()
        writes.add("ticket", lambda transaction: transaction.save(ticket))
        write_all(writes, self.connection)
        count("TextRefused")
        logger().warning("text refused", extra={"ticket": ticket.number})
