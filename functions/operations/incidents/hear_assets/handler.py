"""Takes in signs of life of things in the city. Trigger: the queue of heartbeats."""

from collections.abc import Callable, Sequence
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue_by_owner
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.operations.heartbeats import AssetsHeardV1
from city.operations.incidents.bootstrap import hearer_from_env
from city.operations.incidents.service.hear_assets import HearAssets


def make_handler(hearer: Callable[[], HearAssets] = hearer_from_env) -> LambdaHandler:
    def read(_: str, body: str) -> AssetsHeardV1:
        return AssetsHeardV1.model_validate_json(body)

    def hear(_: str, messages: Sequence[AssetsHeardV1]) -> None:
        hearer().hear(messages)

    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001  # a batch is one piece of work
        return process_queue_by_owner(read, lambda _: "the city", hear, event)

    return observed(handle)


handler = make_handler()
