"""Starting a procedure at an incident: by itself, or by somebody's hand. Once for each incident, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from city.kernel.clock import Clock
from city.operations.procedures.procedure import Procedure
from city.operations.procedures.service.machine import ProcedureMachine
from city.operations.procedures.tables.runs import RunKey, RunRecord, Runs, new_run
from city.operations.procedures.walk import first_asked

if TYPE_CHECKING:
    # Only for its type: whoever hears the bus has no layer of the web.
    from city.aws.edge.staff_api import StaffPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRun:
    runs: Runs
    machine: ProcedureMachine
    clock: Clock

    def start(
        self, incident_id: str, procedure: Procedure, *, exercise: bool, by: StaffPerson | None = None
    ) -> RunRecord:
        """The run that stands: the one that was started first. Raises MachineNotReached.

        It is written down before the state machine begins; a retry after a crash between them begins the same one.
        """
        key = RunKey(incident_id, procedure.procedure_id)
        record = new_run(
            key,
            version=procedure.version,
            ko=procedure.ko,
            en=procedure.en,
            exercise=exercise,
            started_at=self.clock.now(),
            started_by=by.id if by else None,
            started_by_name=(by.name or by.email) if by else None,
        )
        if not self.runs.add(record):
            record = self.runs.get(key)
        if record.ended_at is None:
            self.machine.start(key, first_asked(procedure))
        return record
