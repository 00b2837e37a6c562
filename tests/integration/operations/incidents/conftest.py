"""Incidents in an empty moto."""

from collections.abc import Iterator

import pytest

from tests.integration.operations.incidents.incidents_in_moto import IncidentsInMoto, Room


@pytest.fixture
def incidents(cloud: None) -> Iterator[IncidentsInMoto]:
    city = IncidentsInMoto()
    yield city
    city.leave()


@pytest.fixture
def room(incidents: IncidentsInMoto) -> Room:
    return Room(incidents)
