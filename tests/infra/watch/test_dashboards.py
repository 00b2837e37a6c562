"""Dashboards: every alarm with its threshold, every metric one that somebody counts, every title in two languages."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from infra.dashboards.domain import alarms_of, domains_with_alarms, runbook_of
from infra.dashboards.widgets import ACROSS, Chart, Threshold, widgets_of
from infra.dashboards.writing import written
from infra.manifest import ROOT, read_manifests
from infra.templates import mappings_in, read_domain, resources_of
from tests.infra.test_metrics import counted

CITY = "observability"
DOMAINS = domains_with_alarms()
# What AWS documents of the services this city has, by namespace: the dimensions and the metrics.
OF_AWS = {
    "AWS/ApiGateway": ({"ApiName", "Stage"}, {"Count", "4XXError", "5XXError", "Latency"}),
    "AWS/Lambda": ({"FunctionName"}, {"Invocations", "Errors", "Throttles", "Duration"}),
    "AWS/SQS": (
        {"QueueName"},
        {"ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "NumberOfMessagesSent"},
    ),
    "AWS/States": (
        {"StateMachineArn"},
        {"ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut"},
    ),
    "AWS/Events": ({"EventBusName", "RuleName"}, {"Invocations", "FailedInvocations"}),
    "AWS/IoT": ({"Protocol", "RuleName"}, {"PublishIn.Success", "Connect.AuthError", "TopicMatch"}),
    "AWS/DynamoDB": ({"TableName", "Operation"}, {"ThrottledRequests"}),
    "AWS/Billing": ({"Currency", "ServiceName"}, {"EstimatedCharges"}),
}
# The local cloud counts all of these but what these name: nothing is throttled, refused or billed there.
_SEARCH = re.compile(
    r"""SEARCH\('\{(?P<space>[\w/]+),(?P<dimensions>[\w,]+)\} MetricName="(?P<metric>[\w.]+)"([^']*)', """
)


def body_of(domain: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What CloudWatch is given, with a number where the template has a parameter; and what is put into it."""
    (dashboard,) = resources_of(read_domain(domain), "AWS::CloudWatch::Dashboard").values()
    said = dashboard["DashboardBody"]["Fn::Sub"]
    text, given = (said, {}) if isinstance(said, str) else said
    return json.loads(re.sub(r'"value": \$\{(\w+)\}', r'"value": "\1"', text)), given


def widgets(domain: str, kind: str = "metric") -> list[dict[str, Any]]:
    return [widget for widget in body_of(domain)[0]["widgets"] if widget["type"] == kind]


def drawn(widget: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Namespace, metric and dimensions of everything a widget draws; of a search, dimensions without a value."""
    for metric in widget["properties"]["metrics"]:
        words = [word for word in metric if isinstance(word, str)]
        if words:
            yield words[0], words[1], dict(zip(words[2::2], words[3::2], strict=True))
        for expression in (part["expression"] for part in metric if isinstance(part, dict) and "expression" in part):
            for found in _SEARCH.finditer(expression):
                yield found["space"], found["metric"], dict.fromkeys(found["dimensions"].split(","), "")


def faults_of(domain: str, namespace: str, metric: str, dimensions: dict[str, str]) -> Iterator[str]:
    if namespace == "Dongne":
        if metric not in counted():
            yield f"nobody counts {metric}"
        if dimensions != {"service": domain}:
            yield f"{metric} is not of {domain}: {dimensions}"
    elif namespace not in OF_AWS:
        yield f"{namespace} is not known"
    else:
        names, metrics = OF_AWS[namespace]
        if metric not in metrics or not dimensions.keys() <= names:
            yield f"{namespace} has no {metric} by {sorted(dimensions)}"


@pytest.mark.parametrize("domain", [CITY, *DOMAINS])
def test_every_metric_is_one_that_somebody_counts(domain: str) -> None:
    shown = [metric for widget in widgets(domain) for metric in drawn(widget)]

    assert shown
    assert [fault for metric in shown for fault in faults_of(domain, *metric)] == []


@pytest.mark.parametrize(
    ("metric", "fault"),
    [
        (("Dongne", "NeverCounted", {"service": "fines"}), "nobody counts NeverCounted"),
        (("Dongne", "FinePaid", {"service": "dividend"}), "FinePaid is not of fines: {'service': 'dividend'}"),
        (("AWS/SQS", "Loudness", {"QueueName": ""}), "AWS/SQS has no Loudness by ['QueueName']"),
        (("AWS/Moon", "Phase", {}), "AWS/Moon is not known"),
    ],
)
def test_a_metric_that_nobody_counts_is_found(metric: tuple[str, str, dict[str, str]], fault: str) -> None:
    assert list(faults_of("fines", *metric)) == [fault]


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_alarm_of_a_domain_is_on_its_dashboard(domain: str) -> None:
    (alarms,) = widgets(domain, "alarm")
    _, given = body_of(domain)
    handed = {each["Fn::GetAtt"][0] for each in mappings_in(given) if "Fn::GetAtt" in each}

    assert alarms["properties"]["alarms"] == ["${Alarms}"]
    assert handed == set(alarms_of(domain))


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_threshold_is_drawn_where_its_metric_is(domain: str) -> None:
    undrawn = []
    for name, alarm in alarms_of(domain).items():
        threshold = alarm["Threshold"]
        wanted = threshold["Ref"] if isinstance(threshold, dict) else float(threshold)
        watched = [query["MetricStat"]["Metric"] for query in alarm.get("Metrics", [alarm]) if "MetricStat" in query]
        keys = {(metric["Namespace"], metric["MetricName"]) for metric in watched or [alarm]}
        lines = [
            line["value"] if isinstance(line["value"], str) else float(line["value"])
            for widget in widgets(domain)
            if keys <= {(space, metric) for space, metric, _ in drawn(widget)}
            for line in widget["properties"].get("annotations", {}).get("horizontal", [])
        ]
        if wanted not in lines:
            undrawn.append((name, wanted, lines))

    assert undrawn == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_line_is_drawn_that_is_no_threshold(domain: str) -> None:
    thresholds = {str(a["Threshold"]["Ref"] if isinstance(a["Threshold"], dict) else float(a["Threshold"])) for a in
                  alarms_of(domain).values()}  # fmt: skip
    lines = {
        str(line["value"] if isinstance(line["value"], str) else float(line["value"]))
        for widget in widgets(domain)
        for line in widget["properties"].get("annotations", {}).get("horizontal", [])
    }

    assert lines <= thresholds


@pytest.mark.parametrize("domain", [CITY, *DOMAINS])
def test_every_title_is_korean_and_english(domain: str) -> None:
    titles = [widget["properties"]["title"] for widget in widgets(domain) + widgets(domain, "alarm")]

    assert [title for title in titles if not re.fullmatch(r"[^·]*[가-힣][^·]* · [^·]*[a-z][^·]*", title)] == []


@pytest.mark.parametrize("domain", [CITY, *DOMAINS])
def test_a_dashboard_is_within_the_limits_of_aws(domain: str) -> None:
    body, _ = body_of(domain)
    metrics = [len(widget["properties"]["metrics"]) for widget in widgets(domain)]
    ids = [
        [
            part["id"]
            for metric in widget["properties"]["metrics"]
            for part in metric
            if isinstance(part, dict) and "id" in part
        ]
        for widget in widgets(domain)
    ]

    assert len(body["widgets"]) <= 500
    assert max(metrics) <= 500
    assert sum(metrics) <= 2500
    assert [one for one in ids if len(one) != len(set(one)) or not all(re.fullmatch(r"[a-z]\w*", i) for i in one)] == []


@pytest.mark.parametrize("domain", [CITY, *DOMAINS])
def test_no_two_widgets_overlap(domain: str) -> None:
    taken = [
        (x, y)
        for widget in body_of(domain)[0]["widgets"]
        for x in range(widget["x"], widget["x"] + widget["width"])
        for y in range(widget["y"], widget["y"] + widget["height"])
    ]

    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < ACROSS


def test_the_city_shows_whether_any_domain_rings_and_what_it_costs() -> None:
    (alarms,) = widgets(CITY, "alarm")
    named = [arn.rsplit("alarm:dongne-${Stage}-", 1)[1] for arn in alarms["properties"]["alarms"]]
    (cost,) = [w for w in widgets(CITY) if any(space == "AWS/Billing" for space, _, _ in drawn(w))]

    assert named == DOMAINS
    # AWS keeps it there, wherever the city runs.
    assert cost["properties"]["region"] == "us-east-1"


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_alarm_of_a_domain_rings_for_each_of_its_alarms(domain: str) -> None:
    (whole,) = resources_of(read_domain(domain), "AWS::CloudWatch::CompositeAlarm").values()
    (text, given) = whole["AlarmRule"]["Fn::Sub"]
    handed = {each["Fn::GetAtt"][0] for each in mappings_in(given) if "Fn::GetAtt" in each}

    assert whole["AlarmName"] == {"Fn::Sub": f"dongne-${{Stage}}-{domain}"}
    assert text == 'ALARM("${Ringing}")'
    assert handed == set(alarms_of(domain))
    assert runbook_of(whole)


@pytest.mark.parametrize("domain", [name for name in DOMAINS if read_manifests()[name].pages])
def test_a_domain_with_pages_shows_its_api_functions_and_dead_letters(domain: str) -> None:
    shown = {(space, metric) for widget in widgets(domain) for space, metric, _ in drawn(widget)}

    assert shown >= {
        ("AWS/ApiGateway", "4XXError"),
        ("AWS/ApiGateway", "5XXError"),
        ("AWS/ApiGateway", "Latency"),
        ("AWS/Lambda", "Errors"),
        ("AWS/Lambda", "Throttles"),
        ("AWS/Lambda", "Duration"),
    }
    # The watch looks at others' queues, on its own page, and has none.
    if resources_of(read_domain(domain), "AWS::SQS::Queue"):
        assert shown >= {
            ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
            ("AWS/SQS", "ApproximateAgeOfOldestMessage"),
        }


def test_each_day_at_the_desk_and_at_the_crosswalks_is_shown() -> None:
    fines, crosswalk = ({m for w in widgets(d) for _, m, _ in drawn(w)} for d in ("fines", "crosswalk"))

    assert fines >= {
        "TextAnswered", "TextTicketed", "IntentAbstained", "ReplyLatency", "AccountIssued", "FinePaid", "FinePaidKrw",
        "SuspenseOpen", "PoolLevel", "TicketsOldestMinutes", "PaymentReversed", "ReconciliationDifferences",
        "MoQuarantined", "RemindersSent",
    }  # fmt: skip
    assert crosswalk >= {
        "UnitsSilent", "LinkDown", "LampsFaulty", "CamerasBlind", "DetectorsDrifting", "ReportsMissing", "ReportTaken",
        "IncidentTaken", "FrameLookedAt", "InferenceTime", "UnitsOnDuty", "PublishIn.Success",
    }  # fmt: skip


@pytest.mark.parametrize(("place", "text"), list(written()), ids=lambda part: str(part)[:30])
def test_the_dashboards_are_written_from_the_templates_of_today(place: Any, text: str) -> None:
    assert (ROOT / place).read_text() == text, "make stacks"


def test_thresholds_that_lie_on_each_other_are_one_line() -> None:
    chart = Chart(title="셋 · three", metrics=[], thresholds=[Threshold("a", 0), Threshold("b", 0), Threshold("c", 5)])

    lines = chart.properties["annotations"]["horizontal"]

    assert [(line["label"], line["value"]) for line in lines] == [("경보 · 2 alarms", 0), ("c", 5)]


def test_charts_stand_three_in_a_row_below_the_alarms() -> None:
    charts = [Chart(title=str(place), metrics=[]) for place in range(4)]

    placed = [(w["x"], w["y"]) for w in widgets_of({"alarms": []}, "note", charts)]

    assert placed == [(0, 0), (0, 4), (0, 6), (8, 6), (16, 6), (0, 12)]
