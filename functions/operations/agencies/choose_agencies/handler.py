"""Orders notices for the agencies that want them. Trigger: the queue of incidents' facts, fed by a rule on the bus."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.operations.agencies.bootstrap import chooser_from_env
from city.operations.agencies.service.choose_agencies import ChooseAgencies


def make_handler(chooser: Callable[[], ChooseAgencies] = chooser_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(chooser().choose, event, context)

    return observed(handle)


handler = make_handler()
