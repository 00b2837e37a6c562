"""`AWS/States`: executions started and how they ended, by state machine.

ministack has no metrics of state machines; it tells the default bus of every change of an execution, and there they are
counted. An execution whose time is up is `FAILED` there with the error `States.Timeout`; AWS counts it as timed out.
"""

import contextlib
from datetime import datetime
from typing import Any

from infra.local.cloud.hooks import require

_NAMES = {
    "RUNNING": "ExecutionsStarted",
    "SUCCEEDED": "ExecutionsSucceeded",
    "FAILED": "ExecutionsFailed",
    "ABORTED": "ExecutionsAborted",
    "TIMED_OUT": "ExecutionsTimedOut",
}


def count_executions() -> None:
    from ministack.services import cloudwatch, stepfunctions

    require(cloudwatch, "record_metric")
    require(stepfunctions, "_fail_execution", "_run_execution")
    tell = stepfunctions._emit_execution_status_event

    def tell_and_count(execution: dict[str, Any]) -> None:
        tell(execution)
        status = execution["status"]
        if status == "FAILED" and execution.get("error") == "States.Timeout":
            status = "TIMED_OUT"
        machine = {"StateMachineArn": execution["stateMachineArn"]}
        if status in _NAMES:
            cloudwatch.record_metric("AWS/States", _NAMES[status], 1, "Count", machine)
        if status != "RUNNING":
            with contextlib.suppress(KeyError, TypeError, ValueError):
                took = datetime.fromisoformat(execution["stopDate"]) - datetime.fromisoformat(execution["startDate"])
                cloudwatch.record_metric(
                    "AWS/States", "ExecutionTime", took.total_seconds() * 1000, "Milliseconds", machine
                )

    stepfunctions._emit_execution_status_event = tell_and_count
