"""Counts what is open, and compares a payout with the operator's record. Trigger: the payout state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.bootstrap import reconciliation_from_env
from city.dividend.payout.service.reconcile_payout import ReconcilePayout


def make_handler(reconciliation: Callable[[], ReconcilePayout] = reconciliation_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        told = RoundTask.model_validate(event)
        comparing = told.task == "compare"
        seen = reconciliation().reconcile(told.round_id) if comparing else reconciliation().count_open(told.round_id)
        return seen.model_dump(mode="json")

    return observed(handle)


handler = make_handler()
