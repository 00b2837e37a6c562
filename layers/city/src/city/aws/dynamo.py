"""Binds PynamoDB records to a table and to one shared connection."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from botocore.config import Config
from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from city.aws.clients import open_client

if TYPE_CHECKING:
    from pynamodb.connection._botocore_private import BotocoreBaseClientPrivate


_CONFIG = Config(
    parameter_validation=False,
    connect_timeout=2,
    read_timeout=5,
    max_pool_connections=10,
    retries={"total_max_attempts": 4, "mode": "standard"},
)


def open_connection(region: str, host: str | None = None) -> Connection:
    """One connection, so one botocore client, for all tables and transactions of a process.

    PynamoDB would make a botocore session of its own, and read the service models a second time: 40 ms of a cold
    start. It is given a client of the city's session instead. `host` is for tools that talk to a local cloud; functions find
    theirs by AWS_ENDPOINT_URL.
    """
    connection = Connection(region=region, host=host)
    # PynamoDB would also register a handler that adds extra headers; there are none.
    client = open_client("dynamodb", region_name=region, endpoint_url=host, config=_CONFIG)
    connection._client = cast("BotocoreBaseClientPrivate", client)
    return connection


def bind(record: type[Model], table_name: str, connection: Connection) -> None:
    """Points a record class, and the records that share its table, at `table_name` over `connection`.

    PynamoDB keeps the table on the class and opens a client for each; only a bootstrap calls this.
    """
    record.Meta.table_name = table_name
    record._connection = None
    table = record._get_connection()
    meta = table.connection.get_meta_table(table_name)
    connection._tables[table_name] = meta
    table.connection = connection


def scan_raw(
    connection: Connection, record: type[Model], attributes: tuple[str, ...], condition: Any = None
) -> Iterator[dict[str, dict[str, Any]]]:
    """Items of a whole table in DynamoDB's own JSON, only these attributes of them. Eventually consistent."""
    after = None
    while True:
        page = connection.scan(
            record.Meta.table_name,
            filter_condition=condition,
            attributes_to_get=list(attributes),
            exclusive_start_key=after,
        )
        yield from page["Items"]
        after = page.get("LastEvaluatedKey")
        if after is None:
            return


class Cancelled(Exception):
    """A transaction was refused as a whole because of some of its items; nothing was written.

    `codes` says why, item by item in the order they were added, `None` for an innocent one; `items` has the old item
    of each refused write that asked for it, in DynamoDB's own JSON.
    """

    def __init__(self, error: TransactWriteError) -> None:
        super().__init__("transaction cancelled")
        reasons = error.cancellation_reasons
        self.codes = [reason.code if reason else "None" for reason in reasons]
        self.items: list[dict[str, dict[str, Any]]] = [(reason and reason.raw_item) or {} for reason in reasons]


@contextmanager
def all_or_nothing(connection: Connection) -> Iterator[TransactWrite]:
    """One transaction. Raises Cancelled; what else goes wrong (no permission, no network) stays what it is."""
    try:
        with TransactWrite(connection=connection) as transaction:
            yield transaction
    except TransactWriteError as error:
        if error.cause_response_code != "TransactionCanceledException":
            raise
        raise Cancelled(error) from error


class WritesRefused(Exception):
    """A transaction of named writes was refused as a whole. `names`: those to blame; `items`: their old items, raw."""

    def __init__(self, names: frozenset[str], items: dict[str, dict[str, dict[str, Any]]]) -> None:
        super().__init__("transaction refused")
        self.names, self.items = names, items


class Writes:
    """The writes of one transaction, each under a name that tells which of them was refused."""

    def __init__(self) -> None:
        self._writes: list[tuple[str, Callable[[TransactWrite], None]]] = []

    def __len__(self) -> int:
        return len(self._writes)

    def add(self, name: str, write: Callable[[TransactWrite], None]) -> None:
        """`write` adds exactly one item to the transaction."""
        self._writes.append((name, write))

    def commit(self, connection: Connection) -> None:
        """Writes all or nothing. Raises WritesRefused."""
        sent: dict[str, list[str]] = {kind: [] for kind in _AS_SENT}
        try:
            with all_or_nothing(connection) as transaction:
                for name, write in self._writes:
                    before = {kind: len(getattr(transaction, kind)) for kind in _AS_SENT}
                    write(transaction)
                    (kind,) = [kind for kind in _AS_SENT if len(getattr(transaction, kind)) > before[kind]]
                    sent[kind].append(name)
        except Cancelled as cancelled:
            names = [name for kind in _AS_SENT for name in sent[kind]]
            blamed = {
                name: item
                for name, code, item in zip(names, cancelled.codes, cancelled.items, strict=True)
                if code != "None"
            }
            raise WritesRefused(frozenset(blamed), blamed) from cancelled


# PynamoDB sends a transaction's items in this order, whatever the order they were added in, and refusals follow it.
_AS_SENT = ("_condition_check_items", "_delete_items", "_put_items", "_update_items")
