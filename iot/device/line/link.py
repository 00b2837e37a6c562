"""What a line to the city is: publishing answers with a future, what comes in is handed over on the line's own thread.

Nothing here waits, so that whatever a device does besides never hears of it.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final, Protocol

# QoS 1 publishes that may wait for their acknowledgement (AWS IoT Core, quotas of the message broker).
MOST_IN_FLIGHT: Final = 100

# Called on the line's own thread with topic and payload: take it and return at once.
MessageHandler = Callable[[str, bytes], None]


class LinkDown(Exception):
    """Not connected, or the connection ended before the broker acknowledged. Send it again."""


class LinkBusy(Exception):
    """The connection's share of publishes or bytes for this moment is used up. Come back a little later."""


class PublishRefused(Exception):
    """The broker refused the message itself, and would again: by policy, by size, by its topic."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What a device says of itself on one topic, retained: when it comes, and when it goes or breaks off."""

    topic: str
    connected: bytes
    # The good-bye, and the last will.
    disconnected: bytes


class Link(Protocol):
    """A line to the city."""

    @property
    def connected(self) -> bool: ...

    def listen(self, topic_filter: str, heard: MessageHandler) -> None:
        """Subscribes, now and after every reconnection. Before `start`."""
        ...

    def when_connected(self, opened: Callable[[], None]) -> None:
        """Called after every connection once all subscriptions stand. Before `start`."""
        ...

    def start(self) -> None: ...

    def stop(self) -> None:
        """Says good-bye: no last will."""
        ...

    def publish(self, topic: str, payload: bytes, *, retain: bool = False, urgent: bool = False) -> Future[None]:
        """QoS 1. The future ends with the broker's acknowledgement, or with LinkDown or PublishRefused.

        Raises LinkBusy; urgent messages (a shadow, a job) may use a reserve that the journal may not.
        """
        ...


def matches(topic_filter: str, topic: str) -> bool:
    """Whether a topic falls under a filter (MQTT 5, 4.7): `+` is one level, `#` the rest."""
    wanted, given = topic_filter.split("/"), topic.split("/")
    if topic.startswith("$") != topic_filter.startswith("$"):
        return False
    for place, level in enumerate(wanted):
        if level == "#":
            return True
        if place >= len(given) or level not in ("+", given[place]):
            return False
    return len(wanted) == len(given)
