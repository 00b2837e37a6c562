"""Whatever happens in whatever order, a page misses nothing and is told nothing twice.

A page here does what `web/shell/live/follower.js` does; the city is the real one, over moto.
"""

from dataclasses import dataclass, field
from typing import Any

import boto3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from city.contracts.live.messages import Place
from tests.effort import examples
from tests.integration.conftest import empty_cloud
from tests.integration.live_in_moto import TOPIC, LiveInMoto


@dataclass
class Page:
    live: LiveInMoto
    cursor: int
    connection: str | None = None
    # Since the page read its list last.
    seen: list[int] = field(default_factory=list)
    waiting: dict[int, Any] = field(default_factory=dict)
    inbox: list[Any] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)
    resets: int = 0

    def connect(self) -> None:
        if self.connection is None:
            self.connection = self.live.connect()
            self.ask("watch")

    def ask(self, action: str) -> None:
        if self.connection is not None:
            self.answers.append(self.live.say(self.connection, action, {"topic": TOPIC, "cursor": self.cursor}))

    def cut(self, *, noticed: bool) -> None:
        if self.connection is not None:
            self.live.cut(self.connection, noticed=noticed)
        self.connection = None
        # What was on its way is lost with the connection.
        self.inbox.clear()
        self.answers.clear()

    def fetch(self) -> None:
        """What was posted is on its way."""
        if self.connection in self.live.wire.posted:
            self.inbox += self.live.wire.take(self.connection)

    def hear_answer(self) -> bool:
        """Whether there is more to be asked for."""
        (news,) = self.answers.pop(0)["topics"]
        if news["after"] != self.cursor:
            return bool(self.connection)
        if news.get("reset"):
            self.cursor, self.seen, self.resets = news["cursor"], [], self.resets + 1
            self.waiting.clear()
            return False
        changes = news.get("changes", [])
        if self.cursor == 0:
            self.cursor = changes[0]["number"] - 1 if changes else news["cursor"]
        self.keep(changes)
        return bool(news.get("more"))

    def hear(self, at: int) -> None:
        """One of the messages on their way, not the first sent in any case; it may come again."""
        (news,) = self.inbox[at % len(self.inbox)]["topics"]
        self.keep(news["changes"])

    def keep(self, changes: list[Any]) -> None:
        for change in changes:
            if change["number"] > self.cursor:
                self.waiting[change["number"]] = change
        while (change := self.waiting.pop(self.cursor + 1, None)) is not None:
            self.cursor += 1
            self.seen.append(self.cursor)
            assert change["number"] == self.cursor
        self.waiting = {number: change for number, change in self.waiting.items() if number > self.cursor}

    def catch_up(self) -> None:
        self.connect()
        self.fetch()
        for at in range(len(self.inbox)):
            self.hear(at)
        for _ in range(200):
            self.ask("more")
            more = [self.hear_answer() for _ in range(len(self.answers))]
            if not any(more):
                return
        raise AssertionError("there was always more")


STEPS = st.one_of(
    st.tuples(st.just("publish"), st.integers(1, 5)),
    st.tuples(st.just("again"), st.integers(0, 3)),
    st.tuples(st.just("connect"), st.just(0)),
    st.tuples(st.just("cut"), st.integers(0, 1)),
    st.tuples(st.just("hear"), st.integers(0, 9)),
    st.tuples(st.just("answer"), st.just(0)),
    st.tuples(st.just("lose"), st.integers(0, 9)),
    st.tuples(st.just("forget"), st.integers(0, 6)),
)


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.tuples(STEPS, st.integers(0, 1)), min_size=10, max_size=30))
def test_no_order_of_things_makes_a_gap_or_a_repeat(steps: list[tuple[tuple[str, int], int]]) -> None:
    with empty_cloud():
        live = LiveInMoto().build()
        pages = [Page(live, 0), Page(live, 0)]
        published: list[Any] = []
        is_forgotten = False
        for (step, amount), which in steps:
            page = pages[which]
            match step:
                case "publish":
                    new = [live.change(f"unit-{at}", version=len(published) + at + 1) for at in range(amount)]
                    published += new
                    assert live.publish(*new) == []
                case "again" if published:
                    # The queue brings it again, after whatever came since.
                    assert live.publish(published[-1 - amount % len(published)]) == []
                case "connect":
                    page.connect()
                case "cut":
                    page.cut(noticed=bool(amount))
                case "hear":
                    page.fetch()
                    if page.inbox:
                        page.hear(amount)
                case "answer" if page.answers:
                    if page.hear_answer():
                        page.ask("more")
                case "lose":
                    page.fetch()
                    del page.inbox[amount:]
                case "forget":
                    is_forgotten |= forget_all_but(live, amount)
        for page in pages:
            page.catch_up()
            assert page.cursor == head_of(live)
            # In one run; from the very first, unless it was told to read its list again.
            assert page.seen == list(range(page.cursor - len(page.seen) + 1, page.cursor + 1))
            assert page.resets > 0 or len(page.seen) == len(published)
            assert is_forgotten or page.resets == 0


def head_of(live: LiveInMoto) -> int:
    cursor = live.poll.show_changes.show(Place(topic=TOPIC), ["clerk"]).cursor
    assert cursor is not None
    return cursor


def forget_all_but(live: LiveInMoto, newest: int) -> bool:
    """As DynamoDB does with what has expired. Whether there was any."""
    items = boto3.resource("dynamodb").Table("ChangesTable").scan()["Items"]
    numbers = [int(item["number"]) for item in items if item["topic"] == TOPIC and item["number"] > 0]
    old = [number for number in numbers if number <= head_of(live) - newest]
    live.forget_changes(TOPIC, old)
    return bool(old)
