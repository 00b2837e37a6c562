"""Deletes citizens' files that have served their purpose. Trigger: a schedule, every night."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.fines.talk.web.bootstrap import forget_files_from_env
from city.fines.talk.web.service.forget_files import ForgetFiles


def make_handler(forget_files: Callable[[], ForgetFiles] = forget_files_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        forget_files().forget(context.get_remaining_time_in_millis)

    return observed(handle)


handler = make_handler()
