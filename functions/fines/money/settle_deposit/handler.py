"""Settles deposits against fines. Trigger: the deposits queue, fed by the API after the bank's signature held."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.fines.deposits import read_deposit
from city.fines.money.bootstrap import settlement_from_env
from city.fines.money.service.settle_deposit import SettleDeposit


def make_handler(settlement: Callable[[], SettleDeposit] = settlement_from_env) -> LambdaHandler:
    def settle(body: str) -> None:
        settlement().settle(read_deposit(body))

    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(settle, event, context)

    return observed(handle)


handler = make_handler()
