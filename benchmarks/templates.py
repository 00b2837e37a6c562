"""Reads the city's templates, as written or as built: which functions there are, what they are told, which tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfnlint.decode.cfn_yaml import load

from infra.local.city import REGION, ROOT


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    folder: Path
    handler: str
    environment: Mapping[str, str]
    layers: tuple[Path, ...] = ()

    @property
    def module(self) -> str:
        return self.handler.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class CityPlan:
    """The root template and its nested stacks. A resource's logical id stands for its name."""

    functions: tuple[Function, ...]
    secrets: tuple[str, ...]
    tables: tuple[dict[str, Any], ...]

    def function(self, name: str) -> Function:
        return next(function for function in self.functions if function.name == name)


def read_city(folder: Path = ROOT) -> CityPlan:
    root = load(str(folder / "template.yaml"))
    parameters = {name: _default(parameter) for name, parameter in root["Parameters"].items()}
    stacks = [_Stack(folder / "template.yaml", root, parameters, {})]
    layers = {
        name: folder / layer["ContentUri"] for name, layer in stacks[0].resources("AWS::Serverless::LayerVersion")
    }
    for _, nested in stacks[0].resources("AWS::CloudFormation::Stack"):
        path = folder / nested["TemplateURL"]
        given = {name: _told(value, parameters) for name, value in nested.get("Parameters", {}).items()}
        stacks.append(_Stack(path, load(str(path)), given, layers))
    return CityPlan(
        functions=tuple(function for stack in stacks for function in stack.functions()),
        secrets=tuple(name for stack in stacks for name, _ in stack.resources("AWS::SecretsManager::Secret")),
        tables=tuple(
            {"TableName": name, **{part: table[part] for part in _TABLE_PARTS if part in table}}
            for stack in stacks
            for name, table in stack.resources("AWS::DynamoDB::Table")
        ),
    )


# What CreateTable takes of a table's definition; the rest of it takes calls of their own.
_TABLE_PARTS = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")


@dataclass(frozen=True, slots=True)
class _Stack:
    path: Path
    template: Mapping[str, Any]
    parameters: Mapping[str, str]
    layers: Mapping[str, Path]

    def resources(self, kind: str) -> Iterator[tuple[str, Any]]:
        for name, resource in self.template.get("Resources", {}).items():
            if resource["Type"] == kind:
                yield name, resource["Properties"]

    def functions(self) -> Iterator[Function]:
        usual = self.template.get("Globals", {}).get("Function", {}).get("Environment", {}).get("Variables", {})
        for name, function in self.resources("AWS::Serverless::Function"):
            own = function.get("Environment", {}).get("Variables", {})
            environment = {key: _told(value, self.parameters) for key, value in {**usual, **own}.items()}
            yield Function(
                name=name,
                folder=(self.path.parent / function["CodeUri"]).resolve(),
                handler=function["Handler"],
                environment={"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, **environment},
                layers=tuple(self.layers[layer] for layer in _told(function["Layers"], self.parameters).split(",")),
            )


def _default(parameter: Mapping[str, Any]) -> str:
    # Stage has no default: the first value allowed is local.
    return str(parameter.get("Default") or parameter.get("AllowedValues", ["made-up"])[0])


def _told(value: Any, parameters: Mapping[str, str]) -> str:
    match value:
        case {"Ref": name}:
            return parameters.get(name, name)
        case {"Fn::GetAtt": [name, *_]}:
            return str(name)
        case {"Fn::Join": [separator, list() as parts]}:
            return str(separator).join(_told(part, parameters) for part in parts)
        case str() | int():
            return str(value)
    return "made-up"
