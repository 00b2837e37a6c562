"""Which occurrences of partner agencies an incident is made of: for the area that shows what was said about it."""

from dataclasses import dataclass

from city.operations.incidents.tables.correlation import AGENCY_SOURCE, CorrelationTables
from city.operations.incidents.tables.incidents import Incidents


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyReports:
    """- incident_ids: the one that goes on first, then every one that was merged into it.
    - told: source (`agency.112`) and the agency's own number of each occurrence.
    """

    incident_ids: tuple[str, ...]
    told: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindAgencyReports:
    incidents: Incidents
    tables: CorrelationTables

    def find(self, incident_id: str) -> AgencyReports:
        """Raises IncidentUnknown."""
        incident = self.incidents.find(incident_id)
        # Reports name the incident they joined; it may have been merged since.
        ids = (incident.incident_id, *incident.absorbed)
        is_told = any(source.startswith(AGENCY_SOURCE) for source in incident.sources)
        told = [each for named in ids for each in self.tables.list_agencies(named)] if is_told else []
        return AgencyReports(
            incident_ids=ids,
            told=tuple(sorted({(each.messages[0].source, each.messages[0].source_id) for each in told})),
        )
