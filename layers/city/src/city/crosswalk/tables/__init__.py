"""The crosswalk tables: PynamoDB records and the reads and transactions the use cases need. A module a table.

units    the register of units, each with what the city knows of it; the serial numbers that may be installed
reports  what units reported: telemetry for days, windows and incidents for years, daily sums and heat cells for good
sites    site files: the draft, and every file that was ever in force
desk     what staff did: pictures asked for and looked at, updates, and each unit's history

How each is read: a unit by its name; all units by the index `roll` (nothing that changes, so that telemetry does not write it);
a unit's reports of a kind by time, newest first; a day's windows by the range of their starts; a month's heat cells at
once. Nothing is ever scanned.
"""

from pynamodb.models import Model

from city.crosswalk.tables.desk import UnitDeskRecord
from city.crosswalk.tables.reports import ReportsTable
from city.crosswalk.tables.sites import SitesTable
from city.crosswalk.tables.units import UnitsTable

# Under the setting that names the table.
RECORDS: dict[str, type[Model]] = {
    "units_table": UnitsTable,
    "reports_table": ReportsTable,
    "sites_table": SitesTable,
    "desk_table": UnitDeskRecord,
}
