"""Writes down what there is to do: files first, then shards. Trigger: the round state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.rounds.bootstrap import plan_files_from_env, plan_shards_from_env
from city.dividend.rounds.service.preparing.plan_round import PlanFiles, PlanShards


def make_handler(
    plan_files: Callable[[], PlanFiles] = plan_files_from_env,
    plan_shards: Callable[[], PlanShards] = plan_shards_from_env,
) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        task = RoundTask.model_validate(event)
        plan = plan_shards() if task.task == "shards" else plan_files()
        return plan.plan(task.round_id).model_dump(mode="json")

    return observed(handle)


handler = make_handler()
