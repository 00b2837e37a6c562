"""The city's templates, read as cfn-lint reads them."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from cfnlint.decode import decode

ROOT = Path(__file__).parents[2]
ROOT_TEMPLATE = ROOT / "template.yaml"
# A stack of its own, which the local stage does not create.
DETECTION_TEMPLATE = ROOT / "infra" / "crosswalk" / "detection.yaml"
DOMAIN_TEMPLATES = {path.parent.name: path for path in sorted(ROOT.glob("infra/*/template.yaml"))}


@cache
def read_template(path: Path) -> dict[str, Any]:
    template, errors = decode(str(path))
    assert template is not None, path
    assert not errors, errors
    return dict(template)


def resources_of(template: dict[str, Any], *kinds: str) -> dict[str, dict[str, Any]]:
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
