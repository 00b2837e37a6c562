"""Compares the snapshot with the register and mends it. Triggers: a schedule, every night, and the queue of lost changes.

A message says only that something was lost: one comparison finds it all, and a batch is done or comes again whole.
"""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.cameras.bootstrap import compare_from_env
from city.operations.cameras.service.compare import CompareRegister


def make_handler(register: Callable[[], CompareRegister] = compare_from_env) -> LambdaHandler:
    def handle(_event: Any, _: LambdaContext) -> Any:
        return {"drifted": register().compare()}

    return observed(handle)


handler = make_handler()
