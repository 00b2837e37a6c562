"""Starts the procedures of a new incident, and ends those of one that is over. Trigger: a queue, fed by a rule on the bus."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.procedures.bootstrap import hearing_from_env
from city.operations.procedures.service.hear_incident import HearIncident


def make_handler(hearing: Callable[[], HearIncident] = hearing_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(hearing().hear, event, context)

    return observed(handle)


handler = make_handler()
