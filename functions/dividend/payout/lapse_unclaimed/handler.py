"""Lapses what nobody claimed in time, and moves late sales that wait. Trigger: a schedule, every night."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.dividend.payout.bootstrap import lapse_unclaimed_from_env
from city.dividend.payout.service.lapse_unclaimed import LapseUnclaimed


def make_handler(lapse_unclaimed: Callable[[], LapseUnclaimed] = lapse_unclaimed_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        lapse_unclaimed().lapse(context.get_remaining_time_in_millis)

    return observed(handle)


handler = make_handler()
