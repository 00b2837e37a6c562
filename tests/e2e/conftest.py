"""End-to-end tests: a local city of their own, on free ports, in a folder of its own."""

import os
from pathlib import Path

import pytest

from city.aws.clients import open_session
from infra.local import seed
from infra.local.city import ROOT, City, free_port

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="session")
def city(tmp_path_factory, request):
    """A running city with its clerk, its pool and its demo notices; never the one of `make run`."""
    home: Path = tmp_path_factory.mktemp("city")
    city = City(home=home, build_dir=ROOT / ".aws-sam" / "test" / "build", port=free_port(), mqtt_port=free_port())
    before = dict(os.environ)
    os.environ.update(city.credentials, DONGNE_WEATHER="1")
    open_session.cache_clear()
    try:
        # Starting takes longer than two seconds, so it is seen.
        with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
            city.console.print()
            city.start()
            seed.seed_city(city)
        yield city
    finally:
        city.stop()
        os.environ.clear()
        os.environ.update(before)
        open_session.cache_clear()
