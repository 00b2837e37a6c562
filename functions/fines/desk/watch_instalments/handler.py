"""Brings missed instalments to the desk. Trigger: a schedule, every morning."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.fines.desk.bootstrap import instalment_watch_from_env
from city.fines.desk.cases.service.instalments.watch_instalments import WatchInstalments


def make_handler(watch: Callable[[], WatchInstalments] = instalment_watch_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        watch().watch(context.get_remaining_time_in_millis)

    return observed(handle)


handler = make_handler()
