"""What the pages of procedures and partners make of their forms, in Node."""

import subprocess
from pathlib import Path

import pytest

from tests.unit.web.node import NODE

TESTS = sorted((Path(__file__).parent / "operations").glob("office*.test.mjs"))


@pytest.mark.parametrize("tests", TESTS, ids=lambda file: file.name.removesuffix(".test.mjs"))
def test_pages_of_operations(tests: Path) -> None:
    run = subprocess.run(
        [NODE, "--test", "--test-reporter=spec", str(tests)], capture_output=True, text=True, timeout=60, check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
