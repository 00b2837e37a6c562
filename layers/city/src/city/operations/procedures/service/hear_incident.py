"""What the bus tells of incidents: a new one starts its procedures, one that is over ends them."""

from dataclasses import dataclass

from pydantic import ValidationError

from city.aws.observability import logger
from city.contracts.operations.arrivals import BusMessage
from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1
from city.kernel.clock import Clock
from city.operations.errors import MessageUnreadable
from city.operations.procedures.service.machine import ProcedureMachine
from city.operations.procedures.service.start_run import StartRun
from city.operations.procedures.tables.procedures import Procedures
from city.operations.procedures.tables.runs import Runs
from city.operations.procedures.walk import Ending

_OVER = ("resolved", "cancelled", "false")


@dataclass(frozen=True, slots=True, kw_only=True)
class HearIncident:
    procedures: Procedures
    runs: Runs
    starts: StartRun
    machine: ProcedureMachine
    clock: Clock

    def hear(self, body: str) -> None:
        """Raises MessageUnreadable, MachineNotReached. What is told twice changes nothing."""
        told = _read(body)
        if isinstance(told, IncidentChangedV1) and (told.state in _OVER or told.merged_into is not None):
            self._end_runs(told.incident_id)
        else:
            self._start_runs(told)

    def _start_runs(self, told: IncidentOpenedV1 | IncidentChangedV1) -> None:
        """Those that are for it now: a severity that rose may ask for more than at first."""
        for record in self.procedures.list_newest():
            procedure = record.to_procedure()
            if procedure.is_for(told.category, told.kind, told.severity):
                self.starts.start(told.incident_id, procedure, exercise=told.exercise)

    def _end_runs(self, incident_id: str) -> None:
        """Of a run that ended before, too: whoever ended it may have died before the step was taken off the list."""
        for run in self.runs.of_incident(incident_id):
            self.runs.end(run, Ending.ENDED_WITH_INCIDENT, self.clock.now())
            for step in self.runs.steps(run.key):
                if step.answer is None:
                    self.runs.close(step, self.clock.now())
                    self.machine.go_on(step.token, Ending.ENDED_WITH_INCIDENT)


def _read(body: str) -> IncidentOpenedV1 | IncidentChangedV1:
    try:
        message = BusMessage.model_validate_json(body)
        kind = IncidentOpenedV1 if message.detail_type == IncidentOpenedV1.detail_type else IncidentChangedV1
        return kind.model_validate(message.detail)
    except ValidationError as error:
        logger().warning("what the bus told of an incident cannot be read", extra={"errors": error.error_count()})
        raise MessageUnreadable from error
