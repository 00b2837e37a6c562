"""Logs whether the counter is open. Trigger: a schedule, every hour."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, logger, observed
from city.fines.law.bootstrap import counter_from_env
from city.fines.law.service.show_counter import ShowCounter


def make_handler(counter: Callable[[], ShowCounter] = counter_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        logger().info("counter looked at", is_open=counter().show())

    return observed(handle)


handler = make_handler()
