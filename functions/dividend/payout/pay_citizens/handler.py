"""Pays batches, and writes the statements afterwards. Trigger: the payout state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.payout.bootstrap import PaymentUseCases, payments_from_env


def make_handler(payments: Callable[[], PaymentUseCases] = payments_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        task = RoundTask.model_validate(event)
        if task.task == "statements":
            return payments().write_statements.write(task.round_id).model_dump(mode="json")
        return payments().pay_citizens.pay(task.round_id, task.batches)

    return observed(handle)


handler = make_handler()
