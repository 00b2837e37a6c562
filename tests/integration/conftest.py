"""Integration tests: the real parts over moto, in process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import pytest
from moto import mock_aws

from city.aws.clients import open_session
from tests.integration.fines_in_moto import FinesInMoto
from tests.integration.moto_city import REGION
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


@contextmanager
def set_credentials() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            environment.delenv(name)
        for name, value in CREDENTIALS.items():
            environment.setenv(name, value)
        yield


@contextmanager
def empty_cloud() -> Iterator[None]:
    """Moto with nothing in it. It keeps boto3's session, and so the clients of the test before."""
    with mock_aws(config={"core": {"mock_credentials": True, "reset_boto3_session": False}}):
        yield


@contextmanager
def new_session() -> Iterator[None]:
    """A session, the city's and boto3's, whose clients are made once for all who use it: each takes 20 to 60 ms."""
    before = boto3.DEFAULT_SESSION
    open_session.cache_clear()
    boto3.setup_default_session(botocore_session=open_session())
    yield
    boto3.DEFAULT_SESSION = before
    open_session.cache_clear()


@pytest.fixture(scope="package", autouse=True)
def _clients() -> Iterator[None]:
    with new_session():
        yield


@pytest.fixture(autouse=True)
def _credentials() -> Iterator[None]:
    with set_credentials():
        yield


@pytest.fixture
def cloud(_credentials: None) -> Iterator[None]:
    with empty_cloud():
        yield


@pytest.fixture
def fines(cloud: None) -> FinesInMoto:
    """An empty department with fifty account numbers."""
    department = FinesInMoto().build()
    department.fill_pool()
    return department


@pytest.fixture
def staff(fines: FinesInMoto) -> Staff:
    """The department's staff, at the API."""
    return Staff(fines)
