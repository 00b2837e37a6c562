"""What a template hands over is what is asked for: variables to functions, parameters to stacks, outputs to the root."""

import re
from pathlib import Path

import pytest

from infra.templates import DOMAIN_TEMPLATES, ROOT, ROOT_TEMPLATE, mappings_in, read_template, resources_of
from tests.infra.settings import SETTINGS, VARIABLES, settings_of

SET_BY_LAMBDA = {"AWS_REGION"}
READ_BY_POWERTOOLS = "POWERTOOLS_"

STACKS = resources_of(read_template(ROOT_TEMPLATE), "AWS::CloudFormation::Stack")


def template_of(stack: str) -> Path:
    return ROOT / STACKS[stack]["TemplateURL"]


def outputs_used() -> set[tuple[str, str]]:
    """Stack and output, wherever the root asks for one."""
    used = set()
    for mapping in mappings_in(read_template(ROOT_TEMPLATE)):
        match mapping:
            case {"Fn::GetAtt": [str(stack), str(attribute)]} if attribute.startswith("Outputs."):
                used.add((stack, attribute.removeprefix("Outputs.")))
            case {"Fn::Sub": str(text) | [str(text), *_]}:
                used |= set(re.findall(r"\$\{(\w+)\.Outputs\.(\w+)\}", text))
    return used


@pytest.mark.parametrize(("folder", "function"), SETTINGS)
def test_a_function_is_handed_what_its_settings_ask_for_and_nothing_else(folder: str, function: str) -> None:
    fields = SETTINGS[folder, function].model_fields
    asked = {name.upper() for name in fields}
    needed = {name.upper() for name, field in fields.items() if field.is_required()}
    handed = VARIABLES[folder, function]

    assert needed - handed - SET_BY_LAMBDA == set()
    assert {name for name in handed - asked if not name.startswith(READ_BY_POWERTOOLS)} == set()


@pytest.mark.parametrize("name", [None, "NoSuchSettings", "Settings"])
def test_a_function_must_name_settings_that_its_domain_has(name: str | None) -> None:
    function = {"Metadata": {"Settings": name}, "Properties": {"CodeUri": "../../functions/fines"}}

    with pytest.raises(ValueError, match="a function of fines names the settings"):
        settings_of(function)


def test_every_domains_template_is_one_stack_of_the_city() -> None:
    assert sorted(template_of(stack) for stack in STACKS) == sorted(DOMAIN_TEMPLATES.values())


@pytest.mark.parametrize("stack", STACKS)
def test_a_stack_is_given_the_parameters_its_template_asks_for(stack: str) -> None:
    declared = read_template(template_of(stack)).get("Parameters", {})
    given = STACKS[stack].get("Parameters", {}).keys()

    assert {name for name, parameter in declared.items() if "Default" not in parameter} - given == set()
    assert given - declared.keys() == set()


@pytest.mark.parametrize(("stack", "output"), sorted(outputs_used()))
def test_an_output_the_root_uses_exists(stack: str, output: str) -> None:
    assert stack in STACKS
    assert output in read_template(template_of(stack)).get("Outputs", {})
