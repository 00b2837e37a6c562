"""A load of city events on a running city: told at a rate while workers are killed and a board's line is cut.

Counting is exact: every event has an id of its own and is looked for among the reports, each of which names one incident,
in the counts of incidents, and on boards as their pages are told of them over the door's live line.
"""

import os
import random
import secrets
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.measurement import BenchmarkTrouble
from benchmarks.operations.load_board import Board, Told
from benchmarks.queues import QueueUrls, messages_in, messages_in_hand, with_dead_letters
from city.contracts.operations.city_event import Category, CityEventV1, Place, PointPlace
from city.operations.incidents.reports import report_key
from infra.local.city import City
from infra.local.patience import wait_on
from infra.operations.room import Person, tell_city
from tests.e2e.workers import workers

_BATCH = 10  # what SQS takes at once
_SENDERS = 4
_KINDS = (("fire", Category.DISASTER), ("collision", Category.TRAFFIC), ("assault", Category.CRIME))
# Happenings are two kilometres apart and a happening's events sixty metres: which are one is never in doubt.
_APART, _WIDE = 0.02, 0.0003


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Events, told at `a_second` at most.

    - kills: how often a worker that takes city events is killed meanwhile, at even distances, while one has work.
    - cuts: how often a second board's line is cut meanwhile, at moments of chance. Telling waits for kills and cuts
      that are late.
    - again: the share of events that is told once more.
    """

    events: int
    a_second: float
    kills: int = 0
    cuts: int = 0
    happenings: int = 100
    again: float = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a load. All that is not a time, or was done to the city, has to be nought.

    - delays_ms: of each event, from telling to the board.
    - told_a_second, shown_a_second: until the last was told, and onto the board until then.
    - unrecorded, unplaced: events without a report, and reports of no incident.
    - miscounted: incidents whose count is not that of the reports that name them.
    - too_many: what boards count beyond what was told, or below it.
    - backwards, gaps: changes that came after a newer one, and holes, repeats and resets of a page's numbers.
    - differing: lines on which a page and the board's list do not agree.
    """

    delays_ms: Sequence[float]
    told_a_second: float
    shown_a_second: float
    settled_s: float
    killed: int
    cut: int
    refused: int
    incidents: int
    unrecorded: int
    unplaced: int
    miscounted: int
    too_many: int
    backwards: int
    gaps: int
    differing: int
    dead_letters: int


class Course:
    """How many events have been told. What else is done to the city is done at numbers of them, and waited for."""

    def __init__(self, ahead: int) -> None:
        self._ahead, self._told = ahead, 0
        self._due: list[int] = []
        self._moved = threading.Condition()

    def expect(self, points: Sequence[int]) -> None:
        with self._moved:
            self._due += points

    def go_on(self, count: int) -> None:
        """So many more are told. Waits while something that was due long before has not been done."""
        with self._moved:
            self._moved.wait_for(lambda: not self._due or self._told < min(self._due) + self._ahead)
            self._told += count
            self._moved.notify_all()

    def is_at(self, point: int) -> bool:
        return self._told >= point

    def wait_for(self, point: int) -> None:
        with self._moved:
            self._moved.wait_for(lambda: self._told >= point)

    def did(self, point: int) -> None:
        with self._moved:
            self._due.remove(point)
            self._moved.notify_all()

    def gave_up(self, points: Sequence[int]) -> None:
        """Who was to do it failed: nobody waits for that."""
        with self._moved:
            for point in points:
                if point in self._due:
                    self._due.remove(point)
            self._moved.notify_all()


class Happenings:
    """Where and what: each has a place of its own, in a part of the map that is this load's by chance."""

    def __init__(self, told: Told, count: int, chance: random.Random) -> None:
        self._told, self._chance = told, chance
        where = random.Random(told.mark)
        east, north = where.uniform(-150, 100), where.uniform(-60, 60)
        self._all = [
            (f"{told.mark} {n}", *_KINDS[n % len(_KINDS)], (east + _APART * (n % 10), north + _APART * (n // 10)))
            for n in range(count)
        ]

    def next(self) -> CityEventV1:
        """Another event of one of them, as it is told now."""
        name, kind, category, (east, north) = self._chance.choice(self._all)
        known, now = self._told.moments.setdefault(name, []), datetime.now(UTC)
        # To the millisecond, as an incident's line says it, and no two of a happening in one.
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        if known:
            now = max(now, known[-1] + timedelta(milliseconds=1))
        known.append(now)
        number = len(self._told.ids)
        event = CityEventV1(
            source=f"agency.{self._told.mark}-{number % 3}",
            source_id=str(number),
            category=category,
            kind=kind,
            occurred_at=now,
            reported_at=now,
            headline=name,
            place=Place(shape=PointPlace(position=(self._near(east), self._near(north)))),
        )
        self._told.ids.append((event.source, event.source_id))
        return event

    def _near(self, degrees: float) -> float:
        return round(degrees + self._chance.uniform(-_WIDE, _WIDE), 6)


def put_on(city: City, load: Load) -> Outcome:
    """Puts a load on a city and waits for all that becomes of it. Raises BenchmarkTrouble, CityTrouble."""
    person, queues = Person(city, "operator"), with_dead_letters(city, city.output("CityEventsQueueUrl"))
    _wake(city, person)
    told = Told(_mark())
    still = Board(city, person, told)
    cut = Board(city, person, told) if load.cuts else None
    course, is_settled = Course(ahead=2 * _BATCH + int(load.a_second)), threading.Event()
    with ThreadPoolExecutor(3) as beside, _set_at_the_end(is_settled):
        following = beside.submit(_follow, still, is_settled)
        cutting = beside.submit(_cut, cut, load, course, is_settled) if cut is not None else None
        killing = beside.submit(_kill, city, queues, load, course)
        began = time.monotonic()
        _tell(city, told, load, course)
        told_s, shown = time.monotonic() - began, len(still.delays_ms)
        killed = killing.result()
        boards = [board for board in (still, cut) if board is not None]
        listed = _wait_for_all(city, person, queues, boards, told)
        settled_s = time.monotonic() - began - told_s
        is_settled.set()
        following.result()
        cuts = cutting.result() if cutting is not None else 0
    unrecorded, unplaced, members = _read_reports(city, person, told)
    counts = {name: line["count"] for name, line in listed.items()}
    _end(person, listed)
    return Outcome(
        delays_ms=still.delays_ms,
        told_a_second=load.events / told_s,
        shown_a_second=shown / told_s,
        settled_s=settled_s,
        killed=killed,
        cut=cuts,
        refused=sum(board.refused for board in boards),
        incidents=len(listed),
        unrecorded=unrecorded,
        unplaced=unplaced,
        miscounted=sum(counts.get(name) != members.get(name) for name in counts.keys() | members.keys()),
        too_many=max(abs(_counted(lines) - load.events) for lines in (listed, *(each.lines() for each in boards))),
        backwards=sum(board.backwards for board in boards),
        gaps=sum(board.gaps for board in boards),
        differing=sum(_differing(board.lines(), listed) for board in boards),
        dead_letters=messages_in(city, queues.dead_letters),
    )


def _mark() -> str:
    return f"load{secrets.token_hex(4)}"


@contextmanager
def _set_at_the_end(event: threading.Event) -> Iterator[None]:
    """Whatever happens: those who wait for it end."""
    try:
        yield
    finally:
        event.set()


def _wake(city: City, person: Person) -> None:
    """The first event finds no worker, and one takes seconds to start."""
    told = Told(_mark())
    tell_city(city, Happenings(told, 1, random.Random(0)).next())
    board = person.wait_for(
        "첫 사건 (the first incident)", "/incidents/board", lambda said: _of(told, said["incidents"])
    )
    _end(person, _of(told, board["incidents"]))


def _end(person: Person, lines: Mapping[str, Mapping[str, Any]]) -> None:
    """Leaves a board to others as it was."""
    for name, line in lines.items():
        person.ask("POST", f"/incidents/{name}/false", revision=line["revision"], note="부하 시험")


# --- what is done to the city ----------------------------------------------------------------------


def _tell(city: City, told: Told, load: Load, course: Course) -> None:
    chance = random.Random(load.events)
    happenings = Happenings(told, load.happenings, chance)
    before: list[CityEventV1] = []
    began = time.monotonic()
    with ThreadPoolExecutor(_SENDERS) as senders:
        sent = []
        for first in range(0, load.events, _BATCH):
            time.sleep(max(0.0, began + first / load.a_second - time.monotonic()))
            course.go_on(min(_BATCH, load.events - first))
            events = [happenings.next() for _ in range(min(_BATCH, load.events - first))]
            again = [chance.choice(before) for _ in events if before and chance.random() < load.again]
            before += events
            sent.append(senders.submit(tell_city, city, *events, *again))
        for each in sent:
            each.result()


def _kill(city: City, queues: QueueUrls, load: Load, course: Course) -> int:
    chance, function = random.Random(10), city.function("ReceiveCityEventsFunction")
    points = [load.events * number // load.kills for number in range(1, load.kills + 1)]
    course.expect(points)
    killed = 0
    try:
        for point in points:
            course.wait_for(point)
            # One that has nothing in hand leaves nothing undone.
            while not messages_in_hand(city, queues.queue) or not (alive := workers(function)):
                time.sleep(0.01)
            os.kill(chance.choice(alive), signal.SIGKILL)
            killed += 1
            course.did(point)
    finally:
        course.gave_up(points)
    return killed


def _cut(board: Board, load: Load, course: Course, is_settled: threading.Event) -> int:
    chance, cuts = random.Random(20), 0
    points = sorted(chance.randrange(load.events) for _ in range(load.cuts))
    course.expect(points)
    board.connect()
    try:
        for point in points:
            while not course.is_at(point) and not is_settled.is_set():
                board.listen(0.05)
            board.cut()
            cuts += 1
            board.connect()
            course.did(point)
    finally:
        course.gave_up(points)
    _listen(board, is_settled)
    return cuts


def _follow(board: Board, is_settled: threading.Event) -> None:
    board.connect()
    _listen(board, is_settled)


def _listen(board: Board, is_settled: threading.Event) -> None:
    while not is_settled.is_set():
        board.listen(0.3)
    board.cut()


# --- what became of it -----------------------------------------------------------------------------


def _wait_for_all(
    city: City, person: Person, queues: QueueUrls, boards: Sequence[Board], told: Told
) -> dict[str, dict[str, Any]]:
    """The board's list, once nothing is under way and every page shows it; or as it stands when something is too many.

    What a killed worker had in hand comes again when its queue shows it again: whether it is counted twice is known then.
    """
    wanted = len(told.ids)

    def look() -> dict[str, dict[str, Any]] | None:
        # What asks nothing of the city first.
        if any(_counted(board.lines()) < wanted for board in boards):
            return None
        if messages_in(city, queues.queue) or messages_in_hand(city, queues.queue):
            return None
        shown = person.read("/incidents/board")
        if shown["left_off"]:
            raise BenchmarkTrouble(f"{shown['left_off']} incidents more are open than a board shows.")
        listed = _of(told, shown["incidents"])
        agreed = all(not _differing(board.lines(), listed) for board in boards)
        return listed if agreed or _counted(listed) > wanted else None

    return wait_on(city, "모든 이벤트가 상황판에 (all events on the board)", look, pause_s=0.5)


def _read_reports(city: City, person: Person, told: Told) -> tuple[int, int, Counter[str]]:
    """How many events have no report, how many of those no incident, and of how many each incident is named."""
    pages = (
        city.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=city.output("CityEventsTable"),
            ProjectionExpression="#report, incident",
            ExpressionAttributeNames={"#report": "report"},
            ConsistentRead=True,
        )
    )
    found = {item["report"]["S"]: item.get("incident", {}).get("S") for page in pages for item in page["Items"]}
    keys = [report_key(source, source_id) for source, source_id in told.ids]
    recorded = [found[key] for key in keys if key in found]
    named = Counter(name for name in recorded if name is not None)
    members: Counter[str] = Counter()
    for name, count in named.items():
        # A report goes on naming the incident it joined when that is merged into another.
        members[person.read(f"/incidents/{name}")["line"]["incident_id"]] += count
    return len(keys) - len(recorded), sum(name is None for name in recorded), members


def _of(told: Told, lines: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {line["incident_id"]: line for line in lines if told.is_ours(line)}


def _counted(lines: Mapping[str, Mapping[str, Any]]) -> int:
    return sum(line["count"] for line in lines.values())


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    return sum(one.get(name) != other.get(name) for name in one.keys() | other.keys())
