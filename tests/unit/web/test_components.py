"""What maps and charts reckon, without a page: their tests are JavaScript, under node's own runner."""

import subprocess

import pytest

from infra.templates import ROOT
from tests.unit.web.node import NODE


@pytest.mark.parametrize("part", ["map", "chart"])
def test_what_a_component_reckons_holds(part: str) -> None:
    done = subprocess.run(
        [NODE, "--test", "--test-reporter=spec", str(ROOT / f"tests/unit/web/components/{part}.test.mjs")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "fail 0" in done.stdout
