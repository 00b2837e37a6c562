"""The settings of every function, as its template names them: `Metadata: {Settings: TextSettings}`.

The class stands in the package of the domain whose code the function runs, in whichever area of it.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import city
from city.kernel.settings import Settings
from infra.templates import TEMPLATES, read_template

_FUNCTIONS = ("AWS::Serverless::Function", "AWS::Lambda::Function")


def settings_classes() -> list[type[Settings]]:
    """Every settings class of every domain, found in the packages as they stand."""
    for module in walk_packages(city.__path__, "city."):
        if module.name.endswith(".settings"):
            import_module(module.name)
    return sorted(set(_below(Settings)), key=lambda cls: (cls.__module__, cls.__name__))


def _below(cls: type[Settings]) -> Iterator[type[Settings]]:
    for child in cls.__subclasses__():
        if child.__module__.startswith("city."):
            yield child
        yield from _below(child)


def functions() -> Iterator[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Every function: the folder of its template, its logical id, itself, and its template."""
    for file in TEMPLATES.values():
        template = read_template(file)
        for name, resource in template.get("Resources", {}).items():
            if resource["Type"] in _FUNCTIONS:
                yield file.parent.name, name, resource, template


def variables_of(function: dict[str, Any], template: dict[str, Any]) -> set[str]:
    """What a function finds in its environment: what all of its template are handed, and what it alone is handed."""
    handed = (template.get("Globals", {}).get("Function", {}), function["Properties"])
    return {name for each in handed for name in each.get("Environment", {}).get("Variables", {})}


def settings_of(function: dict[str, Any]) -> type[Settings]:
    """Raises ValueError for a function that names none, or one that its domain does not have once."""
    name = function.get("Metadata", {}).get("Settings")
    domain = function["Properties"]["CodeUri"].rpartition("/")[2]
    found = [cls for cls in _CLASSES if cls.__name__ == name and cls.__module__.startswith(f"city.{domain}.")]
    if len(found) != 1:
        raise ValueError(f"Metadata of a function of {domain} names the settings {name}, of which there are {found}")
    return found[0]


_CLASSES = settings_classes()
# By the folder of the template and the logical id.
SETTINGS = {(folder, name): settings_of(function) for folder, name, function, _ in functions()}
VARIABLES = {(folder, name): variables_of(function, template) for folder, name, function, template in functions()}
