"""The record classes of this area."""

from pynamodb.models import Model

from city.operations.viewlog.tables.log import LogRecord

# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {"viewlog_table": LogRecord}
