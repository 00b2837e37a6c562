"""Rules for policies: each names its actions and its resources, and the version of the language it is written in."""

# cfn-lint carries no types.
# mypy: disallow-subclassing-any=false

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from cfnlint.data import AdditionalSpecs
from cfnlint.helpers import load_resource
from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

# Identity policies only. In a key policy "*" is the key itself, and a bucket policy may deny everything.
_WHERE_POLICIES_STAND = {
    "AWS::IAM::Role": "Policies",
    "AWS::IAM::User": "Policies",
    "AWS::IAM::Group": "Policies",
    "AWS::IAM::Policy": "PolicyDocument",
    "AWS::IAM::ManagedPolicy": "PolicyDocument",
    "AWS::IAM::RolePolicy": "PolicyDocument",
    "AWS::IAM::UserPolicy": "PolicyDocument",
    "AWS::IAM::GroupPolicy": "PolicyDocument",
    "AWS::Serverless::Function": "Policies",
    "AWS::Serverless::StateMachine": "Policies",
}
_VERSION = "2012-10-17"
# A policy of which CloudFormation chooses, or that is somewhere else.
# An output of one is whatever that stack says it is.
_STACK = "AWS::CloudFormation::Stack"
_CHOICES = {"Fn::If", "Ref", "Fn::Sub", "Fn::GetAtt", "Fn::ImportValue"}
_WHOLE_SERVICE = re.compile(r"\*+|[^:]+:\*+|\*+:.*")
_EVERY_RESOURCE = re.compile(r"\*+")


# By which name the ARNs of a resource call its service, where that is not the name of its type.
_SERVICES = {
    "AWS::Serverless::Function": "lambda",
    "AWS::Serverless::StateMachine": "states",
    "AWS::StepFunctions::StateMachine": "states",
    "AWS::SageMaker::Endpoint": "sagemaker",
}
_OWN_ARN = re.compile(r"\$\{(\w+)(?:\.(?:Arn|Id))?\}(.*)", re.DOTALL)
_VARIABLE = re.compile(r"\$\{[^}]*\}")


class PolicyNamesNothing(CloudFormationLintRule):
    id = "E9006"
    shortdesc = "A policy names its actions and its resources"
    description = (
        "Whoever takes over one function gets what its policy allows. With * that is every table and every service, "
        "so no statement that allows has * or a whole service as action, or * as resource. An action that knows no "
        "resources says so in the resource's Metadata: cfn-lint: config: ignore_checks."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        for name, resource in cfn.get_resources(list(_WHERE_POLICIES_STAND)).items():
            key = _WHERE_POLICIES_STAND[resource["Type"]]
            start = ["Resources", name, "Properties", key]
            for path, statement in _allowing(resource.get("Properties", {}).get(key), start):
                if "NotAction" in statement:
                    yield RuleMatch(path, "NotAction allows every other action of AWS: name the actions with Action")
                for action in _possible(statement.get("Action")):
                    if _WHOLE_SERVICE.fullmatch(action):
                        yield RuleMatch([*path, "Action"], f'Action "{action}" is a whole service: name the actions')
                for target in _possible(statement.get("Resource")):
                    if _EVERY_RESOURCE.fullmatch(target):
                        yield RuleMatch([*path, "Resource"], 'Resource "*" is everything: name the resources')


class ActionThatNeverApplies(CloudFormationLintRule):
    id = "E9016"
    shortdesc = "An action stands beside a resource that it knows"
    description = (
        "Some actions of AWS know no resources, and others only their own: with a certificate or a bucket beside them "
        "that they do not know they allow nothing, and AWS refuses the call. The local cloud compares names and lets it "
        "through. What AWS knows is read from the service authorization reference, which comes with cfn-lint."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        for name, resource in cfn.get_resources(list(_WHERE_POLICIES_STAND)).items():
            key = _WHERE_POLICIES_STAND[resource["Type"]]
            start = ["Resources", name, "Properties", key]
            for path, statement in _allowing(resource.get("Properties", {}).get(key), start):
                beside = None if "NotResource" in statement else list(_arns(statement.get("Resource"), cfn))
                for action in _actions(statement.get("Action")):
                    if beside is not None and (refusal := _refusal(action, beside)):
                        yield RuleMatch([*path, "Action"], refusal)


class PolicyWithoutVersion(CloudFormationLintRule):
    id = "E9012"
    shortdesc = "A policy says which version of the policy language it is written in"
    description = (
        "Without Version: 2012-10-17 a policy is read as one of 2008, which knows no variables: a condition or a "
        "resource with ${aws:…} then means these very letters and matches nobody. AWS SAM adds no version to a "
        "statement written in a function's Policies, nor to its own policy templates."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        for name, resource in cfn.get_resources().items():
            path: list[str | int] = ["Resources", name]
            for where, document in _documents(resource, path):
                if document.get("Version") != _VERSION:
                    yield RuleMatch(where, f'A policy of {name} needs Version: "{_VERSION}"')
            if resource.get("Type", "").startswith("AWS::Serverless::"):
                policies = resource.get("Properties", {}).get("Policies", [])
                for policy in policies if isinstance(policies, list) else [policies]:
                    if isinstance(policy, dict) and not policy.keys() & {"Statement", *_CHOICES}:
                        yield RuleMatch(
                            path, f"{name} uses a policy template, which has no Version: write its statements"
                        )


def _documents(value: Any, path: list[str | int]) -> Iterator[tuple[list[str | int], dict[str, Any]]]:
    """Every policy document, of whatever kind of policy and however deep, also where one is written as JSON in a text."""
    if isinstance(value, str) and '"Statement"' in value:
        try:
            value = json.loads(value)
        except ValueError:
            return
    if isinstance(value, dict):
        statements = value.get("Statement")
        if any("Effect" in each for each in (statements if isinstance(statements, list) else [statements or {}])):
            yield path, value
    if isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _documents(below, path if isinstance(below, str) else [*path, key])


def _allowing(value: Any, path: list[str | int]) -> Iterator[tuple[list[str | int], dict[str, Any]]]:
    """Every statement that allows, however deep in conditions and lists, and where it stands."""
    if isinstance(value, dict) and "Effect" in value:
        if value["Effect"] != "Deny":
            yield path, value
    elif isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _allowing(below, [*path, key])


def _possible(value: Any) -> Iterator[str]:
    """Every text a value may turn out to be."""
    match value:
        case str() | {"Fn::Sub": str()}:
            yield value if isinstance(value, str) else value["Fn::Sub"]
        case list():
            for item in value:
                yield from _possible(item)
        case {"Fn::If": [_, *branches]}:
            yield from _possible(branches)


def _actions(value: Any) -> list[str]:
    return [
        each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str) and "*" not in each
    ]


def _arns(value: Any, cfn: Template) -> Iterator[str | None]:
    """Every resource of a statement as far as the template tells its ARN; None for one that comes from elsewhere."""
    kinds = {name: resource.get("Type", "") for name, resource in cfn.get_resources().items()}
    match value:
        case list():
            for each in value:
                yield from _arns(each, cfn)
        case {"Fn::If": [_, *branches]}:
            yield from _arns(branches, cfn)
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]} if kinds.get(name, _STACK) != _STACK:
            yield _arn_of(kinds[name])
        case {"Fn::Sub": str(text)} if (found := _OWN_ARN.fullmatch(text)) and found[1] in kinds:
            yield _arn_of(kinds[found[1]], found[2])
        case str(text) | {"Fn::Sub": str(text)} if text.startswith("arn:") or text == "*":
            yield _VARIABLE.sub("*", text)
        case _:
            yield None


def _arn_of(kind: str, rest: str = "") -> str:
    service = _SERVICES.get(kind, kind.split("::")[1].lower())
    return f"arn:*:{service}:*:*:*{_VARIABLE.sub('*', rest)}"


def _refusal(action: str, beside: list[str | None]) -> str | None:
    """Why an action never applies to what stands beside it; None if it does, or if nobody here knows."""
    formats = _known_arns(action)
    if formats is None or None in beside or "*" in beside:
        return None
    if not formats:
        return f'{action} knows no resources: it needs Resource: "*"'
    if any(_may_be(arn, form) for arn in beside if arn for form in formats):
        return None
    return f"{action} knows nothing of what stands beside it, only {', '.join(sorted(formats))}"


@cache
def _reference() -> dict[str, Any]:
    known: dict[str, Any] = load_resource(AdditionalSpecs, "Policies.json")
    return known


def _known_arns(action: str) -> set[str] | None:
    """The forms of ARN that an action knows, empty if it knows none; None for an action that is not in the reference."""
    service, _, name = action.lower().partition(":")
    reference = _reference().get(service, {})
    known = reference.get("Actions", {}).get(name)
    if known is None:
        return None
    return {
        # Of objects in a bucket the reference says no more than of the bucket.
        f"{form}/.*" if (service, kind) == ("s3", "object") else form
        for kind in known.get("Resources", [])
        for form in reference["Resources"].get(kind, {}).get("ARNFormats", ["*"])
    }


def _may_be(arn: str, form: str) -> bool:
    """Whether some resource has an ARN of both shapes, each with its stars."""
    if form == "*":
        return True
    (_, _, service, *_, named), (_, _, known_service, *_, known) = arn.split(":", 5), form.split(":", 5)
    if service not in ("*", known_service):
        return False
    if service == "s3" and known.startswith(".*"):
        return ("/" in named) == ("/" in known)
    head, known_head = named.partition("*")[0], re.split(r"\.\*|\$\{", known)[0]
    if service == "s3":
        return head.startswith(known_head)
    return head.startswith(known_head) or known_head.startswith(head)
