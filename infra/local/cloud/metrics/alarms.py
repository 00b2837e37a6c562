"""Alarms are judged as AWS judges them, every ten seconds, whether or not somebody puts a datum.

ministack judges when it is given data by the API, and looks at all metrics of a name at once: whose they are, how many
datapoints it takes and what missing ones mean plays no part, and an alarm on an expression is never judged.
"""

import json
import logging
import time
from typing import Any

from infra.local.cloud.hooks import require
from infra.local.cloud.metrics.evaluation import ALARM, INSUFFICIENT, OK, Rule, judge
from infra.local.cloud.metrics.expressions import ExpressionError
from infra.local.cloud.metrics.series import Window, answered, metric_series
from infra.local.cloud.metrics.store import tidy_all
from infra.local.cloud.metrics.ticking import at_every_tick, scopes_of

_TIDY_EVERY_S = 60.0
_MOST_HISTORY = 2_000
_log = logging.getLogger("cloudwatch")


def judge_alarms() -> None:
    from ministack.core.responses import request_scope
    from ministack.services import cloudwatch

    require(cloudwatch, "_record_history", "_dispatch_alarm_actions", "_evaluate_parent_alarms", "_history_entries")
    require(cloudwatch, "_alarms", "_metrics", "_dims_key", "_calc_stats", "_stat_value")
    tidied_at = time.time()

    def evaluate(alarm: dict[str, Any]) -> None:
        state = alarm["StateValue"]
        try:
            rule = _rule_of(alarm)
            points = _points(alarm, rule, cloudwatch)
        except (ExpressionError, KeyError, TypeError, ValueError) as error:
            _log.warning("Alarm %s cannot be judged: %s", alarm.get("AlarmName"), error)
            return
        judged = judge(rule, points, state)
        if judged != state:
            _change(alarm, judged, _reason(rule, points, judged))

    def _change(alarm: dict[str, Any], state: str, reason: str) -> None:
        before = alarm["StateValue"]
        alarm.update(StateValue=state, StateReason=reason)
        alarm["StateUpdatedTimestamp"] = alarm["StateTransitionedTimestamp"] = int(time.time())
        cloudwatch._record_history(alarm["AlarmName"], before, state, reason)
        del cloudwatch._history_entries()[:-_MOST_HISTORY]
        cloudwatch._dispatch_alarm_actions(alarm, before, state, reason)
        cloudwatch._evaluate_parent_alarms(alarm)

    def tick() -> None:
        nonlocal tidied_at
        for account, region in scopes_of(cloudwatch._alarms._data):
            with request_scope(account, region):
                for alarm in list(cloudwatch._alarms.values()):
                    evaluate(alarm)
        if time.time() - tidied_at >= _TIDY_EVERY_S:
            tidied_at = time.time()
            tidy_all(cloudwatch._metrics._data)

    cloudwatch._evaluate_alarm = evaluate
    # PutMetricData would judge all of them in the request; the next tick does.
    cloudwatch._evaluate_all_alarms = lambda: None
    at_every_tick(tick)


def _rule_of(alarm: dict[str, Any]) -> Rule:
    periods = int(alarm.get("EvaluationPeriods") or 1)
    return Rule(
        comparison=alarm["ComparisonOperator"],
        threshold=float(alarm["Threshold"]),
        periods=periods,
        to_alarm=int(alarm.get("DatapointsToAlarm") or periods),
        missing=alarm.get("TreatMissingData") or "missing",
    )


def _points(alarm: dict[str, Any], rule: Rule, cloudwatch: Any) -> list[float | None]:
    """The datapoints of the range, the oldest first. Periods slide with the minute, as they do on AWS."""
    queries = alarm.get("Metrics") or []
    stats = [query["MetricStat"] for query in queries if query.get("MetricStat")]
    period = max((float(stat["Period"]) for stat in stats), default=float(alarm.get("Period") or 60))
    now = time.time()
    end = now // 60 * 60
    # The minute that runs is looked at as far as it went: an error rings at once. But it is no minute yet in which
    # too little happened.
    if not rule.rings_for_little:
        end += 60
    window = Window(start=end - rule.range * period, end=end, period=period)
    if queries:
        wanted = next(query["Id"] for query in queries if query.get("ReturnData", True))
        values = answered_sliding(queries, window, cloudwatch)[wanted]
    else:
        metric = {key: alarm.get(key) for key in ("Namespace", "MetricName", "Dimensions")}
        stat = alarm.get("ExtendedStatistic") or alarm.get("Statistic")
        values = metric_series({"Metric": metric, "Stat": stat}, window, cloudwatch)
    return [values.get(moment) for moment in window.moments]


def answered_sliding(queries: list[dict[str, Any]], window: Window, cloudwatch: Any) -> dict[str, Any]:
    return answered(queries, _Sliding(start=window.start, end=window.end, period=window.period), cloudwatch)


class _Sliding(Window):
    """Periods of an alarm end where its window ends, and not at the full hour."""

    def with_period(self, period: float) -> Window:  # noqa: ARG002  # an alarm has one period
        return self


def _reason(rule: Rule, points: list[float | None], state: str) -> str:
    real = [point for point in points if point is not None][-rule.periods :]
    if not real:
        word = {ALARM: "ALARM", OK: "OK", INSUFFICIENT: "INSUFFICIENT_DATA"}[state]
        return f"no datapoints were received for {rule.periods} period(s), and missing data is {rule.missing}: {word}"
    breaching = sum(1 for point in real if rule.breaches(point))
    return (
        f"Threshold Crossed: {breaching} out of the last {len(real)} datapoints {json.dumps(real)} "
        f"breach: {rule.comparison} {rule.threshold} (minimum {rule.to_alarm} for ALARM): {state}"
    )
