"""Rules for sizes: what CloudFormation would hand over fits into what the service behind it takes."""

# cfn-lint carries no types.
# mypy: disallow-subclassing-any=false

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

# AWS IoT Core, "Security and identity": a policy document, white space not counted.
_IOT_POLICY = 2_048
# IAM, "IAM and STS character limits", white space not counted: all inline policies of a role, a managed policy, a trust policy.
_ROLE_POLICIES = 10_240
_MANAGED_POLICY = 6_144
_TRUST_POLICY = 2_048
# AWS Lambda: the resource policy of a function, one statement for each route, rule or bucket that may start it.
_FUNCTION_POLICY = 20_480
# AWS Lambda: all environment variables of a function, names and values, as JSON.
_ENVIRONMENT_BYTES = 4_096
_LAYERS = 5
# Amazon EventBridge: an event pattern.
_EVENT_PATTERN = 2_048
# AWS IoT Core: the body of a provisioning template, and its name.
_PROVISIONING_BODY = 10_240
_PROVISIONING_NAME = 36
# Amazon S3, Amazon SNS, Amazon SQS, AWS KMS, AWS Secrets Manager: the policy that stands at the resource.
_RESOURCE_POLICIES = {
    "AWS::KMS::Key": ("KeyPolicy", 32_768),
    "AWS::S3::BucketPolicy": ("PolicyDocument", 20_480),
    "AWS::SNS::TopicPolicy": ("PolicyDocument", 30_720),
    "AWS::SQS::QueuePolicy": ("PolicyDocument", 8_192),
    "AWS::SecretsManager::ResourcePolicy": ("ResourcePolicy", 20_480),
}
# Names that a template chooses itself.
_NAMES = {
    ("AWS::CloudWatch::Alarm", "AlarmName"): 255,
    ("AWS::Events::EventBus", "Name"): 256,
    ("AWS::Events::Rule", "Name"): 64,
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"): 128,
    ("AWS::IAM::Role", "RoleName"): 64,
    ("AWS::IoT::Policy", "PolicyName"): 128,
    ("AWS::IoT::ProvisioningTemplate", "TemplateName"): _PROVISIONING_NAME,
    ("AWS::IoT::ThingType", "ThingTypeName"): 128,
    ("AWS::IoT::TopicRule", "RuleName"): 128,
    ("AWS::Lambda::Function", "FunctionName"): 64,
    ("AWS::S3::Bucket", "BucketName"): 63,
    ("AWS::SNS::Topic", "TopicName"): 256,
    ("AWS::SQS::Queue", "QueueName"): 80,
    ("AWS::Serverless::Function", "FunctionName"): 64,
    ("AWS::StepFunctions::StateMachine", "StateMachineName"): 80,
}

# What a value is taken to be where only a deployment knows it: as long as such values are in an account of ours.
_PSEUDO = {
    "AWS::AccountId": "123456789012",
    "AWS::NoValue": "",
    "AWS::Partition": "aws",
    "AWS::Region": "ap-northeast-2",
    "AWS::StackName": "dongne-local-Observability-1ABCDEFGHIJKL",  # pragma: allowlist secret
    "AWS::StackId": "arn:aws:cloudformation:ap-northeast-2:123456789012:stack/dongne-local-Observability-1ABCDEFGHIJKL/"
    + "0" * 36,
    "AWS::URLSuffix": "amazonaws.com",
}
_STAGES = ("local", "dev", "prod")
_UNKNOWN = "x" * 64
_UNKNOWN_ARN = "arn:aws:service:ap-northeast-2:123456789012:kind/" + _UNKNOWN
# CloudFormation calls a resource <stack>-<logical id>-<13 letters>, cut to what the service takes.
_LONGEST_NAMES = {"AWS::IAM::Role": 64, "AWS::Lambda::Function": 64, "AWS::S3::Bucket": 63, "AWS::SQS::Queue": 80}
_VARIABLE = re.compile(r"\$\{([!]?)([\w.:]+)\}")


class LargerThanAwsTakes(CloudFormationLintRule):
    id = "E9015"
    shortdesc = "Policies, environments, patterns and names fit into what AWS takes"
    description = (
        "These quotas cannot be raised, CloudFormation learns of them in the middle of a deployment, and the local cloud "
        "has most of them not: 2,048 characters for a policy of AWS IoT, 10,240 for all inline policies of a role, 20,480 "
        "for everybody who may start a function, 4 KB for its environment. A quota is measured with the values of a real "
        "account in place of pseudo parameters and references."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        values = _Values(cfn)
        for name, what, size, most in (*_sizes(cfn, values), *_starters(cfn, values)):
            if size > most:
                yield RuleMatch(["Resources", name], f"{name}: {what}: {size:,} of {most:,}")


class _Values:
    """What the functions of CloudFormation come to, as long as it may be."""

    def __init__(self, cfn: Template) -> None:
        self._parameters: dict[str, Any] = cfn.template.get("Parameters", {})
        self._resources: dict[str, Any] = cfn.get_resources()

    def of(self, value: Any) -> Any:
        match value:
            case {"Ref": str(name)}:
                return self._referred(name)
            case {"Fn::GetAtt": [str(name), *attribute]}:
                return self._attribute(name, ".".join(attribute))
            case {"Fn::GetAtt": str(text)}:
                return self._attribute(*text.split(".", 1))
            case {"Fn::Sub": str(text)}:
                return self._text(text, {})
            case {"Fn::Sub": [str(text), dict(named)]}:
                return self._text(text, {key: str(self.of(each)) for key, each in named.items()})
            case {"Fn::If": [_, *branches]}:
                return max((self.of(branch) for branch in branches), key=lambda each: len(as_text(each)))
            case {"Fn::Join": [str(between), list(parts)]}:
                return between.join(str(self.of(part)) for part in parts)
            case dict() if len(value) == 1 and next(iter(value)).startswith("Fn::"):
                return _UNKNOWN
            case dict():
                known = {key: self.of(each) for key, each in value.items()}
                return {key: each for key, each in known.items() if each != ""}
            case list():
                return [each for each in map(self.of, value) if each != ""]
        return value

    def _text(self, text: str, named: dict[str, str]) -> str:
        def expand(found: re.Match[str]) -> str:
            literal, name = found.groups()
            if literal:
                return "${" + name + "}"
            if name in named:
                return named[name]
            return str(self._attribute(*name.split(".", 1)) if "." in name else self._referred(name))

        return _VARIABLE.sub(expand, text)

    def _referred(self, name: str) -> str:
        if name in _PSEUDO:
            return _PSEUDO[name]
        if name == "Stage":
            return max(_STAGES, key=len)
        if name in self._parameters:
            parameter = self._parameters[name]
            known = [str(each) for each in (*parameter.get("AllowedValues", []), parameter.get("Default", ""))]
            return max(known, key=len) or (_UNKNOWN_ARN if name.endswith("Arn") else _UNKNOWN)
        resource = self._resources.get(name, {})
        kind = resource.get("Type", "")
        if kind in ("AWS::SNS::Topic", "AWS::SecretsManager::Secret", "AWS::StepFunctions::StateMachine"):
            return self._attribute(name, "Arn")
        if kind == "AWS::SQS::Queue":
            return f"https://sqs.ap-northeast-2.amazonaws.com/123456789012/{self._name(name)}"
        if kind in ("AWS::KMS::Key", "AWS::ApiGateway::RestApi", "AWS::Serverless::Api"):
            return "0" * (36 if kind == "AWS::KMS::Key" else 10)
        return self._name(name)

    def _name(self, logical_id: str) -> str:
        kind = self._resources.get(logical_id, {}).get("Type", "")
        made = f"{_PSEUDO['AWS::StackName']}-{logical_id}-{'X' * 13}"
        return made[: _LONGEST_NAMES.get(kind, 255)]

    def _attribute(self, name: str, attribute: str) -> str:
        if attribute != "Arn" and attribute != "Id":
            return _UNKNOWN_ARN if attribute.endswith("Arn") else _UNKNOWN
        service = self._resources.get(name, {}).get("Type", "AWS::service").split("::")[1].lower()
        return f"arn:aws:{service}:ap-northeast-2:123456789012:kind/{self._name(name)}"


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _without_space(value: Any) -> int:
    """Characters, white space not counted, as IAM and AWS IoT count them."""
    return len(re.sub(r"\s", "", as_text(value)))


Size = tuple[str, str, int, int]


def _sizes(cfn: Template, values: _Values) -> Iterator[Size]:
    """Logical id, what is measured, its size, and the quota."""
    shared = cfn.template.get("Globals", {}).get("Function", {})
    for name, resource in cfn.get_resources().items():
        kind, properties = resource.get("Type", ""), resource.get("Properties", {})
        for (owner, field), most in _NAMES.items():
            if owner == kind and field in properties:
                yield name, f"characters of {field}", len(str(values.of(properties[field]))), most
        if kind in _RESOURCE_POLICIES:
            field, most = _RESOURCE_POLICIES[kind]
            yield name, f"characters of {field}", len(as_text(values.of(properties.get(field, {})))), most
        match kind:
            case "AWS::IoT::Policy":
                size = _without_space(values.of(properties.get("PolicyDocument")))
                yield name, "characters of a policy of AWS IoT", size, _IOT_POLICY
            case "AWS::IoT::ProvisioningTemplate":
                body = len(as_text(values.of(properties.get("TemplateBody", ""))))
                yield name, "characters of a provisioning template", body, _PROVISIONING_BODY
            case "AWS::IAM::Role":
                trust = _without_space(values.of(properties.get("AssumeRolePolicyDocument", {})))
                yield name, "characters of a trust policy", trust, _TRUST_POLICY
                inline = [
                    each.get("PolicyDocument") for each in properties.get("Policies", []) if isinstance(each, dict)
                ]
                yield (
                    name,
                    "characters of a role's inline policies",
                    sum(map(_without_space, map(values.of, inline))),
                    _ROLE_POLICIES,
                )
            case "AWS::IAM::ManagedPolicy":
                size = _without_space(values.of(properties.get("PolicyDocument")))
                yield name, "characters of a managed policy", size, _MANAGED_POLICY
            case "AWS::Serverless::Function":
                inline = [each for each in properties.get("Policies", []) if isinstance(each, dict)]
                yield (
                    name,
                    "characters of a role's inline policies",
                    sum(map(_without_space, map(values.of, inline))),
                    _ROLE_POLICIES,
                )
            case "AWS::Events::Rule":
                pattern = len(as_text(values.of(properties.get("EventPattern", {}))))
                yield name, "characters of an event pattern", pattern, _EVENT_PATTERN
            case "AWS::CloudFormation::Stack":
                for parameter, value in properties.get("Parameters", {}).items():
                    match value:
                        case {"Fn::Join": [",", list(layers)]} if parameter.endswith("Layers"):
                            yield name, f"layers in {parameter}", len(layers), _LAYERS
        if kind in ("AWS::Serverless::Function", "AWS::Lambda::Function"):
            variables = shared.get("Environment", {}).get("Variables", {}) | properties.get("Environment", {}).get(
                "Variables", {}
            )
            environment = len(as_text(values.of(variables)).encode())
            yield name, "bytes of the environment", environment, _ENVIRONMENT_BYTES
            if isinstance(layers := properties.get("Layers", shared.get("Layers", [])), list):
                yield name, "layers", len(layers), _LAYERS
        for rule, event in properties.get("Events", {}).items() if kind.startswith("AWS::Serverless::") else ():
            if pattern := event.get("Properties", {}).get("Pattern"):
                yield name, f"characters of the pattern of {rule}", len(as_text(values.of(pattern))), _EVENT_PATTERN


def _starters(cfn: Template, values: _Values) -> Iterator[Size]:
    """The resource policy of every function, as Lambda writes it from its permissions, and SAM from its routes."""
    sizes: Counter[str] = Counter()
    for name, permission in cfn.get_resources("AWS::Lambda::Permission").items():
        properties = permission.get("Properties", {})
        match properties.get("FunctionName"):
            case {"Ref": str(function)} | {"Fn::GetAtt": [str(function), *_]}:
                sizes[function] += len(_statement(name, values.of(properties.get("SourceArn", ""))))
    for name, function in cfn.get_resources("AWS::Serverless::Function").items():
        for event, source in function.get("Properties", {}).get("Events", {}).items():
            route = source.get("Properties", {})
            if source.get("Type") == "Api":
                called = f"arn:aws:execute-api:ap-northeast-2:123456789012:0123456789/*/{route.get('Method')}{route.get('Path')}"
                sizes[name] += len(_statement(f"{name}{event}PermissionStage", called))
    for function, size in sizes.items():
        yield function, "characters of the policy of who may start it", size, _FUNCTION_POLICY


def _statement(name: str, source: Any) -> str:
    """A permission as it stands in the policy of a function."""
    return as_text(
        {
            "Sid": f"{_PSEUDO['AWS::StackName']}-{name}-{'X' * 13}",
            "Effect": "Allow",
            "Principal": {"Service": "apigateway.amazonaws.com"},
            "Action": "lambda:InvokeFunction",
            "Resource": "arn:aws:lambda:ap-northeast-2:123456789012:function:" + "x" * 64,
            "Condition": {"ArnLike": {"AWS:SourceArn": source}},
        }
    )
