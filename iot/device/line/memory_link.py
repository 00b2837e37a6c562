"""A line that ends in this process: for a bench without a city, and for tests."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from iot.device.line.link import LinkBusy, LinkDown, MessageHandler, matches


@dataclass(slots=True)
class Sent:
    """A message that a MemoryLink was given."""

    topic: str
    payload: bytes
    retain: bool
    done: "Future[None]"


class MemoryLink:
    """A line that ends in this process: for a bench without a city, and for tests.

    It acknowledges at once, or with `acknowledge`; `go_down` fails whatever is not acknowledged.
    """

    def __init__(self, *, at_once: bool = True) -> None:
        self._at_once = at_once
        self._heard: dict[str, MessageHandler] = {}
        self._opened: list[Callable[[], None]] = []
        self.connected = False
        self.sent: list[Sent] = []
        self.busy = False
        # Nobody reads what a bench sends for weeks.
        self.keeps = 10_000

    def listen(self, topic_filter: str, heard: MessageHandler) -> None:
        self._heard[topic_filter] = heard

    def when_connected(self, opened: Callable[[], None]) -> None:
        self._opened.append(opened)

    def start(self) -> None:
        self.connected = True
        for opened in self._opened:
            opened()

    def stop(self) -> None:
        self.go_down()

    def go_down(self) -> None:
        self.connected = False
        for each in self.sent:
            if not each.done.done():
                each.done.set_exception(LinkDown("the line was cut"))

    def publish(self, topic: str, payload: bytes, *, retain: bool = False, urgent: bool = False) -> "Future[None]":
        done: Future[None] = Future()
        if not self.connected:
            done.set_exception(LinkDown("not connected"))
            return done
        if self.busy and not urgent:
            raise LinkBusy
        del self.sent[: -self.keeps]
        self.sent.append(Sent(topic, payload, retain, done))
        if self._at_once:
            done.set_result(None)
        return done

    def acknowledge(self, count: int) -> None:
        """The broker acknowledges the `count` oldest that wait for it."""
        for each in [sent for sent in self.sent if not sent.done.done()][:count]:
            each.done.set_result(None)

    def hear(self, topic: str, payload: bytes) -> None:
        """A message from the city arrives."""
        for topic_filter, heard in self._heard.items():
            if matches(topic_filter, topic):
                heard(topic, payload)
