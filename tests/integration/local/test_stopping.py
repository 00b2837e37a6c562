"""A cloud that saves is waited for, whoever asks it to end and however; only what stands still is killed.

The cloud is a small program in its place. Nothing here depends on how fast the machine is: what is waited for is waited
for until it comes, and what must not happen would need a still process.
"""

import errno
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.console import Console

from infra.local.city import ROOT, City
from infra.local.machine.ports import free_port
from infra.local.machine.processes import command_of
from infra.local.machine.trouble import CityTrouble

FAKE = str(Path(__file__).with_name("fake_cloud.py"))
COMMAND = f"""
import sys
from pathlib import Path
from infra.local import livelog
from infra.local.__main__ import until_stopped
from infra.local.city import City

city = City(home=Path(sys.argv[1]), port=int(sys.argv[2]), cloud=(sys.executable, {FAKE!r}))
try:
    with until_stopped(city):
        with city.step("start") as say:
            city.start_cloud(say)
        print("READY", flush=True)
        livelog.follow(city)
except KeyboardInterrupt:
    print("ended in order", flush=True)
"""


class Place:
    """Where a city of this test lives."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        (home / "state").mkdir(parents=True)
        self.said = io.StringIO()

    def city(self, still_s: float = 60) -> City:
        console = Console(file=self.said, width=400)
        return City(home=self.home, port=self.port, console=console, cloud=(sys.executable, FAKE), still_s=still_s)

    def is_saved(self) -> bool:
        return (self.home / "state" / "saved.json").exists()

    def was_asked(self) -> bool:
        return (self.home / "state" / "asked.txt").exists()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path / "city")
    yield place
    pid = int(place.city().facts.get("pid", 0))
    if pid and FAKE in command_of(pid):
        os.killpg(pid, signal.SIGKILL)


def started(place: Place, still_s: float = 60, **pace: str) -> City:
    """`still_s` holds from the start on; it is waited for as in earnest."""
    city = place.city()
    before = dict(os.environ)
    os.environ.update(pace)
    try:
        city.start_cloud(lambda _: None)
    finally:
        os.environ.clear()
        os.environ.update(before)
    city.still_s = still_s
    return city


def until(happens: Callable[[], object], what: str) -> None:
    """A minute is for a machine that is busy beyond measure; it is not what is tested."""
    deadline = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.05)


@contextmanager
def run_command(place: Place, before: str = "", **pace: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command in a shell that ignores SIGINT for what it starts in the background, as `make run &` in a script."""
    script = f'{before} "$0" -c "$1" "$2" "$3" >"$2/said" 2>&1 & echo $! >"$2/command.pid"; wait'
    environment = {**os.environ, **pace, "PYTHONPATH": f"{ROOT / 'layers' / 'city' / 'src'}{os.pathsep}{ROOT}"}
    # These tests may themselves run under `nohup`, and a city heeds that.
    heard = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    with subprocess.Popen(
        ["/bin/sh", "-c", script, sys.executable, COMMAND, str(place.home), str(place.port)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    ) as shell:
        signal.signal(signal.SIGHUP, heard)
        try:
            yield shell
        finally:
            if shell.poll() is None:
                os.killpg(shell.pid, signal.SIGKILL)


def pid_of_command(place: Place) -> int:
    said = place.home / "said"
    until(lambda: said.exists() and b"READY" in said.read_bytes(), "READY")
    return int((place.home / "command.pid").read_text())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_city_in_the_background_of_a_script_stops_and_saves(place: Place, number: signal.Signals) -> None:
    with run_command(place) as shell:
        os.kill(pid_of_command(place), number)
        until(lambda: shell.poll() is not None, "the end")

    assert place.is_saved()
    assert not place.city().is_running()
    assert b"ended in order" in (place.home / "said").read_bytes()


def test_a_city_that_was_to_outlive_its_terminal_does(place: Place) -> None:
    with run_command(place, before="nohup") as shell:
        pid = pid_of_command(place)
        os.kill(pid, signal.SIGHUP)
        os.kill(pid, signal.SIGTERM)
        until(lambda: shell.poll() is not None, "the end")

    assert place.is_saved()


def test_another_command_stops_the_city_and_the_first_one_ends_in_peace(place: Place) -> None:
    with run_command(place) as shell:
        pid_of_command(place)
        assert place.city().stop()
        until(lambda: shell.poll() is not None, "the end")

    assert place.is_saved()
    assert b"Traceback" not in (place.home / "said").read_bytes()


def test_ctrl_c_once_more_is_told_what_would_be_lost_and_loses_nothing(place: Place) -> None:
    with run_command(place, FAKE_SAVE="40") as shell:
        pid = pid_of_command(place)
        os.kill(pid, signal.SIGINT)
        until(place.was_asked, "the first")
        os.kill(pid, signal.SIGINT)
        os.kill(pid, signal.SIGTERM)  # what else asks for it has been heard
        until(lambda: shell.poll() is not None, "the end")

    said = (place.home / "said").read_text()
    assert "still saving" in said
    assert "everything in this city is lost (it was never saved)" in said
    assert place.is_saved()


def test_a_third_ctrl_c_is_obeyed(place: Place) -> None:
    with run_command(place, FAKE_SAVE="never") as shell:
        pid = pid_of_command(place)
        os.kill(pid, signal.SIGINT)
        until(place.was_asked, "the first")
        os.kill(pid, signal.SIGINT)
        until(lambda: "still saving" in (place.home / "said").read_text(), "the warning")
        os.kill(pid, signal.SIGINT)
        until(lambda: shell.poll() is not None, "the end")

    assert "killed while it saved" in (place.home / "said").read_text()
    assert not place.is_saved()
    assert not place.city().is_running()


def test_a_save_that_goes_on_is_waited_for_beyond_any_patience_with_stillness(place: Place) -> None:
    city = started(place, still_s=3, FAKE_SAVE="50")

    assert city.stop()

    assert place.is_saved()
    assert "MB" in place.said.getvalue()  # from two seconds on it shows how far it is


def test_a_cloud_that_stands_still_is_killed_at_last_and_it_is_said(place: Place) -> None:
    (place.home / "state" / "dynamodb.json").write_text("{}")
    city = started(place, still_s=2, FAKE_SAVE="never")

    assert city.stop()

    assert not city.is_running()
    assert "stopped saving and was killed: everything since" in place.said.getvalue()


def test_half_a_deployment_is_not_saved_over_a_whole_one(place: Place) -> None:
    city = started(place)
    city.save_facts(deploying=True)

    assert city.stop()

    assert not place.was_asked()
    assert not city.facts["deploying"]


def test_a_cloud_that_does_nothing_at_the_start_is_given_up_and_saves_nothing(place: Place) -> None:
    city = place.city(still_s=2)
    city.cloud = (sys.executable, "-c", "import time; time.sleep(3600)  # stands still")

    with pytest.raises(CityTrouble, match="did not start and does nothing"):
        city.start_cloud(lambda _: None)

    assert not place.was_asked()
    assert not city.is_running()


def test_a_cloud_that_goes_on_without_a_file_of_its_state_is_stopped_before_it_saves_over_it(place: Place) -> None:
    with pytest.raises(CityTrouble, match=r"dynamodb\.json is broken: start afresh with `make clean`"):
        started(place, FAKE_START="broken")

    assert not place.was_asked()
    assert not place.city().is_running()


class Gone(io.StringIO):
    """A terminal that was closed."""

    def write(self, _: str) -> int:
        raise OSError(errno.EIO, "Input/output error")


def test_a_terminal_that_is_gone_does_not_keep_a_city_from_saving(place: Place) -> None:
    city = started(place)
    city.console = Console(file=Gone())

    assert city.stop()

    assert place.is_saved()


def test_thousands_of_temporary_files_are_in_nobodys_way(place: Place) -> None:
    old = place.home / "tmp" / "ministack-lambda-1"
    old.mkdir(parents=True)
    (old / "code.py").write_text("")

    city = started(place)

    assert not (place.home / "tmp" / "ministack-lambda-1").exists()
    until(lambda: not list(place.home.glob("tmp.*")), "the removal")
    city.stop()
    until(lambda: not list(place.home.glob("tmp*")), "the removal")


def test_what_is_known_of_a_city_is_whole_at_every_moment(place: Place) -> None:
    city = place.city()
    city.save_facts(words="x" * 100_000)
    script = (
        "import sys; from pathlib import Path; from infra.local.city import City; city = City(home=Path(sys.argv[1]))\n"
        "while True: city.save_facts(words='x' * 100_000)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(place.home)], cwd=ROOT) as writer:
        try:
            before = (place.home / "city.json").stat().st_ino
            until(lambda: (place.home / "city.json").stat().st_ino != before, "the writing")
            seen = {len(place.city().facts.get("words", "")) for _ in range(300)}
        finally:
            writer.kill()

    assert seen == {100_000}
