"""What AWS SAM makes of the templates: roles, permissions and stages that nobody wrote keep the same rules."""

import json
from pathlib import Path
from typing import Any

import pytest
from cfnlint.config import ConfigMixIn
from cfnlint.rules import Rules
from cfnlint.runner.template import run_template_by_file_path

from infra.templates import ROOT, TEMPLATES, mappings_in, read_template, resources_of
from tests.infra.sam import translate, translated_templates

# Policies, stages and sizes; what the other rules ask for is asked of the templates as they are written.
RULES = ("E9012", "E9013", "E9015", "E9016")
DOMAINS = ("root", *TEMPLATES)
# Quotas of AWS CloudFormation for one template.
MOST_RESOURCES, MOST_OUTPUTS, MOST_PARAMETERS, MOST_BYTES = 500, 200, 200, 1_000_000
API_DOMAINS = [name for name, file in TEMPLATES.items() if resources_of(read_template(file), "AWS::Serverless::Api")]


def test_no_other_template_makes_an_api() -> None:
    having = {
        name for name, template in translated_templates().items() if resources_of(template, "AWS::ApiGateway::RestApi")
    }

    assert having == set(API_DOMAINS)


@pytest.mark.parametrize("domain", API_DOMAINS)
def test_an_api_has_one_stage(domain: str) -> None:
    template = translated_templates()[domain]

    assert stages_of(template) == ["v1"]


def stages_of(template: dict[str, Any]) -> list[str]:
    """Every stage, also one that a deployment makes by itself."""
    owners = resources_of(template, "AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment").values()
    return [owner["StageName"] for owner in owners if "StageName" in owner]


def test_without_a_version_of_open_api_there_is_a_second_stage() -> None:
    method = {"Type": "Api", "Properties": {"RestApiId": {"Ref": "Api"}, "Method": "get", "Path": "/"}}
    resources = {
        "Api": {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "v1"}},
        "Desk": {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "CodeUri": "s3://city/desk",
                "Handler": "desk.handler",
                "Runtime": "python3.13",
                "Events": {"Show": method},
            },
        },
    }
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}

    assert sorted(stages_of(translate({"town": template})["town"])) == ["Stage", "v1"]


@pytest.mark.parametrize("domain", API_DOMAINS)
def test_every_method_of_a_stage_has_a_throttle_and_is_measured(domain: str) -> None:
    (stage,) = resources_of(translated_templates()[domain], "AWS::ApiGateway::Stage").values()
    (everything,) = [
        each for each in stage["MethodSettings"] if (each["ResourcePath"], each["HttpMethod"]) == ("/*", "*")
    ]

    for setting in stage["MethodSettings"]:
        assert 0 < setting["ThrottlingRateLimit"] <= everything["ThrottlingRateLimit"]
        assert 0 < setting["ThrottlingBurstLimit"] <= everything["ThrottlingBurstLimit"]
        assert setting["MetricsEnabled"]


@pytest.mark.parametrize("domain", API_DOMAINS)
def test_every_method_that_a_throttle_names_is_there(domain: str) -> None:
    template = translated_templates()[domain]
    (stage,) = resources_of(template, "AWS::ApiGateway::Stage").values()
    (api,) = resources_of(template, "AWS::ApiGateway::RestApi").values()
    methods = {
        ("/" + path.replace("/", "~1"), method.upper())
        for path, operations in api["Body"]["paths"].items()
        for method in operations
    }

    named = {(each["ResourcePath"], each["HttpMethod"].upper()) for each in stage["MethodSettings"]}
    assert named - {("/*", "*")} <= methods


@pytest.mark.parametrize("domain", API_DOMAINS)
def test_an_api_answers_in_its_region(domain: str) -> None:
    (api,) = resources_of(translated_templates()[domain], "AWS::ApiGateway::RestApi").values()

    assert api["EndpointConfiguration"] == {"Types": ["REGIONAL"]}


@pytest.fixture(scope="module")
def rules() -> Rules:
    ours = Rules.create_from_directory(str(ROOT / "infra/lint/rules"))
    return Rules({rule: ours[rule] for rule in RULES})


@pytest.mark.parametrize("domain", DOMAINS)
def test_what_aws_sam_adds_keeps_our_rules(domain: str, rules: Rules, tmp_path: Path) -> None:
    file = tmp_path / "template.json"
    file.write_text(json.dumps(translated_templates()[domain]))

    matches = run_template_by_file_path(str(file), ConfigMixIn([]), rules, ignore_bad_template=False)

    assert [f"{match.rule.id} {match.message}" for match in matches] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_template_is_one_that_cloudformation_takes(domain: str) -> None:
    template = translated_templates()[domain]

    assert len(template["Resources"]) <= MOST_RESOURCES
    assert len(template.get("Outputs", {})) <= MOST_OUTPUTS
    assert len(template.get("Parameters", {})) <= MOST_PARAMETERS
    assert len(json.dumps(template).encode()) <= MOST_BYTES
    assert not [mapping for mapping in mappings_in(template) if mapping.get("Type", "").startswith("AWS::Serverless::")]
