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
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Final

from city.contracts.crosswalk.devices import (
    UnitIncidentV1,
    UnitReport,
    UnitStatisticsV1,
)
from city.kernel.clock import Clock, SystemClock
from iot.crosswalk_unit.profile import presence_of
from iot.device.line.link import Link
from iot.device.line.mqtt_link import Credentials, MqttLink
from iot.simulators.unit_life import Life, SimulatedUnit

_GOOD_BYE_S: Final = 60.0


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
    *,
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
    if connect(links, a_second=asked.connects_a_second, patience_s=60):
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
    credentials = Credentials(
        endpoint=asked.endpoint,
        port=asked.port,
        certificate=certificate,
        private_key=certificate.with_suffix(".key"),
        root_ca=asked.root_ca,
    )
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
