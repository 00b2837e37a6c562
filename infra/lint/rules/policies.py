"""The rule for policies: each names its actions and its resources."""

# cfn-lint carries no types.
# mypy: disallow-subclassing-any=false

import re
from collections.abc import Iterator
from typing import Any

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
_WHOLE_SERVICE = re.compile(r"\*+|[^:]+:\*+|\*+:.*")
_EVERY_RESOURCE = re.compile(r"\*+")


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
