"""Asks the adequacy panel, and lets the round wait for it. Trigger: the round state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.bootstrap import panel_from_env
from city.dividend.rounds.service.open_round import AskPanel


def make_handler(panel: Callable[[], AskPanel] = panel_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        told = RoundTask.model_validate(event)
        return panel().ask(told.round_id, told.token)

    return observed(handle)


handler = make_handler()
