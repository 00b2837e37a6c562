"""The courier: in order, each once acknowledged, whatever the line does."""

import itertools
import json
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from iot.crosswalk_unit.profile import open_journal
from iot.device.journal.courier import Courier
from iot.device.line.link import LinkDown, PublishRefused
from iot.device.line.memory_link import MemoryLink, Sent
from tests.effort import examples
from tests.unit.crosswalk_unit.reports import UNIT, fault, incident, telemetry, unsayable


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def courier_in(folder: Path, link: MemoryLink, window: int = 100) -> Courier:
    made = itertools.count(1)
    return Courier(open_journal(folder / "journal.db", UNIT, lambda: f"{next(made):08x}"), link, Clock(), window)


def test_messages_wait_while_the_line_is_down_and_go_in_order_when_it_is_up(disk: Path) -> None:
    link = MemoryLink()
    courier = courier_in(disk, link)
    courier.tell([telemetry(n) for n in range(5)])
    courier.work()
    assert not link.sent

    link.start()
    courier.work()
    courier.work()

    assert [said_number(sent) for sent in link.sent] == [1, 2, 3, 4, 5]
    assert courier.waiting == 0


def test_only_a_window_waits_for_acknowledgement(disk: Path) -> None:
    link = MemoryLink(at_once=False)
    link.start()
    courier = courier_in(disk, link, window=3)
    courier.tell([telemetry(n) for n in range(10)])

    courier.work()
    assert len(link.sent) == 3
    link.acknowledge(1)
    courier.work()

    assert len(link.sent) == 4
    assert courier.waiting == 9


def test_a_window_is_never_wider_than_the_broker_takes(disk: Path) -> None:
    link = MemoryLink(at_once=False)
    link.start()
    courier = courier_in(disk, link, window=10_000)
    courier.tell([fault() for _ in range(150)])

    courier.work()

    assert len(link.sent) == 100


def test_a_message_leaves_the_journal_only_once_it_is_acknowledged(disk: Path) -> None:
    link = MemoryLink(at_once=False)
    link.start()
    courier = courier_in(disk, link)
    courier.tell([fault()])
    courier.work()

    link.go_down()
    courier.work()
    link.start()
    courier.work()

    assert [said_number(sent) for sent in link.sent] == [1, 1]
    assert link.sent[0].payload == link.sent[1].payload


def test_after_a_broken_line_nothing_overtakes(disk: Path) -> None:
    """The line fails the third message while the first two are still open: they must be settled before anything goes."""
    link = MemoryLink(at_once=False)
    link.start()
    courier = courier_in(disk, link)
    courier.tell([telemetry(n) for n in range(3)])
    courier.work()

    link.sent[2].done.set_exception(LinkDown("cut"))
    courier.work()
    courier.tell([telemetry(9)])
    courier.work()
    assert len(link.sent) == 3

    link.acknowledge(2)
    courier.work()

    assert [said_number(sent) for sent in link.sent] == [1, 2, 3, 3, 4]


def test_a_refused_message_stays_and_is_tried_again_after_a_while(disk: Path) -> None:
    link, clock = MemoryLink(at_once=False), Clock()
    link.start()
    courier = Courier(open_journal(disk / "journal.db", UNIT, lambda: "00000001"), link, clock)
    courier.tell([fault()])
    courier.work()

    link.sent[0].done.set_exception(PublishRefused("not authorised"))
    courier.work()
    courier.work()
    assert len(link.sent) == 1
    assert courier.refused == "not authorised"
    clock.now_s = 31
    courier.work()

    assert len(link.sent) == 2


def test_a_busy_line_is_asked_again_soon(disk: Path) -> None:
    link = MemoryLink()
    link.start()
    link.busy = True
    courier = courier_in(disk, link)
    courier.tell([fault()])

    assert courier.work() < 0.1
    assert not link.sent


def test_a_message_that_does_not_fit_its_contract_takes_nobody_with_it(disk: Path) -> None:
    link = MemoryLink()
    link.start()
    courier = courier_in(disk, link)

    courier.tell([fault(), unsayable, incident()])
    courier.work()

    assert [sent.topic.rsplit("/", 1)[1] for sent in link.sent] == ["faults", "incidents"]
    assert courier.dropped == 1


def test_a_disk_that_hangs_costs_messages_and_not_memory(disk: Path) -> None:
    courier = courier_in(disk, MemoryLink())

    courier.tell([fault()] * 12_000)

    assert courier.full
    assert courier.dropped == 2_000


def test_stopping_puts_what_is_in_hand_into_the_journal(disk: Path) -> None:
    courier = courier_in(disk, MemoryLink())
    courier.start()
    courier.tell([fault(), fault()])
    courier.stop()

    assert open_journal(disk / "journal.db", UNIT, lambda: "00000009").waiting == 2


def said_number(sent: Sent) -> int:
    return int(json.loads(sent.payload)["sequence"])


class BrokenLines(RuleBasedStateMachine):
    """Whatever the line does, the city hears every number, first hearings in order, one content under each."""

    def __init__(self) -> None:
        super().__init__()
        memory = Path("/dev/shm")  # noqa: S108
        self.folder = Path(tempfile.mkdtemp(prefix="courier-", dir=memory if memory.is_dir() else None))
        self.link = MemoryLink(at_once=False)
        self.starts = 0
        self.said = 0
        self.heard: dict[int, bytes] = {}
        self.first: list[int] = []
        self.new_courier()

    def new_courier(self) -> None:
        self.starts += 1
        self.courier = Courier(
            open_journal(self.folder / "journal.db", UNIT, lambda: f"{self.starts:08x}"), self.link, Clock(), window=4
        )

    @rule(count=st.integers(1, 6))
    def say(self, count: int) -> None:
        self.courier.tell([telemetry(self.said + n) for n in range(count)])
        self.courier.work()
        self.said += count

    @rule()
    def work(self) -> None:
        self.courier.work()

    @precondition(lambda self: not self.link.connected)
    @rule()
    def line_comes(self) -> None:
        self.link.start()

    @precondition(lambda self: self.link.connected)
    @rule(share=st.floats(0, 1))
    def line_goes(self, share: float) -> None:
        """The city heard a part of what was sent; nothing of it is acknowledged any more."""
        open_ones = [sent for sent in self.link.sent if not sent.done.done()]
        self.hear(open_ones[: int(len(open_ones) * share)])
        self.link.go_down()

    @rule(count=st.integers(1, 4))
    def city_acknowledges(self, count: int) -> None:
        self.hear([sent for sent in self.link.sent if not sent.done.done()][:count])
        self.link.acknowledge(count)

    @rule()
    def program_starts_anew(self) -> None:
        self.link.go_down()
        self.new_courier()

    def hear(self, sent: list[Sent]) -> None:
        for each in sent:
            number = said_number(each)
            assert self.heard.setdefault(number, each.payload) == each.payload
            if number not in self.first:
                self.first.append(number)

    @invariant()
    def first_hearings_are_in_order(self) -> None:
        assert self.first == list(range(1, len(self.first) + 1))

    @invariant()
    def never_more_than_the_window_is_open(self) -> None:
        assert sum(not sent.done.done() for sent in self.link.sent) <= 4

    def teardown(self) -> None:
        self.link.go_down()
        self.courier.work()
        self.link.start()
        for _ in range(self.said + 5):
            self.courier.work()
            self.city_acknowledges(4)
        assert len(self.heard) == self.said
        shutil.rmtree(self.folder)


TestBrokenLines = BrokenLines.TestCase
TestBrokenLines.settings = settings(max_examples=examples(40), stateful_step_count=30, deadline=None)
