"""Destroys what leads back to people, of rounds that two people have ended. Trigger: a schedule, every night."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.dividend.desk.bootstrap import destroy_rounds_from_env
from city.dividend.desk.service.destroy_rounds import DestroyRounds


def make_handler(destroy_rounds: Callable[[], DestroyRounds] = destroy_rounds_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        destroy_rounds().destroy(context.get_remaining_time_in_millis)

    return observed(handle)


handler = make_handler()
