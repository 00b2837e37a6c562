"""Looks at a thin unit's frame. Trigger: the topic rule on frames."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.crosswalk.bootstrap import frames_from_env
from city.crosswalk.service.detect_frame import DetectFrame


def make_handler(frames: Callable[[], DetectFrame] = frames_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a frame is short
        frames().answer(event)

    return observed(handle)


handler = make_handler()
