"""Answering what waits for a person."""

from dataclasses import dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.contracts.fines.staff.talks import TicketLine, TicketPage, TicketStory
from city.fines.desk.cases.service.shown import show_ticket, show_turn
from city.fines.desk.tables.desk import TICKETS, Desk, TicketRecord, add_history
from city.fines.errors import TextHoldsLink, TextRefused, TextTooLong, TicketIsClosed, TicketUnknown
from city.fines.law.privacy import Veil
from city.fines.law.tables.cases import Cases
from city.fines.service.races import look_again, write_all
from city.fines.talk.dialogue import HandOff
from city.fines.talk.replies import Replies
from city.fines.talk.service.send_text import SendText
from city.fines.talk.tables.talks import Talks
from city.fines.talk.understanding import Language
from city.kernel.clock import Clock
from city.kernel.text import LMS_BYTES, byte_length, has_link

_TURNS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class WorkTickets:
    """Shows tickets, answers and closes them."""

    connection: Connection
    cases: Cases
    desk: Desk
    talks: Talks
    send_text: SendText
    replies: Replies
    clock: Clock

    MOST = 100

    def list(self, limit: int, page: str | None) -> TicketPage:
        """Open tickets, the longest waiting first. Raises Invalid."""
        found, following = self.desk.list_work(TICKETS, limit, page)
        tickets = tuple(show_ticket(ticket, Veil()) for ticket in found if isinstance(ticket, TicketRecord))
        return TicketPage(tickets=tickets, next_page=following)

    def show(self, number: str) -> TicketStory:
        """Raises TicketUnknown."""
        ticket = self._find(number)
        turns = self.talks.under(ticket.holder, number, _TURNS_SHOWN)
        return TicketStory(**dict(show_ticket(ticket, Veil())), turns=tuple(show_turn(turn, Veil()) for turn in turns))

    def answer(self, number: str, words: str, by: str) -> TicketLine:
        """Texts the citizen and closes the ticket; once, however often it is asked for.

        A web chat cannot be texted: its ticket keeps the words as a note. Raises TicketUnknown, TicketIsClosed,
        TextHoldsLink, TextTooLong, Transient; TextRefused if no carrier takes it, and then the ticket is open again.
        """
        ticket = look_again(lambda: self._end(number, words, by, answered=True))
        if ticket.phone is not None:
            language = Language(ticket.language)
            try:
                self.send_text.send_once(
                    ticket.holder, ticket.phone, self.replies.clerks_words(language, words),
                    f"ticket-{number}-{ticket.revision}", language, ticket.answered_at, ticket.answered_by, number,
                )  # fmt: skip
            except TextRefused:
                self._reopen(ticket)
                raise
        return show_ticket(ticket, Veil())

    def close(self, number: str, reason: str, by: str) -> TicketLine:
        """Raises TicketUnknown, TicketIsClosed, Transient."""
        return show_ticket(look_again(lambda: self._end(number, reason, by, answered=False)), Veil())

    def _find(self, number: str) -> TicketRecord:
        ticket = self.desk.find_ticket(number)
        if ticket is None:
            raise TicketUnknown
        return ticket

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

    def _end(self, number: str, words: str, by: str, *, answered: bool) -> TicketRecord:
        ticket = self._find(number)
        if answered and ticket.phone is not None:
            check_text(self.replies.clerks_words(Language(ticket.language), words))
        state = "answered" if answered and ticket.phone is not None else "closed"
        if ticket.state != "open":
            if (ticket.state, ticket.answer) == (state, words):
                return ticket
            raise TicketIsClosed
        now = self.clock.now()
        ticket.state, ticket.answer, ticket.answered_by, ticket.answered_at = state, words, by, now
        ticket.worklist = ticket.since = None
        writes = Writes()
        writes.add("ticket", lambda transaction: transaction.save(ticket))
        sender = self.cases.open_file(ticket.holder).sender
        if sender.ticket == number:
            sender.ticket = sender.ticket_at = None
            writes.add("sender", lambda transaction: transaction.save(sender))
        if ticket.notice_number:
            add_history(writes, ticket.notice_number, f"ticket {number} {state}", by, now)
        write_all(writes, self.connection)
        count("TicketEnded")
        logger().info("ticket ended", extra={"ticket": number, "state": state, "by": by})
        return ticket


def check_text(text: str) -> None:
    """Raises TextHoldsLink, TextTooLong."""
    if has_link(text):
        raise TextHoldsLink
    if byte_length(text) > LMS_BYTES:
        raise TextTooLong
