"""Typed settings, read from a mapping that the caller hands in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

SANDBOX = "sandbox"


class Stage(StrEnum):
    LOCAL = "local"
    DEV = "dev"
    PROD = "prod"


class SandboxInProduction(Exception):
    """A sandbox adapter was configured for prod: real citizens would talk to a toy."""


class Settings(BaseModel):
    """Base of every domain's settings: field `cases_table` is read from `CASES_TABLE`.

    Settings for prod of which any field is `sandbox` cannot be made: SandboxInProduction names those fields.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)

    stage: Stage

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Raises SandboxInProduction, and pydantic.ValidationError naming each variable that is missing or malformed."""
        return cls.model_validate({name.lower(): value for name, value in environment.items()})

    @model_validator(mode="after")
    def _refuse_sandbox(self) -> Self:
        refuse_sandbox_in_prod(self.stage, dict(self))
        return self


def refuse_sandbox_in_prod(stage: Stage, chosen: Mapping[str, object]) -> None:
    """Raises SandboxInProduction naming what of `chosen` is `sandbox`, if the stage is prod."""
    sandboxes = sorted(name for name, value in chosen.items() if value == SANDBOX)
    if stage is Stage.PROD and sandboxes:
        raise SandboxInProduction(f"sandbox adapter configured for prod: {', '.join(sandboxes)}")
