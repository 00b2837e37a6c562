"""Carries changed cameras into packs and snapshot. Trigger: the stream of the cameras table, a batch at a time.

A batch that fails comes again whole: what was done of it before changes nothing.
"""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.contracts.operations.cameras import CameraItemsChanged
from city.operations.cameras.bootstrap import refresh_from_env
from city.operations.cameras.service.refresh import RefreshCameras


def make_handler(refresh: Callable[[], RefreshCameras] = refresh_from_env) -> LambdaHandler:
    def handle(event: Any, _: LambdaContext) -> Any:
        changed = CameraItemsChanged.model_validate(event)
        refresh().refresh(changed.names, changed.oldest)

    return observed(handle)


handler = make_handler()
