"""What alarms watch is what the code counts."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

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


def alarmed(template: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Alarm, metric and dimensions of every alarm on the city's own metrics."""
    for name, alarm in resources_of(template, "AWS::CloudWatch::Alarm").items():
        for metric in mappings_in(alarm):
            if metric.get("Namespace") == NAMESPACE:
                yield name, metric["MetricName"], {d["Name"]: d["Value"] for d in metric["Dimensions"]}


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
