"""Each lint rule of ours refuses the template it was written against, and the city's own templates pass them all."""

import json
import re
from collections.abc import Callable
from contextlib import chdir
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.rules import Rules
from cfnlint.rules.errors import RuleError
from cfnlint.runner import Runner
from cfnlint.runner.template import run_template_by_file_path

from infra.templates import DOMAIN_TEMPLATES, ROOT, ROOT_TEMPLATE, TEMPLATES, read_domain

Resources = dict[str, Any]

KEPT = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
PAY = {
    "Type": "Task",
    "Comment": "Asks the bank to pay one holder",
    "Resource": "arn:aws:states:::lambda:invoke",
    "TimeoutSeconds": 30,
    "Retry": [{"ErrorEquals": ["Transient"]}],
    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Tell the city"}],
    "Next": "Tell the city",
}
PAYOUT = {"StartAt": "Pay the holder", "States": {"Pay the holder": PAY, "Tell the city": {"Type": "Succeed"}}}
TOWN: Resources = {
    "Texts": {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "SqsManagedSseEnabled": True,
            "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["DeadTexts", "Arn"]}, "maxReceiveCount": 5},
        },
    },
    "DeadTexts": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": "alias/texts"}},
    "DeadTextsAlarm": {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "Namespace": "AWS/SQS",
            "MetricName": "ApproximateNumberOfMessagesVisible",
            "Dimensions": [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["DeadTexts", "QueueName"]}}],
            "AlarmActions": ["arn:aws:sns:ap-northeast-2:111122223333:alarms"],
        },
    },
    "Cases": {
        "Type": "AWS::DynamoDB::Table",
        **KEPT,
        "Properties": {
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            "SSESpecification": {"SSEEnabled": True},
        },
    },
    "Inbox": {
        "Type": "AWS::S3::Bucket",
        **KEPT,
        "Properties": {
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]
            },
        },
    },
    "Desk": {
        "Type": "AWS::Serverless::Function",
        "Properties": {
            "Events": {
                "Texts": {
                    "Type": "SQS",
                    "Properties": {
                        "Queue": {"Fn::GetAtt": ["Texts", "Arn"]},
                        "FunctionResponseTypes": ["ReportBatchItemFailures"],
                    },
                },
                "ShowCase": {
                    "Type": "Api",
                    "Properties": {"RestApiId": {"Ref": "Api"}, "Method": "get", "Path": "/cases"},
                },
                "PlaceOrder": {
                    "Type": "Api",
                    "Properties": {
                        "RestApiId": {"Ref": "Api"},
                        "Method": "post",
                        "Path": "/orders/{id}",
                        "Auth": {"Authorizer": "NONE"},
                    },
                },
            },
            "Policies": [
                "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Effect": "Allow", "Action": "dynamodb:Query", "Resource": {"Fn::GetAtt": ["Cases", "Arn"]}}
                    ],
                },
            ],
        },
    },
    "Api": {
        "Type": "AWS::Serverless::Api",
        "Properties": {
            "StageName": "v1",
            "OpenApiVersion": "3.0.1",
            "EndpointConfiguration": {"Type": "REGIONAL"},
            "Auth": {"DefaultAuthorizer": "Staff"},
            "MethodSettings": [
                {"ResourcePath": "/*", "HttpMethod": "*", "ThrottlingRateLimit": 50, "ThrottlingBurstLimit": 100},
                {
                    "ResourcePath": "/~1orders~1{id}",
                    "HttpMethod": "POST",
                    "ThrottlingRateLimit": 5,
                    "ThrottlingBurstLimit": 10,
                },
            ],
        },
    },
    "DeskLogs": {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {"LogGroupName": {"Fn::Sub": "/aws/lambda/${Desk}"}, "RetentionInDays": 90},
    },
    "Payout": {"Type": "AWS::Serverless::StateMachine", "Properties": {"Definition": PAYOUT}},
}

Lint = Callable[[Resources], set[str]]


@pytest.fixture
def town() -> Resources:
    """Resources that keep every rule, for a test to break."""
    return deepcopy(TOWN)


@pytest.fixture(scope="module")
def our_rules() -> Rules:
    return Rules.create_from_directory(str(ROOT / "infra/lint/rules"))


@pytest.fixture
def lint(our_rules: Rules, tmp_path: Path) -> Lint:
    """Which of our rules refuse a template of these resources, each with the resource it points at."""
    rules = Rules(dict(our_rules))
    rules.register(RuleError())  # speaks up when a rule of ours breaks down

    def refusals(resources: Resources) -> set[str]:
        file = tmp_path / "template.json"
        file.write_text(json.dumps({"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}))
        matches = run_template_by_file_path(str(file), ConfigMixIn([]), rules, ignore_bad_template=False)
        return {f"{match.rule.id} {match.path[1] if match.path else match.message}" for match in matches}

    return refusals


def allow(action: Any, resource: Any, effect: str = "Allow") -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": effect, "Action": action, "Resource": resource}]}


# --- the city ------------------------------------------------------------------------------------


def test_cfn_lint_alone_finds_every_template_and_every_rule_of_ours(our_rules: Rules) -> None:
    with chdir(ROOT):
        runner = Runner(ConfigMixIn([]))

        assert {Path(file).resolve() for file in runner.config.templates} == {
            ROOT_TEMPLATE,
            *TEMPLATES.values(),
        }
        # `make lint` runs it.
        assert our_rules.keys() <= runner.rules.keys()


@pytest.mark.parametrize("domain", DOMAIN_TEMPLATES)
def test_a_domain_seen_as_one_template_keeps_every_rule(domain: str, our_rules: Rules, tmp_path: Path) -> None:
    """A rule that looks from a function to the table, the queue or the key it uses sees them in one template only."""
    template = tmp_path / "template.json"
    template.write_text(json.dumps(read_domain(domain)))
    # E9009 reads state machines from beside their template, where `cfn-lint` finds them.
    rules = Rules({name: rule for name, rule in our_rules.items() if name != "E9009"})

    matches = run_template_by_file_path(str(template), ConfigMixIn([]), rules, ignore_bad_template=False)

    assert [f"{match.rule.id} {match.message}" for match in matches] == []


def test_every_rule_says_what_it_wants_and_why(our_rules: Rules) -> None:
    assert our_rules
    for rule in our_rules.values():
        assert re.fullmatch(r"E9\d{3}", rule.id)
        assert rule.shortdesc
        assert len(rule.description) > len(rule.shortdesc)


def test_every_rule_is_broken_by_a_template_here(our_rules: Rules) -> None:
    broken_here = set(re.findall(r'"(E9\d{3}) ', Path(__file__).read_text()))

    assert broken_here == set(our_rules)


def test_a_town_that_keeps_every_rule_is_accepted(town: Resources, lint: Lint) -> None:
    assert lint(town) == set()


# --- queues --------------------------------------------------------------------------------------


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


# --- tables and buckets --------------------------------------------------------------------------


@pytest.mark.parametrize("promise", ["PointInTimeRecoverySpecification", "SSESpecification"])
def test_a_table_without_recovery_or_encryption_is_refused(promise: str, town: Resources, lint: Lint) -> None:
    del town["Cases"]["Properties"][promise]

    assert lint(town) == {"E9004 Cases"}


STATEFUL = [
    "AWS::Cognito::UserPool",
    "AWS::DynamoDB::Table",
    "AWS::KMS::Key",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
]


@pytest.mark.parametrize("kind", STATEFUL)
@pytest.mark.parametrize(
    "policies",
    [
        pytest.param({}, id="goes-with-its-stack"),
        pytest.param(KEPT | {"DeletionPolicy": "Delete"}, id="goes-when-deleted"),
        pytest.param(KEPT | {"DeletionPolicy": "Retain"}, id="outlives-a-failed-create"),
        pytest.param(KEPT | {"UpdateReplacePolicy": "Delete"}, id="goes-when-replaced"),
    ],
)
def test_what_keeps_state_and_goes_or_is_orphaned_is_refused(
    kind: str, policies: dict[str, str], town: Resources, lint: Lint
) -> None:
    properties = town["Cases"]["Properties"] | town["Inbox"]["Properties"]
    town["Store"] = {"Type": kind, **policies, "Properties": properties}

    assert lint(town) == {"E9011 Store"}


def test_nothing_at_all_outlives_a_failed_create(town: Resources, lint: Lint) -> None:
    town["DeskLogs"]["DeletionPolicy"] = "Retain"

    assert lint(town) == {"E9011 DeskLogs"}


@pytest.mark.parametrize("block", ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"])
def test_a_bucket_that_may_become_public_is_refused(block: str, town: Resources, lint: Lint) -> None:
    town["Inbox"]["Properties"]["PublicAccessBlockConfiguration"][block] = False

    assert lint(town) == {"E9005 Inbox"}


def test_a_bucket_in_plain_text_is_refused(town: Resources, lint: Lint) -> None:
    del town["Inbox"]["Properties"]["BucketEncryption"]

    assert lint(town) == {"E9005 Inbox"}


# --- policies ------------------------------------------------------------------------------------

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


# --- keys ----------------------------------------------------------------------------------------

KEY = {"Fn::GetAtt": ["Key", "Arn"]}
BY_KEY = {"Ref": "Key"}
USE = allow(["kms:Decrypt", "kms:GenerateDataKey"], KEY)
SERVED = {"sns": "sns.amazonaws.com", "s3": "s3.amazonaws.com", "cloudwatch": "cloudwatch.amazonaws.com"}


def key_for(*services: str) -> Resources:
    statements = [
        {
            "Effect": "Allow",
            "Principal": {"Service": each},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": "*",
        }
        for each in services
    ]
    return {
        "Type": "AWS::KMS::Key",
        **KEPT,
        "Properties": {"KeyPolicy": {"Version": "2012-10-17", "Statement": statements}},
    }


def encrypt_everything(town: Resources, *services: str) -> None:
    """All that may lie under a customer's key does."""
    town["Key"] = key_for(*services)
    rule = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}}
    town["Inbox"]["Properties"]["BucketEncryption"] = {"ServerSideEncryptionConfiguration": [rule]}
    town["Cases"]["Properties"]["SSESpecification"]["KMSMasterKeyId"] = KEY
    town["Texts"]["Properties"]["KmsMasterKeyId"] = BY_KEY
    town["Alarms"] = {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": BY_KEY}}
    town["Secret"] = {"Type": "AWS::SecretsManager::Secret", **KEPT, "Properties": {"KmsKeyId": KEY}}


USES = {
    "reads-objects": ("s3:GetObject", {"Fn::Sub": "${Inbox.Arn}/*"}, "kms:GenerateDataKey"),
    "writes-objects": ("s3:PutObject", {"Fn::Sub": "${Inbox.Arn}/desk/*"}, "kms:Decrypt"),
    "sends": ("sqs:SendMessage", {"Fn::GetAtt": ["Texts", "Arn"]}, "kms:Decrypt"),
    "publishes": ("sns:Publish", {"Ref": "Alarms"}, "kms:GenerateDataKey"),
    "reads-a-table": ("dynamodb:Query", {"Fn::Sub": "${Cases.Arn}/index/days"}, "kms:GenerateDataKey"),
    "reads-a-secret": ("secretsmanager:GetSecretValue", {"Ref": "Secret"}, "kms:GenerateDataKey"),
}


@pytest.mark.parametrize("use", USES)
def test_a_role_that_may_not_use_the_key_of_what_it_uses_is_refused(use: str, town: Resources, lint: Lint) -> None:
    action, resource, another = USES[use]
    encrypt_everything(town)
    town["Desk"]["Properties"]["Policies"].append(USE)
    town["Role"] = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "Policies": [
                {"PolicyName": "use", "PolicyDocument": allow(action, resource)},
                {"PolicyName": "key", "PolicyDocument": allow(another, KEY)},
            ]
        },
    }

    assert lint(town) == {"E9017 Role"}


@pytest.mark.parametrize("use", USES)
def test_a_role_that_may_use_the_key_is_accepted(use: str, town: Resources, lint: Lint) -> None:
    action, resource, _ = USES[use]
    encrypt_everything(town)
    town["Desk"]["Properties"]["Policies"] += [USE, allow(action, resource)]

    assert lint(town) == set()


def test_a_function_that_may_not_decrypt_the_messages_it_is_given_is_refused(town: Resources, lint: Lint) -> None:
    town["Key"] = key_for()
    town["Texts"]["Properties"]["KmsMasterKeyId"] = BY_KEY

    assert lint(town) == {"E9017 Desk"}


CALLS_BY_ITSELF = {
    "sns": {
        "Type": "AWS::SNS::Subscription",
        "Properties": {"Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["Texts", "Arn"]}},
    },
    "cloudwatch": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmActions": [{"Ref": "Alarms"}]}},
}


@pytest.mark.parametrize("service", CALLS_BY_ITSELF)
@pytest.mark.parametrize("known", [True, False])
def test_a_service_that_calls_by_itself_stands_in_the_keys_policy(
    service: str, known: bool, town: Resources, lint: Lint
) -> None:
    encrypt_everything(town, *([SERVED[service]] if known else []))
    town["Desk"]["Properties"]["Policies"].append(USE)
    town["Caller"] = CALLS_BY_ITSELF[service]

    assert lint(town) == (set() if known else {"E9017 Key"})


@pytest.mark.parametrize("known", [True, False])
def test_a_bucket_that_tells_a_queue_stands_in_the_keys_policy(known: bool, town: Resources, lint: Lint) -> None:
    encrypt_everything(town, *([SERVED["s3"]] if known else []))
    town["Desk"]["Properties"]["Policies"].append(USE)
    queues = [{"Event": "s3:ObjectCreated:*", "Queue": {"Fn::GetAtt": ["Texts", "Arn"]}}]
    town["Inbox"]["Properties"]["NotificationConfiguration"] = {"QueueConfigurations": queues}

    assert lint(town) == (set() if known else {"E9017 Key"})


def test_a_key_that_aws_manages_is_refused_where_services_call(town: Resources, lint: Lint) -> None:
    town["Alarms"] = {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": "alias/aws/sns"}}

    assert lint(town) == {"E9017 Alarms"}


# --- sizes ---------------------------------------------------------------------------------------


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


# --- functions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["AWS::Serverless::Function", "AWS::Lambda::Function"])
def test_a_function_without_a_log_group_is_refused(kind: str, town: Resources, lint: Lint) -> None:
    town["Clerk"] = {"Type": kind, "Properties": {"Handler": "clerk.handler"}}

    assert lint(town) == {"E9007 Clerk"}


def test_a_log_group_that_keeps_for_ever_is_refused(town: Resources, lint: Lint) -> None:
    del town["DeskLogs"]["Properties"]["RetentionInDays"]

    assert lint(town) == {"E9007 Desk"}


def test_a_log_group_that_lambda_does_not_write_to_is_refused(town: Resources, lint: Lint) -> None:
    town["DeskLogs"]["Properties"]["LogGroupName"] = {"Fn::Sub": "/city/${Desk}"}

    assert lint(town) == {"E9007 Desk"}


def test_a_function_may_choose_its_log_group(town: Resources, lint: Lint) -> None:
    town["DeskLogs"]["Properties"] = {"RetentionInDays": 90}
    town["Desk"]["Properties"]["LoggingConfig"] = {"LogGroup": {"Ref": "DeskLogs"}}

    assert lint(town) == set()


def test_a_function_that_sends_back_whole_batches_is_refused(town: Resources, lint: Lint) -> None:
    del town["Desk"]["Properties"]["Events"]["Texts"]["Properties"]["FunctionResponseTypes"]

    assert lint(town) == {"E9008 Desk"}


def test_a_mapping_that_sends_back_whole_batches_is_refused(town: Resources, lint: Lint) -> None:
    town["Mapping"] = {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {"EventSourceArn": {"Fn::GetAtt": ["Texts", "Arn"]}},
    }

    assert lint(town) == {"E9008 Mapping"}


# --- APIs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"OpenApiVersion": None}, id="with-a-second-stage"),
        pytest.param({"OpenApiVersion": "2.0"}, id="with-a-second-stage-in-swagger"),
        pytest.param({"EndpointConfiguration": {}}, id="of-the-default-kind"),
        pytest.param({"EndpointConfiguration": {"Type": "EDGE"}}, id="edge-optimised"),
    ],
)
def test_an_api_with_a_second_stage_or_at_the_edge_is_refused(
    change: dict[str, Any], town: Resources, lint: Lint
) -> None:
    town["Api"]["Properties"] |= change

    assert lint(town) == {"E9013 Api"}


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("AWS::ApiGateway::RestApi", {"Name": "city"}),
        ("AWS::ApiGateway::RestApi", {"EndpointConfiguration": {"Types": ["EDGE"]}}),
        ("AWS::ApiGateway::Deployment", {"RestApiId": "city", "StageName": "Stage"}),
    ],
)
def test_an_api_written_by_hand_keeps_the_same_rule(
    kind: str, properties: dict[str, Any], town: Resources, lint: Lint
) -> None:
    town["Other"] = {"Type": kind, "Properties": properties}

    assert lint(town) == {"E9013 Other"}


def test_a_route_of_an_api_that_nobody_wrote_is_refused(town: Resources, lint: Lint) -> None:
    del town["Desk"]["Properties"]["Events"]["ShowCase"]["Properties"]["RestApiId"]

    assert lint(town) == {"E9013 Desk"}


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param([], id="none"),
        pytest.param([{"ResourcePath": "/~1orders", "HttpMethod": "POST"}], id="another-path"),
        pytest.param([{"ResourcePath": "/~1orders~1{id}", "HttpMethod": "GET"}], id="another-method"),
        pytest.param([{"ResourcePath": "/orders/{id}", "HttpMethod": "POST"}], id="a-path-that-is-not-escaped"),
        pytest.param(
            [{"ResourcePath": "/~1orders~1{id}", "HttpMethod": "POST", "ThrottlingBurstLimit": 0}], id="no-burst"
        ),
    ],
)
def test_an_open_route_without_a_throttle_of_its_own_is_refused(
    settings: list[dict[str, Any]], town: Resources, lint: Lint
) -> None:
    every_route, _ = town["Api"]["Properties"]["MethodSettings"]
    bounds = {"ThrottlingRateLimit": 5, "ThrottlingBurstLimit": 10}
    town["Api"]["Properties"]["MethodSettings"] = [every_route, *(bounds | each for each in settings)]

    assert lint(town) == {"E9014 Desk"}


def test_an_api_without_an_authorizer_leaves_every_route_open(town: Resources, lint: Lint) -> None:
    del town["Api"]["Properties"]["Auth"]

    assert lint(town) == {"E9014 Desk"}


def test_an_api_without_a_throttle_is_refused(town: Resources, lint: Lint) -> None:
    del town["Api"]["Properties"]["MethodSettings"][0]

    assert lint(town) == {"E9014 Api"}


# --- state machines ------------------------------------------------------------------------------


@pytest.fixture(params=["Comment", "TimeoutSeconds", "Retry", "Catch"])
def careless(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A definition whose one task, deep inside, lacks something."""
    task = {field: value for field, value in PAY.items() if field != request.param}
    inner = {**PAYOUT, "States": {"Pay the holder": task, "Tell the city": {"Type": "Succeed"}}}
    for_each = {"Type": "Map", "ItemProcessor": inner, "End": True}
    return {"StartAt": "For each holder", "States": {"For each holder": for_each}}


def test_a_careless_task_in_the_template_is_refused(careless: Any, town: Resources, lint: Lint) -> None:
    town["Payout"]["Properties"] = {"Definition": careless}

    assert lint(town) == {"E9009 Payout"}


def test_a_careless_task_in_a_string_is_refused(careless: Any, town: Resources, lint: Lint) -> None:
    text = json.dumps(careless)
    town["Payout"] = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": text}}

    assert lint(town) == {"E9009 Payout"}


def test_a_careless_task_in_a_file_is_refused(careless: Any, town: Resources, lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "payout.asl.json").write_text(json.dumps(careless))
    town["Payout"]["Properties"] = {"DefinitionUri": "payout.asl.json"}

    assert lint(town) == {"E9009 Payout"}


def test_a_careful_definition_in_a_file_is_accepted(town: Resources, lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "payout.asl.json").write_text(json.dumps(PAYOUT))
    town["Payout"]["Properties"] = {"DefinitionUri": "payout.asl.json"}

    assert lint(town) == set()


def test_a_definition_that_cannot_be_read_is_refused(town: Resources, lint: Lint) -> None:
    town["Payout"]["Properties"] = {"DefinitionUri": "forgotten.asl.json"}

    assert lint(town) == {"E9009 Payout"}


def machine(states: dict[str, Any], start: str = "Begin") -> Resources:
    return {"Type": "AWS::Serverless::StateMachine", "Properties": {"Definition": {"StartAt": start, "States": states}}}


def ends(**more: Any) -> dict[str, Any]:
    return {"Type": "Pass", "End": True, **more}


def iteration(name: str) -> dict[str, Any]:
    return {"StartAt": name, "States": {name: ends()}}


TWICE_IN_TWO_ITERATIONS = {
    "Begin": {"Type": "Map", "ItemProcessor": iteration("Give up"), "Next": "Go on"},
    "Go on": {"Type": "Map", "ItemProcessor": iteration("Give up"), "End": True},
}


@pytest.mark.parametrize(
    "states",
    [
        pytest.param(TWICE_IN_TWO_ITERATIONS, id="the-same-name-in-two-iterations"),
        pytest.param(
            {"Begin": {"Type": "Parallel", "Branches": [iteration("Pay"), iteration("Pay")], "End": True}},
            id="the-same-name-in-two-branches",
        ),
        pytest.param(
            {"Begin": {"Type": "Map", "ItemProcessor": iteration("Begin"), "End": True}},
            id="the-name-of-the-state-around-it",
        ),
        pytest.param({"Begin": {"Type": "Pass", "Next": "x" * 81}, "x" * 81: ends()}, id="a-name-of-81-characters"),
        pytest.param({"Begin": {"Type": "Pass", "Next": "Forgotten"}}, id="next-to-nothing"),
        pytest.param({"Begin": {"Type": "Choice", "Choices": [], "Default": "Forgotten"}}, id="default-to-nothing"),
        pytest.param(
            {"Begin": {"Type": "Choice", "Choices": [{"Variable": "$.a", "Next": "Forgotten"}]}}, id="choice-to-nothing"
        ),
        pytest.param(
            {"Begin": ends(Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Forgotten"}])}, id="catch-to-nothing"
        ),
        pytest.param(
            {
                "Begin": {
                    "Type": "Map",
                    "ItemProcessor": {"StartAt": "In", "States": {"In": {"Type": "Pass", "Next": "Out"}}},
                    "Next": "Out",
                },
                "Out": ends(),
            },
            id="next-out-of-an-iteration",
        ),
        pytest.param({"Begin": {"Type": "Pass"}}, id="a-state-that-leads-nowhere"),
        pytest.param({"Begin": ends(), "Lost": ends()}, id="a-state-nothing-leads-to"),
        pytest.param({"End": ends()}, id="a-start-that-is-not-there"),
        pytest.param({"Begin": ends(Result="x" * 1024 * 1024)}, id="more-than-1-mb"),
    ],
)
def test_a_machine_that_step_functions_refuses_is_refused(states: Any, town: Resources, lint: Lint) -> None:
    town["Payout"] = machine(states)

    assert lint(town) == {"E9010 Payout"}


def test_a_name_of_80_characters_and_a_choice_that_ends_the_machine_are_accepted(town: Resources, lint: Lint) -> None:
    long = "x" * 80
    choice = {"Type": "Choice", "Choices": [{"Variable": "$.a", "Next": long}], "Default": "Give up"}
    town["Payout"] = machine({"Begin": choice, long: ends(), "Give up": {"Type": "Fail"}})

    assert lint(town) == set()
