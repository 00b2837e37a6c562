"""Somebody answers a step: done, or refused with a reason."""

from collections.abc import Collection
from dataclasses import dataclass

from city.aws.edge.staff_api import StaffPerson
from city.contracts.operations.staff.procedures import AnswerStep as AnswerBody
from city.contracts.operations.staff.procedures import StepLine
from city.contracts.reasons import gives_reason
from city.kernel.clock import Clock
from city.operations.procedures.errors import (
    ProcedureUnknown,
    ReasonMissing,
    StepAskedOfOthers,
    StepNotAsked,
    StepNotRefusable,
)
from city.operations.procedures.service.machine import ProcedureMachine
from city.operations.procedures.service.shown import step_line
from city.operations.procedures.tables.procedures import Procedures
from city.operations.procedures.tables.runs import RunKey, Runs, StepRecord
from city.operations.procedures.walk import Answer, next_asked


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStep:
    procedures: Procedures
    runs: Runs
    machine: ProcedureMachine
    clock: Clock

    def answer(
        self, run_id: str, number: int, request: AnswerBody, by: StaffPerson, groups: Collection[str]
    ) -> StepLine:
        """The same answer of the same person sent again changes nothing, and wakes a run that a crash left waiting.

        Raises RunUnknown, StepNotAsked, StepAskedOfOthers, StepNotRefusable, ReasonMissing, MachineNotReached.
        """
        key = RunKey.of(run_id)
        run = self.runs.get(key)
        step = self.runs.step(key, number, request.turn)
        answer = Answer(request.answer)
        if step.who not in groups:
            raise StepAskedOfOthers
        if answer is Answer.REFUSED and not step.may_refuse:
            raise StepNotRefusable
        if answer is Answer.REFUSED and not gives_reason(request.note):
            raise ReasonMissing
        procedure = self.procedures.version(key.procedure_id, int(run.version))
        if procedure is None:
            raise ProcedureUnknown(key.procedure_id)
        if not _is_repeated(step, answer, by):
            if run.ended_at is not None:
                raise StepNotAsked(run_id)
            self.runs.answer(step, answer, self.clock.now(), by.id, by.name or by.email, request.note)
        # Read again: the token that waits may be a newer one, if Step Functions asked anew meanwhile.
        answered = self.runs.step(key, number, request.turn)
        self.machine.go_on(answered.token, next_asked(procedure, answered.asked, answer))
        return step_line(run, answered)


def _is_repeated(step: StepRecord, answer: Answer, by: StaffPerson) -> bool:
    return step.answer == answer.value and step.answered_by == by.id
