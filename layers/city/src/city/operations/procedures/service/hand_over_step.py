"""Somebody who was asked hands the step to another group, with a word why. Its limit goes on."""

from collections.abc import Collection
from dataclasses import dataclass

from city.aws.edge.staff_api import StaffPerson
from city.aws.observability import logger
from city.contracts.operations.staff.procedures import HandOverStep as HandOverBody
from city.contracts.operations.staff.procedures import StepLine
from city.operations.procedures.errors import StepAskedOfOthers
from city.operations.procedures.service.shown import step_line
from city.operations.procedures.tables.runs import RunKey, Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverStep:
    runs: Runs

    def hand_over(
        self, run_id: str, number: int, request: HandOverBody, by: StaffPerson, groups: Collection[str]
    ) -> StepLine:
        """Raises RunUnknown, StepNotAsked, StepAskedOfOthers."""
        key = RunKey.of(run_id)
        run, step = self.runs.get(key), self.runs.step(key, number, request.turn)
        if step.who not in groups:
            raise StepAskedOfOthers
        self.runs.hand_over(step, request.to, request.note)
        logger().info("step handed over", extra={"run": run_id, "step": number, "by": by.id, "to": request.to})
        return step_line(run, self.runs.step(key, number, request.turn))
