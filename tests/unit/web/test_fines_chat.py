"""The citizens' chat where no browser is needed: sending, remembering and files, by Node's own test runner."""

import subprocess
from pathlib import Path

import pytest

from infra.pages.npm import node

TESTS = sorted((Path(__file__).parent / "fines").glob("*.test.mjs"))


@pytest.mark.parametrize("tests", TESTS, ids=lambda file: file.name.partition(".")[0])
def test_the_chat_without_a_browser(tests: Path) -> None:
    done = subprocess.run(
        [node(), "--test", "--test-reporter=tap", str(tests)], capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 0, done.stdout
    assert "# pass 0" not in done.stdout, done.stdout
