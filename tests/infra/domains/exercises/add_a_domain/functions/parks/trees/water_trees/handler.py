"""Says whether the trees are to be watered. Trigger: a schedule, every day."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, logger, observed
from city.parks.trees.bootstrap import watering_from_env
from city.parks.trees.service.water_trees import WaterTrees


def make_handler(watering: Callable[[], WaterTrees] = watering_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        logger().info("watering decided", water=watering().decide())

    return observed(handle)


handler = make_handler()
