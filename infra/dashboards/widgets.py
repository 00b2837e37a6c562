"""Widgets of dashboards, as CloudWatch takes them, titled in Korean and English.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

WIDTH, HEIGHT, ACROSS = 8, 6, 24
REGION = "${AWS::Region}"
# Where AWS keeps what an account pays, wherever the city runs.
BILLING_REGION = "us-east-1"
Metric = list[Any]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line across a chart. A number, or a reference to one in the template."""

    label: str
    value: float | str
    right: bool = False

    @property
    def annotation(self) -> dict[str, Any]:
        line = {"label": self.label, "value": self.value, "color": "#d62728"}
        return line | ({"yAxis": "right"} if self.right else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    title: str
    metrics: Sequence[Metric]
    stat: str = "Sum"
    period: int = 300
    thresholds: Sequence[Threshold] = ()
    left: Mapping[str, float] = field(default_factory=lambda: {"min": 0})
    right: Mapping[str, float] | None = None
    region: str = REGION

    @property
    def properties(self) -> dict[str, Any]:
        axes = {"left": dict(self.left)} | ({"right": dict(self.right)} if self.right is not None else {})
        lines = _joined(self.thresholds)
        return {
            "title": self.title,
            "view": "timeSeries",
            "region": self.region,
            "stat": self.stat,
            "period": self.period,
            "yAxis": axes,
            **({"annotations": {"horizontal": [line.annotation for line in lines]}} if lines else {}),
            "metrics": [list(metric) for metric in self.metrics],
        }


def _joined(thresholds: Iterable[Threshold]) -> list[Threshold]:
    """One line for those that lie on each other."""
    same: dict[tuple[str, bool], list[Threshold]] = {}
    for threshold in thresholds:
        same.setdefault((str(threshold.value), threshold.right), []).append(threshold)
    return [
        one[0] if len(one) == 1 else Threshold(both("경보", f"{len(one)} alarms"), one[0].value, one[0].right)
        for _, one in sorted(same.items())
    ]


def widgets_of(alarms: Mapping[str, Any], note: str, charts: Iterable[Chart]) -> list[dict[str, Any]]:
    """The alarms on top, then what the dashboard is, then its charts three in a row."""
    found = [
        {"type": "alarm", "x": 0, "y": 0, "width": ACROSS, "height": 4, "properties": dict(alarms)},
        {"type": "text", "x": 0, "y": 4, "width": ACROSS, "height": 2, "properties": {"markdown": note}},
    ]
    for place, chart in enumerate(charts):
        row, column = divmod(place, ACROSS // WIDTH)
        where = {"x": column * WIDTH, "y": 6 + row * HEIGHT, "width": WIDTH, "height": HEIGHT}
        found.append({"type": "metric", **where, "properties": chart.properties})
    return found


def search(namespace: str, dimensions: str, metric: str, stat: str, period: int, *terms: str) -> str:
    named = f'{{{namespace},{dimensions}}} MetricName="{metric}" {" ".join(terms)}'.rstrip()
    return f"SEARCH('{named}', '{stat}', {period})"


def found(id_: str, expression: str, label: str = "", *, right: bool = False) -> Metric:
    more = {"label": label} if label else {}
    return [{"expression": expression, "id": id_, **more, **({"yAxis": "right"} if right else {})}]


def both(ko: str, en: str) -> str:
    return f"{ko} · {en}"
