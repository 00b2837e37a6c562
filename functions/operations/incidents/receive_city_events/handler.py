"""Takes in what happens in the city. Trigger: the queue of city events, which doors and a rule of the bus fill."""

from collections.abc import Callable, Sequence
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue_by_owner
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.operations.city_event import CityEventV1
from city.operations.incidents.bootstrap import EventUseCases, events_from_env


def make_handler(events: Callable[[], EventUseCases] = events_from_env) -> LambdaHandler:
    def receive(_: str, told: Sequence[CityEventV1 | None]) -> None:
        events().receive_events.receive(told)

    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001  # a batch is one piece of work
        return process_queue_by_owner(events().read_event.read, lambda _: "the city", receive, event)

    return observed(handle)


handler = make_handler()
