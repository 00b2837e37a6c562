"""An empty room for agencies, and one with incidents beside it."""

from collections.abc import Iterator

import pytest

from tests.integration.operations.agencies.room import AgenciesRoom
from tests.integration.operations.agencies.whole_room import WholeRoom


@pytest.fixture
def room(cloud: None) -> AgenciesRoom:
    return AgenciesRoom()


@pytest.fixture
def whole(cloud: None) -> Iterator[WholeRoom]:
    city = WholeRoom()
    yield city
    city.incidents.leave()
