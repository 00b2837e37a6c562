"""Opens and ends grants as incidents are told of. Trigger: the queue of incidents, fed by a rule on the bus."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.viewing.bootstrap import follow_from_env
from city.operations.viewing.service.follow_incidents import FollowIncident


def make_handler(follow: Callable[[], FollowIncident] = follow_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(follow().follow, event, context)

    return observed(handle)


handler = make_handler()
