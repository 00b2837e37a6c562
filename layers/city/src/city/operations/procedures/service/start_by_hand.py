"""Somebody starts a procedure at an incident that did not start it by itself."""

from dataclasses import dataclass

from city.aws.edge.staff_api import StaffPerson
from city.operations.incidents.tables.incidents import Incidents
from city.operations.procedures.errors import IncidentEnded, ProcedureUnknown
from city.operations.procedures.service.start_run import StartRun
from city.operations.procedures.tables.procedures import Procedures


@dataclass(frozen=True, slots=True, kw_only=True)
class StartByHand:
    incidents: Incidents
    procedures: Procedures
    starts: StartRun

    def start(self, incident_id: str, procedure_id: str, by: StaffPerson) -> None:
        """At the incident that goes on under this id. Raises IncidentUnknown, IncidentEnded, ProcedureUnknown, MachineNotReached."""
        incident = self.incidents.find(incident_id)
        if not incident.is_open:
            raise IncidentEnded
        newest = next(iter(self.procedures.versions(procedure_id)), None)
        if newest is None or not newest.in_force:
            raise ProcedureUnknown(procedure_id)
        self.starts.start(incident.incident_id, newest.to_procedure(), exercise=incident.exercise, by=by)
