"""Publishes events that were left in the outbox. Trigger: a schedule, every minute."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.events.bootstrap import sweep_from_env
from city.operations.events.service.sweep_outbox import SweepOutbox


def make_handler(sweep: Callable[[], SweepOutbox] = sweep_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        sweep().sweep()

    return observed(handle)


handler = make_handler()
