"""Decides how a run goes on when nobody answered in time. Trigger: the state machine of procedures."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.operations.machine import StepTask
from city.operations.procedures.bootstrap import lateness_from_env
from city.operations.procedures.service.note_late import NoteLate


def make_handler(lateness: Callable[[], NoteLate] = lateness_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        return lateness().note(StepTask.model_validate(event))

    return observed(handle)


handler = make_handler()
