"""Writes down what there is to do: files first, then shards. Trigger: the round state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.bootstrap import plan_from_env
from city.dividend.rounds.service.prepare_round import PlanRound


def make_handler(plan: Callable[[], PlanRound] = plan_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        told = RoundTask.model_validate(event)
        made = plan().plan_shards(told.round_id) if told.task == "shards" else plan().plan_files(told.round_id)
        return made.model_dump(mode="json")

    return observed(handle)


handler = make_handler()
