"""Tells boards and the bus what a worker that died left untold. Trigger: a schedule, every minute."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.incidents.bootstrap import sweep_from_env
from city.operations.incidents.service.sweep_tells import SweepTells


def make_handler(sweep: Callable[[], SweepTells] = sweep_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        sweep().sweep()

    return observed(handle)


handler = make_handler()
