"""The city's templates, read as cfn-lint reads them: each as it stands, and each domain's as one."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cfnlint.decode import decode
from cfnlint.template import Template
from cfnlint.template.transforms import Transform

ROOT = Path(__file__).parents[1]
ROOT_TEMPLATE = ROOT / "template.yaml"
# The stack of each domain and of what domains share, by its name; it holds a stack for each of its areas.
DOMAIN_TEMPLATES = {path.parent.name: path for path in sorted(ROOT.glob("infra/*/template.yaml"))}
# Every template but the root's, by where it lies: `fines/talk`.
TEMPLATES = {
    path.relative_to(ROOT / "infra").with_suffix("").as_posix(): path for path in sorted(ROOT.glob("infra/*/*.yaml"))
}
_LOOPS = "AWS::LanguageExtensions"
_STACK = "AWS::CloudFormation::Stack"
_IN_TEXT = re.compile(r"\$\{(\w+)(\.[\w.]+)?\}")
_SECTIONS = ("Parameters", "Mappings", "Conditions", "Resources")


@cache
def read_template(path: Path) -> dict[str, Any]:
    """A template with its loops (`Fn::ForEach`) written out."""
    template, errors = decode(str(path))
    assert template is not None, path
    assert not errors, errors
    # Of the transforms only this: what SAM makes of a template is asked of SAM itself (`tests.infra.sam`).
    whole = Template(str(path), {**template, "Transform": [_LOOPS]})
    assert Transform().transform(whole) == [], path
    return {**whole.template, "Transform": template.get("Transform", [])}


@cache
def read_domain(name: str) -> dict[str, Any]:
    """A domain's template with those of its areas put in their stacks' place, as if it were one.

    What an area is handed as a parameter is again what it is in the area it comes from: a queue's ARN, a table's name.
    """
    return _flatten(DOMAIN_TEMPLATES[name])


def _flatten(file: Path) -> dict[str, Any]:
    template = read_template(file)
    stacks = {n: r["Properties"] for n, r in template.get("Resources", {}).items() if r["Type"] == _STACK}
    areas: dict[str, dict[str, Any]] = {}

    def area_of(name: str) -> dict[str, Any]:
        """The area's template, in the names of this one."""
        if name not in areas:
            path = (file.parent / stacks[name]["TemplateURL"]).resolve()
            given = {key: _rewrite(value, outputs) for key, value in stacks[name].get("Parameters", {}).items()}
            area = _flatten(path)
            if path.parent.name == "shared":
                # What is used many times is named by each use, and is what that use makes of it.
                usual = {key: one["Default"] for key, one in area["Parameters"].items() if "Default" in one}
                areas[name] = _decided(_renamed(area, usual | given, name))
            else:
                areas[name] = _renamed(area, given, "")
        return areas[name]

    def outputs(mapping: dict[str, Any]) -> Any:
        match mapping:
            case {"Fn::GetAtt": [str(stack), str(attribute)]} if stack in stacks:
                return area_of(stack)["Outputs"][attribute.removeprefix("Outputs.")]["Value"]
        return None

    whole = {section: dict(template.get(section, {})) for section in (*_SECTIONS, "Outputs")}
    if "Globals" in template:
        whole["Globals"] = template["Globals"]
    whole["Resources"] = {n: _rewrite(r, outputs) for n, r in whole["Resources"].items() if n not in stacks}
    whole["Outputs"] = _rewrite(whole["Outputs"], outputs)
    # What a section of SAM says of all functions is said alike in every area.
    said = [area_of(name)["Globals"] for name in stacks if "Globals" in area_of(name)]
    if said and "Globals" not in whole:
        assert all(each == said[0] for each in said), file
        whole["Globals"] = said[0]
    for name in stacks:
        for section in _SECTIONS:
            for key, value in area_of(name)[section].items():
                if section != "Parameters":
                    assert whole[section].setdefault(key, value) == value, (file, name, key)
    return whole


def _as_text(given: Any) -> str:
    """How a text names what a parameter is given; of what depends on a condition, the last that it may be."""
    match given:
        case {"Ref": str(other)}:
            return f"${{{other}}}"
        case {"Fn::GetAtt": [str(other), str(of)]}:
            return f"${{{other}.{of}}}"
        case {"Fn::Sub": str(text)} | (str() | int() as text):
            return str(text)
        case {"Fn::If": [_, _, last]}:
            return _as_text(last)
    raise AssertionError(f"no text: {given}")


def _renamed(area: dict[str, Any], given: dict[str, Any], prefix: str) -> dict[str, Any]:
    """An area with what it is given put where it asks for it, and its own names behind a prefix."""
    own = {key: prefix + key for section in ("Resources", "Conditions", "Mappings") for key in area[section]}

    def name_of(text: str) -> str:
        return str(own.get(text, text))

    def inside(found: re.Match[str]) -> str:
        name, attribute = found[1], found[2] or ""
        if name not in given or attribute:
            return f"${{{name_of(name)}{attribute}}}"
        return _as_text(given[name])

    def replace(mapping: dict[str, Any]) -> Any:
        match mapping:
            case {"Ref": str(name)}:
                return given[name] if name in given else {"Ref": name_of(name)}
            case {"Fn::GetAtt": [str(name), str(attribute)]}:
                return {"Fn::GetAtt": [name_of(name), attribute]}
            case {"Fn::Sub": str(text)}:
                return {"Fn::Sub": _IN_TEXT.sub(inside, text)}
            case {"Fn::If": [str(condition), *ways]}:
                return {"Fn::If": [name_of(condition), *(_rewrite(way, replace) for way in ways)]}
            case {"Condition": str(condition)} if len(mapping) == 1:
                return {"Condition": name_of(condition)}
        return None

    renamed = {
        section: {name_of(key): _rewrite(value, replace) for key, value in area[section].items()}
        for section in ("Mappings", "Conditions", "Resources")
    }
    for resource in renamed["Resources"].values():
        for key in ("Condition", "DependsOn"):
            if key in resource:
                named = resource[key]
                resource[key] = name_of(named) if isinstance(named, str) else [name_of(each) for each in named]
    return {**area, **renamed, "Outputs": _rewrite(area["Outputs"], replace)}


def _decided(area: dict[str, Any]) -> dict[str, Any]:
    """An area without the conditions that no longer depend on anything: what they choose, and what they leave."""
    known = {name: _truth(condition) for name, condition in area["Conditions"].items()}

    def choose(mapping: dict[str, Any]) -> Any:
        match mapping:
            case {"Fn::If": [str(name), yes, no]} if known.get(name) is not None:
                return _rewrite(yes if known[name] else no, choose)
        return None

    def made(resource: dict[str, Any]) -> dict[str, Any]:
        """Without its condition, which holds, and without the properties that it leaves out."""
        properties = {k: v for k, v in resource.get("Properties", {}).items() if v != {"Ref": "AWS::NoValue"}}
        rest = {k: v for k, v in resource.items() if k != "Condition" or known.get(v) is None}
        return {**rest, "Properties": properties}

    resources = _rewrite(area["Resources"], choose)
    return {
        **area,
        "Conditions": {name: one for name, one in area["Conditions"].items() if known[name] is None},
        "Resources": {n: made(r) for n, r in resources.items() if known.get(r.get("Condition", "")) is not False},
        "Outputs": _rewrite(area["Outputs"], choose),
    }


def _truth(condition: Any) -> bool | None:
    """Whether a condition holds wherever the template goes; None if that depends."""
    match condition:
        case {"Fn::Not": [below]}:
            truth = _truth(below)
            return None if truth is None else not truth
        case {"Fn::Equals": [one, other]}:
            if all(isinstance(each, str | int) for each in (one, other)):
                return str(one) == str(other)
            # A reference to something of the city is never empty.
            return False if "" in (one, other) and {type(one), type(other)} & {dict} else None
    return None


def _rewrite(value: Any, replace: Callable[[dict[str, Any]], Any]) -> Any:
    """A copy in which every mapping for which `replace` has something else than None is that."""
    if isinstance(value, dict):
        found = replace(value)
        return {key: _rewrite(below, replace) for key, below in value.items()} if found is None else found
    return [_rewrite(each, replace) for each in value] if isinstance(value, list) else value


def resources_of(template: Mapping[str, Any], *kinds: str) -> dict[str, dict[str, Any]]:
    """Properties of the resources of these types, by logical id."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template.get("Resources", {}).items()
        if resource["Type"] in kinds
    }


def mappings_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping, at any depth."""
    if isinstance(value, dict):
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings_in(below)
