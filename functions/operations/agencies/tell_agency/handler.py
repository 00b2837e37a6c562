"""Tells an agency what happened to an incident. Trigger: the queue of notices."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.agencies.bootstrap import teller_from_env
from city.operations.agencies.service.tell_agency import TellAgency


def make_handler(teller: Callable[[], TellAgency] = teller_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(teller().tell, event, context)

    return observed(handle)


handler = make_handler()
