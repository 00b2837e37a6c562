import pytest

from tests.integration.live_in_moto import LiveInMoto


@pytest.fixture
def live(cloud: None) -> LiveInMoto:
    return LiveInMoto().build()
