"""What a technician writes down, and how a mistake in it is told."""

from pathlib import Path

import pytest

from iot.crosswalk_unit.settings import UnitSettings
from iot.device.settings import SettingsRefused, read_settings

GOOD = """
serial = "DN-2026-0001"
folder = "/var/lib/dongne"
[camera]
kind = "rtsp"
address = "rtsp://192.168.0.10/stream1"
[lamps]
driver = "modbus"
host = "192.168.0.20"
coils = { sign_left = 0, sign_right = 1 }
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "unit.toml"
    path.write_text(text)
    return path


def test_good_settings_are_read(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, GOOD), UnitSettings)

    assert (settings.serial, settings.camera.kind, settings.lamps.driver) == ("DN-2026-0001", "rtsp", "modbus")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('serial = "DN-2026-0001"', "", "serial"),
        ('kind = "rtsp"', 'kind = "telescope"', "camera.kind"),
        ("sign_left = 0", "sine_left = 0", "lamps.modbus.coils"),
        ("sign_left = 0", "sign_left = -1", "lamps.modbus.coils.sign_left"),
        ('driver = "modbus"', 'driver = "candles"', "lamps"),
        ("[lamps]", "[lamps", "is no TOML"),
        ('host = "192.168.0.20"', 'host = "192.168.0.20"\nhots = 1', "lamps.modbus.hots"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, where: str) -> None:
    assert old in GOOD

    with pytest.raises(SettingsRefused, match=where):
        read_settings(written(tmp_path, GOOD.replace(old, new)), UnitSettings)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="No such file"):
        read_settings(tmp_path / "unit.toml", UnitSettings)


@pytest.mark.parametrize("more", ['watchdog = "/dev/watchdog"\n'])
def test_a_bench_has_no_hardware_watchdog(tmp_path: Path, more: str) -> None:
    bench = GOOD.replace('driver = "modbus"', 'driver = "bench"')
    bench = bench.replace('host = "192.168.0.20"\ncoils = { sign_left = 0, sign_right = 1 }\n', "")
    read_settings(written(tmp_path, bench), UnitSettings)

    with pytest.raises(SettingsRefused, match="bench"):
        read_settings(written(tmp_path, more + bench), UnitSettings)


def test_real_lamps_need_a_real_camera(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="real camera"):
        read_settings(written(tmp_path, GOOD.replace('kind = "rtsp"', 'kind = "drawn"')), UnitSettings)
