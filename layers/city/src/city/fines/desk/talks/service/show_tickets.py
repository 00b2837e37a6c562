"""Showing staff what waits for a person."""

from dataclasses import dataclass

from city.contracts.fines.staff.talks import TicketPage, TicketStory
from city.fines.desk.errors import TicketUnknown
from city.fines.desk.tables.desk import DeskEntries
from city.fines.desk.talks.service.shown_talks import show_ticket, show_turn
from city.fines.law.privacy import Mask
from city.fines.talk.tables.talks import Talks
from city.fines.talk.tables.tickets import TICKETS, TicketRecord, Tickets

_TURNS_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTickets:
    """Open tickets, the longest waiting first."""

    desk: DeskEntries

    MOST = 100

    def list(self, limit: int, page: str | None) -> TicketPage:
        """Open tickets, the longest waiting first. Raises Invalid."""
        found, following = self.desk.list_work(TICKETS, limit, page)
        tickets = tuple(show_ticket(ticket, Mask()) for ticket in found if isinstance(ticket, TicketRecord))
        return TicketPage(tickets=tickets, next_page=following)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowTicket:
    """Shows a ticket with what was said under it."""

    tickets: Tickets
    talks: Talks

    def show(self, number: str) -> TicketStory:
        """Raises TicketUnknown."""
        ticket = find_ticket(self.tickets, number)
        turns = self.talks.under(ticket.holder, number, _TURNS_SHOWN)
        return TicketStory(**dict(show_ticket(ticket, Mask())), turns=tuple(show_turn(turn, Mask()) for turn in turns))


def find_ticket(tickets: Tickets, number: str) -> TicketRecord:
    """Raises TicketUnknown."""
    ticket = tickets.find(number)
    if ticket is None:
        raise TicketUnknown
    return ticket
