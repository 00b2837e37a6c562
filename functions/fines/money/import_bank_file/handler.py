"""Loads the bank's files. Trigger: the bank files queue, fed by the bank's S3 inbox."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.files import FilesArrived
from city.fines.money.bootstrap import bank_files_from_env
from city.fines.money.service.import_bank_file import ImportBankFile


def make_handler(bank_files: Callable[[], ImportBankFile] = bank_files_from_env) -> LambdaHandler:
    def load(body: str) -> None:
        for file in FilesArrived.model_validate_json(body).files:
            bank_files().import_file(file.bucket, file.key)

    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(load, event, context)

    return observed(handle)


handler = make_handler()
