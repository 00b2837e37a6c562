"""A page's line to a running city, by its door and without the page: one topic, each change once and in order."""

import json
import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from infra.local.calls import call
from infra.local.city import City
from infra.local.staff import staff_token


def take_ticket(city: City, who: str = "clerk") -> str:
    status, answer = call(city.door_url("/api/live/ticket"), b"", {"Authorization": staff_token(city, who)}, "POST")
    assert status == 200, answer
    return str(answer["ticket"])


def open_line(city: City, ticket: str | None) -> ClientConnection:
    """Raises InvalidStatus if the city refuses."""
    offered = None if ticket is None else [Subprotocol("dongne.v1"), Subprotocol(f"dongne.ticket.{ticket}")]
    address = city.door_url("/live").replace("http", "ws", 1)
    return connect(address, subprotocols=offered, proxy=None, open_timeout=60)


class Page:
    """`heard` is called with each change, once and in order."""

    def __init__(
        self, city: City, topic: str, cursor: int, *, who: str = "clerk", heard: Callable[[Any], None] = lambda _: None
    ) -> None:
        self.city, self.topic, self.cursor, self.who = city, topic, cursor, who
        self.numbers: list[int] = []
        self.resets = self.pushed = 0
        # Whether the city closed the line, and not `cut`.
        self.is_lost = False
        self._heard = heard
        self._waiting: dict[int, Any] = {}
        self._parts: dict[int, dict[int, str]] = {}
        self._line: ClientConnection | None = None
        self._until_cut = ExitStack()

    def connect(self) -> None:
        """Opens a line and asks for what was missed."""
        self._line = self._until_cut.enter_context(open_line(self.city, take_ticket(self.city, self.who)))
        self.is_lost = False
        self._ask("watch")

    def cut(self) -> None:
        """As a cable does: nobody says goodbye."""
        if self._line is not None:
            with suppress(OSError):
                self._line.socket.shutdown(socket.SHUT_RDWR)
        self._until_cut.close()
        self._line = None

    def listen(self, seconds: float) -> bool:
        """Takes one message. False if none came or the line is cut."""
        assert self._line is not None
        try:
            text = self._line.recv(timeout=seconds)
        except TimeoutError:
            if self._waiting:
                self._ask("more")
            return False
        except ConnectionClosed:
            self.is_lost = True
            return False
        for news in json.loads(text)["topics"]:
            self._take(news)
        return True

    def _take(self, news: Any) -> None:
        if news.get("reset"):
            self.cursor, self.resets = news["cursor"], self.resets + 1
            self._waiting.clear()
            return
        changes = list(news.get("changes", []))
        is_answer = news.get("after") == self.cursor
        self.pushed += 0 if "after" in news else len(changes)
        if self.cursor == 0 and is_answer:
            self.cursor = changes[0]["number"] - 1 if changes else news["cursor"]
        if part := news.get("part"):
            pieces = self._parts.setdefault(part["number"], {})
            pieces[part["part"]] = part["text"]
            if len(pieces) == part["parts"]:
                changes.append(json.loads("".join(pieces[at] for at in sorted(pieces))))
        self._waiting |= {change["number"]: change for change in changes if change["number"] > self.cursor}
        while change := self._waiting.pop(self.cursor + 1, None):
            self.cursor += 1
            self.numbers.append(self.cursor)
            self._heard(change)
        if is_answer and news.get("more"):
            self._ask("more")

    def _ask(self, action: str) -> None:
        assert self._line is not None
        place = {"topic": self.topic, "cursor": self.cursor, "part": len(self._parts.get(self.cursor + 1, {}))}
        self._line.send(json.dumps({"action": action, "topics": [place]}))
