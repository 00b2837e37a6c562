"""What the tests of the local cloud's metrics ask of it."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.infra.local_cloud.running import RunningCloud

PATIENCE_S = 20


def dimensions_of(**named: str) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in named.items()]


def statistic(cloud: RunningCloud, namespace: str, metric: str, stat: str = "Sum", **dimensions: str) -> float | None:
    """Of the last hour; None if there is no datapoint."""
    query = {
        "Id": "it",
        "MetricStat": {
            "Metric": {"Namespace": namespace, "MetricName": metric, "Dimensions": dimensions_of(**dimensions)},
            "Period": 86_400,
            "Stat": stat,
        },
    }
    values = ask(cloud, query)["it"]
    return values[-1] if values else None


def ask(cloud: RunningCloud, *queries: dict[str, Any]) -> dict[str, list[float]]:
    now = datetime.now(UTC)
    answer = cloud.client("cloudwatch").get_metric_data(
        MetricDataQueries=list(queries),
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(minutes=1),
        ScanBy="TimestampAscending",
    )
    return {result["Id"]: result["Values"] for result in answer["MetricDataResults"]}


def wait_for(look: Any, wanted: Any) -> None:
    """Until `look` sees what is wanted; says what it saw last if it never does."""
    until = time.monotonic() + PATIENCE_S
    while (seen := look()) != wanted:
        assert time.monotonic() < until, seen
        time.sleep(0.1)
