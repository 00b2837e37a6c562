"""Metrics are kept bounded: equal values of one minute as one point, older data coarser, and a day at most.

ministack keeps every value for two weeks and looks through all of them at every request, in whatever thread asks. AWS
too hands out no raw values: it aggregates them by minute, and older ones by five minutes. Of a minute with many
different values a few stand for all, so that sums and counts stay exact and percentiles nearly so.
"""

import time
from collections.abc import Iterable
from itertools import groupby
from threading import Lock
from typing import Any

from infra.local.cloud.hooks import require

Point = dict[str, Any]

FINE_S, KEPT_S = 3 * 3600, 25 * 3600
FINE_PERIOD, COARSE_PERIOD = 60, 300
# So many values stand for all of one period.
MOST_OF_A_PERIOD = 20
# What a service may count in one period before somebody tidies up.
_MOST_RAW = 5_000
_lock = Lock()


def keep_bounded() -> None:
    from ministack.services import cloudwatch

    require(cloudwatch, "_dims_key", "_metric_bucket", "_metrics", "_evict_old_metrics", "_point_stats")

    def store(
        namespace: str, name: str, dims: dict[str, str], ts: float, unit: str, value: Any, values: Any,
        counts: Any, stat_values: Any,
    ) -> None:  # fmt: skip
        base = {"Timestamp": ts, "Unit": unit, "Dimensions": dims}
        if values is not None:
            points = [
                {**base, "Value": float(v), "Count": float(c)}
                for v, c in zip(values, counts or [1.0] * len(values), strict=True)
            ]
        elif stat_values is not None:
            count = float(stat_values.get("SampleCount", 0))
            mean = float(stat_values.get("Sum", 0)) / count if count else 0.0
            points = [{**base, "Value": mean, "_stat": stat_values}]
        else:
            points = [{**base, "Value": float(value or 0)}]
        with _lock:
            bucket = cloudwatch._metric_bucket((namespace, name, cloudwatch._dims_key(dims)))
            for point in points:
                _add(bucket, point)
            if len(bucket) > _MOST_RAW:
                bucket[:] = tidied(bucket, time.time())

    def record(namespace: str, name: str, value: float, unit: str = "None", dimensions: Any = None) -> None:
        store(namespace, name, dict(dimensions or {}), time.time(), unit, value, None, None, None)

    state_of = cloudwatch.get_state

    def tidy_and_get_state() -> Any:
        tidy_all(cloudwatch._metrics._data)
        return state_of()

    cloudwatch._store_datum, cloudwatch.record_metric = store, record
    cloudwatch._evict_old_metrics = lambda: None
    cloudwatch.get_state = tidy_and_get_state


def tidy_all(metrics: dict[Any, list[Point]]) -> None:
    """Makes what is old coarser, and drops what is too old. `metrics` are those of all accounts and regions."""
    now = time.time()
    with _lock:
        for key in list(metrics):
            if kept := tidied(metrics[key], now):
                metrics[key] = kept
            else:
                del metrics[key]


def _add(bucket: list[Point], point: Point) -> None:
    """Into the point of the same minute and value, if that is among the last few."""
    minute = point["Timestamp"] // FINE_PERIOD
    if "_stat" not in point:
        for other in reversed(bucket[-MOST_OF_A_PERIOD:]):
            if other["Timestamp"] // FINE_PERIOD != minute:
                break
            if other["Value"] == point["Value"] and "_stat" not in other:
                other["Count"] = other.get("Count", 1.0) + point.get("Count", 1.0)
                return
    bucket.append(point)


def tidied(points: Iterable[Point], now: float) -> list[Point]:
    """What is kept of these points, by period. Those of a minute that still runs stay as they are."""
    kept: list[Point] = []
    recent = sorted((p for p in points if p["Timestamp"] >= now - KEPT_S), key=lambda p: p["Timestamp"])

    def period_of(point: Point) -> float:
        length = FINE_PERIOD if point["Timestamp"] >= now - FINE_S else COARSE_PERIOD
        return float(point["Timestamp"] // length * length)

    for start, group in groupby(recent, key=period_of):
        same = list(group)
        sets = [p for p in same if "_stat" in p]
        values = sorted((p for p in same if "_stat" not in p), key=lambda p: p["Value"])
        kept += [*sets, *_represented(values, start)]
    return kept


def _represented(ordered: list[Point], start: float) -> list[Point]:
    """At most so many values for all of a period: equal ones as one, neighbours by their mean; both ends stay."""
    merged: list[Point] = []
    for point in ordered:
        if merged and merged[-1]["Value"] == point["Value"]:
            merged[-1]["Count"] += point.get("Count", 1.0)
        else:
            merged.append({**point, "Timestamp": start, "Count": point.get("Count", 1.0)})
    if len(merged) <= MOST_OF_A_PERIOD:
        return merged
    inner, places = merged[1:-1], MOST_OF_A_PERIOD - 2
    groups = [inner[i * len(inner) // places : (i + 1) * len(inner) // places] for i in range(places)]
    return [merged[0], *(_mean(group) for group in groups if group), merged[-1]]


def _mean(group: list[Point]) -> Point:
    count = sum(p["Count"] for p in group)
    return {**group[0], "Value": sum(p["Value"] * p["Count"] for p in group) / count, "Count": count}
