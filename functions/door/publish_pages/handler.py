"""Publishes the pages of the city. Trigger: the stack of the door, whenever the pages or their bucket change."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.door.bootstrap import requests_from_env
from city.door.service.take_request import TakeRequest


def make_handler(requests: Callable[[], TakeRequest] = requests_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001
        requests().take(event)

    return observed(handle)


handler = make_handler()
