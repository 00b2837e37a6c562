"""What a technician writes down of any device: one TOML file, read once, refused with the place where it is wrong."""

import tomllib
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class SettingsRefused(Exception):
    """The settings file cannot be used, and where."""


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CitySettings(Section):
    """Where the city is, and how this box is let in."""

    endpoint: str
    port: Annotated[int, Field(ge=1, le=65_535)] = 8883
    root_ca: Path
    # The public half of the city's signing key (P-256, PEM).
    city_key: Path
    template: str
    claim_certificate: Path
    claim_key: Path


class DeviceSettings(Section):
    """What every box has."""

    # Of the type plate; the city's register knows what the device is there for.
    serial: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{3,40}$")]
    # Whatever the device remembers: journal, configuration, certificates, slots.
    folder: Path
    software: Annotated[str, Field(max_length=40)] = "1.0.0"
    city: CitySettings | None = None
    # /dev/watchdog; none on a bench.
    watchdog: Path | None = None
    # A file that exists once the clock was set by the network (systemd: /run/systemd/timesync/synchronized).
    clock_synced_file: Path | None = None


Settings = TypeVar("Settings", bound=DeviceSettings)


def read_settings(path: Path, kind: type[Settings]) -> Settings:
    """Raises SettingsRefused."""
    try:
        return kind.model_validate(tomllib.loads(path.read_text()))
    except OSError as error:
        raise SettingsRefused(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsRefused(f"{path} is no TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise SettingsRefused(f"{path}: {'.'.join(str(s) for s in first['loc'])}: {first['msg']}") from error
