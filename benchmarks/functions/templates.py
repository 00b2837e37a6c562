"""Reads the city's templates, as written or as built: which functions there are, their environment, which tables.

Two domains may use one logical id, so everything is known by its domain (the nested stack's logical id in the root
template) and its logical id; what CloudFormation would name it is `Domain-LogicalId` here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.measurement import BenchmarkTrouble
from infra.local.city import ROOT
from infra.local.machine.environment import REGION
from infra.templates import read_template


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    # Logical ids of the nested stacks that lead to it from the root template, and its own.
    stacks: tuple[str, ...]
    logical_id: str
    folder: Path
    handler: str
    environment: Mapping[str, str]
    layers: tuple[Path, ...] = ()

    @property
    def module(self) -> str:
        return self.handler.rpartition(".")[0]

    @property
    def domain(self) -> str:
        return self.stacks[0] if self.stacks else ""

    @property
    def name(self) -> str:
        """What it is called in a table of results, and nothing else is."""
        return " ".join((*self.stacks, self.logical_id))


@dataclass(frozen=True, slots=True)
class CityPlan:
    """The root template and its nested stacks. Secrets by the names, tables by the definitions, to create them with, and

    keys that sign by the names that functions know them by, with the kind of each (`ECC_NIST_P256`).
    """

    functions: tuple[Function, ...]
    secrets: tuple[str, ...]
    signing_keys: Mapping[str, str]
    tables: tuple[dict[str, Any], ...]

    def function(self, domain: str, logical_id: str) -> Function:
        """Raises BenchmarkTrouble unless there is exactly one."""
        found = [one for one in self.functions if (one.domain, one.logical_id) == (domain, logical_id)]
        if len(found) != 1:
            raise BenchmarkTrouble(f"The templates have {len(found)} functions {logical_id} in {domain}, not one.")
        return found[0]


def read_city(folder: Path = ROOT) -> CityPlan:
    path = folder / "template.yaml"
    template = read_template(path)
    root = _Stack((), path, template, {name: _default(one) for name, one in template["Parameters"].items()})
    layers = {
        root.name_of(logical_id): path.parent / layer["ContentUri"]
        for logical_id, layer in root.resources("AWS::Serverless::LayerVersion")
    }
    stacks = [root, *root.nested()]
    return CityPlan(
        functions=tuple(function for stack in stacks for function in stack.functions(layers)),
        secrets=tuple(
            stack.name_of(logical_id)
            for stack in stacks
            for logical_id, _ in stack.resources("AWS::SecretsManager::Secret")
        ),
        signing_keys={
            stack.name_of(logical_id): key["KeySpec"]
            for stack in stacks
            for logical_id, key in stack.resources("AWS::KMS::Key")
            if key.get("KeyUsage") == "SIGN_VERIFY"
        },
        tables=tuple(
            {"TableName": stack.name_of(logical_id), **{part: table[part] for part in _TABLE_PARTS if part in table}}
            for stack in stacks
            for logical_id, table in stack.resources("AWS::DynamoDB::Table")
        ),
    )


# What CreateTable takes of a table's definition; the rest of it takes calls of their own.
_TABLE_PARTS = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
_UNKNOWN = "made-up"


@dataclass(frozen=True, slots=True)
class _Stack:
    stacks: tuple[str, ...]
    path: Path
    template: Mapping[str, Any]
    parameters: Mapping[str, str]
    children: dict[str, "_Stack"] = field(default_factory=dict)

    def name_of(self, logical_id: str) -> str:
        return "-".join((*self.stacks, logical_id))

    def resources(self, kind: str) -> Iterator[tuple[str, Any]]:
        for logical_id, resource in self.template.get("Resources", {}).items():
            if resource["Type"] == kind:
                yield logical_id, resource["Properties"]

    def nested(self) -> Iterator["_Stack"]:
        for logical_id, _ in self.resources("AWS::CloudFormation::Stack"):
            child = self._child(logical_id)
            yield child
            yield from child.nested()

    def functions(self, layers: Mapping[str, Path]) -> Iterator[Function]:
        usual = self.template.get("Globals", {}).get("Function", {}).get("Environment", {}).get("Variables", {})
        for logical_id, function in self.resources("AWS::Serverless::Function"):
            own = function.get("Environment", {}).get("Variables", {})
            environment = {key: self._value(value) for key, value in {**usual, **own}.items()}
            yield Function(
                stacks=self.stacks,
                logical_id=logical_id,
                folder=(self.path.parent / function["CodeUri"]).resolve(),
                handler=function["Handler"],
                environment={"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, **environment},
                layers=tuple(layers[name] for name in self._value(function["Layers"]).split(",")),
            )

    def _child(self, logical_id: str) -> "_Stack":
        if logical_id not in self.children:
            properties = self.template["Resources"][logical_id]["Properties"]
            path = self.path.parent / properties["TemplateURL"]
            given = {name: self._value(value) for name, value in properties.get("Parameters", {}).items()}
            template = read_template(path)
            defaults = {name: _default(one) for name, one in template.get("Parameters", {}).items()}
            self.children[logical_id] = _Stack((*self.stacks, logical_id), path, template, {**defaults, **given})
        return self.children[logical_id]

    def _value(self, value: Any) -> str:
        match value:
            case {"Ref": str() as name}:
                return self.parameters[name] if name in self.parameters else self.name_of(name)
            case {"Fn::GetAtt": [name, *attribute]}:
                return self._attribute(str(name), ".".join(map(str, attribute)))
            case {"Fn::Join": [separator, list() as parts]}:
                return str(separator).join(map(self._value, parts))
            case str() | int():
                return str(value)
        return _UNKNOWN

    def _attribute(self, logical_id: str, attribute: str) -> str:
        """An output of a nested stack is what that stack says it is; any other attribute stands for the resource."""
        kind, _, output = attribute.partition(".")
        if kind == "Outputs" and self.template["Resources"][logical_id]["Type"] == "AWS::CloudFormation::Stack":
            child = self._child(logical_id)
            return child._value(child.template["Outputs"][output]["Value"])
        return self.name_of(logical_id)


def _default(parameter: Mapping[str, Any]) -> str:
    # Stage has no default: the first value allowed is local. A default may be empty.
    return str(parameter["Default"] if "Default" in parameter else parameter.get("AllowedValues", [_UNKNOWN])[0])
