"""A street map full of units in one process: each with its own line, its own numbers, its own seeded day.

    python -m iot.simulators.units --credentials FOLDER --endpoint HOST --port 8883 --root-ca FILE \
        --units 500 --seconds 300 --seed 1

Units are `<prefix>-0001` and on; `FOLDER/<unit>.pem` and `.key` are theirs, or `FOLDER/all.pem` and `.key`, a certificate
that was given to several things. What they say is what real ones say and how often, unless `--faster` packs a day into
less; how they say it (numbers, QoS 1, a window, the same again after a broken line) is the real line's. Prints a summary
as one line of JSON.
"""

import argparse
import heapq
import json
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from math import log
from pathlib import Path
from random import Random
from typing import Final

from city.contracts.crosswalk.devices import (
    FaultName,
    LampHealthV1,
    UnitFaultV1,
    UnitIncidentV1,
    UnitReport,
    UnitStatisticsV1,
    UnitTelemetryV1,
)
from city.kernel.clock import Clock, SystemClock
from iot.crosswalk_unit.profile import UnitDraft, presence_of
from iot.device.journal.journal import Number
from iot.device.line.link import MOST_IN_FLIGHT, Link, LinkBusy
from iot.device.line.mqtt_link import Credentials, MqttLink

TELEMETRY_EVERY_S: Final = 60.0
STATISTICS_EVERY_S: Final = 300.0
# Of a busy crossing: a telemetry for a lamp that changed, a near-miss, a fault that begins (and ends a minute later).
CHANGE_EVERY_S, INCIDENT_EVERY_S, FAULT_EVERY_S = 180.0, 1_800.0, 14_400.0
_FAULTS: Final[tuple[FaultName, ...]] = (
    "camera_dark",
    "camera_blurred",
    "lamp_stuck_off",
    "detector_slow",
    "clock_lost",
)
_LOOK_AGAIN_S: Final = 1.0
_GOOD_BYE_S: Final = 60.0


@dataclass(slots=True)
class Life:
    """What one unit says in its day; seeded, so that a run can be repeated. `at_s` counts from the start."""

    unit: str
    chance: Random
    faster: float = 1.0
    _frames: int = 0

    def events(self, lasts_s: float) -> Iterator[tuple[float, str]]:
        """(moment, kind) of everything it will say, in order. Periods start anywhere in their first round."""
        moments: list[tuple[float, str]] = []
        for kind, every_s in (("telemetry", TELEMETRY_EVERY_S), ("statistics", STATISTICS_EVERY_S)):
            at_s = self.chance.uniform(0, every_s / self.faster)
            while at_s < lasts_s:
                moments.append((at_s, kind))
                at_s += every_s / self.faster
        for kind, every_s in (("change", CHANGE_EVERY_S), ("incident", INCIDENT_EVERY_S), ("fault", FAULT_EVERY_S)):
            at_s = self._next(every_s)
            while at_s < lasts_s:
                moments.append((at_s, kind))
                if kind == "fault":
                    moments.append((min(lasts_s, at_s + 60 / self.faster), "mended"))
                at_s += self._next(every_s)
        return iter(sorted(moments))

    def _next(self, every_s: float) -> float:
        """Time to the next of what comes by chance (exponential)."""
        return -log(1 - self.chance.random()) * every_s / self.faster

    def draft(self, kind: str, now: datetime, at_s: float) -> UnitDraft:
        makers: dict[str, Callable[[datetime, float], UnitDraft]] = {
            "telemetry": lambda at, s: self._telemetry(at, s, changed=False),
            "change": lambda at, s: self._telemetry(at, s, changed=True),
            "statistics": lambda at, _: self._statistics(at),
            "incident": lambda at, _: self._incident(at),
            "fault": lambda at, _: self._fault(at, raised=True),
            "mended": lambda at, _: self._fault(at, raised=False),
        }
        return makers[kind](now, at_s)

    def _telemetry(self, at: datetime, at_s: float, *, changed: bool) -> UnitDraft:
        lit = changed and self.chance.random() < 0.5
        self._frames += 600
        light, p95, low = self.chance.uniform(0.3, 0.6), self.chance.gauss(45, 4), self.chance.uniform(0.05, 0.2)

        def draft(number: Number) -> UnitTelemetryV1:
            return UnitTelemetryV1(
                unit=number.device,
                journal=number.journal,
                sequence=number.sequence,
                at=at,
                because="change" if changed else "period",
                lamp_state="warning" if lit else "idle",
                lamps=(
                    LampHealthV1(name="sign", lit=lit, current_ma=410.0 if lit else 0.0),
                    LampHealthV1(name="road_panels", lit=lit, current_ma=380.0 if lit else 0.0),
                    LampHealthV1(name="stop_line_bar", lit=lit, current_ma=350.0 if lit else 0.0),
                ),
                night=False,
                light_level=round(light, 3),
                frames=600,
                frames_missed=2,
                low_score_share=round(low, 3),
                decision_ms_p95=round(max(20.0, p95), 1),
                detection="edge",
                model="nanodet-g",
                software="1.0.0",
                site_revision=1,
                journal_waiting=0,
                uptime_s=round(at_s, 1),
            )

        return draft

    def _statistics(self, at: datetime) -> UnitDraft:
        start = at.replace(minute=at.minute - at.minute % 5, second=0, microsecond=0) - timedelta(minutes=5)
        people, vehicles = self.chance.randrange(30), self.chance.randrange(60)
        speeds = [0] * 9
        for _ in range(vehicles):
            speeds[min(8, max(0, int(self.chance.gauss(28, 9) // 10)))] += 1
        across = self.chance.randrange(people + 1)
        lit_s = min(300.0, people * 14.0)

        def draft(number: Number) -> UnitStatisticsV1:
            return UnitStatisticsV1(
                unit=number.device,
                journal=number.journal,
                sequence=number.sequence,
                at=at,
                window_start=start,
                covered_s=300.0,
                people_left_to_right=across,
                people_right_to_left=people - across,
                vehicles=vehicles,
                vehicle_speeds=tuple(speeds),
                waiting_s_total=people * 6.0,
                lit_s=lit_s,
            )

        return draft

    def _incident(self, at: datetime) -> UnitDraft:
        x, y = self.chance.uniform(0, 10), self.chance.uniform(-2, 2)
        after, speed = self.chance.uniform(0.2, 3), self.chance.uniform(15, 45)

        def draft(number: Number) -> UnitIncidentV1:
            return UnitIncidentV1(
                unit=number.device,
                journal=number.journal,
                sequence=number.sequence,
                at=at,
                kind="conflict",
                x_m=round(x, 2),
                y_m=round(y, 2),
                post_encroachment_s=round(after, 2),
                speed_kmh=round(speed, 1),
                lit=True,
                night=False,
            )

        return draft

    def _fault(self, at: datetime, *, raised: bool) -> UnitDraft:
        # The one that begins is the one that ends: a fault lasts a minute and they are hours apart.
        fault = _FAULTS[int.from_bytes(self.unit.encode()) % len(_FAULTS)]

        def draft(number: Number) -> UnitFaultV1:
            return UnitFaultV1(
                unit=number.device, journal=number.journal, sequence=number.sequence, at=at, fault=fault, raised=raised
            )

        return draft


@dataclass(slots=True)
class _Waiting:
    """A message that the city has not acknowledged."""

    sequence: int
    topic: str
    payload: bytes
    said_s: float
    sent: "Future[None] | None" = None
    tries: int = 0


@dataclass(slots=True)
class SimulatedUnit:
    """One unit: numbers what it says, and says it until the city has it. Its memory is its journal."""

    unit: str
    journal: str
    link: Link
    _sequence: int = 0
    _waiting: deque[_Waiting] = field(default_factory=deque)
    # A message failed: nothing is sent until the fate of all others is known.
    _settling: bool = False
    acknowledged_s: list[float] = field(default_factory=list)
    resent: int = 0
    # The share of its messages that it says twice, as after a line that broke before the acknowledgement came.
    again: float = 0.0
    _chance: Random = field(default_factory=lambda: Random(0))  # noqa: S311  # a play, no secret

    def say(self, draft: UnitDraft, now_s: float) -> UnitReport:
        self._sequence += 1
        message = draft(Number(self.unit, self.journal, self._sequence))
        topic = message.topic.format(unit=self.unit)
        self._waiting.append(_Waiting(self._sequence, topic, message.model_dump_json().encode(), now_s))
        return message

    def work(self, now_s: float) -> bool:
        """Takes acknowledgements and sends what is due, in order. Whether something still waits."""
        failed = False
        for waiting in self._waiting:
            if waiting.sent is not None and waiting.sent.done() and waiting.sent.exception() is not None:
                failed, waiting.sent = True, None
        while self._waiting and (sent := self._waiting[0].sent) is not None and sent.done():
            done = self._waiting.popleft()
            self.acknowledged_s.append(now_s - done.said_s)
            if self.again and self._chance.random() < self.again:
                self._say_again(done)
        in_flight = any(w.sent is not None and not w.sent.done() for w in self._waiting)
        self._settling = (self._settling or failed) and in_flight
        if self.link.connected and not self._settling:
            self._send()
        return bool(self._waiting)

    def _send(self) -> None:
        for waiting in list(self._waiting)[:MOST_IN_FLIGHT]:
            if waiting.sent is None:
                try:
                    waiting.sent = self.link.publish(waiting.topic, waiting.payload)
                except LinkBusy:
                    return
                waiting.tries += 1
                self.resent += waiting.tries > 1

    def _say_again(self, done: _Waiting) -> None:
        try:
            self.link.publish(done.topic, done.payload)
        except LinkBusy:
            return
        self.resent += 1

    @property
    def said(self) -> int:
        return self._sequence

    @property
    def unacknowledged(self) -> int:
        return len(self._waiting)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run came to. `last_numbers` is what the city must have of each unit: 1 to that, each once.

    `people`, `vehicles` and `conflicts` are what the city's sums must have grown by, whatever it heard twice.
    """

    units: int
    seconds: float
    seed: int
    said: int
    by_kind: dict[str, int]
    people: int
    vehicles: int
    conflicts: int
    acknowledged: int
    unacknowledged: int
    resent: int
    connections: int
    payload_bytes_mean: float
    acknowledged_ms_p50: float
    acknowledged_ms_p95: float
    behind_ms_p95: float
    journal: str
    last_numbers: dict[str, int]


class Street:
    """Many units, played by one clock."""

    def __init__(self, units: Sequence[SimulatedUnit], lives: Sequence[Life], clock: Clock, seed: int) -> None:
        self._units, self._lives, self._clock, self._seed = units, lives, clock, seed

    def play(self, lasts_s: float) -> Summary:
        kinds: Counter[str] = Counter()
        sums: Counter[str] = Counter()
        size = 0
        behind_s: list[float] = []
        began_s = time.monotonic()
        agenda = [(at_s, place, kind) for place, life in enumerate(self._lives) for at_s, kind in life.events(lasts_s)]
        heapq.heapify(agenda)
        busy: set[int] = set()
        looked_s = began_s
        while agenda or busy:
            now_s = time.monotonic()
            while agenda and began_s + agenda[0][0] <= now_s:
                at_s, place, kind = heapq.heappop(agenda)
                behind_s.append(now_s - began_s - at_s)
                unit = self._units[place]
                message = unit.say(self._lives[place].draft(kind, self._clock.now(), at_s), now_s)
                kinds[message.topic.rsplit("/", 1)[1]] += 1
                size += len(message.model_dump_json())
                sums.update(_countable(message))
                unit.work(now_s)
                busy.add(place)
            if now_s - looked_s >= 0.05:
                looked_s = now_s
                busy = {place for place in busy if self._units[place].work(now_s)}
            if not agenda and now_s - began_s > lasts_s + _GOOD_BYE_S:
                break
            next_s = began_s + agenda[0][0] if agenda else now_s + 0.05
            time.sleep(max(0.001, min(0.05, next_s - now_s)))
        waits = sorted(wait for unit in self._units for wait in unit.acknowledged_s)
        said = sum(unit.said for unit in self._units)
        return Summary(
            units=len(self._units),
            seconds=lasts_s,
            seed=self._seed,
            said=said,
            by_kind=dict(kinds),
            people=sums["people"],
            vehicles=sums["vehicles"],
            conflicts=sums["conflicts"],
            acknowledged=len(waits),
            unacknowledged=sum(unit.unacknowledged for unit in self._units),
            resent=sum(unit.resent for unit in self._units),
            connections=sum(getattr(unit.link, "connections", 1) for unit in self._units),
            payload_bytes_mean=size / said if said else 0.0,
            acknowledged_ms_p50=1000 * _share(waits, 0.50),
            acknowledged_ms_p95=1000 * _share(waits, 0.95),
            behind_ms_p95=1000 * _share(sorted(behind_s), 0.95),
            journal=self._units[0].journal if self._units else "",
            last_numbers={unit.unit: unit.said for unit in self._units},
        )


def _countable(message: UnitReport) -> dict[str, int]:
    """What of a message the city adds up."""
    if isinstance(message, UnitStatisticsV1):
        return {"people": message.people_left_to_right + message.people_right_to_left, "vehicles": message.vehicles}
    return {"conflicts": 1} if isinstance(message, UnitIncidentV1) else {}


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def unit_name(prefix: str, number: int) -> str:
    return f"{prefix}-{number:04d}"


def connect(
    links: Sequence[Link],
    a_second: float,
    patience_s: float,
    monotonic_s: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Link]:
    """Opens the lines one after the other, as slowly as a broker wants it (AWS: 500 a second in an account).

    Returns those that are not up once no further one has come up for `patience_s`: a busy broker takes its time.
    """
    for link in links:
        link.start()
        sleep(1 / a_second)
    down, last_came_s = [link for link in links if not link.connected], monotonic_s()
    while down and monotonic_s() - last_came_s < patience_s:
        sleep(0.1)
        before, down = len(down), [link for link in links if not link.connected]
        if len(down) < before:
            last_came_s = monotonic_s()
    return down


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m iot.simulators.units", description=__doc__)
    parser.add_argument("--credentials", type=Path, required=True)
    parser.add_argument("--endpoint", default="localhost")
    parser.add_argument("--port", type=int, default=8883)
    parser.add_argument("--root-ca", type=Path, required=True)
    parser.add_argument("--prefix", default="sim")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faster", type=float, default=1.0, help="as if time went so many times as fast")
    parser.add_argument("--again", type=float, default=0.0, help="the share of messages said twice under one number")
    parser.add_argument("--connects-a-second", type=float, default=50.0)
    asked = parser.parse_args()

    names = [unit_name(asked.prefix, asked.first + place) for place in range(asked.units)]
    links = [_link(asked, name) for name in names]
    if connect(links, asked.connects_a_second, patience_s=60):
        lost = [link for link in links if not link.connected]
        sys.exit(f"{len(lost)} of {len(links)} units could not connect: {lost[0].last_failure if lost else 'just now'}")
    # A journal of this run: its numbers begin at one, and the city knows no other of that name.
    journal = f"{Random(f'{asked.seed} {time.time_ns()}').getrandbits(32):08x}"  # noqa: S311, TID251  # a name of its own each run
    units = [
        SimulatedUnit(name, journal, link, again=asked.again, _chance=Random(name))  # noqa: S311  # a play, no secret
        for name, link in zip(names, links, strict=True)
    ]
    lives = [Life(name, Random(f"{asked.seed} {name}"), asked.faster) for name in names]  # noqa: S311  # a play
    summary = Street(units, lives, SystemClock(), asked.seed).play(asked.seconds)
    _leave(links)
    sys.stdout.write(json.dumps(asdict(summary)) + "\n")


def _link(asked: argparse.Namespace, name: str) -> MqttLink:
    folder: Path = asked.credentials
    own = folder / f"{name}.pem"
    certificate = own if own.exists() else folder / "all.pem"
    credentials = Credentials(asked.endpoint, asked.port, certificate, certificate.with_suffix(".key"), asked.root_ca)
    return MqttLink(name, credentials, time.monotonic, chance=Random(name), presence=presence_of(name))  # noqa: S311  # waits, no secret


def _leave(links: Sequence[MqttLink]) -> None:
    """All at once: each says good-bye and waits for the answer."""
    leaving = [threading.Thread(target=link.stop, daemon=True) for link in links]
    for each in leaving:
        each.start()
    for each in leaving:
        each.join(timeout=30)


if __name__ == "__main__":
    main()
