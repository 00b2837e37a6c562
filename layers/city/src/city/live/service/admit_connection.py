"""Letting a connection in: by a ticket, once."""

import re
from dataclasses import dataclass

from city.aws.observability import count
from city.kernel.clock import Clock
from city.live.errors import TicketRefused
from city.live.tables.connections import Bearer, Connections

# `dongne.v1, dongne.ticket.…`: the header is the only one that a page chooses.
_TICKET = re.compile(r"(?:^|[\s,])dongne\.ticket\.([A-Za-z0-9_-]{43})(?=$|[\s,])")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitConnection:
    connections: Connections
    clock: Clock

    def admit(self, protocols: str) -> Bearer:
        """Whose connection it is. `protocols`: the header Sec-WebSocket-Protocol. Raises TicketRefused."""
        found = _TICKET.search(protocols)
        bearer = self.connections.take_ticket(found[1], self.clock.now()) if found else None
        if bearer is None:
            count("TicketRefused")
            raise TicketRefused
        count("TicketTaken")
        return bearer
