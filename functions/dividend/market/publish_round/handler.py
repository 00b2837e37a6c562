"""Puts a round into the catalogue. Trigger: the round state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.market.bootstrap import publish_round_from_env
from city.dividend.market.service.publish_round import PublishRound


def make_handler(publish_round: Callable[[], PublishRound] = publish_round_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        task = RoundTask.model_validate(event)
        return publish_round().publish(task.round_id).model_dump(mode="json")

    return observed(handle)


handler = make_handler()
