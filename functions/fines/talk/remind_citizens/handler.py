"""Reminds citizens who agreed to it. Trigger: a schedule, every hour; the use case knows the hours it may text in."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.fines.talk.bootstrap import reminders_from_env
from city.fines.talk.service.remind_citizens import RemindCitizens


def make_handler(reminders: Callable[[], RemindCitizens] = reminders_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        reminders().remind(context.get_remaining_time_in_millis)

    return observed(handle)


handler = make_handler()
