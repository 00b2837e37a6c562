"""A local city for as long as something is measured on it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from city.aws.clients import open_session
from infra.local import seed
from infra.local.city import ROOT, City, free_port


@contextmanager
def running_city(folder: Path) -> Iterator[City]:
    """On free ports, in a folder of its own, with its staff and its demo notices."""
    city = City(home=folder / "city", build_dir=ROOT / ".aws-sam" / "bench", port=free_port(), mqtt_port=free_port())
    before = dict(os.environ)
    os.environ.update(city.credentials)
    open_session.cache_clear()
    try:
        city.start()
        seed.seed_city(city)
        yield city
    finally:
        city.stop()
        os.environ.clear()
        os.environ.update(before)
        open_session.cache_clear()
