"""Measures what waits and what runs low. Trigger: a schedule, every five minutes."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.fines.desk.bootstrap import measurement_from_env
from city.fines.desk.service.measure_desk import MeasureDesk


def make_handler(measurement: Callable[[], MeasureDesk] = measurement_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        measurement().measure()

    return observed(handle)


handler = make_handler()
