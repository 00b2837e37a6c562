"""A disk that costs no time to sync, for what writes durably."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")  # noqa: S108  # in memory where there is such a folder


@pytest.fixture
def new_disk() -> Iterator[Callable[[], Path]]:
    made: list[Path] = []

    def make() -> Path:
        made.append(Path(tempfile.mkdtemp(prefix="unit-disk-", dir=_MEMORY if _MEMORY.is_dir() else None)))
        return made[-1]

    yield make
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def disk(new_disk: Callable[[], Path]) -> Path:
    return new_disk()
