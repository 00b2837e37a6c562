"""Makes copies of recorded film on which others are hidden, step by step. Trigger: the hiding queue."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.evidence.bootstrap import hiding_from_env
from city.operations.evidence.service.hide_others import HideOthers


def make_handler(hiding: Callable[[], HideOthers] = hiding_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(hiding().take, event, context)

    return observed(handle)


handler = make_handler()
