"""The record classes of this area."""

from pynamodb.models import Model

from city.operations.evidence.tables.cases import CaseRecord

# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {"evidence_table": CaseRecord}
