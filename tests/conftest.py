"""What every suite shares: where the reference data is, how much is tried, and what may run beside what."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

_CI = bool(os.environ.get("CI"))
settings.register_profile("quick", deadline=None, derandomize=_CI, max_examples=30)
settings.register_profile("deep", deadline=None, derandomize=_CI, max_examples=150)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full",
        action="store_true",
        help="run the tests marked `exhaustive` too, and try every property on five times as many examples",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Before any test module is imported: `tests.effort` scales by the profile.
    settings.load_profile("deep" if config.getoption("full") else "quick")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is exhaustive unless it was asked for or named, and says which tests share a worker."""
    named = any("::" in argument for argument in config.args)
    if not (config.getoption("full") or named):
        left_out = [item for item in items if item.get_closest_marker("exhaustive")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("exhaustive")]
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(_group_of(item)))


def _group_of(item: pytest.Item) -> str:
    """Tests that share a city share a worker, as do those of one file, or of one folder with a conftest of its own."""
    if "city" in getattr(item, "fixturenames", ()):
        return "city"
    folder = item.path.parent
    shares = folder.parent.parent == ROOT / "tests" and (folder / "conftest.py").is_file()
    return folder.name if shares else item.path.stem


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data, read in place; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no reference data at {folder} (set DONGNE_SHARED)")
    return folder
