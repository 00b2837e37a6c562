"""Fetching the clip: programs are waited for while they bring something, and none is left behind."""

import subprocess
import sys
from pathlib import Path

import pytest

from infra.crosswalk.clip import _wait_for


def program(text: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", text])


def test_a_program_that_ends_well_is_waited_for(tmp_path: Path) -> None:
    _wait_for(program(f"open({str(tmp_path / 'brought')!r}, 'w').write('x')"), tmp_path)

    assert (tmp_path / "brought").read_text() == "x"


def test_a_program_that_fails_says_so_and_leaves_none_behind(tmp_path: Path) -> None:
    other = program("import time; time.sleep(3600)")

    with pytest.raises(subprocess.CalledProcessError):
        _wait_for(program("raise SystemExit(3)"), tmp_path, other)

    assert other.poll() is not None
