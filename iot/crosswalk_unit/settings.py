"""What a technician writes down: one TOML file, read once, refused with the place where it is wrong."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from city.contracts.crosswalk.devices import LampName

ChannelName = Literal[
    "sign_left",
    "sign_right",
    "road_panels",
    "stop_line_bar",
    "floor_signal",
    "voice_look_both_ways",
    "voice_vehicle_coming",
    "voice_wait_for_green",
    "voice_finish_crossing",
    "green_extension",
]
Number = Annotated[int, Field(ge=0, le=65_535)]


class SettingsRefused(Exception):
    """The settings file cannot be used, and where."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CitySettings(_Section):
    """Where the city is, and how this box is let in."""

    endpoint: str
    port: Annotated[int, Field(ge=1, le=65_535)] = 8883
    root_ca: Path
    # The public half of the city's signing key (P-256, PEM).
    city_key: Path
    template: str
    claim_certificate: Path
    claim_key: Path


class CameraSettings(_Section):
    kind: Literal["camera", "rtsp", "file", "folder", "drawn"]
    # /dev/video0 or 0, rtsp://…, a file, a folder; of a drawn scene its seed.
    address: str
    # How fast a recording is played; a camera comes by itself.
    frames_per_second: Annotated[float, Field(gt=0, le=60)] = 10.0
    again: bool = True


class ModbusSettings(_Section):
    driver: Literal["modbus"]
    host: str
    port: Annotated[int, Field(ge=1, le=65_535)] = 502
    coils: dict[ChannelName, Number]
    current_registers: dict[LampName, Number] = {}
    brightness_register: Number | None = None
    safety_register: Number | None = None
    safety_value: Number = 10
    unit_id: Annotated[int, Field(ge=0, le=255)] = 1


class GpioSettings(_Section):
    driver: Literal["gpio"]
    lines: dict[ChannelName, Number]
    active_low: bool = False
    current_files: dict[LampName, Path] = {}
    ma_per_count: Annotated[float, Field(gt=0)] = 1.0
    pwm: Path | None = None


class BenchSettings(_Section):
    driver: Literal["bench"]


class DetectorSettings(_Section):
    # Model of the catalogue; the site file may ask for another by name, once a job has brought it.
    model: str = "nanodet-g"
    weights: Path | None = None
    threads: Annotated[int, Field(ge=1, le=16)] = 1


class UnitSettings(_Section):
    """One box."""

    # Of the type plate; the city's register knows which crosswalk it belongs to.
    serial: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{3,40}$")]
    # Journal, site file, certificates, clips, slots: everything this box remembers.
    folder: Path
    software: Annotated[str, Field(max_length=40)] = "1.0.0"
    city: CitySettings | None = None
    camera: CameraSettings
    lamps: ModbusSettings | GpioSettings | BenchSettings = Field(discriminator="driver")
    detector: DetectorSettings = DetectorSettings()
    # /dev/watchdog; none on a bench.
    watchdog: Path | None = None
    # A file that exists once the clock was set by the network (systemd: /run/systemd/timesync/synchronized).
    clock_synced_file: Path | None = None

    @model_validator(mode="after")
    def _bench_is_a_bench(self) -> Self:
        if self.lamps.driver == "bench" and self.watchdog is not None:
            raise ValueError("a bench has no hardware watchdog: nobody would stand beside the lamps")
        if self.lamps.driver != "bench" and self.camera.kind == "drawn":
            raise ValueError("real lamps need a real camera")
        return self


def read_settings(path: Path) -> UnitSettings:
    """Raises SettingsRefused."""
    try:
        return UnitSettings.model_validate(tomllib.loads(path.read_text()))
    except OSError as error:
        raise SettingsRefused(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsRefused(f"{path} is no TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise SettingsRefused(f"{path}: {'.'.join(str(s) for s in first['loc'])}: {first['msg']}") from error
