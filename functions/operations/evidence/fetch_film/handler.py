"""Fetches the film of cases from where it is kept. Trigger: the queue of film, a case a message."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.evidence.bootstrap import fetch_from_env
from city.operations.evidence.service.fetch_film import FetchFilm


def make_handler(fetch: Callable[[], FetchFilm] = fetch_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(fetch().fetch, event, context)

    return observed(handle)


handler = make_handler()
