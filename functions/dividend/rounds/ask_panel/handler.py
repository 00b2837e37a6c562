"""Asks the adequacy panel, and lets the round wait for it. Trigger: the round state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.rounds.bootstrap import ask_panel_from_env
from city.dividend.rounds.service.ask_panel import AskPanel


def make_handler(ask_panel: Callable[[], AskPanel] = ask_panel_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        task = RoundTask.model_validate(event)
        return ask_panel().ask(task.round_id, task.token)

    return observed(handle)


handler = make_handler()
