"""Alarms of the local cloud: judged by their own metric only, as often and as strictly as AWS does."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.infra.local_cloud.metrics.watching import dimensions_of, wait_for
from tests.infra.local_cloud.running import RunningCloud

SETTINGS: dict[str, Any] = {
    "Namespace": "Alarmed",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 0,
    "ComparisonOperator": "GreaterThanThreshold",
    "TreatMissingData": "notBreaching",
}


def alarm(cloud: RunningCloud, name: str, **settings: Any) -> None:
    asked = {**SETTINGS, "MetricName": name, **settings}
    if "Metrics" in asked:
        for key in ("Namespace", "MetricName", "Statistic", "Period"):
            del asked[key]
    cloud.client("cloudwatch").put_metric_alarm(AlarmName=name, **asked)


def put(cloud: RunningCloud, metric: str, value: float, *, minutes_ago: int = 0, **dimensions: str) -> None:
    moment = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    datum = {"MetricName": metric, "Value": value, "Timestamp": moment, "Dimensions": dimensions_of(**dimensions)}
    cloud.client("cloudwatch").put_metric_data(Namespace="Alarmed", MetricData=[datum])


def state(cloud: RunningCloud, name: str) -> str:
    found = cloud.client("cloudwatch").describe_alarms(AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    (one,) = found["MetricAlarms"] + found["CompositeAlarms"]
    return str(one["StateValue"])


def told(cloud: RunningCloud, name: str) -> tuple[str, Any]:
    """A topic's ARN, and what reads the subjects of what it told so far."""
    sns, sqs = cloud.client("sns"), cloud.client("sqs")
    topic = sns.create_topic(Name=name)["TopicArn"]
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    allowed = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Statement": [allowed]})})
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    subjects: list[str] = []

    def read() -> list[str]:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        subjects.extend(json.loads(message["Body"])["Subject"].split(":")[0] for message in messages)
        return subjects

    return topic, read


def test_an_alarm_rings_by_itself_tells_its_topic_and_is_remembered(cloud: RunningCloud) -> None:
    topic, read = told(cloud, "alarms-told")
    alarm(cloud, "Rings", AlarmActions=[topic], OKActions=[topic])
    wait_for(lambda: state(cloud, "Rings"), "OK")

    put(cloud, "Rings", 1)

    wait_for(lambda: state(cloud, "Rings"), "ALARM")
    wait_for(read, ["OK", "ALARM"])
    history = cloud.client("cloudwatch").describe_alarm_history(AlarmName="Rings", HistoryItemType="StateUpdate")
    assert any("OK to ALARM" in item["HistorySummary"] for item in history["AlarmHistoryItems"])


def test_a_metric_of_another_service_rings_nothing(cloud: RunningCloud) -> None:
    alarm(cloud, "OfOne", Dimensions=dimensions_of(service="one"))
    put(cloud, "OfOne", 1, service="other")
    put(cloud, "OfOne", 1)
    alarm(cloud, "OfOther", MetricName="OfOne", Dimensions=dimensions_of(service="other"))

    wait_for(lambda: state(cloud, "OfOther"), "ALARM")

    assert state(cloud, "OfOne") == "OK"


def test_one_datapoint_is_no_alarm_of_three(cloud: RunningCloud) -> None:
    put(cloud, "Three", 1)

    alarm(cloud, "Three", EvaluationPeriods=3)
    alarm(cloud, "TwoOfThree", MetricName="Three", EvaluationPeriods=3, DatapointsToAlarm=2)

    assert [state(cloud, name) for name in ("Three", "TwoOfThree")] == ["OK", "OK"]
    put(cloud, "Three", 1, minutes_ago=1)
    wait_for(lambda: state(cloud, "TwoOfThree"), "ALARM")
    assert state(cloud, "Three") == "OK"
    put(cloud, "Three", 1, minutes_ago=2)
    wait_for(lambda: state(cloud, "Three"), "ALARM")


@pytest.mark.parametrize(
    ("treatment", "expected"),
    [("missing", "INSUFFICIENT_DATA"), ("ignore", "INSUFFICIENT_DATA"), ("breaching", "ALARM"), ("notBreaching", "OK")],
)
def test_missing_data_means_what_the_alarm_says(cloud: RunningCloud, treatment: str, expected: str) -> None:
    alarm(cloud, f"Silent-{treatment}", TreatMissingData=treatment)

    wait_for(lambda: state(cloud, f"Silent-{treatment}"), expected)


def test_a_percentile_alarm_looks_at_the_percentile(cloud: RunningCloud) -> None:
    for value in [1.0] * 98 + [100.0] * 2:
        put(cloud, "Slow", value)

    for percentile in ("p50", "p99"):
        settings = {key: value for key, value in SETTINGS.items() if key != "Statistic"}
        cloud.client("cloudwatch").put_metric_alarm(
            AlarmName=f"Slow-{percentile}",
            **{**settings, "MetricName": "Slow", "Threshold": 50, "ExtendedStatistic": percentile, "Period": 300},
        )

    assert (state(cloud, "Slow-p50"), state(cloud, "Slow-p99")) == ("OK", "ALARM")


def query(name: str, metric: str) -> dict[str, Any]:
    stat = {"Metric": {"Namespace": "Alarmed", "MetricName": metric}, "Period": 300, "Stat": "Sum"}
    return {"Id": name, "ReturnData": False, "MetricStat": stat}


SHARE = [{"Id": "share", "Expression": "100 * FILL(bad, 0) / (FILL(good, 0) + FILL(bad, 0))"}]


def test_an_alarm_on_an_expression_is_judged(cloud: RunningCloud) -> None:
    put(cloud, "Good", 1)
    alarm(cloud, "Share", Metrics=[*SHARE, query("good", "Good"), query("bad", "Bad")], Threshold=50)
    assert state(cloud, "Share") == "OK"

    put(cloud, "Bad", 9)

    wait_for(lambda: state(cloud, "Share"), "ALARM")


def test_templates_have_alarms_on_expressions_and_composite_alarms(cloud: RunningCloud) -> None:
    settings = {"EvaluationPeriods": 1, "Threshold": 50, "ComparisonOperator": "GreaterThanThreshold"}
    metrics = [*SHARE, query("good", "TemplateGood"), query("bad", "TemplateBad")]
    child = {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {**settings, "Metrics": metrics, "TreatMissingData": "ignore"},
    }
    rule = {"Fn::Sub": 'ALARM("${Child.Arn}")'}
    parent = {"Type": "AWS::CloudWatch::CompositeAlarm", "Properties": {"AlarmName": "Whole", "AlarmRule": rule}}

    status = cloud.deploy("composite", Child=child, Parent=parent)

    assert status == "CREATE_COMPLETE", cloud.reasons("composite")
    assert state(cloud, "Whole") == "OK"
    put(cloud, "TemplateBad", 1)
    wait_for(lambda: state(cloud, "Whole"), "ALARM")
    settled = {**parent, "Properties": {**parent["Properties"], "AlarmDescription": "another"}}
    assert cloud.deploy("composite", update=True, Child=child, Parent=settled) == "UPDATE_COMPLETE"
    assert state(cloud, "Whole") == "ALARM"
    assert cloud.deploy("composite", update=True, Child=child) == "UPDATE_COMPLETE"
    found = cloud.client("cloudwatch").describe_alarms(AlarmNames=["Whole"], AlarmTypes=["CompositeAlarm"])
    assert found["CompositeAlarms"] == []


def test_an_alarm_leaves_a_stack_before_the_composite_of_another_hears_of_it(cloud: RunningCloud) -> None:
    settings = {"EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold"}
    one = {"MetricName": "Left", "Namespace": "Test", "Period": 60, "Statistic": "Sum"}
    left = {"Type": "AWS::CloudWatch::Alarm", "Properties": {**settings, **one, "AlarmName": "Left"}}
    stays = {"Type": "AWS::CloudWatch::Alarm", "Properties": {**settings, **one, "AlarmName": "Stays"}}
    above = {
        "Type": "AWS::CloudWatch::CompositeAlarm",
        "Properties": {"AlarmName": "Above", "AlarmRule": 'ALARM("Left")'},
    }
    assert cloud.deploy("below", Left=left, Stays=stays) == "CREATE_COMPLETE"
    assert cloud.deploy("above", Above=above) == "CREATE_COMPLETE"

    assert cloud.deploy("below", update=True, Stays=stays) == "UPDATE_COMPLETE", cloud.reasons("below")
    kept = cloud.client("cloudwatch").describe_alarms(AlarmNames=["Left", "Stays"])["MetricAlarms"]
    assert [alarm["AlarmName"] for alarm in kept] == ["Stays"]


LOUD = """
import json, time
def handler(event, context):
    told = {"_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [
        {"Namespace": "Loud", "Dimensions": [["service"]], "Metrics": [{"Name": "Seen"}]}]}, "service": "loud"}
    for place in range(event["lines"]):
        print(json.dumps({**told, "Seen": place}))
"""


def test_a_thousand_lines_of_metrics_are_few_points_of_the_same_sum(cloud: RunningCloud) -> None:
    cloud.create_function("is-loud", LOUD)

    cloud.invoke("is-loud", {"lines": 1_000})

    answer = cloud.client("cloudwatch").get_metric_statistics(
        Namespace="Loud",
        MetricName="Seen",
        Dimensions=dimensions_of(service="loud"),
        StartTime=time.time() - 600,
        EndTime=time.time() + 60,
        Period=3600,
        Statistics=["Sum", "SampleCount"],
    )
    (point,) = answer["Datapoints"]
    assert (point["Sum"], point["SampleCount"]) == (499_500, 1_000)


def test_of_a_thousand_values_few_are_saved(start_cloud: Callable[..., RunningCloud]) -> None:
    cloud = start_cloud()
    cloud.create_function("is-loud", LOUD)
    cloud.invoke("is-loud", {"lines": 1_000})

    cloud.stop()

    (saved,) = (cloud.home / "state").rglob("cloudwatch.json")
    assert 0 < saved.read_text().count('"Loud"') + saved.read_text().count('"Timestamp"') < 100
