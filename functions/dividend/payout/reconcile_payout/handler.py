"""Counts what is open, and compares a payout with the operator's record. Trigger: the payout state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.payout.bootstrap import ReconciliationUseCases, reconciliation_from_env


def make_handler(reconciliation: Callable[[], ReconciliationUseCases] = reconciliation_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        task = RoundTask.model_validate(event)
        if task.task == "compare":
            return reconciliation().reconcile.reconcile(task.round_id).model_dump(mode="json")
        return reconciliation().count_open.count(task.round_id).model_dump(mode="json")

    return observed(handle)


handler = make_handler()
