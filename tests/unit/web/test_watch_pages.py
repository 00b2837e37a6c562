"""What the pages of the watch reckon, without a page: their tests are JavaScript, under node's own runner."""

import subprocess

from infra.templates import ROOT
from tests.unit.web.node import NODE


def test_what_the_pages_reckon_holds() -> None:
    done = subprocess.run(
        [NODE, "--test", "--test-reporter=spec", str(ROOT / "tests/unit/web/watch/watch.test.mjs")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "fail 0" in done.stdout
