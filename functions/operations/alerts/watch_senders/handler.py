"""Notices offices that fell silent. Trigger: a schedule, every ten minutes."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.alerts.bootstrap import watch_from_env
from city.operations.alerts.service.watch_senders import WatchSenders


def make_handler(watch: Callable[[], WatchSenders] = watch_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        watch().watch()

    return observed(handle)


handler = make_handler()
