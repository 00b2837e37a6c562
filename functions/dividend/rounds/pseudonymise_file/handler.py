"""Takes one file in at the door. Trigger: the round state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.bootstrap import door_from_env
from city.dividend.rounds.service.prepare_round import PseudonymiseFile


def make_handler(door: Callable[[], PseudonymiseFile] = door_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        told = RoundTask.model_validate(event)
        return door().pseudonymise(told.round_id, told.file, told.digest).model_dump(mode="json")

    return observed(handle)


handler = make_handler()
