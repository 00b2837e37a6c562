"""Metrics by period, as alarms judge them and dashboards draw them: one metric, a search, an expression of both."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.local.cloud.metrics.expressions import Line, Series, Setting, Value, evaluate

MOST_FOUND = 500
_SCHEMA = re.compile(r"^\s*\{([^}]*)\}\s*(.*)$", re.DOTALL)
_TERM = re.compile(r'(\w+)\s*=\s*"([^"]*)"|(\w+)\s*=\s*(\w+)|"([^"]*)"|([^\s"()]+)')
# As CloudWatch takes names apart: at every sign that is neither letter nor digit, and at every capital after a small
# letter.
_Term = tuple[str | None, ...]
_TOKENS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Periods side by side; `start` is where the first begins."""

    start: float
    end: float
    period: float

    @property
    def moments(self) -> list[float]:
        return [self.start + i * self.period for i in range(math.ceil((self.end - self.start) / self.period))]

    def with_period(self, period: float) -> "Window":
        start = self.start // period * period
        return Window(start=start, end=self.end, period=period)


def by_period(points: Sequence[dict[str, Any]], stat: str, window: Window, cloudwatch: Any) -> Series:
    buckets: dict[float, list[dict[str, Any]]] = defaultdict(list)
    for point in list(points):
        if window.start <= point["Timestamp"] < window.end:
            place = (point["Timestamp"] - window.start) // window.period
            buckets[window.start + place * window.period].append(point)
    found: Series = {}
    for moment in sorted(buckets):
        value = cloudwatch._stat_value(cloudwatch._calc_stats(buckets[moment]), stat, buckets[moment])
        if value is not None:
            found[moment] = float(value)
    return found


def metric_series(metric_stat: Mapping[str, Any], window: Window, cloudwatch: Any) -> Series:
    """One metric by exactly these dimensions, as CloudWatch takes them: none means none."""
    metric = metric_stat["Metric"]
    dimensions = {d["Name"]: d["Value"] for d in metric.get("Dimensions") or []}
    key = (metric.get("Namespace"), metric.get("MetricName"), cloudwatch._dims_key(dimensions))
    return by_period(cloudwatch._metrics.get(key) or [], str(metric_stat.get("Stat", "Average")), window, cloudwatch)


def found_by(search: str, stat: str, window: Window, cloudwatch: Any) -> list[Line]:
    """What SEARCH finds: all terms but those behind a NOT. OR and brackets are not read."""
    schema = _SCHEMA.match(search)
    namespace, *names = (part.strip().strip('"') for part in schema[1].split(",")) if schema else ("",)
    wanted, unwanted = _terms(schema[2] if schema else search)
    lines = []
    for (space, metric, _), points in list(cloudwatch._metrics.items()):
        dimensions = (points[0].get("Dimensions") or {}) if points else {}
        if schema and (space != namespace or set(dimensions) != set(names)):
            continue
        of = (space, metric, dimensions)
        if all(_fits(term, *of) for term in wanted) and not any(_fits(term, *of) for term in unwanted):
            label = " ".join(str(dimensions[name]) for name in names) or metric
            if series := by_period(points, stat, window, cloudwatch):
                lines.append(Line(label, series))
    return sorted(lines, key=lambda line: line.label)[:MOST_FOUND]


def _terms(text: str) -> tuple[list[_Term], list[_Term]]:
    wanted: list[_Term] = []
    unwanted: list[_Term] = []
    into = wanted
    for found in _TERM.finditer(text):
        if found[0] == "NOT":
            into = unwanted
        else:
            into.append(found.groups())
            into = wanted
    return wanted, unwanted


def _fits(term: _Term, space: str, metric: str, dimensions: Mapping[str, str]) -> bool:
    key, exact, key_of_part, part, quoted, word = term
    values = {"Namespace": space, "MetricName": metric, **dimensions}
    if exact is not None:
        return values.get(str(key)) == exact
    if part is not None:
        return _has_part(values.get(str(key_of_part), ""), part)
    if quoted is not None:
        return quoted in values.values()
    return any(_has_part(value, str(word)) for value in (*values.values(), *dimensions))


def _has_part(text: str, part: str) -> bool:
    """All of the part's tokens are tokens of the text, in whatever case."""
    wanted = [token.lower() for token in _TOKENS.findall(part)]
    tokens = {token.lower() for token in _TOKENS.findall(text)} | {text.lower()}
    tokens |= {word.lower() for word in re.split(r"[^A-Za-z0-9]+", text)}
    return part.lower() in tokens or all(token in tokens for token in wanted)


def answered(queries: Sequence[Mapping[str, Any]], window: Window, cloudwatch: Any) -> dict[str, Value]:
    """By id: the value of every query, expressions after what they name. Raises ExpressionError."""
    lines: dict[str, Line] = {}
    values: dict[str, Value] = {}
    plain = [q["Id"] for q in queries if not q.get("Expression")]
    for query in queries:
        if not query.get("Expression"):
            stat = query["MetricStat"]
            series = metric_series(stat, window.with_period(float(stat.get("Period") or window.period)), cloudwatch)
            lines[query["Id"]] = Line(str(query.get("Label") or query["Id"]), series)
            values[query["Id"]] = series
    periods = [float(q["MetricStat"].get("Period") or 0) for q in queries if q.get("MetricStat")]
    waiting = [q for q in queries if q.get("Expression")]
    # One that names another waits for it; at least one is ready at every turn, or none ever will be.
    for _ in range(len(waiting)):
        for query in waiting:
            text = str(query["Expression"])
            others = {q["Id"] for q in waiting} - {query["Id"]} - values.keys()
            if query["Id"] in values or any(re.search(rf"\b{other}\b", text) for other in others):
                continue
            period = float(query.get("Period") or max(periods, default=window.period))
            at = window.with_period(period)
            setting = Setting(
                metrics=lines,
                moments=at.moments,
                period=period,
                plain=plain,
                search=lambda text, stat, every: found_by(text, stat, window.with_period(every), cloudwatch),
            )
            values[query["Id"]] = value = evaluate(text, setting)
            if isinstance(value, dict):
                lines[query["Id"]] = Line(str(query.get("Label") or query["Id"]), value)
    return values
