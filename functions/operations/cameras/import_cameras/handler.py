"""Loads national files of cameras. Trigger: the inbox queue, fed by the S3 inbox."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.files import FilesArrived
from city.operations.cameras.bootstrap import import_from_env
from city.operations.cameras.service.import_cameras import ImportCameras


def make_handler(cameras: Callable[[], ImportCameras] = import_from_env) -> LambdaHandler:
    def load(body: str) -> None:
        for file in FilesArrived.model_validate_json(body).files:
            cameras().import_file(file.bucket, file.key)

    def handle(event: Any, context: LambdaContext) -> Any:
        return process_queue(load, event, context)

    return observed(handle)


handler = make_handler()
