"""Pays batches, and writes the statements afterwards. Trigger: the payout state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.bootstrap import payout_from_env
from city.dividend.payout.service.pay_citizens import PayCitizens


def make_handler(payout: Callable[[], PayCitizens] = payout_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        told = RoundTask.model_validate(event)
        if told.task == "statements":
            return payout().write_statements(told.round_id).model_dump(mode="json")
        return payout().pay(told.round_id, told.batches)

    return observed(handle)


handler = make_handler()
