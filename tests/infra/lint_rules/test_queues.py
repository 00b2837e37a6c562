"""Rules for queues refuse what they were written against."""

from typing import Any

import pytest

from tests.infra.lint_rules.town import Lint, Resources


def test_a_queue_without_a_dead_letter_queue_is_refused(town: Resources, lint: Lint) -> None:
    town["Forms"] = {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": True}}

    assert lint(town) == {"E9001 Forms"}


@pytest.mark.parametrize(
    "target",
    [
        pytest.param({"Fn::GetAtt": ["Forms", "Arn"]}, id="itself"),
        pytest.param({"Ref": "DeadTexts"}, id="the-address-for-the-arn"),
        pytest.param("arn:aws:sqs:ap-northeast-2:111122223333:elsewhere", id="a-queue-of-nobody"),
    ],
)
def test_a_queue_whose_dead_letters_go_nowhere_of_ours_is_refused(target: Any, town: Resources, lint: Lint) -> None:
    town["Forms"] = {
        "Type": "AWS::SQS::Queue",
        "Properties": {"SqsManagedSseEnabled": True, "RedrivePolicy": {"deadLetterTargetArn": target}},
    }

    assert lint(town) == {"E9001 Forms"}


def test_a_dead_letter_queue_of_a_subscription_needs_no_other_but_an_alarm(town: Resources, lint: Lint) -> None:
    town["Lost"] = {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": True}}
    town["Subscription"] = {
        "Type": "AWS::SNS::Subscription",
        "Properties": {"RedrivePolicy": {"deadLetterTargetArn": {"Fn::Sub": "${Lost.Arn}"}}},
    }

    assert lint(town) == {"E9002 Lost"}


def test_a_dead_letter_queue_without_an_alarm_is_refused(town: Resources, lint: Lint) -> None:
    del town["DeadTextsAlarm"]

    assert lint(town) == {"E9002 DeadTexts"}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"AlarmActions": []}, id="tells-nobody"),
        pytest.param({"MetricName": "ApproximateAgeOfOldestMessage"}, id="another-metric"),
        pytest.param(
            {"Dimensions": [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["Texts", "QueueName"]}}]}, id="another-queue"
        ),
    ],
)
def test_an_alarm_that_cannot_tell_of_dead_letters_is_refused(
    change: dict[str, Any], town: Resources, lint: Lint
) -> None:
    town["DeadTextsAlarm"]["Properties"] |= change

    assert lint(town) == {"E9002 DeadTexts"}


def test_a_queue_in_plain_text_is_refused(town: Resources, lint: Lint) -> None:
    town["Texts"]["Properties"]["SqsManagedSseEnabled"] = False

    assert lint(town) == {"E9003 Texts"}
