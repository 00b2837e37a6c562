"""Tickets, connections, and who watches what. Nothing here is kept longer than a connection lives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from pynamodb.attributes import DiscriminatorAttribute, TTLAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import DeleteError, DoesNotExist
from pynamodb.models import Model

from city.aws.dynamo import Writes, WritesRefused

TICKET_LIFE = timedelta(seconds=60)
# API Gateway ends every connection after two hours.
CONNECTION_LIFE = timedelta(hours=2)
_ITSELF = "-"


class ConnectionsTable(Model):
    class Meta:
        table_name = "connections"

    owner = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    expires = TTLAttribute()


class TicketRecord(ConnectionsTable, discriminator="ticket"):
    """Under the digest of the ticket: whoever reads the table can open nothing with it."""

    person = UnicodeAttribute()
    groups = UnicodeSetAttribute(null=True)


class ConnectionRecord(ConnectionsTable, discriminator="connection"):
    person = UnicodeAttribute()


class WatchRecord(ConnectionsTable, discriminator="watch"):
    """Twice: by topic and by connection."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a ticket was given to."""

    person: str
    groups: tuple[str, ...]


class Connections:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def give_ticket(self, ticket: str, bearer: Bearer, now: datetime) -> None:
        TicketRecord(
            _ticket(ticket),
            _ITSELF,
            person=bearer.person,
            groups=set(bearer.groups) or None,
            expires=now + TICKET_LIFE,
        ).save()

    def take_ticket(self, ticket: str, now: datetime) -> Bearer | None:
        """Whose it is, once; None if it was never given, is too old, or was taken."""
        try:
            record: TicketRecord = TicketRecord.get(_ticket(ticket), _ITSELF, consistent_read=True)
            record.delete(condition=TicketRecord.owner.exists())
        except DoesNotExist:
            return None
        except DeleteError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                return None  # somebody else was quicker
            raise
        # DynamoDB forgets what has expired some day, not at once.
        return Bearer(record.person, tuple(sorted(record.groups or ()))) if now < record.expires else None

    def open(self, connection_id: str, person: str, now: datetime) -> None:
        ConnectionRecord(_connection(connection_id), _ITSELF, person=person, expires=now + CONNECTION_LIFE).save()

    def watch(self, connection_id: str, topics: Iterable[str], now: datetime) -> bool:
        """False if the connection is gone."""
        writes, expires = Writes(), now + CONNECTION_LIFE
        itself = _connection(connection_id)
        there = ConnectionsTable.owner.exists()
        writes.add("itself", lambda t: t.condition_check(ConnectionRecord, itself, _ITSELF, condition=there))
        for topic in topics:
            for owner, name in _both(connection_id, topic):
                _put(writes, WatchRecord(owner, name, expires=expires))
        try:
            writes.commit(self._connection)
        except WritesRefused:
            return False
        return True

    def leave(self, connection_id: str, topics: Iterable[str]) -> None:
        for topic in topics:
            for owner, name in _both(connection_id, topic):
                WatchRecord(owner, name).delete()

    def forget(self, connection_id: str) -> None:
        """The connection, and that it watched anything. Itself last: what is cut off here is done at the next 410."""
        found = list(ConnectionsTable.query(_connection(connection_id), consistent_read=True))
        self.leave(connection_id, [each.name for each in found if each.name != _ITSELF])
        ConnectionsTable(_connection(connection_id), _ITSELF).delete()

    def watching(self, topic: str, now: datetime) -> Sequence[str]:
        """The connections that watch a topic."""
        found = ConnectionsTable.query(_topic(topic), consistent_read=True)
        return [each.name for each in found if each.expires > now]


def _put(writes: Writes, record: ConnectionsTable) -> None:
    writes.add(f"{record.owner} {record.name}", lambda transaction: transaction.save(record))


def _both(connection_id: str, topic: str) -> tuple[tuple[str, str], ...]:
    return (_topic(topic), connection_id), (_connection(connection_id), topic)


def _ticket(ticket: str) -> str:
    return f"ticket#{sha256(ticket.encode()).hexdigest()}"


def _connection(connection_id: str) -> str:
    return f"connection#{connection_id}"


def _topic(topic: str) -> str:
    return f"topic#{topic}"
