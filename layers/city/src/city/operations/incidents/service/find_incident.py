"""How an incident stands: for the areas that open cameras, run procedures and tell agencies by it."""

from dataclasses import dataclass

from city.operations.incidents.incident import Incident
from city.operations.incidents.tables.incidents import Incidents


@dataclass(frozen=True, slots=True, kw_only=True)
class FindIncident:
    incidents: Incidents

    def find(self, incident_id: str) -> Incident:
        """The incident that goes on under an id, which may be another's: merges are followed. Raises IncidentUnknown.

        Read consistently. `shown_state`, `is_open`, `severity`, `place`, `sources`, `exercise`, `revision` are what
        others decide by; never decide by a copy.
        """
        return self.incidents.find(incident_id)
