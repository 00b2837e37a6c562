"""Grants and the video door in an empty moto."""

from collections.abc import Iterator

import pytest

from tests.integration.operations.viewing.viewing_in_moto import ViewingInMoto


@pytest.fixture
def viewing(cloud: None) -> Iterator[ViewingInMoto]:
    city = ViewingInMoto()
    yield city
    city.incidents.leave()
