"""Files every open case under what is due next in it. Trigger: a schedule, every night."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.fines.desk.bootstrap import deadlines_from_env
from city.fines.desk.work.service.file_deadlines import FileDeadlines


def make_handler(deadlines: Callable[[], FileDeadlines] = deadlines_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        deadlines().file(context.get_remaining_time_in_millis)

    return observed(handle)


handler = make_handler()
