"""What alarms and the dashboard watch is what the code counts."""

import ast
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from infra.manifest import read_manifests
from infra.templates import DOMAIN_TEMPLATES, ROOT, mappings_in, read_domain, resources_of

NAMESPACE = "Dongne"
COUNTING = {"count", "measure_seconds"}


def counted_names(source: str) -> Iterator[str]:
    """Every text that may be the name in a call that counts."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in COUNTING and node.args:
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


@cache
def counted() -> set[str]:
    return {name for file in ROOT.glob("layers/city/src/**/*.py") for name in counted_names(file.read_text())}


def widgets() -> list[dict[str, Any]]:
    (dashboard,) = resources_of(read_domain("observability"), "AWS::CloudWatch::Dashboard").values()
    found: list[dict[str, Any]] = json.loads(dashboard["DashboardBody"]["Fn::Sub"])["widgets"]
    return found


def charted(widget: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Namespace, name, dimension and value of every metric, with the dots that repeat what stands before resolved."""
    before: tuple[str, ...] = ()
    for metric in widget["properties"]["metrics"]:
        words = [word for word in metric if isinstance(word, str)]
        if words == ["..."]:
            words = list(before)
        if words:
            before = tuple(before[place] if word == "." else word for place, word in enumerate(words))
            yield before


def alarmed(template: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Alarm, metric and dimensions of every alarm on the city's own metrics."""
    for name, alarm in resources_of(template, "AWS::CloudWatch::Alarm").items():
        for metric in mappings_in(alarm):
            if metric.get("Namespace") == NAMESPACE:
                yield name, metric["MetricName"], {d["Name"]: d["Value"] for d in metric["Dimensions"]}


def test_the_dashboard_shows_what_the_code_counts_of_every_domain_with_pages() -> None:
    shown = {metric for widget in widgets() for metric in charted(widget)}

    assert {namespace for namespace, *_ in shown} == {NAMESPACE}
    assert {name for _, name, *_ in shown} - counted() == set()
    assert {tuple(dimension) for _, _, *dimension in shown} == {
        ("service", name) for name, manifest in read_manifests().items() if manifest.pages
    }


def test_the_dashboard_shows_each_day_at_the_desk() -> None:
    names = {metric[1] for widget in widgets() for metric in charted(widget)}

    assert names >= {
        "TextAnswered",
        "TextTicketed",
        "IntentAbstained",
        "ReplyLatency",
        "AccountIssued",
        "FinePaid",
        "FinePaidKrw",
        "SuspenseOpen",
        "PoolLevel",
        "TicketsOldestMinutes",
        "PaymentReversed",
        "ReconciliationDifferences",
        "MoQuarantined",
        "RemindersSent",
    }


def test_the_dashboard_shows_how_the_crosswalks_are() -> None:
    names = {metric[1] for widget in widgets() for metric in charted(widget) if metric[3] == "crosswalk"}

    assert names >= {
        "UnitsSilent",
        "LinkDown",
        "LampsFaulty",
        "CamerasBlind",
        "DetectorsDrifting",
        "ReportsMissing",
        "ReportTaken",
        "IncidentTaken",
        "FrameLookedAt",
        "InferenceTime",
        "UnitsOnDuty",
    }


def test_no_two_widgets_of_the_dashboard_overlap() -> None:
    taken = [
        (x, y)
        for widget in widgets()
        for x in range(widget["x"], widget["x"] + widget["width"])
        for y in range(widget["y"], widget["y"] + widget["height"])
    ]

    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24


@pytest.mark.parametrize("domain", DOMAIN_TEMPLATES)
def test_an_alarm_watches_what_the_code_counts(domain: str) -> None:
    template = read_domain(domain)

    assert [(alarm, metric) for alarm, metric, _ in alarmed(template) if metric not in counted()] == []
    assert [
        (alarm, dimensions) for alarm, _, dimensions in alarmed(template) if dimensions != {"service": domain}
    ] == []


@pytest.mark.parametrize("domain", DOMAIN_TEMPLATES)
def test_an_alarm_tells_somebody(domain: str) -> None:
    alarms = resources_of(read_domain(domain), "AWS::CloudWatch::Alarm")

    assert [name for name, alarm in alarms.items() if alarm.get("AlarmActions") != [{"Ref": "AlarmTopicArn"}]] == []


def test_a_name_is_found_wherever_it_is_counted() -> None:
    assert set(counted_names('count("A")\nmeasure_seconds("B", 1)')) == {"A", "B"}
    assert set(counted_names('count("A" if text else "B", 2)\nlen("C")')) == {"A", "B"}
