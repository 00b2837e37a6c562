"""Rules for sizes refuse what AWS does."""

import json
import re
from typing import Any

import pytest

from tests.infra.lint_rules.town import Lint, Resources, allow


def long_policy(characters: int, resource: str = "") -> dict[str, Any]:
    """A policy of so many characters besides its frame."""
    return allow("iot:Publish", resource + "x" * characters)


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("AWS::IoT::Policy", {"PolicyDocument": long_policy(2_048)}),
        # Resolved for an account it is too long.
        (
            "AWS::IoT::Policy",
            {
                "PolicyDocument": allow(
                    "iot:Publish", [{"Fn::Sub": "arn:aws:iot:${AWS::Region}:${AWS::AccountId}:t"}] * 46
                )
            },
        ),
        (
            "AWS::IAM::Role",
            {"Policies": [{"PolicyName": name, "PolicyDocument": long_policy(5_100)} for name in ("a", "b")]},
        ),
        ("AWS::IAM::Role", {"AssumeRolePolicyDocument": long_policy(2_048)}),
        ("AWS::IAM::ManagedPolicy", {"PolicyDocument": long_policy(6_144)}),
        ("AWS::IAM::Role", {"RoleName": "x" * 65}),
        ("AWS::SQS::QueuePolicy", {"PolicyDocument": long_policy(8_192)}),
        ("AWS::IoT::ProvisioningTemplate", {"TemplateName": {"Fn::Sub": "a-kind-of-device-with-a-long-name-${Stage}"}}),
        ("AWS::IoT::ProvisioningTemplate", {"TemplateName": "unit", "TemplateBody": "x" * 10_241}),
        ("AWS::Events::Rule", {"EventPattern": {"source": ["x" * 2_048]}}),
        ("AWS::CloudFormation::Stack", {"Parameters": {"ApiLayers": {"Fn::Join": [",", list("abcdef")]}}}),
        ("AWS::Serverless::Function", {"Policies": [long_policy(5_100), long_policy(5_100)]}),
        ("AWS::Serverless::Function", {"Environment": {"Variables": {"A": "x" * 2_000, "B": "가" * 700}}}),
        ("AWS::Serverless::Function", {"Layers": list("abcdef")}),
        (
            "AWS::Serverless::Function",
            {
                "Events": {
                    f"Show{number}": {
                        "Type": "Api",
                        "Properties": {"RestApiId": {"Ref": "Api"}, "Method": "get", "Path": f"/cases/{number}"},
                    }
                    for number in range(50)
                }
            },
        ),
        (
            "AWS::Serverless::Function",
            {"Events": {"Paid": {"Type": "EventBridgeRule", "Properties": {"Pattern": {"source": ["x" * 2_048]}}}}},
        ),
    ],
)
def test_what_is_larger_than_aws_takes_is_refused(
    kind: str, properties: dict[str, Any], town: Resources, lint: Lint
) -> None:
    logs = {"LoggingConfig": {"LogGroup": {"Ref": "DeskLogs"}}} if kind.endswith("Function") else {}
    town["Large"] = {"Type": kind, "Properties": properties | logs}

    assert lint(town) == {"E9015 Large"}


def test_what_just_fits_is_accepted(town: Resources, lint: Lint) -> None:
    frame = len(re.sub(r"\s", "", json.dumps(long_policy(0))))
    town["Unit"] = {"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": long_policy(2_048 - frame)}}

    assert lint(town) == set()
