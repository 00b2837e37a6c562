"""Destroys recorded video whose time is over. Trigger: a schedule, every night."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.evidence.bootstrap import tidy_from_env
from city.operations.evidence.service.tidy_video import TidyVideo


def make_handler(tidy: Callable[[], TidyVideo] = tidy_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        tidy().tidy()

    return observed(handle)


handler = make_handler()
