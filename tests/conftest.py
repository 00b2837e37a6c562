"""What every suite shares: where the reference data is, and how hard hypothesis looks."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("city", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=150)
settings.load_profile("city")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data, read in place; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"no reference data at {folder} (set DONGNE_SHARED)")
    return folder
