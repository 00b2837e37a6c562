"""Closing a ticket that needs no answer."""

from dataclasses import dataclass

from city.contracts.fines.staff.talks import TicketLine
from city.fines.desk.talks.service.end_ticket import EndTicket
from city.fines.desk.talks.service.shown_talks import show_ticket
from city.fines.law.privacy import Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseUnanswered:
    """Closes a ticket with its reason."""

    end_ticket: EndTicket

    def close(self, number: str, reason: str, by: str) -> TicketLine:
        """Raises TicketUnknown, TicketIsClosed, Transient."""
        return show_ticket(self.end_ticket.end(number, reason, by, state="closed"), Mask())
