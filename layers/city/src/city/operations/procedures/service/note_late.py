"""Nobody answered a step in time: what the run goes on with."""

from dataclasses import dataclass
from typing import Any

from city.aws.observability import count
from city.contracts.operations.machine import StepTask
from city.kernel.clock import Clock
from city.operations.procedures.errors import ProcedureUnknown, StepNotAsked
from city.operations.procedures.service.machine import told_next
from city.operations.procedures.tables.procedures import Procedures
from city.operations.procedures.tables.runs import RunKey, Runs
from city.operations.procedures.walk import Answer, Ending, next_asked


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLate:
    procedures: Procedures
    runs: Runs
    clock: Clock

    def note(self, task: StepTask) -> dict[str, Any]:
        """An answer that came in the same moment counts. Raises RunUnknown, StepNotAsked, ProcedureUnknown."""
        key = RunKey.of(task.run_id)
        run = self.runs.get(key)
        if run.ended_at is not None:
            return told_next(Ending(run.ending))
        procedure = self.procedures.version(key.procedure_id, int(run.version))
        if procedure is None:
            raise ProcedureUnknown(key.procedure_id)
        step = self.runs.step(key, task.number, task.turn)
        try:
            self.runs.answer(step, Answer.LATE, self.clock.now(), None, None, None)
            count("StepLate")
        except StepNotAsked:
            step = self.runs.step(key, task.number, task.turn)
        answer = Answer(step.answer) if step.answer in tuple(Answer) else Answer.LATE
        return told_next(next_asked(procedure, step.asked, answer))
