"""What is kept of procedures and shifts, all in one table."""

from pynamodb.models import Model

from city.operations.procedures.tables.procedures import ProcedureTable

# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {"procedures_table": ProcedureTable}
