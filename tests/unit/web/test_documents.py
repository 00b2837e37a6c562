"""Reading the documents of the APIs without a page: the tests are JavaScript, under Node's own runner."""

import subprocess

from infra.pages.npm import node
from infra.templates import ROOT


def test_the_documents_are_read_as_the_page_reads_them() -> None:
    tests = ROOT / "tests/unit/web/api/document.test.mjs"

    done = subprocess.run(
        [node(), "--test", "--test-reporter=tap", str(tests)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
    assert "# fail 0" in done.stdout
