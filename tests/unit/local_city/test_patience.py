"""Waiting by progress: a slow city is waited for, an idle one is given up, and nobody looks at a real clock."""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from infra.local.machine.trouble import CityTrouble
from infra.local.patience import (
    GaveUp,
    Steps,
    _hundredths,
    _processor_time_by_ps,
    groups_of_children,
    processor_time,
    wait_for,
)


@dataclass
class Machine:
    """A city whose clock goes on while somebody sleeps, or while it answers. `moves` says when it moves by itself."""

    moves: Callable[[float], bool] = lambda _: False
    left: str = ""
    answers_in_s: float = 0.0
    now_s: float = 0.0
    asked: int = 0
    said: list[str] = field(default_factory=list)
    _moved: bool = False

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds
        self._moved = self.moves(self.now_s)

    def moved(self) -> bool:
        moved, self._moved = self._moved, False
        return moved

    def under_way(self) -> str:
        self.asked += 1
        return self.left

    def wait(self, there_at_s: float, **more: float) -> str:
        def look() -> str | None:
            self.now_s += self.answers_in_s
            # The question itself moves the city.
            self._moved = True
            return "here" if self.now_s >= there_at_s else None

        return wait_for(
            "답 (an answer)",
            look,
            self,
            tell=self.said.append,
            monotonic_s=lambda: self.now_s,
            sleep=self.sleep,
            **more,
        )


NEVER = float("inf")


def test_what_is_there_already_costs_no_wait_and_no_word() -> None:
    city = Machine()

    assert city.wait(0) == "here"
    assert (city.now_s, city.said) == (0, [])


@pytest.mark.parametrize("late_s", [5, 59, 600, 1700])
def test_a_city_that_works_is_waited_for_however_slow_it_is(late_s: float) -> None:
    assert Machine(moves=lambda _: True).wait(late_s) == "here"


def test_a_city_in_which_nothing_moves_is_given_up() -> None:
    city = Machine()

    with pytest.raises(GaveUp, match=r"답 \(an answer\).*nothing has moved for 60 s"):
        city.wait(NEVER)

    assert city.now_s == pytest.approx(60, abs=1)


def test_what_our_own_questions_move_is_no_sign_of_life() -> None:
    """Each look wakes a function; a lost message would otherwise be waited for until the end of days."""
    city = Machine(answers_in_s=0.1)

    with pytest.raises(GaveUp):
        city.wait(NEVER)

    assert city.now_s == pytest.approx(60 * 1.5, abs=2)


def test_the_time_that_answers_take_is_not_idleness() -> None:
    """On a machine full of others an answer takes its time; nobody may conclude that the city is dead."""
    assert Machine(answers_in_s=20).wait(1000) == "here"


def test_a_function_that_runs_every_minute_does_not_keep_a_dead_wait_alive() -> None:
    city = Machine(moves=lambda now_s: now_s % 60 < 1)

    with pytest.raises(GaveUp, match="nothing has moved"):
        city.wait(NEVER)

    assert city.now_s < 75


def test_a_city_that_starves_between_two_signs_of_life_is_waited_for() -> None:
    """Of ten seconds it gets one, as one of many on this machine."""
    assert Machine(moves=lambda now_s: now_s % 10 < 9).wait(550) == "here"


def test_messages_under_way_are_waited_for_though_nothing_moves() -> None:
    city = Machine(left="대기열의 메시지 3건")

    assert city.wait(200) == "here"
    assert city.asked == 3
    assert any("3건" in words for words in city.said)


def test_a_lively_city_is_given_up_in_the_end() -> None:
    """Somebody else keeps it busy, and what we wait for was lost."""
    city = Machine(moves=lambda _: True)

    with pytest.raises(GaveUp, match="not there after"):
        city.wait(NEVER)

    assert city.now_s == pytest.approx(1800, abs=1)


def test_messages_that_never_leave_are_given_up_in_the_end() -> None:
    city = Machine(left="대기열의 메시지 1건")

    with pytest.raises(GaveUp, match="not there after"):
        city.wait(NEVER)


def test_a_person_hears_after_two_seconds_and_not_all_the_time() -> None:
    city = Machine(moves=lambda _: True)
    city.wait(1.9)
    assert city.said == []

    city.wait(400)

    assert city.said[0] == "… 답 (an answer), 2 s"
    assert [words.split(", ")[1] for words in city.said][1:4] == ["10 s", "30 s", "60 s"]
    assert len(city.said) == 9


def test_a_city_that_has_ended_is_said_at_once() -> None:
    @dataclass
    class Gone(Machine):
        def moved(self) -> bool:
            raise CityTrouble("the city has ended")

    with pytest.raises(CityTrouble, match="ended"):
        Gone().wait(NEVER)


def test_steps_move_when_they_are_counted_on() -> None:
    frames = iter([1, 1, 2, 2, 2, 3])
    steps = Steps(lambda: next(frames))

    assert [steps.moved() for _ in range(6)] == [True, False, True, False, False, True]


@pytest.fixture
def group() -> Iterator[Callable[[str], int]]:
    """Starts a process that leads a group of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def start(program: str) -> int:
        process = subprocess.Popen([sys.executable, "-c", program], start_new_session=True, stdout=subprocess.PIPE)
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        return process.pid

    yield start
    for process in started:
        process.kill()
        process.communicate()


BUSY = "print('ready', flush=True)\nwhile True: pass"
IDLE = "import time; print('ready', flush=True); time.sleep(3600)"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc here")
def test_a_busy_process_shows_and_an_idle_one_does_not(group: Callable[[str], int]) -> None:
    busy, idle = group(BUSY), group(IDLE)

    spent, wanting = processor_time(busy)
    assert list(spent) == [busy]
    assert wanting
    # It may still be on its way to sleep.
    assert any(not processor_time(idle)[1] for _ in itertools.repeat(None, 10_000))


def test_a_group_that_this_process_started_is_found(group: Callable[[str], int]) -> None:
    started = group(IDLE)

    assert started in groups_of_children()
    assert os.getpgrp() not in groups_of_children()


def test_ps_tells_the_same_of_a_group(group: Callable[[str], int]) -> None:
    busy = group(BUSY)

    spent, wanting = _processor_time_by_ps(busy)

    assert list(spent) == [busy]
    assert wanting


@pytest.mark.parametrize(
    ("used", "hundredths"),
    [("00:00:01", 100), ("0:01.25", 125), ("1-02:03:04", 9_378_400), ("12:00", 72_000)],
)
def test_processor_time_is_read_as_ps_writes_it(used: str, hundredths: int) -> None:
    assert _hundredths(used) == hundredths
