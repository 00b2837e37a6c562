"""What a function prints and how it ends become metrics, whoever called it.

ministack writes a function's log and stops there; metrics printed in the embedded format stay text, and `AWS/Lambda`
counts only what is invoked by the API. AWS turns each line with an `_aws` part into metrics:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import time
from collections.abc import Iterator
from typing import Any

from infra.local.cloud.hooks import require

_MARK = '"_aws"'
Datum = tuple[str, str, dict[str, str], float, str, list[float]]


def count_what_functions_do() -> None:
    from ministack.services import cloudwatch, lambda_svc

    require(cloudwatch, "record_metric", "_store_datum")
    require(lambda_svc, "_execute_function_dispatch")
    write, _ = lambda_svc._emit_lambda_logs, lambda_svc._emit_lambda_metrics

    def write_and_count(
        func: dict[str, Any], request_id: str, log_text: str, error: bool, duration_ms: int, **source: Any
    ) -> None:
        write(func, request_id, log_text, error, duration_ms, **source)
        name = (func.get("config") or func).get("FunctionName", "unknown")
        _record(name, Invocations=1, Errors=int(error), Throttles=0)
        cloudwatch.record_metric("AWS/Lambda", "Duration", duration_ms, "Milliseconds", {"FunctionName": name})
        for line in (log_text or "").splitlines():
            if _MARK in line:
                for namespace, metric, dimensions, moment, unit, values in embedded(line):
                    cloudwatch._store_datum(namespace, metric, dimensions, moment, unit, None, values, None, None)

    def count_a_refusal(function_name: str, duration_ms: float, error: bool, throttle: bool) -> None:  # noqa: ARG001
        """A refusal writes no log. All else is counted where the log is written, for here it comes by one way only.

        A refusal of what the API invoked comes twice, the second time with how long it took.
        """
        if throttle and not duration_ms:
            _record(function_name, Throttles=1)

    def _record(name: str, **values: int) -> None:
        for metric, value in values.items():
            cloudwatch.record_metric("AWS/Lambda", metric, value, "Count", {"FunctionName": name})

    lambda_svc._emit_lambda_logs, lambda_svc._emit_lambda_metrics = write_and_count, count_a_refusal


def embedded(line: str) -> Iterator[Datum]:
    """The metrics in a line of log. None in a line that only looks like one: AWS too leaves it as text."""
    try:
        told = json.loads(line[line.index("{") :])
        moment = float(told["_aws"].get("Timestamp", time.time() * 1000)) / 1000
        for directive in told["_aws"]["CloudWatchMetrics"]:
            for names in directive.get("Dimensions") or [[]]:
                dimensions = {name: str(told[name]) for name in names}
                for metric in directive["Metrics"]:
                    said = told[metric["Name"]]
                    values = [float(value) for value in (said if isinstance(said, list) else [said])]
                    yield directive["Namespace"], metric["Name"], dimensions, moment, metric.get("Unit", "None"), values
    except (KeyError, TypeError, ValueError, AttributeError):
        return
