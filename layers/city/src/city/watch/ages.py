"""How long the oldest message of each queue has waited, as the metrics know it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

_MEASURED = timedelta(minutes=15)
# What one request may ask.
_MOST = 500


def oldest_ages(cloudwatch: Any, names: Sequence[str], now: datetime) -> dict[str, int]:
    """In seconds, of those that have been measured lately."""
    found: dict[str, int] = {}
    for start in range(0, len(names), _MOST):
        some = names[start : start + _MOST]
        queries = [
            {
                "Id": f"q{number}",
                "MetricStat": {
                    "Metric": {
                        "Namespace": "AWS/SQS",
                        "MetricName": "ApproximateAgeOfOldestMessage",
                        "Dimensions": [{"Name": "QueueName", "Value": name}],
                    },
                    "Period": 60,
                    "Stat": "Maximum",
                },
            }
            for number, name in enumerate(some)
        ]
        answer = cloudwatch.get_metric_data(
            MetricDataQueries=queries, StartTime=now - _MEASURED, EndTime=now, ScanBy="TimestampDescending"
        )
        values = {result["Id"]: result["Values"] for result in answer["MetricDataResults"]}
        found |= {name: int(values[f"q{n}"][0]) for n, name in enumerate(some) if values.get(f"q{n}")}
    return found
