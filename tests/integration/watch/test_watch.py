"""The watch's API over moto: dashboards, alarms and the system, of this city and of no other."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from city.watch.bootstrap import build_room
from functions.watch.api.app import make_app
from tests.integration.moto_city import NOW, REGION, Answer, FixedClock, call_api


class Watch:
    def __init__(self) -> None:
        self.cloudwatch = boto3.client("cloudwatch", region_name=REGION)
        room = build_room({"STAGE": "local", "AWS_REGION": REGION}, FixedClock())
        self._app = make_app(lambda: room)

    def get(self, path: str, group: str = "operator", **query: str) -> Answer:
        return call_api([self._app], "GET", path, None, group=group, sub="somebody-1", query=query)

    def put_dashboard(self, name: str, *widgets: dict[str, Any]) -> None:
        self.cloudwatch.put_dashboard(DashboardName=name, DashboardBody=json.dumps({"widgets": widgets}))

    def put_alarm(self, name: str, description: str = "", **more: Any) -> None:
        self.cloudwatch.put_metric_alarm(
            AlarmName=name,
            AlarmDescription=description,
            Namespace="Dongne",
            MetricName="FinePaid",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=3,
            ComparisonOperator="GreaterThanThreshold",
            **more,
        )


@pytest.fixture
def watch(cloud: None) -> Watch:
    return Watch()


def chart(*metrics: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "metric", "properties": {"stat": "Sum", "period": 60, "metrics": list(metrics), **properties}}


def test_the_city_s_dashboards_are_listed_and_those_of_others_are_not(watch: Watch) -> None:
    for name in ("dongne-local-fines", "dongne-local", "dongne-localhost", "somebody-else"):
        watch.put_dashboard(name, chart(["Dongne", "FinePaid"]))

    listed = watch.get("/dashboards")[1]["dashboards"]

    assert [(line["name"], line["domain"]) for line in listed] == [
        ("dongne-local", None),
        ("dongne-local-fines", "fines"),
    ]


def test_a_dashboard_comes_with_what_its_charts_draw(watch: Watch) -> None:
    dimensions = [{"Name": "service", "Value": "fines"}]
    datum = {"MetricName": "FinePaid", "Dimensions": dimensions, "Value": 2.0, "Timestamp": NOW}
    watch.cloudwatch.put_metric_data(Namespace="Dongne", MetricData=[datum])
    paid = ["Dongne", "FinePaid", "service", "fines", {"label": "paid", "yAxis": "right"}]
    elsewhere = chart(["AWS/Billing", "EstimatedCharges"], region="us-east-1")
    watch.put_dashboard("dongne-local", {"type": "text", "properties": {"markdown": "x"}}, chart(paid), elsewhere)

    shown = watch.get("/dashboards/dongne-local", hours="1")[1]

    assert [line["widget"] for line in shown["data"]] == [1, 2]
    assert [line["elsewhere"] for line in shown["data"]] == [False, True]
    (series,) = shown["data"][0]["series"]
    assert (series["label"], series["right"]) == ("paid", True)
    assert len(series["moments"]) == len(series["values"])
    assert shown["body"]["widgets"][0]["type"] == "text"


@pytest.mark.parametrize(("name", "status"), [("dongne-local-none", 404), ("dongne-prod", 404), ("other", 404)])
def test_what_is_no_dashboard_of_the_city_is_not_found(watch: Watch, name: str, status: int) -> None:
    watch.put_dashboard("dongne-prod", chart(["Dongne", "FinePaid"]))

    assert watch.get(f"/dashboards/{name}")[0] == status


@pytest.mark.parametrize("hours", ["0", "25", "x", "100"])
def test_more_than_a_day_is_refused(watch: Watch, hours: str) -> None:
    watch.put_dashboard("dongne-local", chart(["Dongne", "FinePaid"]))

    assert watch.get("/dashboards/dongne-local", hours=hours)[0] == 400


def test_alarms_that_ring_come_first_each_with_its_runbook(watch: Watch) -> None:
    watch.put_alarm("dongne-local-Fines-A", "It fails. Runbook docs/runbooks/api-errors.md")
    watch.put_alarm("dongne-local-Fines-B")
    watch.put_alarm("dongne-prod-Fines-A")
    watch.cloudwatch.set_alarm_state(AlarmName="dongne-local-Fines-B", StateValue="ALARM", StateReason="a drill")
    watch.cloudwatch.set_alarm_state(AlarmName="dongne-local-Fines-A", StateValue="OK", StateReason="well")

    ringing, well = watch.get("/alarms", group="auditor")[1]["alarms"]

    assert (ringing["name"], ringing["state"], ringing["reason"]) == ("dongne-local-Fines-B", "ALARM", "a drill")
    assert (well["runbook"], well["threshold"], well["metric"]) == ("docs/runbooks/api-errors.md", 3, "FinePaid")


def test_the_history_of_another_city_s_alarm_is_not_found(watch: Watch) -> None:
    watch.put_alarm("dongne-prod-Fines-A")

    assert watch.get("/alarms/dongne-prod-Fines-A/history")[0] == 404
    assert watch.get("/alarms/dongne-local-none/history")[0] == 404


def test_the_system_tells_queues_backups_and_what_is_sandboxed(watch: Watch) -> None:
    sqs, dynamodb = boto3.client("sqs", region_name=REGION), boto3.client("dynamodb", region_name=REGION)
    dead = sqs.create_queue(QueueName="dongne-local-DeadLetters")["QueueUrl"]
    dead_arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 3})
    sqs.create_queue(QueueName="dongne-local-Queue", Attributes={"RedrivePolicy": redrive})
    sqs.create_queue(QueueName="other")
    sqs.send_message(QueueUrl=dead, MessageBody="x")
    age = {"MetricName": "ApproximateAgeOfOldestMessage", "Value": 240.0, "Timestamp": NOW - timedelta(minutes=1)}
    age["Dimensions"] = [{"Name": "QueueName", "Value": "dongne-local-DeadLetters"}]
    watch.cloudwatch.put_metric_data(Namespace="AWS/SQS", MetricData=[age])
    for table in ("dongne-local-Cases", "other"):
        dynamodb.create_table(
            TableName=table,
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
        )
    kept = {"PointInTimeRecoveryEnabled": True}
    dynamodb.update_continuous_backups(TableName="dongne-local-Cases", PointInTimeRecoverySpecification=kept)
    template = {
        "Parameters": {name: {"Type": "String"} for name in ("Bank", "SmsCarrier")},
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
    }
    boto3.client("cloudformation", region_name=REGION).create_stack(
        StackName="dongne-local",
        TemplateBody=json.dumps(template),
        Parameters=[
            {"ParameterKey": "Bank", "ParameterValue": "toss"},
            {"ParameterKey": "SmsCarrier", "ParameterValue": "sandbox"},
        ],
        Tags=[{"Key": "version", "Value": "7"}],
    )

    system = watch.get("/system", group="clerk")[1]

    assert (system["status"], system["sandboxed"], system["tags"]) == (
        "CREATE_COMPLETE",
        ["SmsCarrier"],
        {"version": "7"},
    )
    told = ("name", "dead_letters", "waiting", "oldest_age_s")
    assert [tuple(queue[each] for each in told) for queue in system["queues"]] == [
        ("dongne-local-DeadLetters", True, 1, 240),
        ("dongne-local-Queue", False, 0, None),
    ]
    assert [(table["table"], table["point_in_time"]) for table in system["backups"]] == [("dongne-local-Cases", True)]


def test_whoever_is_in_no_group_of_the_staff_sees_nothing(watch: Watch) -> None:
    for path in ("/dashboards", "/dashboards/dongne-local", "/alarms", "/alarms/x/history", "/system"):
        assert watch.get(path, group="gardener")[0] == 403
