"""A secret is named by its ARN where a policy or a function needs it: `Ref` is a name at the local cloud, an ARN at AWS."""

from pathlib import Path
from typing import Any

import pytest

from infra.templates import ROOT_TEMPLATE, TEMPLATES, mappings_in, read_template, resources_of

_SECRET = "AWS::SecretsManager::Secret"  # pragma: allowlist secret


def secrets_by_ref(template: dict[str, Any]) -> list[str]:
    secrets = resources_of(template, _SECRET)
    found = [each["Ref"] for each in mappings_in(template) if isinstance(each.get("Ref"), str)]
    return sorted(name for name in found if name in secrets)


@pytest.mark.parametrize(
    "file", [*TEMPLATES.values(), ROOT_TEMPLATE], ids=lambda file: f"{file.parent.name}/{file.stem}"
)
def test_no_secret_is_named_by_ref(file: Path) -> None:
    assert secrets_by_ref(read_template(file)) == []


def test_a_secret_named_by_ref_is_seen() -> None:
    secret = {"Type": _SECRET, "Properties": {}}
    template = {"Resources": {"Key": secret}, "Outputs": {"Key": {"Value": {"Ref": "Key"}}}}

    assert secrets_by_ref(template) == ["Key"]
