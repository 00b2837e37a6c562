"""Pseudonymises one file. Trigger: the round state machine."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.dividend.files import RoundTask
from city.dividend.rounds.bootstrap import pseudonymise_file_from_env
from city.dividend.rounds.service.preparing.pseudonymise_file import PseudonymiseFile


def make_handler(pseudonymise_file: Callable[[], PseudonymiseFile] = pseudonymise_file_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001
        task = RoundTask.model_validate(event)
        return pseudonymise_file().pseudonymise(task.round_id, task.file, task.digest).model_dump(mode="json")

    return observed(handle)


handler = make_handler()
