"""The rule for keys: whoever reads or writes what a customer's key encrypts may use that key."""

# cfn-lint carries no types.
# mypy: disallow-subclassing-any=false

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

_READ, _WRITE = "kms:Decrypt", "kms:GenerateDataKey"
# What AWS KMS is asked for in the name of whoever calls, by the action that is called ("Key permissions" of each service).
_ASKED: dict[str, dict[str, set[str]]] = {
    "AWS::S3::Bucket": {"s3:GetObject*": {_READ}, "s3:PutObject": {_WRITE}},
    "AWS::SQS::Queue": {"sqs:SendMessage": {_WRITE, _READ}, "sqs:ReceiveMessage": {_READ}},
    "AWS::SNS::Topic": {"sns:Publish": {_WRITE, _READ}},
    "AWS::DynamoDB::Table": {"dynamodb:*": {_READ}},
    "AWS::SecretsManager::Secret": {
        "secretsmanager:GetSecretValue": {_READ},  # pragma: allowlist secret
        "secretsmanager:PutSecretValue": {_WRITE, _READ},  # pragma: allowlist secret
    },
}
_ROLES = ("AWS::IAM::Role", "AWS::Serverless::Function", "AWS::Serverless::StateMachine")
_NAMED = re.compile(r"\$\{(\w+)[.}]")

Uses = dict[str, set[str]]


class KeyThatMayNotBeUsed(CloudFormationLintRule):
    id = "E9017"
    shortdesc = "Who reads or writes what a key encrypts may use the key"
    description = (
        "S3, SQS, SNS, DynamoDB and Secrets Manager ask AWS KMS in the name of whoever calls them: a role that may read an "
        "object and may not decrypt with its bucket's key gets AccessDenied. Services that call by themselves (a topic its "
        "queue, a bucket its queue, an alarm its topic, a rule its target, a log group) must stand in the key's policy, and "
        "none of them may use a key that AWS manages (alias/aws/…). Seen within one template."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        keys = {name: key for name, resource in cfn.get_resources().items() if (key := _key_of(resource)) is not None}
        for name, key in keys.items():
            if key.startswith("alias/aws/"):
                yield RuleMatch(
                    ["Resources", name], f"{name} needs a key of ours: no service may use {key} to reach it"
                )
        for role in _ROLES:
            for name, resource in cfn.get_resources(role).items():
                for key, action, used in _lacking_in_role(resource.get("Properties", {}), cfn, keys):
                    yield RuleMatch(["Resources", name], f"{name} uses {used} and needs {action} on {key}")
        for service, used in _services_that_use(cfn):
            key = keys.get(used)
            policy = cfn.get_resources("AWS::KMS::Key").get(key or "", {}).get("Properties", {}).get("KeyPolicy")
            if policy is None:
                continue
            for action in (_READ, _WRITE):
                if not _allows_service(policy, service, action):
                    yield RuleMatch(
                        ["Resources", key], f"{service} uses {used}: the policy of {key} needs {action} for it"
                    )


def _key_of(resource: dict[str, Any]) -> str | None:
    """The logical id of the key that encrypts a resource, or the alias it names; None for a key of AWS's own."""
    properties = resource.get("Properties", {})
    match resource.get("Type"):
        case "AWS::S3::Bucket":
            rules = properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
            named = [rule.get("ServerSideEncryptionByDefault", {}).get("KMSMasterKeyID") for rule in rules]
            value = named[0] if named else None
        case "AWS::SQS::Queue" | "AWS::SNS::Topic":
            value = properties.get("KmsMasterKeyId")
        case "AWS::DynamoDB::Table":
            value = properties.get("SSESpecification", {}).get("KMSMasterKeyId")
        case "AWS::SecretsManager::Secret" | "AWS::Logs::LogGroup":
            value = properties.get("KmsKeyId")
        case _:
            value = None
    if isinstance(value, str):
        return value
    return next(iter(_named_in(value)), None)


def _named_in(value: Any) -> list[str]:
    """The logical ids that a value refers to."""
    match value:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]}:
            return [name]
        case {"Fn::Sub": str(text) | [str(text), *_]}:
            return _NAMED.findall(text)
        case dict() | list():
            below = value.values() if isinstance(value, dict) else value
            return [name for each in below for name in _named_in(each)]
    return []


def _lacking_in_role(properties: dict[str, Any], cfn: Template, keys: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Key, what is asked of it, and the resource for which it is."""
    resources, statements = cfn.get_resources(), list(_statements(properties.get("Policies", [])))
    asked: dict[tuple[str, str], str] = {}
    for statement in statements:
        for used in _named_in(statement.get("Resource")):
            for action in _actions(statement):
                for pattern, needed in _ASKED.get(resources.get(used, {}).get("Type", ""), {}).items():
                    if used in keys and (fnmatchcase(action, pattern) or fnmatchcase(pattern.rstrip("*"), action)):
                        asked |= {(keys[used], each): used for each in needed}
    for event in properties.get("Events", {}).values():
        # Lambda fetches messages in the name of the function.
        for used in _named_in(event.get("Properties", {}).get("Queue")) if event.get("Type") == "SQS" else ():
            if used in keys:
                asked[keys[used], _READ] = used
    for (key, action), used in asked.items():
        if not any(
            key in _named_in(statement.get("Resource"))
            and any(fnmatchcase(action, each) for each in _actions(statement))
            for statement in statements
        ):
            yield key, action, used


def _statements(value: Any) -> Iterator[dict[str, Any]]:
    """Every statement that allows, however deep in conditions and lists."""
    if isinstance(value, dict) and "Effect" in value:
        if value["Effect"] == "Allow":
            yield value
    elif isinstance(value, dict | list):
        for below in value.values() if isinstance(value, dict) else value:
            yield from _statements(below)


def _actions(statement: dict[str, Any]) -> list[str]:
    actions = statement.get("Action", [])
    return [actions] if isinstance(actions, str) else [each for each in actions if isinstance(each, str)]


def _services_that_use(cfn: Template) -> Iterator[tuple[str, str]]:
    """Which service reaches which resource by itself."""
    for resource in cfn.get_resources().values():
        properties = resource.get("Properties", {})
        match resource.get("Type"):
            case "AWS::SNS::Subscription":
                reached = {"sns.amazonaws.com": [properties.get("Endpoint"), properties.get("RedrivePolicy")]}
            case "AWS::S3::Bucket":
                reached = {"s3.amazonaws.com": [properties.get("NotificationConfiguration")]}
            case "AWS::CloudWatch::Alarm":
                notified = [properties.get(field) for field in ("AlarmActions", "OKActions", "InsufficientDataActions")]
                reached = {"cloudwatch.amazonaws.com": notified}
            case "AWS::Events::Rule":
                reached = {"events.amazonaws.com": [properties.get("Targets")]}
            case _:
                continue
        for service, values in reached.items():
            for used in _named_in(values):
                yield service, used
    for name in cfn.get_resources("AWS::Logs::LogGroup"):
        yield "logs.*", name


def _allows_service(policy: Any, service: str, action: str) -> bool:
    for statement in _statements(policy):
        principals = statement.get("Principal", {})
        named = principals.get("Service", []) if isinstance(principals, dict) else []
        texts = [
            each.get("Fn::Sub", "") if isinstance(each, dict) else each
            for each in (named if isinstance(named, list) else [named])
        ]
        if any(fnmatchcase(text, service) for text in texts) and any(
            fnmatchcase(action, each) for each in _actions(statement)
        ):
            return True
    return False
