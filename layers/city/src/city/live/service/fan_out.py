"""Telling those who watch: a change is numbered in the log first, and told then.

Whoever is not reached is missing a number, and asks for it. A connection that cannot be told is closed: its page opens
another and goes on from its own number.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pydantic import ValidationError

from city.aws.live.sockets import ConnectionGone, Sockets, SocketTrouble
from city.aws.observability import count, logger, measure_seconds
from city.contracts.live.changes import ChangeV1, LiveChangesV1
from city.contracts.live.messages import Change
from city.kernel.clock import Clock
from city.live.errors import ChangesUnreadable, NotTold
from city.live.sizes import texts_of
from city.live.tables.changes import Changes
from city.live.tables.connections import Connections

_AT_ONCE = 40
_AT_A_TIME = 8


def read_published(number: str, body: str) -> LiveChangesV1:  # noqa: ARG001  # a queue's items have one
    """An item of the queue. Raises ChangesUnreadable."""
    try:
        return LiveChangesV1.model_validate_json(body)
    except ValidationError as error:
        raise ChangesUnreadable from error


def still_news(published: Sequence[LiveChangesV1]) -> list[ChangeV1]:
    """What messages that waited together say, without what a later one of them says newer of the same thing."""
    newest: dict[str, tuple[int, int]] = {}
    for message, each in enumerate(published):
        for change in each.changes:
            newest[change.key] = max(newest.get(change.key, (-1, -1)), (change.version, message))
    return [
        change for message, each in enumerate(published) for change in each.changes if newest[change.key][1] == message
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class FanOut:
    changes: Changes
    connections: Connections
    sockets: Sockets
    clock: Clock

    def tell(self, topic: str, published: Sequence[LiveChangesV1]) -> None:
        """Raises TopicMoved, NotTold."""
        every = still_news(published)
        for start in range(0, len(every), _AT_ONCE):
            told = self.changes.append(topic, every[start : start + _AT_ONCE], self.clock.now())
            if told:
                self._tell(topic, told)

    def _tell(self, topic: str, changes: Sequence[Change]) -> None:
        # After the change is in the log: whoever begins to watch now reads it there.
        watching = self.connections.watching(topic, self.clock.now())
        texts = list(texts_of(topic, changes))
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            lost = [name for name in pool.map(lambda name: self._reach(name, texts), watching) if name is not None]
        for name in lost:
            self.connections.leave(name, [topic])
            self.connections.forget(name)
        count("ChangeTold", len(changes))
        count("ConnectionLost", len(lost))
        now = self.clock.now()
        for change in changes:
            measure_seconds("ChangeDelay", (now - change.at).total_seconds())

    def _reach(self, connection_id: str, texts: Iterable[str]) -> str | None:
        """The connection, if there is none any more. Raises NotTold."""
        try:
            for text in texts:
                self.sockets.post(connection_id, text)
        except ConnectionGone:
            return connection_id
        except SocketTrouble:
            logger().warning("connection closed", extra={"connection": connection_id})
            try:
                self.sockets.close(connection_id)
            except SocketTrouble as trouble:
                raise NotTold from trouble
            return connection_id
        return None
