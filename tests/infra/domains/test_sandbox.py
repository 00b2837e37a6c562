"""prod refuses every sandbox: before a deployment by its parameters, and in each function by its settings."""

from pathlib import Path
from typing import Any, get_args

import pytest

from city.kernel.settings import SANDBOX, SandboxInProduction, Settings
from infra.local.deploy import adapters_of, refuse_sandbox, stage_parameters
from infra.local.machine.trouble import CityTrouble
from infra.templates import DOMAIN_TEMPLATES, ROOT_TEMPLATE, read_template, resources_of
from tests.infra.settings import settings_classes

PARAMETERS = read_template(ROOT_TEMPLATE)["Parameters"]
ADAPTERS = adapters_of()


def real(parameter: str) -> str:
    return next(value for value in PARAMETERS[parameter]["AllowedValues"] if value != SANDBOX)


def literals(annotation: Any) -> tuple[Any, ...]:
    """The values written in a type, however deep: `Literal["a"] | None` has `a`."""
    return tuple(
        value for part in get_args(annotation) for value in ((part,) if isinstance(part, str) else literals(part))
    )


def adapter_fields(cls: type[Settings]) -> dict[str, tuple[str, ...]]:
    return {
        name: values for name, field in cls.model_fields.items() if SANDBOX in (values := literals(field.annotation))
    }


CHOICES = [(cls, field) for cls in settings_classes() for field in adapter_fields(cls)]


def prod(cls: type[Settings]) -> dict[str, str]:
    """An environment of prod with real adapters only."""
    needed = {name.upper(): "1" for name, field in cls.model_fields.items() if field.is_required()}
    chosen = {
        name.upper(): next(value for value in values if value != SANDBOX)
        for name, values in adapter_fields(cls).items()
    }
    return needed | chosen | {"STAGE": "prod"}


@pytest.mark.parametrize(("cls", "field"), CHOICES, ids=lambda part: getattr(part, "__qualname__", part))
def test_settings_for_prod_with_a_sandbox_cannot_be_made(cls: type[Settings], field: str) -> None:
    cls.from_environment(prod(cls))

    with pytest.raises(SandboxInProduction, match=f": {field}$"):
        cls.from_environment({**prod(cls), field.upper(): SANDBOX})


def test_every_adapter_of_the_settings_is_a_parameter_and_the_other_way_round() -> None:
    asked = {
        "".join(word.title() for word in field.split("_")): set(adapter_fields(cls)[field]) for cls, field in CHOICES
    }

    assert asked == {adapter: set(PARAMETERS[adapter]["AllowedValues"]) for adapter in ADAPTERS}


@pytest.mark.parametrize("file", DOMAIN_TEMPLATES.values(), ids=DOMAIN_TEMPLATES)
def test_a_domain_uses_the_adapter_that_the_root_chose(file: Path) -> None:
    declared = read_template(file)["Parameters"]
    choices = {name for name, parameter in declared.items() if SANDBOX in parameter.get("AllowedValues", ())}
    used = {name for name in declared if name in ADAPTERS}
    given = next(
        stack["Parameters"]
        for stack in resources_of(read_template(ROOT_TEMPLATE), "AWS::CloudFormation::Stack").values()
        if ROOT_TEMPLATE.parent / stack["TemplateURL"] == file
    )

    assert choices <= used
    assert {name: given[name] for name in used} == {name: {"Ref": name} for name in used}


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_prod_is_not_deployed_with_a_sandbox(adapter: str) -> None:
    chosen = stage_parameters("prod") | {name: real(name) for name in ADAPTERS}
    refuse_sandbox("prod", chosen)
    refuse_sandbox("dev", chosen | {adapter: SANDBOX})

    with pytest.raises(CityTrouble, match=f": {adapter}\\."):
        refuse_sandbox("prod", chosen | {adapter: SANDBOX})


def test_what_samconfig_does_not_name_is_the_templates_default() -> None:
    assert stage_parameters("prod")["SmsCarrier"] == PARAMETERS["SmsCarrier"]["Default"]
    assert stage_parameters("prod")["PythonRuntime"] == "python3.13"


def test_an_adapter_that_is_new_in_the_template_is_refused_too(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(
        ROOT_TEMPLATE.read_text().replace(
            "Parameters:\n",
            "Parameters:\n  Drone:\n    Type: String\n    Default: sandbox\n    AllowedValues: [sky, sandbox]\n",
            1,
        )
    )

    parameters = stage_parameters("prod", template)
    toys = sorted(name for name in (*ADAPTERS, "Drone") if parameters[name] == SANDBOX)

    with pytest.raises(CityTrouble, match=f": {', '.join(toys)}\\."):
        refuse_sandbox("prod", parameters, template)
