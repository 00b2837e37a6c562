import pytest

from tests.infra.local_cloud.running import INTERPRETER, RunningCloud


@pytest.fixture(scope="session")
def cloud(tmp_path_factory):
    """The local cloud, shared by the tests of a session: each names what it makes after itself."""
    if not INTERPRETER.exists():
        pytest.skip("the local cloud is not installed: make setup")
    running = RunningCloud(tmp_path_factory.mktemp("cloud"))
    yield running
    running.stop()
