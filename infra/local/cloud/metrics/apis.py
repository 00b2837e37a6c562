"""`AWS/ApiGateway`: how often a REST API is called, how long it takes, and how often it refuses or fails.

ministack has no metrics of APIs. By `ApiName` and `Stage`, as AWS has them whatever a stage's settings say.
"""

import time
from typing import Any

from infra.local.cloud.hooks import require


def measure_apis() -> None:
    from ministack.core.responses import request_scope
    from ministack.services import apigateway_v1, cloudwatch

    require(cloudwatch, "record_metric")
    require(apigateway_v1, "_rest_apis", "find_api_scope")
    execute = apigateway_v1.handle_execute

    async def execute_and_measure(api_id: str, stage: str, *request: Any) -> Any:
        started = time.monotonic()
        answer = await execute(api_id, stage, *request)
        scope = apigateway_v1.find_api_scope(api_id)
        if scope:
            with request_scope(*scope):
                name = (apigateway_v1._rest_apis.get(api_id) or {}).get("name", api_id)
                _record(name, stage, int(answer[0]), (time.monotonic() - started) * 1000)
        return answer

    def _record(name: str, stage: str, status: int, latency_ms: float) -> None:
        dimensions = {"ApiName": name, "Stage": stage}
        for metric, value, unit in (
            ("Count", 1, "Count"),
            ("4XXError", int(400 <= status < 500), "Count"),
            ("5XXError", int(status >= 500), "Count"),
            ("Latency", latency_ms, "Milliseconds"),
        ):
            cloudwatch.record_metric("AWS/ApiGateway", metric, value, unit, dimensions)

    apigateway_v1.handle_execute = execute_and_measure
