"""Tells pages which grants changed, and which are looked through. Trigger: the stream of the grants table.

A batch that fails comes again whole; what was told of it before gets no second number.
"""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.operations.viewing import GrantItemsChanged
from city.operations.viewing.bootstrap import tell_grants_from_env
from city.operations.viewing.service.tell_grants import TellGrants


def make_handler(tell_grants: Callable[[], TellGrants] = tell_grants_from_env) -> LambdaHandler:
    def handle(event: Any, _: LambdaContext) -> None:
        tell_grants().tell(GrantItemsChanged.model_validate(event).grants)

    return observed(handle)


handler = make_handler()
