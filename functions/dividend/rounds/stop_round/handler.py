"""Says why a round or a payout stopped. Trigger: the round and the payout state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.rounds.bootstrap import stop_round_from_env
from city.dividend.rounds.service.stop_round import StopRound


def make_handler(stop_round: Callable[[], StopRound] = stop_round_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        task = RoundTask.model_validate(event)
        return stop_round().stop(task.round_id, task.step, task.error)

    return observed(handle)


handler = make_handler()
