"""GetMetricData works out expressions and searches, so that a page can draw what a dashboard says.

ministack answers `Expressions not implemented`; and a query without dimensions gets the metrics of all dimensions mixed.
"""

import time
from collections.abc import Iterator
from typing import Any

from infra.local.cloud.hooks import require
from infra.local.cloud.metrics.expressions import ExpressionError, Value
from infra.local.cloud.metrics.series import Window, answered

_DAY_S = 86_400.0
MOST_QUERIES = 500


def answer_expressions() -> None:
    from ministack.services import cloudwatch

    require(cloudwatch, "_calc_stats", "_stat_value", "_parse_ts", "_ts_iso", "_cbor_metric_data_result", "_json_ok")
    plainly = cloudwatch._get_metric_data

    def get_metric_data(params: Any, data: dict[str, Any], is_cbor: bool, is_json: bool = False) -> Any:
        if not (is_cbor or is_json):
            return plainly(params, data, is_cbor, is_json)
        queries = data.get("MetricDataQueries") or []
        end = cloudwatch._parse_ts(data.get("EndTime")) or time.time()
        start = cloudwatch._parse_ts(data.get("StartTime")) or end - _DAY_S
        try:
            values = answered(_few(queries), Window(start=start, end=end, period=60), cloudwatch)
        except (ExpressionError, KeyError) as error:
            return cloudwatch._error("ValidationError", str(error), 400, use_json=is_json, use_cbor=is_cbor)
        newest_first = data.get("ScanBy", "TimestampDescending") != "TimestampAscending"
        results = [
            {
                "Id": query["Id"],
                "Label": label,
                "Timestamps": [cloudwatch._ts_iso(moment) for moment in moments],
                "Values": [series[moment] for moment in moments],
                "StatusCode": "Complete",
            }
            for query in queries
            if query.get("ReturnData", True)
            for label, series in _lines(query, values.get(query["Id"], {}))
            for moments in (sorted(series, reverse=newest_first),)
        ]
        if is_cbor:
            encoded = [cloudwatch._cbor_metric_data_result(result) for result in results]
            return cloudwatch._cbor_ok({"MetricDataResults": encoded, "Messages": []})
        return cloudwatch._json_ok({"MetricDataResults": results, "Messages": []})

    cloudwatch._get_metric_data = get_metric_data


def _few(queries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if len(queries) > MOST_QUERIES:
        raise ExpressionError(f"The collection MetricDataQueries must not have more than {MOST_QUERIES} items.")
    return queries


def _lines(query: dict[str, Any], value: Value) -> Iterator[tuple[str, dict[float, float]]]:
    usual = (query.get("MetricStat") or {}).get("Metric", {}).get("MetricName") or query["Id"]
    label = str(query.get("Label") or usual)
    if isinstance(value, list):
        for line in value:
            yield (f"{query['Label']} {line.label}" if query.get("Label") else line.label), line.series
    elif isinstance(value, dict):
        yield label, value
    else:
        raise ExpressionError(f"{query['Id']} is a number, and no series")
