"""A step is asked of somebody, and the state machine waits for the answer."""

from dataclasses import dataclass
from datetime import timedelta

from city.aws.observability import count
from city.contracts.operations.machine import AskTask
from city.kernel.clock import Clock
from city.operations.procedures.errors import ProcedureUnknown
from city.operations.procedures.service.machine import ProcedureMachine
from city.operations.procedures.tables.procedures import Procedures
from city.operations.procedures.tables.runs import RunKey, Runs, new_step
from city.operations.procedures.walk import Answer, Asked, Ending, next_asked


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStep:
    procedures: Procedures
    runs: Runs
    machine: ProcedureMachine
    clock: Clock

    def ask(self, task: AskTask) -> None:
        """Keeps the token under which the answer wakes the run; asked again after a crash, it is asked once.

        A run that ended meanwhile goes on to its end at once. Raises RunUnknown, ProcedureUnknown, MachineNotReached.
        """
        key = RunKey.of(task.run_id)
        run = self.runs.get(key)
        if run.ended_at is not None:
            self.machine.go_on(task.token, Ending(run.ending))
            return
        procedure = self.procedures.version(key.procedure_id, int(run.version))
        if procedure is None:
            raise ProcedureUnknown(key.procedure_id)
        asked = Asked(number=task.number, turn=task.turn, who=task.who, limit=timedelta(seconds=task.limit_s))
        says = procedure.steps[task.number - 1]
        step = new_step(
            key,
            asked,
            self.clock.now(),
            ko=says.ko,
            en=says.en,
            # A supervisor may always leave a step out: somebody has to be able to decide.
            may_refuse=says.may_refuse or asked.turn > 1,
            token=task.token,
        )
        if self.runs.ask(step):
            count("StepAsked")
            return
        known = self.runs.step(key, task.number, task.turn)
        if known.answer in (Answer.DONE, Answer.REFUSED):
            self.machine.go_on(task.token, next_asked(procedure, known.asked, Answer(known.answer)))
        elif known.answer is None:
            # Step Functions retries with another token; the one that waits now is the last.
            self.runs.wake_by(known, task.token)
