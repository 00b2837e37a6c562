"""Tells the next people that nobody acknowledged an incident. Trigger: a schedule, every minute."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.procedures.bootstrap import escalation_from_env
from city.operations.procedures.service.escalate import Escalate


def make_handler(escalation: Callable[[], Escalate] = escalation_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        escalation().sweep()

    return observed(handle)


handler = make_handler()
