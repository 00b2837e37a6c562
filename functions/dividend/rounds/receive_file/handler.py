"""Receives operators' files and reports on them. Trigger: the operator files queue, fed by the S3 inbox."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.files import FilesArrived
from city.dividend.rounds.bootstrap import receive_file_from_env
from city.dividend.rounds.service.receive_file import ReceiveFile


def make_handler(receive_file: Callable[[], ReceiveFile] = receive_file_from_env) -> LambdaHandler:
    def work(body: str) -> None:
        for file in FilesArrived.model_validate_json(body).files:
            receive_file().receive(file.key)

    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(work, event, context)

    return observed(handle)


handler = make_handler()
