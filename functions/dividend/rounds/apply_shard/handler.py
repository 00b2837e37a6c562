"""Writes a shard's part of the release. Trigger: the round state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.rounds.bootstrap import apply_shard_from_env
from city.dividend.rounds.service.preparing.apply_shard import ApplyShard


def make_handler(apply_shard: Callable[[], ApplyShard] = apply_shard_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        task = RoundTask.model_validate(event)
        return apply_shard().apply(task.round_id, task.shard).model_dump(mode="json")

    return observed(handle)


handler = make_handler()
