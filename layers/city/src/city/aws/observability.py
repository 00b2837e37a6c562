"""Structured logs, EMF metrics and traces, the same for every function."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import Any

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

__all__ = [
    "LambdaContext",
    "LambdaHandler",
    "correlated",
    "count",
    "describe_failure",
    "logger",
    "measure_seconds",
    "observed",
]

NAMESPACE = "Dongne"

LambdaHandler = Callable[[Any, LambdaContext], Any]


@cache
def logger() -> Logger:
    """The process's logger. Service and level come from the POWERTOOLS_* variables set once in the template."""
    return Logger()


@cache
def metrics() -> Metrics:
    return Metrics(namespace=NAMESPACE)


@cache
def tracer() -> Tracer:
    # botocore alone: patching whatever else is importable costs 40 ms of every cold start.
    return Tracer(patch_modules=["botocore"])


def count(name: str, value: int = 1) -> None:
    """Adds to a metric of this invocation."""
    metrics().add_metric(name=name, unit=MetricUnit.Count, value=value)


def measure_seconds(name: str, seconds: float) -> None:
    """Adds one duration to a metric of this invocation; percentiles are CloudWatch's."""
    metrics().add_metric(name=name, unit=MetricUnit.Seconds, value=max(0.0, seconds))


@contextmanager
def correlated(correlation_id: str) -> Iterator[None]:
    """Every line logged inside carries `correlation_id`, from the inbound message to the reply."""
    log = logger()
    log.set_correlation_id(correlation_id)
    try:
        yield
    finally:
        log.set_correlation_id(None)


def describe_failure(error: Exception) -> dict[str, str]:
    """What may be logged of an error: its kind, where it arose, what AWS called it. Never its message.

    A validation error quotes its input, and the input is somebody's text.
    """
    fields = {"error": type(error).__name__}
    if error.__traceback__ is not None:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "/city/" in frame.filename] or frames
        fields["raised_at"] = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}"
    response = getattr(error, "response", None) or getattr(getattr(error, "cause", None), "response", None)
    if isinstance(response, dict):
        fields["aws_code"] = str(response.get("Error", {}).get("Code", ""))
        fields["aws_operation"] = str(getattr(error, "operation_name", ""))
    return fields


def observed(handler: LambdaHandler) -> LambdaHandler:
    """Wraps a handler: cold-start metric, request id on every line, one trace segment, metrics flushed at the end.

    Neither event nor error goes into the trace, and the event is never logged: they carry telephone numbers and
    plates.
    """

    # Only handlers start cold; a tool that imports this module keeps its garbage collector.
    from city.aws.cold_start import end_cold_start

    @cache
    def instrumented() -> LambdaHandler:
        wrapped = metrics().log_metrics(handler, capture_cold_start_metric=True)
        wrapped = tracer().capture_lambda_handler(wrapped, capture_response=False, capture_error=False)
        result: LambdaHandler = logger().inject_lambda_context(wrapped, clear_state=True)
        return result

    @wraps(handler)
    def entry(event: Any, context: LambdaContext) -> Any:
        try:
            return instrumented()(event, context)
        finally:
            end_cold_start()

    return entry
