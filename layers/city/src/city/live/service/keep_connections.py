"""Knowing which connections there are."""

from dataclasses import dataclass

from city.aws.observability import count
from city.kernel.clock import Clock
from city.live.tables.connections import Connections


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConnection:
    connections: Connections
    clock: Clock

    def open(self, connection_id: str, person: str) -> None:
        self.connections.open(connection_id, person, self.clock.now())
        count("ConnectionOpened")


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseConnection:
    connections: Connections

    def close(self, connection_id: str) -> None:
        self.connections.forget(connection_id)
        count("ConnectionClosed")
