"""Takes in what units report. Trigger: the reports queue, fed by the topic rules."""

from collections.abc import Callable
from typing import Any

import city.aws.cold_start  # noqa: F401  # first: it pauses garbage collection while the rest is imported
from city.aws.batches import process_queue_by_owner
from city.aws.observability import LambdaContext, LambdaHandler, observed
from city.crosswalk.bootstrap import ReportUseCases, reports_from_env


def make_handler(reports: Callable[[], ReportUseCases] = reports_from_env) -> LambdaHandler:
    def handle(event: Any, context: LambdaContext) -> Any:  # noqa: ARG001  # a batch is short
        use_cases = reports()
        return process_queue_by_owner(
            use_cases.read_report.read, lambda heard: heard.unit, use_cases.take_reports.take, event
        )

    return observed(handle)


handler = make_handler()
