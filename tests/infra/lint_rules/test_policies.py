"""Rules for policies refuse what they were written against."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.infra.lint_rules.town import KEPT, PAYOUT, Lint, Resources, allow

TABLE = {"Fn::GetAtt": ["Cases", "Arn"]}
TOO_WIDE = [
    pytest.param(allow("*", TABLE), id="every-action"),
    pytest.param(allow("dynamodb:*", TABLE), id="a-whole-service"),
    pytest.param(allow(["dynamodb:Query", "sqs:*"], TABLE), id="a-whole-service-among-others"),
    pytest.param(allow("dynamodb:Query", "*"), id="every-resource"),
    pytest.param(allow("dynamodb:Query", [TABLE, "*"]), id="every-resource-among-others"),
    pytest.param(allow("dynamodb:Query", {"Fn::If": ["IsLocal", "*", TABLE]}), id="every-resource-in-one-stage"),
    pytest.param(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": TABLE}]},
        id="every-action-but-some",
    ),
]


@pytest.mark.parametrize("document", TOO_WIDE)
def test_a_functions_policy_that_names_nothing_is_refused(document: Any, town: Resources, lint: Lint) -> None:
    town["Desk"]["Properties"]["Policies"].append(document)

    assert lint(town) == {"E9006 Desk"}


@pytest.mark.parametrize("document", TOO_WIDE)
@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("AWS::IAM::Role", lambda document: {"Policies": [{"PolicyName": "desk", "PolicyDocument": document}]}),
        ("AWS::IAM::Policy", lambda document: {"PolicyDocument": document}),
        ("AWS::IAM::ManagedPolicy", lambda document: {"PolicyDocument": document}),
    ],
)
def test_an_iam_policy_that_names_nothing_is_refused(
    kind: str, place: Callable[[Any], Any], document: Any, town: Resources, lint: Lint
) -> None:
    town["Wide"] = {"Type": kind, "Properties": place(document)}

    assert lint(town) == {"E9006 Wide"}


def test_key_policies_and_denials_may_mean_everything(town: Resources, lint: Lint) -> None:
    town["Key"] = {"Type": "AWS::KMS::Key", **KEPT, "Properties": {"KeyPolicy": allow("kms:*", "*")}}
    town["TlsOnly"] = {"Type": "AWS::S3::BucketPolicy", "Properties": {"PolicyDocument": allow("s3:*", "*", "Deny")}}
    town["Desk"]["Properties"]["Policies"].append(allow("*", "*", "Deny"))

    assert lint(town) == set()


def test_an_action_that_knows_no_resources_may_say_so(town: Resources, lint: Lint) -> None:
    town["Desk"]["Properties"]["Policies"].append(allow("rekognition:DetectLabels", "*"))
    town["Desk"]["Metadata"] = {"cfn-lint": {"config": {"ignore_checks": ["E9006"]}}}

    assert lint(town) == set()


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        pytest.param("iot:ListPrincipalPolicies", "arn:aws:iot:*:*:cert/*", id="knows-no-resources"),
        pytest.param("iot:GetPolicy", {"Fn::Sub": "arn:${AWS::Partition}:iot:*:*:cert/*"}, id="another-kind"),
        pytest.param("sqs:SendMessage", TABLE, id="another-service"),
        pytest.param("s3:ListBucket", {"Fn::Sub": "${Inbox.Arn}/*"}, id="objects-for-the-bucket"),
        pytest.param("s3:GetObject", {"Fn::GetAtt": ["Inbox", "Arn"]}, id="the-bucket-for-objects"),
        pytest.param("lambda:InvokeFunction", {"Fn::If": ["IsLocal", TABLE, TABLE]}, id="another-service-if"),
    ],
)
def test_an_action_beside_what_it_does_not_know_is_refused(
    action: str, resource: Any, town: Resources, lint: Lint
) -> None:
    town["Desk"]["Properties"]["Policies"].append(allow(action, resource))

    assert lint(town) == {"E9016 Desk"}


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("dynamodb:Query", {"Fn::Sub": "${Cases.Arn}/index/days"}),
        ("s3:ListBucket", {"Fn::GetAtt": ["Inbox", "Arn"]}),
        ("s3:GetObject", {"Fn::Sub": "${Inbox.Arn}/desk/*"}),
        ("lambda:InvokeFunction", {"Fn::GetAtt": ["Desk", "Arn"]}),
        ("iot:GetPolicy", {"Ref": "NameFromElsewhere"}),
        ("madeup:Action", TABLE),
        (["s3:GetObject", "s3:ListBucket"], [{"Fn::GetAtt": ["Inbox", "Arn"]}, {"Fn::Sub": "${Inbox.Arn}/*"}]),
    ],
)
def test_an_action_beside_what_it_knows_is_accepted(action: Any, resource: Any, town: Resources, lint: Lint) -> None:
    town["Desk"]["Properties"]["Policies"].append(allow(action, resource))

    assert lint(town) == set()


def without_version() -> dict[str, Any]:
    return {"Statement": [{"Effect": "Allow", "Action": "dynamodb:Query", "Resource": TABLE}]}


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("AWS::Serverless::Function", {"Policies": [without_version()]}),
        ("AWS::Serverless::Function", {"Policies": without_version()}),
        ("AWS::Serverless::Function", {"Policies": [{"Fn::If": ["IsLocal", without_version(), TABLE]}]}),
        ("AWS::Serverless::Function", {"Policies": [{"DynamoDBReadPolicy": {"TableName": {"Ref": "Cases"}}}]}),
        ("AWS::Serverless::StateMachine", {"Definition": PAYOUT, "Policies": [without_version()]}),
        ("AWS::IAM::Role", {"AssumeRolePolicyDocument": without_version()}),
        ("AWS::IAM::Role", {"Policies": [{"PolicyName": "read", "PolicyDocument": without_version()}]}),
        ("AWS::IAM::ManagedPolicy", {"PolicyDocument": without_version()}),
        ("AWS::IAM::ManagedPolicy", {"PolicyDocument": json.dumps(without_version())}),
        ("AWS::IoT::Policy", {"PolicyDocument": without_version()}),
        ("AWS::KMS::Key", {"KeyPolicy": without_version()}),
        ("AWS::Lambda::LayerVersionPermission", {"Policy": without_version()}),
        ("AWS::S3::BucketPolicy", {"PolicyDocument": without_version()}),
        ("AWS::SecretsManager::ResourcePolicy", {"ResourcePolicy": without_version()}),
        ("AWS::SNS::TopicPolicy", {"PolicyDocument": without_version() | {"Version": "2008-10-17"}}),
        ("AWS::SQS::QueuePolicy", {"PolicyDocument": without_version()}),
    ],
)
def test_a_policy_without_a_version_is_refused(
    kind: str, properties: dict[str, Any], town: Resources, lint: Lint
) -> None:
    logs = {"LoggingConfig": {"LogGroup": {"Ref": "DeskLogs"}}} if kind.endswith("Function") else {}
    town["Old"] = {"Type": kind, **KEPT, "Properties": properties | logs}

    assert lint(town) == {"E9012 Old"}


def test_a_statement_of_a_web_acl_is_no_policy(town: Resources, lint: Lint) -> None:
    rule = {"Name": "slow", "Statement": {"RateBasedStatement": {"Limit": 100}}}
    town["Guard"] = {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [rule]}}

    assert lint(town) == set()


def test_what_another_stack_hands_over_may_be_anything(town: Resources, lint: Lint) -> None:
    town["Letters"] = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "queue.yaml"}}
    handed = {"Fn::GetAtt": ["Letters", "Outputs.QueueArn"]}
    town["Desk"]["Properties"]["Policies"] = [allow("sqs:SendMessage", handed)]

    assert lint(town) == set()
