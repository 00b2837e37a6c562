"""What every suite shares: where the reference data is, how much is tried, and what may run beside what."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]

# Files that a test puts into a copy of the repository.
collect_ignore_glob = ["infra/domains/exercises/*"]

_CI = bool(os.environ.get("CI"))
settings.register_profile("quick", deadline=None, derandomize=_CI, max_examples=30)
settings.register_profile("deep", deadline=None, derandomize=_CI, max_examples=150)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full",
        action="store_true",
        help="run the tests marked `exhaustive` too, and try every property on five times as many examples",
    )
    parser.addoption(
        "--readme", action="store_true", help="put the README's pictures where it shows them: docs/pictures"
    )


def pytest_configure(config: pytest.Config) -> None:
    # Before any test module is imported: `tests.effort` scales by the profile.
    settings.load_profile("deep" if config.getoption("full") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is exhaustive unless it was asked for or named."""
    named = any("::" in argument for argument in config.args)
    if not (config.getoption("full") or named):
        left_out = [item for item in items if item.get_closest_marker("exhaustive")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("exhaustive")]


class ByWhatTheyShare(LoadScopeScheduling):  # type: ignore[misc]  # it carries no types
    """Tests that share a city share a process, as do those of one file, or of one folder with a conftest of its own.

    By where they lie, because the mark `xdist_group` does nothing in pytest 9.2 with pytest-xdist 3.8.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group_of(Path(nodeid.partition("::")[0]))


def group_of(file: Path) -> str:
    """The group of a test file, named from the root: `tests/e2e/test_story.py` is of the one city of `tests/e2e`."""
    _, suite, *rest = file.parts
    if suite == "e2e":
        # A domain's folder without a conftest of its own shares the city of all.
        return str(next(folder for folder in file.parents if (ROOT / folder / "conftest.py").is_file()))
    has_own_conftest = len(rest) > 1 and (ROOT / file.parent / "conftest.py").is_file()
    return str(file.parent if has_own_conftest else file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return ByWhatTheyShare(config, log)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data, read in place; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no reference data at {folder} (set DONGNE_SHARED)")
    return folder
