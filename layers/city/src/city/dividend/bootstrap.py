"""What the bootstraps of the dividend's areas have in common: connections, buckets, secrets, the outbox.

A bootstrap alone reads the environment and builds clients. What only one function needs is imported where it is built:
every import is part of a cold start, and some need a layer that not every function has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.aws.dynamo import bind, open_connection
from city.aws.secrets import read_secret
from city.aws.store import Folder

if TYPE_CHECKING:
    from pynamodb.connection import Connection
    from pynamodb.models import Model

    from city.aws.outbox import Outbox
    from city.dividend.settings import OutboxSettings, RegionSettings
    from city.kernel.clock import Clock

Environment = Mapping[str, str]


def open_tables(settings: RegionSettings, *records: Mapping[str, type[Model]], host: str | None = None) -> Connection:
    """Points the records at the tables that a function is given, each by the setting that names it.

    A table that the settings do not name is none of the function's.
    """
    connection = open_connection(settings.aws_region, host)
    for area in records:
        for field, record in area.items():
            if table := getattr(settings, field, None):
                bind(record, table, connection)
    return connection


def open_folder(bucket: str, prefix: str = "") -> Folder:
    return Folder(open_client("s3"), bucket, prefix)


def open_secret(secret_id: str) -> bytes:
    return read_secret(open_client("secretsmanager"), secret_id)


def open_outbox(settings: OutboxSettings, connection: Connection, clock: Clock) -> Outbox:
    from city.aws import outbox

    return outbox.open_outbox(
        table_name=settings.outbox_table, bus_name=settings.event_bus, connection=connection, clock=clock
    )
