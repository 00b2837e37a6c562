"""Seals the log of views. Trigger: a schedule, every hour; the first after midnight in Seoul closes the day."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.viewlog.bootstrap import seal_from_env
from city.operations.viewlog.service.seal_log import SealLog


def make_handler(seal: Callable[[], SealLog] = seal_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        seal().seal()

    return observed(handle)


handler = make_handler()
