"""Logs whether children are on the way. Trigger: a schedule, every quarter of an hour."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.observability import LambdaContext, LambdaHandler, logger, observed
from city.crosswalk.schools.bootstrap import schools_from_env
from city.crosswalk.schools.service.watch_schools import WatchSchools


def make_handler(schools: Callable[[], WatchSchools] = schools_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> None:  # noqa: ARG001  # a schedule says nothing
        logger().info("schools watched", are_children_on_the_way=schools().watch())

    return observed(handle)


handler = make_handler()
