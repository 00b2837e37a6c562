"""Waiting for the city: as long as it works, and not by the clock. A busy machine is slow, never wrong.

One function for the stories, the people on the street, the commands and the end-to-end tests. What counts as patience used
up is time in which nothing moved in the city although nobody asked it anything; time in which it worked, or wanted the
processor and did not get it, does not count, however long that takes.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.city import City
from infra.local.machine.trouble import CityTrouble

T = TypeVar("T")
# In the city nothing has moved for so long, all idle moments of one wait together: nothing will come any more.
IDLE_S: Final = 60.0
# However lively: somebody else may keep the city busy while what we wait for was lost.
LONGEST_S: Final = 1800.0
# Who waits longer than this wants to know what for; then again after each of these.
TELL_AFTER_S: Final = (2.0, 10.0, 30.0, 60.0)
_TELL_EVERY_S: Final = 60.0
# Of the processors' time that is counted in hundredths: one may be the end of what our own question caused.
_MOVED_TICKS: Final = 2
_QUIET_LOOKS: Final = 3


class Signs(Protocol):
    """Signs of life of whoever is waited for."""

    def moved(self) -> bool:
        """Whether anything went on since this was asked last. Raises CityTrouble if nobody is there any more."""
        ...

    def under_way(self) -> str:
        """What is not done yet though nothing moves, in words; empty if there is nothing. Asked before giving up."""
        ...


class GaveUp(CityTrouble):
    """What was waited for did not come, and nothing moves that could bring it."""


def wait_for(
    wanted: str,
    look: Callable[[], T | None],
    signs: Signs,
    *,
    tell: Callable[[str], None],
    monotonic_s: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    pause_s: float = 0.2,
    idle_s: float = IDLE_S,
    longest_s: float = LONGEST_S,
) -> T:
    """What `look` finds, asked every `pause_s`; None means not yet.

    `wanted` names it, Korean (English); `tell` says after two seconds, and again later, that it is still waited for.
    Raises GaveUp after `idle_s` without a sign of life, or `longest_s` in all; CityTrouble of `look` and of `signs`.
    """
    began_s, idle_for_s, said = monotonic_s(), 0.0, 0
    while (found := look()) is None:
        # What our own question moved is no sign of life.
        signs.moved()
        before_s = monotonic_s()
        sleep(pause_s)
        now_s = monotonic_s()
        if not signs.moved():
            idle_for_s += now_s - before_s
        waited_s = now_s - began_s
        if waited_s >= _say_at(said):
            said += 1
            tell(f"… {wanted}, {waited_s:.0f} s")
        if waited_s >= longest_s:
            raise GaveUp(f"{wanted}: {waited_s:.0f}초를 기다려도 오지 않았습니다 (not there after {waited_s:.0f} s).")
        if idle_for_s >= idle_s:
            left = signs.under_way()
            if not left:
                raise GaveUp(
                    f"{wanted}: 오지 않았고, 도시는 {idle_for_s:.0f}초째 하는 일이 없습니다 "
                    f"(it did not come in {waited_s:.0f} s, and nothing has moved for {idle_for_s:.0f} s of them)."
                )
            tell(f"… {wanted}: {left}")
            idle_for_s = 0.0
    return found


def _say_at(said: int) -> float:
    """After how many seconds of waiting the next word is due."""
    if said < len(TELL_AFTER_S):
        return TELL_AFTER_S[said]
    return TELL_AFTER_S[-1] + _TELL_EVERY_S * (said - len(TELL_AFTER_S) + 1)


def wait_on(
    city: City,
    wanted: str,
    look: Callable[[], T | None],
    *,
    pause_s: float = 0.2,
    signs: Signs | None = None,
    longest_s: float = LONGEST_S,
) -> T:
    """Waits for something that the running city brings; `signs` if somebody else does. Raises GaveUp, CityTrouble."""

    def tell(words: str) -> None:
        city.console.print(f"  [dim]{words}[/]")

    try:
        return wait_for(wanted, look, signs or Pulse(city), tell=tell, pause_s=pause_s, longest_s=longest_s)
    except GaveUp as gave_up:
        raise GaveUp(f"{gave_up} {city.home.name}/cloud.log") from None


@contextmanager
def in_one_sentence(city: City) -> Iterator[None]:
    """What the cloud's own client cannot do becomes a sentence for a person: no trace ever reaches one."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        reason = " ".join(str(error).split())
        raise CityTrouble(f"도시가 거절했거나 답하지 않습니다 ({reason}): {city.home.name}/cloud.log") from error
    except OSError as error:
        raise CityTrouble(f"이 기계가 못 하는 일입니다 (this machine failed): {error}") from error


@dataclass
class Steps:
    """Signs of life of something that counts its steps: a camera its frames, a unit its looks."""

    count: Callable[[], object]
    _before: object = None

    def moved(self) -> bool:
        before, self._before = self._before, self.count()
        return before != self._before

    def under_way(self) -> str:
        return ""


@dataclass
class Pulse:
    """Signs of life of a local city: its cloud and its functions' workers, by what they have of the processors."""

    city: City
    _before: dict[int, int] = field(default_factory=dict)

    def moved(self) -> bool:
        if not self.city.is_running():
            raise CityTrouble(f"도시가 멈췄습니다 (the city has ended): {self.city.home.name}/cloud.log, make run")
        before = self._before
        self._before, wanting = processor_time(int(self.city.facts["pid"]))
        spent = sum(self._before.values()) - sum(before.get(pid, 0) for pid in self._before)
        return wanting or spent >= _MOVED_TICKS

    def under_way(self) -> str:
        left = int(messages_under_way(self.city))
        return f"대기열의 메시지 {left}건 ({left} messages in its queues)" if left else ""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Messages that some function is yet to take, and those that one has in hand or gets again after a failure."""

    waiting: int
    taken: int

    def __int__(self) -> int:
        return self.waiting + self.taken


def messages_under_way(city: City, of: str = "") -> UnderWay:
    """In the queues of one domain, named by its stack, "Fines"; in all of them without it."""
    sqs = city.client("sqs")
    waiting = taken = 0
    for url in sqs.list_queues().get("QueueUrls", []):
        if of not in url:
            continue
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        # Dead letters lie for people, and nobody takes them.
        if attributes.get("RedrivePolicy"):
            waiting += int(attributes["ApproximateNumberOfMessages"]) + int(
                attributes.get("ApproximateNumberOfMessagesDelayed", 0)
            )
            taken += int(attributes["ApproximateNumberOfMessagesNotVisible"])
    return UnderWay(waiting, taken)


def let_settle(city: City, of: str = "") -> None:
    """Until all that follows from what happened has happened: no message is under way, or nothing moves any more.

    A message whose function failed lies for minutes before it is given out again; nobody waits for that here.
    """
    pulse, looks = Pulse(city), 0

    def look() -> bool | None:
        nonlocal looks
        still = not pulse.moved()
        left = messages_under_way(city, of)
        looks = looks + 1 if not left.waiting and (still or not left.taken) else 0
        # What these questions moved is no sign of life.
        pulse.moved()
        # A message is in no queue for the moment in which a topic hands it on.
        return True if looks >= _QUIET_LOOKS else None

    wait_on(city, "들어온 문자와 입금의 처리 (what has come in to be dealt with)", look)


def processor_time(group: int) -> tuple[dict[int, int], bool]:
    """Processor time in hundredths of a second of each process of a group, and whether any of it wants more now."""
    if not Path("/proc/self/stat").exists():
        return _processor_time_by_ps(group)
    spent: dict[int, int] = {}
    wanting = False
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            state = _read_stat(process / "stat")
            if int(state[2]) != group:
                continue
            spent[int(process.name)] = int(state[11]) + int(state[12])
            tasks = list((process / "task").iterdir())
            # R: runs or waits for a processor; D: waits for the disk.
            wanting = wanting or any(_read_stat(task / "stat")[0] in "RD" for task in tasks)
        except (OSError, IndexError, ValueError):
            continue  # ended meanwhile
    return spent, wanting


def groups_of_children() -> set[int]:
    """The process groups that children of this process lead or are in, its own apart."""
    if Path("/proc/self/stat").exists():
        stats = [stat for process in Path("/proc").glob("[0-9]*") if (stat := _stat_of(process)) is not None]
        pairs = [(int(stat[1]), int(stat[2])) for stat in stats]
    else:
        listed = subprocess.run(["ps", "-A", "-o", "ppid=,pgid="], text=True, capture_output=True, check=False).stdout
        pairs = [(int(parent), int(group)) for parent, group in (line.split() for line in listed.splitlines())]
    return {group for parent, group in pairs if parent == os.getpid()} - {os.getpgrp()}


def _stat_of(process: Path) -> list[str] | None:
    try:
        return _read_stat(process / "stat")
    except (OSError, IndexError):
        return None  # ended meanwhile


def _read_stat(path: Path) -> list[str]:
    """What stands behind the command's name (proc(5), /proc/pid/stat): state, parent, group …, user and system time."""
    return path.read_text(errors="replace").rpartition(")")[2].split()


def _processor_time_by_ps(group: int) -> tuple[dict[int, int], bool]:
    """The same where there is no /proc: macOS."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,pgid=,state=,time="], text=True, capture_output=True, check=False
    ).stdout
    spent: dict[int, int] = {}
    wanting = False
    for pid, of_group, state, used in (line.split(None, 3) for line in listed.splitlines() if line.strip()):
        if int(of_group) == group:
            spent[int(pid)] = _hundredths(used)
            wanting = wanting or state[0] in "RDU"
    return spent, wanting


def _hundredths(used: str) -> int:
    """Processor time as `ps` writes it, [[days-]hours:]minutes:seconds[.hundredths]."""
    days, _, clock = used.strip().rpartition("-")
    seconds = 0.0
    for part in clock.split(":"):
        seconds = seconds * 60 + float(part)
    return round((int(days or 0) * 86_400 + seconds) * 100)
