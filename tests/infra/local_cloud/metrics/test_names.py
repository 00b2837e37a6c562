"""Names that dashboards and permissions go by."""

import pytest
from botocore.exceptions import ClientError

from tests.infra.local_cloud.running import RunningCloud


def test_a_queue_with_a_long_name_keeps_its_logical_id(cloud: RunningCloud) -> None:
    stack = "a-stack-with-a-name-that-is-as-long-as-those-of-nested-stacks-are-in-a-city-of-stacks"

    assert cloud.deploy(stack, DeadLetters={"Type": "AWS::SQS::Queue"}, Queue={"Type": "AWS::SQS::Queue"}) == (
        "CREATE_COMPLETE"
    )

    names = {cloud.physical_id(stack, each).rpartition("/")[2] for each in ("DeadLetters", "Queue")}
    assert {name.split("-")[-2] for name in names} == {"DeadLetters", "Queue"}
    assert max(map(len, names)) == 80


def test_a_dashboard_and_an_alarm_are_read_by_whoever_may_read_these(cloud: RunningCloud) -> None:
    root = cloud.client("cloudwatch")
    for name in ("judged-mine", "judged-other"):
        root.put_dashboard(DashboardName=name, DashboardBody='{"widgets": []}')
    account = "000000000000"
    reader = cloud.as_role(
        "cloudwatch",
        cloud.role(
            "reads-its-own",
            {
                "Effect": "Allow",
                "Action": "cloudwatch:GetDashboard",
                "Resource": f"arn:aws:cloudwatch::{account}:dashboard/judged-mine",
            },
            {
                "Effect": "Allow",
                "Action": "cloudwatch:DescribeAlarmHistory",
                "Resource": f"arn:aws:cloudwatch:ap-northeast-2:{account}:alarm:judged-*",
            },
        ),
    )

    assert reader.get_dashboard(DashboardName="judged-mine")["DashboardName"] == "judged-mine"
    assert reader.describe_alarm_history(AlarmName="judged-alarm")["AlarmHistoryItems"] == []
    with pytest.raises(ClientError, match="AccessDenied"):
        reader.get_dashboard(DashboardName="judged-other")
    with pytest.raises(ClientError, match="AccessDenied"):
        reader.describe_alarm_history(AlarmName="other-alarm")
