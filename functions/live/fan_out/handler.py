"""Tells those who watch what changed. Trigger: the live queue, to which every domain publishes."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue_by_owner
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.live.bootstrap import fan_out_from_env
from city.live.service.fan_out import FanOut, read_published


def make_handler(fan_out: Callable[[], FanOut] = fan_out_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001  # a batch is short
        return process_queue_by_owner(read_published, lambda each: each.topic, fan_out().tell, event)

    return observed(handle)


handler = make_handler()
