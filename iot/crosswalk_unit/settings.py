"""What a technician writes down of a crosswalk unit, beside what every device has."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from city.contracts.crosswalk.devices import LampName
from iot.device.settings import DeviceSettings, Section

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


class CameraSettings(Section):
    kind: Literal["camera", "rtsp", "file", "folder", "drawn"]
    # /dev/video0 or 0, rtsp://…, a file, a folder; of a drawn scene its seed.
    address: str
    # How fast a recording is played; a camera comes by itself.
    frames_per_second: Annotated[float, Field(gt=0, le=60)] = 10.0
    again: bool = True


class ModbusSettings(Section):
    driver: Literal["modbus"]
    host: str
    port: Annotated[int, Field(ge=1, le=65_535)] = 502
    coils: dict[ChannelName, Number]
    current_registers: dict[LampName, Number] = Field(default_factory=dict)
    brightness_register: Number | None = None
    safety_register: Number | None = None
    safety_value: Number = 10
    unit_id: Annotated[int, Field(ge=0, le=255)] = 1


class GpioSettings(Section):
    driver: Literal["gpio"]
    lines: dict[ChannelName, Number]
    active_low: bool = False
    current_files: dict[LampName, Path] = Field(default_factory=dict)
    ma_per_count: Annotated[float, Field(gt=0)] = 1.0
    pwm: Path | None = None


class BenchSettings(Section):
    driver: Literal["bench"]


class DetectorSettings(Section):
    # Model of the catalogue; the site file may ask for another by name, once a job has brought it.
    model: str = "nanodet-g"
    weights: Path | None = None
    threads: Annotated[int, Field(ge=1, le=16)] = 1


class UnitSettings(DeviceSettings):
    """One box."""

    camera: CameraSettings
    lamps: ModbusSettings | GpioSettings | BenchSettings = Field(discriminator="driver")
    detector: DetectorSettings = DetectorSettings()

    @model_validator(mode="after")
    def _bench_is_a_bench(self) -> Self:
        if self.lamps.driver == "bench" and self.watchdog is not None:
            raise ValueError("a bench has no hardware watchdog: nobody would stand beside the lamps")
        if self.lamps.driver != "bench" and self.camera.kind == "drawn":
            raise ValueError("real lamps need a real camera")
        return self
