"""End-to-end tests: a local city of their own, on free ports, in a folder of its own."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from infra.local.city import City
from infra.local.own_city import own_city
from tests.browser.fixtures import browser, playwright, visit  # noqa: F401  # for whatever opens a page at this city's door
from tests.browser.visits import Door

pytestmark = pytest.mark.e2e
# A machine that does much else is waited for: what never comes fails by this, and nothing is slower for it.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[City]:
    """A running city with its clerk, its pool and its demo notices; never the one of `make run`."""
    capture = request.config.pluginmanager.getplugin("capturemanager")
    assert capture is not None
    with ExitStack() as until_the_end:
        # Starting takes longer than two seconds, so it is seen.
        with capture.global_and_fixture_disabled():
            city = own_city(tmp_path_factory.mktemp("city"), "test", DONGNE_WEATHER="1")
            running = until_the_end.enter_context(city)
        yield running


@pytest.fixture(scope="session")
def door(city: City) -> Door:
    """Where pages of this city are: `visit("/fines/desk", target=door)`."""
    return Door(city.door_url())
