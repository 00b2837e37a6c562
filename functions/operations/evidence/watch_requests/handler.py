"""Counts requests of people seen whose answer is nearly due. Trigger: a schedule, every morning."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.evidence.bootstrap import watch_from_env
from city.operations.evidence.service.answer_requests import WatchRequests


def make_handler(watch: Callable[[], WatchRequests] = watch_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        watch().watch()

    return observed(handle)


handler = make_handler()
