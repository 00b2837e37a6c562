"""Looks after updates and cancels whose event does not come. Trigger: a schedule, every five minutes."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.incidents.bootstrap import parked_from_env
from city.operations.incidents.service.watch_parked import WatchParked


def make_handler(watch: Callable[[], WatchParked] = parked_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        watch().watch()

    return observed(handle)


handler = make_handler()
