"""What the bootstraps of all areas of fines share: the connection to their tables, and the key of their hashes."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from pynamodb.connection import Connection
from pynamodb.models import Model

from city.aws.clients import open_client
from city.aws.dynamo import bind, open_connection
from city.aws.secrets import read_secret
from city.fines.settings import FinesTableSettings
from city.kernel.calendar import PUBLIC_HOLIDAYS, Calendar
from city.kernel.privacy import KeyedHash


@runtime_checkable
class KnowsWorkingDays(Protocol):
    """A record class whose terms end on working days."""

    calendar: Calendar


def open_tables(settings: FinesTableSettings, *areas: Mapping[str, type[Model]], host: str | None = None) -> Connection:
    """Points the records of some areas at the tables that the settings name, and at the office's holidays."""
    connection, calendar = open_connection(settings.aws_region, host), open_calendar(settings)
    for records in areas:
        for field, record in records.items():
            table = getattr(settings, field)
            if table:
                bind(record, table, connection)
            if isinstance(record, KnowsWorkingDays):
                record.calendar = calendar
    return connection


def open_calendar(settings: FinesTableSettings) -> Calendar:
    """The public holidays, with those that this office has added."""
    return PUBLIC_HOLIDAYS.closed_also(settings.extra_holidays)


def open_hash(secret_id: str) -> KeyedHash:
    """The keyed hash under which telephones, plates and the like are filed."""
    return KeyedHash(read_secret(open_client("secretsmanager"), secret_id))
