"""Measures what was written and signs the certificate. Trigger: the round state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.rounds.bootstrap import verify_round_from_env
from city.dividend.rounds.service.preparing.verify_round import VerifyRound


def make_handler(verify_round: Callable[[], VerifyRound] = verify_round_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        task = RoundTask.model_validate(event)
        return verify_round().verify(task.round_id).model_dump(mode="json")

    return observed(handle)


handler = make_handler()
