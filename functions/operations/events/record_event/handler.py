"""Records what the city's bus tells. Trigger: the events queue, fed by a rule on the bus."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.events.bootstrap import recorder_from_env
from city.operations.events.service.record_event import RecordEvent


def make_handler(recorder: Callable[[], RecordEvent] = recorder_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(recorder().record, event, context)

    return observed(handle)


handler = make_handler()
