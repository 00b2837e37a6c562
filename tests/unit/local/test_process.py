"""Waiting by progress, with clocks that are passed in."""

import os
import subprocess
import sys

import pytest

from infra.local.machine.processes import Patience, command_of, cpu_seconds, given_up, seconds_of


class Scene:
    """A clock and something that goes on, both set by hand."""

    def __init__(self) -> None:
        self.now, self.done = 0.0, 0

    def patience(self, still_s: float) -> Patience:
        return Patience(lambda: self.done, still_s, clock=lambda: self.now)


def test_work_that_goes_on_is_waited_for_however_long_it_takes() -> None:
    scene = Scene()
    patience = scene.patience(still_s=60)

    for _ in range(100):
        scene.now, scene.done = scene.now + 59, scene.done + 1

        assert not patience.is_spent()


def test_work_that_stands_still_is_given_up() -> None:
    scene = Scene()
    patience = scene.patience(still_s=60)

    scene.now = 59.9
    assert not patience.is_spent()
    scene.now = 60
    assert patience.is_spent()


def test_what_went_on_before_it_stood_still_does_not_count() -> None:
    scene = Scene()
    patience = scene.patience(still_s=60)

    scene.now, scene.done = 50, 1
    assert not patience.is_spent()
    scene.now = 109
    assert not patience.is_spent()
    scene.now = 110
    assert patience.is_spent()


class Saving:
    """A process on a clock set by hand: what it has computed and written."""

    def __init__(self) -> None:
        self.now, self.computed_s, self.written = 0.0, 0.0, 0
        self.is_given_up = given_up(
            lambda: self.computed_s, lambda: self.written, still_s=60, silent_s=600, clock=lambda: self.now
        )


def test_a_save_is_waited_for_while_it_writes_or_computes_if_only_a_little() -> None:
    saving = Saving()

    for minute in range(1, 30):  # a seventh of a core, beside six others on two
        saving.now, saving.computed_s, saving.written = minute * 59, minute * 59 / 7, minute // 5
        assert not saving.is_given_up()


def test_a_process_that_only_wakes_up_now_and_then_stands_still() -> None:
    saving = Saving()

    given = []
    for second in range(1, 61):
        saving.now, saving.computed_s = second, second * 0.01
        given.append(saving.is_given_up())

    assert given == [False] * 59 + [True]


def test_one_that_computes_for_ten_minutes_and_writes_nothing_is_given_up() -> None:
    saving = Saving()

    for minute in range(1, 10):
        saving.now = saving.computed_s = minute * 59.0
        assert not saving.is_given_up()
    saving.now = saving.computed_s = 600.0
    assert saving.is_given_up()


def test_a_process_is_told_by_its_command_and_by_what_it_has_computed() -> None:
    script = [sys.executable, "-c", "print(flush=True); input()", "a-word"]
    with subprocess.Popen(script, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()  # it runs
        assert "a-word" in command_of(other.pid)
        other.communicate(b"\n")

    assert cpu_seconds(os.getpid()) > 0


def test_a_process_that_has_ended_has_no_command_and_computes_nothing() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    assert not command_of(ended.pid).strip()
    assert cpu_seconds(ended.pid) == 0


@pytest.mark.parametrize(
    ("written", "seconds"), [("0:01.50", 1.5), ("12:03", 723), ("1:00:00", 3600), ("2-00:00:01", 172801), ("", 0)]
)
def test_processor_time_is_read_as_ps_writes_it(written: str, seconds: float) -> None:
    assert seconds_of(written) == seconds
