"""The frame of the pages where no browser is needed: words, calls, and who is signed in, each by Node's own test runner."""

import subprocess
from pathlib import Path

import pytest

from infra.pages.npm import node

TESTS = sorted((Path(__file__).parent / "frame").glob("*.test.mjs"))


@pytest.mark.parametrize("tests", TESTS, ids=lambda file: file.name.partition(".")[0])
def test_the_frame_of_the_pages(tests: Path) -> None:
    done = subprocess.run(
        [node(), "--test", "--test-reporter=tap", str(tests)], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 0, done.stdout
    assert "# pass 0" not in done.stdout, done.stdout
