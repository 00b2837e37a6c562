"""Asks somebody for a step, and lets the run wait. Trigger: the state machine of procedures."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.operations.machine import AskTask
from city.operations.procedures.bootstrap import asking_from_env
from city.operations.procedures.service.ask_step import AskStep


def make_handler(asking: Callable[[], AskStep] = asking_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001
        asking().ask(AskTask.model_validate(event))

    return observed(handle)


handler = make_handler()
