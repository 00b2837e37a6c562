from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.infra.local_cloud.running import INTERPRETER, RunningCloud


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCloud]:
    """The local cloud, shared by the tests of a session: each names what it makes after itself."""
    if not INTERPRETER.exists():
        pytest.skip("the local cloud is not installed: make setup")
    running = RunningCloud(tmp_path_factory.mktemp("cloud"))
    yield running
    running.stop()


@pytest.fixture
def start_cloud(tmp_path: Path) -> Iterator[Callable[..., RunningCloud]]:
    """Starts a cloud of the test's own, which may be stopped, killed and started again."""
    if not INTERPRETER.exists():
        pytest.skip("the local cloud is not installed: make setup")
    with ExitStack() as until_the_end:

        def start(**settings: Any) -> RunningCloud:
            running = RunningCloud(tmp_path, **settings)
            until_the_end.callback(running.kill)
            return running

        yield start
