"""Whatever a build throws away is gone with it, and so is whatever it started."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local.machine.processes import command_of
from infra.local.machine.sam import room_for_sam, run_sam


def run(script: str, under: Path, environment: dict[str, str], while_: Callable[[], bool] = lambda: True) -> int:
    return run_sam([sys.executable, "-c", script], environment, under, under / "sam.log", while_)


def until_gone(pid: int) -> None:
    """A minute is for a machine that is busy beyond measure; it is not what is tested."""
    deadline = time.monotonic() + 60
    while command_of(pid).strip():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_what_a_build_leaves_in_the_temporary_folder_is_removed(tmp_path: Path) -> None:
    litter = "import tempfile; [tempfile.mkdtemp() for _ in range(50)]; print(tempfile.gettempdir())"
    before = set(Path(tempfile.gettempdir()).iterdir())

    with room_for_sam(os.environ, tmp_path / "tmp") as environment:
        assert run(litter, tmp_path, environment) == 0
        room = Path((tmp_path / "sam.log").read_text().strip())
        assert len(list(room.iterdir())) == 50

    assert room.is_relative_to(tmp_path)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert set(Path(tempfile.gettempdir()).iterdir()) <= before


def test_it_is_removed_when_the_build_is_interrupted(tmp_path: Path) -> None:
    def build() -> None:
        with room_for_sam(os.environ, tmp_path) as environment:
            (Path(environment["TMPDIR"]) / "half").write_text("")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build()

    assert list(tmp_path.iterdir()) == []


def test_the_exit_status_is_returned_and_what_was_said_is_kept(tmp_path: Path) -> None:
    assert run("import sys; print('no template', file=sys.stderr); sys.exit(3)", tmp_path, dict(os.environ)) == 3
    assert (tmp_path / "sam.log").read_text() == "no template\n"


def test_a_build_whose_city_was_stopped_ends_with_whatever_it_started(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time, pathlib\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3600)'])\n"
        "pathlib.Path('child.pid').write_text(str(child.pid)); time.sleep(3600)"
    )
    written = tmp_path / "child.pid"

    status = run(script, tmp_path, dict(os.environ), while_=lambda: not (written.exists() and written.read_text()))

    assert status == 1
    child = int(written.read_text())
    until_gone(child)


def test_a_build_that_starts_something_and_ends_leaves_it_not_running(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, pathlib\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3600)'])\n"
        "pathlib.Path('child.pid').write_text(str(child.pid)); child.returncode = 0"
    )

    assert run(script, tmp_path, dict(os.environ)) == 0

    child = int((tmp_path / "child.pid").read_text())
    until_gone(child)
