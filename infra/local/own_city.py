"""A local city for as long as something is tried or measured on it; never the one of `make run`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from city.aws.clients import open_session
from infra.local import seed
from infra.local.city import ROOT, City, free_port


@contextmanager
def own_city(home: Path, builds: str, **environment: str) -> Iterator[City]:
    """On free ports, with its staff and its demo notices; while it runs this process is its deployer.

    `builds` names the folder under `.aws-sam` that its builds are kept in.
    """
    city = City(home=home, build_dir=ROOT / ".aws-sam" / builds / "build", port=free_port(), mqtt_port=free_port())
    before = dict(os.environ)
    os.environ.update(city.credentials, **environment)
    open_session.cache_clear()
    try:
        city.console.print()
        city.start()
        seed.seed_city(city)
        yield city
    finally:
        city.stop()
        city.forget()
        os.environ.clear()
        os.environ.update(before)
        open_session.cache_clear()
