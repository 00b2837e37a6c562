"""Simulated units: the same day from the same seed, numbers without a gap, and everything again that was not heard."""

import json
from collections import Counter
from random import Random

from city.contracts.crosswalk.devices import REPORTS
from city.kernel.clock import SystemClock
from iot.device.line.link import LinkDown
from iot.device.line.memory_link import MemoryLink
from iot.simulators.unit_life import Life, SimulatedUnit
from iot.simulators.units import Street, connect


def life(seed: int = 1, faster: float = 1.0) -> Life:
    return Life("sim-0001", Random(seed), faster)


def test_the_same_seed_is_the_same_day() -> None:
    assert list(life().events(3600)) == list(life().events(3600))
    assert list(life().events(3600)) != list(life(2).events(3600))


def test_an_hour_holds_what_a_real_hour_does() -> None:
    kinds = Counter(kind for seed in range(50) for _, kind in life(seed).events(3600))

    assert kinds["telemetry"] == 50 * 60
    assert kinds["statistics"] == 50 * 12
    assert 700 < kinds["change"] < 1300
    assert 60 < kinds["incident"] < 145
    assert kinds["fault"] == kinds["mended"]


def test_time_can_be_packed_without_changing_what_is_said() -> None:
    kinds = Counter(kind for _, kind in life(faster=60).events(60))

    assert kinds["telemetry"] == 60


def test_every_kind_of_message_keeps_its_contract() -> None:
    unit, clock = SimulatedUnit("sim-0001", "0000000a", MemoryLink()), SystemClock()

    for kind in ("telemetry", "change", "statistics", "incident", "fault", "mended"):
        unit.say(life().draft(kind, clock.now(), 1.0), 0.0)

    by_topic = {report.topic.rsplit("/", 1)[1]: report for report in REPORTS}
    for number, waiting in enumerate(unit._waiting, 1):
        message = by_topic[waiting.topic.rsplit("/", 1)[1]].model_validate_json(waiting.payload)
        assert message.sequence == number


def test_what_was_not_acknowledged_is_said_again_in_order_under_its_number() -> None:
    link = MemoryLink(at_once=False)
    link.start()
    unit = SimulatedUnit("sim-0001", "0000000a", link)
    for _ in range(3):
        unit.say(life().draft("incident", SystemClock().now(), 1.0), 0.0)
    unit.work(0.0)

    link.sent[1].done.set_exception(LinkDown("cut"))
    unit.work(0.1)
    assert len(link.sent) == 3
    link.acknowledge(2)
    unit.work(0.2)
    link.acknowledge(1)

    assert not unit.work(0.3)
    assert [json.loads(sent.payload)["sequence"] for sent in link.sent] == [1, 2, 3, 2]
    assert unit.resent == 1


def test_a_street_says_everything_and_counts_it() -> None:
    names = [f"sim-{number:04d}" for number in range(1, 6)]
    links = [MemoryLink() for _ in names]
    for link in links:
        link.start()
    units = [SimulatedUnit(name, "0000000a", link) for name, link in zip(names, links, strict=True)]
    street = Street(units, [Life(name, Random(name), faster=120) for name in names], SystemClock(), seed=1)

    summary = street.play(lasts_s=1.0)

    sent = [json.loads(each.payload) for link in links for each in link.sent]
    assert summary.said == summary.acknowledged == len(sent) == sum(summary.last_numbers.values())
    assert summary.unacknowledged == 0
    assert summary.people == sum(m.get("people_left_to_right", 0) + m.get("people_right_to_left", 0) for m in sent)
    assert summary.conflicts == sum(m.get("kind") == "conflict" for m in sent)
    for name, link in zip(names, links, strict=True):
        assert [json.loads(each.payload)["sequence"] for each in link.sent] == list(
            range(1, summary.last_numbers[name] + 1)
        )


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds


class LateLink(MemoryLink):
    """Comes up at a moment of its own."""

    def __init__(self, clock: Clock, up_at_s: float) -> None:
        self._clock, self._up_at_s = clock, up_at_s
        super().__init__()

    @property
    def connected(self) -> bool:
        return self._clock.now_s >= self._up_at_s

    @connected.setter
    def connected(self, _: bool) -> None: ...


def test_a_slow_broker_is_waited_for_as_long_as_lines_come_up() -> None:
    clock = Clock()

    down = connect(
        [LateLink(clock, 50.0 * n) for n in range(10)], a_second=10, patience_s=60, monotonic_s=clock, sleep=clock.sleep
    )

    assert down == []
    assert clock.now_s > 400


def test_lines_that_do_not_come_up_are_named() -> None:
    clock = Clock()
    never = LateLink(clock, float("inf"))

    assert connect([LateLink(clock, 5.0), never], a_second=10, patience_s=60, monotonic_s=clock, sleep=clock.sleep) == [
        never
    ]
    assert clock.now_s < 70
