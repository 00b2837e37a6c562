"""One installed unit in moto, and staff at its API."""

import pytest

from tests.integration.crosswalk_in_moto import CrosswalkInMoto, Operators


@pytest.fixture
def crosswalk(cloud: None) -> CrosswalkInMoto:  # AWS has to be there
    """One installed unit."""
    city = CrosswalkInMoto().build()
    city.install()
    return city


@pytest.fixture
def staff(crosswalk: CrosswalkInMoto) -> Operators:
    return Operators(crosswalk)
