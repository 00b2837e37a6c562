"""Each permission to use a key is there because its rule asks for it: taken away, the template is refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.rules import Rules
from cfnlint.runner.template import run_template_by_file_path

from infra.templates import (
    DOMAIN_TEMPLATES,
    ROOT,
    ROOT_TEMPLATE,
    mappings_in,
    read_domain,
    read_template,
    resources_of,
)

USED = {"kms:Decrypt", "kms:GenerateDataKey"}
OWNERS = ("AWS::IAM::Role", "AWS::Serverless::Function", "AWS::Serverless::StateMachine", "AWS::KMS::Key")


def actions_of(statement: dict[str, Any]) -> set[str]:
    actions = statement["Action"]
    return {actions} if isinstance(actions, str) else set(actions)


def permissions(template: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Who may use a key, and the statement that says so."""
    for name, properties in resources_of(template, *OWNERS).items():
        for mapping in mappings_in(properties):
            if mapping.get("Effect") == "Allow" and actions_of(mapping) <= USED:
                yield name, mapping


def without(template: dict[str, Any], number: int) -> dict[str, Any]:
    """The template, with the permission of this number taken away."""
    changed = json.loads(json.dumps(template))
    _, statement = list(permissions(changed))[number]
    statement["Effect"] = "Deny"
    return dict(changed)


def is_handed_over(statement: dict[str, Any], template: dict[str, Any]) -> bool:
    """Whether the key is another stack's: the rule sees one template, and `tests/infra/watch` holds such a key."""
    return (
        statement["Resource"].get("Ref") in template["Parameters"] if isinstance(statement["Resource"], dict) else False
    )


def is_used_by_itself(statement: dict[str, Any], template: dict[str, Any]) -> bool:
    """Whether functions encrypt with the key themselves, and nothing of AWS does: no rule can see what it is for.

    The test of the policies of operations says who may read the addresses of cameras.
    """
    key = statement["Resource"].get("Fn::GetAtt", [""])[0] if isinstance(statement["Resource"], dict) else ""
    others = {name: each for name, each in template["Resources"].items() if each["Type"] not in OWNERS}
    return bool(key) and f'"{key}"' not in json.dumps(others)


CASES = [
    pytest.param(domain, number, id=f"{domain}-{name}-{number}")
    for domain in DOMAIN_TEMPLATES
    if domain != "observability"
    for number, (name, statement) in enumerate(permissions(read_domain(domain)))
    if not is_handed_over(statement, read_domain(domain)) and not is_used_by_itself(statement, read_domain(domain))
]


@pytest.fixture(scope="module")
def rules() -> Rules:
    ours = Rules.create_from_directory(str(ROOT / "infra/lint/rules"))
    return Rules({"E9017": ours["E9017"]})


def refused(template: dict[str, Any], rules: Rules, file: Path) -> bool:
    file.write_text(json.dumps(template))
    return any(run_template_by_file_path(str(file), ConfigMixIn([]), rules, ignore_bad_template=False))


@pytest.mark.parametrize(("domain", "number"), CASES)
def test_a_permission_that_is_taken_away_is_missed(domain: str, number: int, rules: Rules, tmp_path: Path) -> None:
    template = read_domain(domain)

    assert not refused(template, rules, tmp_path / "whole.json")
    assert refused(without(template, number), rules, tmp_path / "changed.json")


def test_alarms_of_every_stack_may_use_the_key_of_the_topic_they_tell() -> None:
    """The topic and its alarms stand in different templates, which the rule cannot see together."""
    observability = read_domain("observability")
    topic = resources_of(observability, "AWS::SNS::Topic")[observability["Outputs"]["AlarmTopicArn"]["Value"]["Ref"]]
    key = resources_of(observability, "AWS::KMS::Key")[topic["KmsMasterKeyId"]["Ref"]]
    topic_arn = {"Fn::GetAtt": ["Observability", "Outputs.AlarmTopicArn"]}
    stacks = resources_of(read_template(ROOT_TEMPLATE), "AWS::CloudFormation::Stack").values()

    assert [stack for stack in stacks if stack["Parameters"].get("AlarmTopicArn") == topic_arn]
    assert USED in [
        actions_of(statement)
        for statement in key["KeyPolicy"]["Statement"]
        if statement["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    ]
