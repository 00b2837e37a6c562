"""The rule for keys refuses what it was written against."""

import pytest

from tests.infra.lint_rules.town import KEPT, Lint, Resources, allow

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
