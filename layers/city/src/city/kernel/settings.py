"""Typed settings, read from a mapping that the caller hands in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict


class Stage(StrEnum):
    LOCAL = "local"
    DEV = "dev"
    PROD = "prod"


class SandboxInProduction(Exception):
    """A sandbox adapter was configured for prod: real citizens would talk to a toy."""


class Settings(BaseModel):
    """Base of every domain's settings: field `cases_table` is read from `CASES_TABLE`."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)

    stage: Stage

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Raises pydantic.ValidationError naming each variable that is missing or malformed."""
        return cls.model_validate({name.lower(): value for name, value in environment.items()})

    def refuse_sandbox_in_prod(self, **chosen: str) -> None:
        """Raises SandboxInProduction if any chosen adapter is `sandbox` while the stage is prod."""
        toys = sorted(name for name, adapter in chosen.items() if adapter == "sandbox")
        if self.stage is Stage.PROD and toys:
            raise SandboxInProduction(f"sandbox adapter configured for prod: {', '.join(toys)}")
