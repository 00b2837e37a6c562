"""Giving somebody who is signed in a ticket for one connection: a browser can send no header with a WebSocket."""

from collections.abc import Callable
from dataclasses import dataclass

from city.contracts.live.messages import Ticket
from city.kernel.clock import Clock
from city.live.tables.connections import TICKET_LIFE, Bearer, Connections


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveTicket:
    connections: Connections
    clock: Clock
    fresh_ticket: Callable[[], str]

    def give(self, person: str, groups: tuple[str, ...]) -> Ticket:
        ticket = self.fresh_ticket()
        self.connections.give_ticket(ticket, Bearer(person, groups), self.clock.now())
        return Ticket(ticket=ticket, expires_in=int(TICKET_LIFE.total_seconds()))
