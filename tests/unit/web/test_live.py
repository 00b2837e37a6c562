"""The page's line to the city: its tests are JavaScript, under node's own runner."""

import subprocess

from infra.templates import ROOT
from tests.unit.web.node import NODE


def test_the_line_hands_on_each_change_once_and_in_order() -> None:
    done = subprocess.run(
        [NODE, "--test", "--test-reporter=spec", str(ROOT / "tests/unit/web/live/live.test.mjs")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "fail 0" in done.stdout
