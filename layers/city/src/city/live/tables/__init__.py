"""The tables of live updates: PynamoDB records and the reads and transactions the use cases need. A module a table.

changes      a log per topic: its head under 0, each change under its number; the last of each thing beside it
connections  tickets, connections, and who watches what: by topic and by connection

How each is read: a page of a log by its numbers; who watches a topic, and what a connection watches, by their keys. All
reads are consistent, because a change that is numbered while somebody begins to watch is told to them either way.
"""

from pynamodb.models import Model

from city.live.tables.changes import LiveRecord
from city.live.tables.connections import ConnectionsTable

# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {"changes_table": LiveRecord, "connections_table": ConnectionsTable}
