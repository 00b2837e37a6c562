"""Writes down which grants are over, and logs it. Trigger: a schedule, every five minutes. No look waits for it."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.viewing.bootstrap import end_grants_from_env
from city.operations.viewing.service.note_endings import EndGrants


def make_handler(end_grants: Callable[[], EndGrants] = end_grants_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        end_grants().end()

    return observed(handle)


handler = make_handler()
