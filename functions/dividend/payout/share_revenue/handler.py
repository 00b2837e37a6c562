"""Closes a round's books and writes down what everybody is owed. Trigger: the payout state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.payout.bootstrap import share_revenue_from_env
from city.dividend.payout.service.share_revenue import ShareRevenue


def make_handler(share_revenue: Callable[[], ShareRevenue] = share_revenue_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        task = RoundTask.model_validate(event)
        return share_revenue().share(task.round_id).model_dump(mode="json")

    return observed(handle)


handler = make_handler()
