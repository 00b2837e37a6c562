"""Verifies the log of views by the city's public key. Trigger: a schedule, every night."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.viewlog.bootstrap import check_from_env
from city.operations.viewlog.service.check_log import CheckLog


def make_handler(check: Callable[[], CheckLog] = check_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        check().check()

    return observed(handle)


handler = make_handler()
