"""What to ask CloudWatch for, to draw a dashboard: its body's shorthand spelt out, in as few requests as may be. Pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What one request may ask.
MOST_QUERIES = 500
_SHORTEST, _MINUTE = 60, 60


@dataclass(frozen=True, slots=True)
class Line:
    """One query, of which widget it is, and on which axis it is drawn."""

    widget: int
    query: Mapping[str, Any]
    right: bool

    @property
    def is_drawn(self) -> bool:
        return bool(self.query["ReturnData"])


def region_of(widget: Mapping[str, Any]) -> str | None:
    region = widget.get("properties", {}).get("region")
    return str(region) if region else None


def lines_of(body: Mapping[str, Any], region: str, span_s: int) -> Iterator[Line]:
    """The queries of every chart of this Region; ids are the widget's own, behind its number."""
    for place, widget in enumerate(body.get("widgets", [])):
        if widget.get("type") == "metric" and region_of(widget) in (None, region):
            yield from _lines_of_widget(place, widget["properties"], span_s)


def _lines_of_widget(place: int, properties: Mapping[str, Any], span_s: int) -> Iterator[Line]:
    metrics = list(_spelt_out(properties.get("metrics", [])))
    ids = {str(more["id"]) for _, more in metrics if "id" in more}
    for number, (words, more) in enumerate(metrics):
        query: dict[str, Any] = {"Id": f"w{place}_{more.get('id', f'n{number}')}"}
        query["ReturnData"] = bool(more.get("visible", True))
        if more.get("label"):
            query["Label"] = str(more["label"])
        period = _period(int(more.get("period", properties.get("period", 300))), span_s)
        stat = str(more.get("stat", properties.get("stat", "Average")))
        if "expression" in more:
            query["Expression"] = _renamed(str(more["expression"]), ids, place)
            query["Period"] = period
        else:
            namespace, name, *pairs = words
            dimensions = [{"Name": n, "Value": v} for n, v in zip(pairs[::2], pairs[1::2], strict=True)]
            metric = {"Namespace": namespace, "MetricName": name, "Dimensions": dimensions}
            query["MetricStat"] = {"Metric": metric, "Period": period, "Stat": stat}
        yield Line(place, query, more.get("yAxis") == "right")


def _spelt_out(metrics: Sequence[Sequence[Any]]) -> Iterator[tuple[list[str], Mapping[str, Any]]]:
    """`.` is what stands above, `...` is all of it."""
    before: list[str] = []
    for metric in metrics:
        words = [part for part in metric if isinstance(part, str)]
        more = next((part for part in metric if isinstance(part, Mapping)), {})
        if words[:1] == ["..."]:
            words = [*before[: len(before) - len(words) + 1], *words[1:]]
        words = [before[place] if word == "." else word for place, word in enumerate(words)]
        before = words or before
        yield words, more


def _renamed(expression: str, ids: set[str], place: int) -> str:
    """Ids outside quotes: what a search looks for is no id."""
    parts = re.split(r"('[^']*')", expression)
    names = re.compile(r"\b(" + "|".join(map(re.escape, sorted(ids))) + r")\b") if ids else None
    return "".join(
        part if part.startswith("'") or names is None else names.sub(lambda found: f"w{place}_{found[1]}", part)
        for part in parts
    )


def _period(wanted: int, span_s: int) -> int:
    """Whole minutes, and not so fine that a day is thousands of points."""
    finest = max(_SHORTEST, span_s // 480 // _MINUTE * _MINUTE)
    return max(wanted, finest)


def batched(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """A widget's queries stay together: its expressions name them."""
    batch: list[Line] = []
    for place in dict.fromkeys(line.widget for line in lines):
        own = [line for line in lines if line.widget == place]
        if batch and len(batch) + len(own) > MOST_QUERIES:
            yield batch
            batch = []
        batch += own
    if batch:
        yield batch


def runbook_in(description: str) -> str | None:
    found = re.search(r"docs/runbooks/[\w-]+\.md", description)
    return found[0] if found else None


def read_body(text: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(text)
    return read
