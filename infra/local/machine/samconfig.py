"""The parameters that samconfig.toml gives a stage."""

import tomllib

from infra.manifest import ROOT


def overrides_of(stage: str) -> str:
    """`Name=value Name=value`, as `sam deploy` takes them."""
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())
    return str(config[stage]["deploy"]["parameters"]["parameter_overrides"])
