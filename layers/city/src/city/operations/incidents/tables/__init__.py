"""What is kept of incidents, each kind in the table that the template declares."""

from pynamodb.models import Model

from city.operations.incidents.tables.correlation import PackRecord, ReportRecord
from city.operations.incidents.tables.gateways import GatewayRecord
from city.operations.incidents.tables.incidents import IncidentsTable

# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {
    "incidents_table": IncidentsTable,
    "city_events_table": ReportRecord,
    "correlation_table": PackRecord,
    "gateways_table": GatewayRecord,
}
