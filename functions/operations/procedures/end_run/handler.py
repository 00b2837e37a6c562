"""Writes down how a run ended. Trigger: the state machine of procedures."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.operations.machine import EndTask
from city.operations.procedures.bootstrap import ending_from_env
from city.operations.procedures.service.end_run import EndRun


def make_handler(ending: Callable[[], EndRun] = ending_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001
        ending().end(EndTask.model_validate(event))

    return observed(handle)


handler = make_handler()
