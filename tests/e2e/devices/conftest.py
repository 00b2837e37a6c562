"""One cloud for devices, for all chapters."""

import os
from collections.abc import Iterator

import pytest

from infra.local.city import City
from infra.local.machine.environment import CREDENTIALS
from infra.local.machine.ports import free_port
from infra.local.machine.state_files import remove_all_but_logs
from tests.e2e.devices.device_cloud import DeviceCloud, deploy


@pytest.fixture(scope="session")
def devices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeviceCloud]:
    home = tmp_path_factory.mktemp("devices")
    city = City(home=home / "city", port=free_port(), mqtt_port=free_port(), door_port=free_port())
    before = dict(os.environ)
    os.environ.update(CREDENTIALS)
    try:
        city._check_machine()
        city.start_cloud(lambda _: None)
        cloud = DeviceCloud(city, home)
        cloud.outputs = deploy(city)
        yield cloud
    finally:
        city.stop()
        remove_all_but_logs(city.home)
        os.environ.clear()
        os.environ.update(before)
