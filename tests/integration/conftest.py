"""Integration tests: the real parts over moto, in process."""

import os

import pytest
from moto import mock_aws

from city.aws.clients import open_session
from tests.integration.fines_in_moto import REGION, FinesInMoto
from tests.integration.staff import Staff

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",  # pragma: allowlist secret
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "POWERTOOLS_SERVICE_NAME": "fines",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "POWERTOOLS_METRICS_NAMESPACE": "Dongne",
}


@pytest.fixture(scope="package", autouse=True)
def _session():
    """One session for all of them: it reads AWS's service models once, a third of a second each time."""
    open_session.cache_clear()
    yield
    open_session.cache_clear()


@pytest.fixture(autouse=True)
def _credentials(monkeypatch):
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def fines(_credentials):
    """An empty department with fifty account numbers."""
    with mock_aws():
        department = FinesInMoto().build()
        department.fill_pool()
        yield department


@pytest.fixture
def staff(fines):
    """The department's staff, at the API."""
    return Staff(fines)
