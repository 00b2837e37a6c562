"""A local city for as long as something is tried or measured on it; never the one of `make run`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from city.aws.clients import open_session
from infra.local.city import ROOT, City
from infra.local.domains import seed_city
from infra.local.machine.environment import CREDENTIALS
from infra.local.machine.ports import free_port
from infra.local.machine.state_files import remove_all_but_logs


@contextmanager
def own_city(home: Path, builds: str, **environment: str) -> Iterator[City]:
    """On free ports, with its staff and its demo notices; while it runs this process is its deployer.

    `builds` names the folder under `.aws-sam` that its builds are kept in.
    """
    city = City(
        home=home,
        build_dir=ROOT / ".aws-sam" / builds / "build",
        port=free_port(),
        mqtt_port=free_port(),
        door_port=free_port(),
    )
    before = dict(os.environ)
    os.environ.update(CREDENTIALS, **environment)
    open_session.cache_clear()
    try:
        city.console.print()
        city.start()
        seed_city(city)
        yield city
    finally:
        city.stop()
        remove_all_but_logs(city.home)
        os.environ.clear()
        os.environ.update(before)
        open_session.cache_clear()
