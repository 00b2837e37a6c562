"""Ending a ticket: what an answer and a closing have in common."""

from dataclasses import dataclass

from pynamodb.connection import Connection

from city.aws.dynamo import Writes
from city.aws.observability import count, logger
from city.fines.desk.errors import TicketIsClosed
from city.fines.desk.talks.service.show_tickets import find_ticket
from city.fines.law.service.races import look_again, write_all
from city.fines.law.tables.cases import Cases
from city.fines.law.tables.history import add_history
from city.fines.talk.tables.tickets import TicketRecord, Tickets
from city.kernel.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTicket:
    """Ends a ticket, answered or not; once, however often it is asked for."""

    connection: Connection
    cases: Cases
    tickets: Tickets
    clock: Clock

    def end(self, number: str, words: str, by: str, *, state: str) -> TicketRecord:
        """`state` is what it becomes: answered or closed. Raises TicketUnknown, TicketIsClosed, Transient."""
        return look_again(lambda: self._ended(number, words, by, state))

    def _ended(self, number: str, words: str, by: str, state: str) -> TicketRecord:
        ticket = find_ticket(self.tickets, number)
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
            add_history(writes, ticket.notice_number, f"ticket {number} {state}", by=by, at=now)
        write_all(writes, self.connection)
        count("TicketEnded")
        logger().info("ticket ended", extra={"ticket": number, "state": state, "by": by})
        return ticket
