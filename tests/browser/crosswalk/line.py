"""The city's end of a page's WebSocket, in a test's hands: it tells what the test says, and breaks when the test says."""

import json
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

TOPIC = "crosswalk.units"


class Line:
    """Keeps a log as the city does: a page that comes again hears what it missed."""

    def __init__(self, page: Page, cursor: int) -> None:
        self._begin = self._last = cursor
        self._log: list[dict[str, Any]] = []
        self._open: list[WebSocketRoute] = []
        self.connections = 0
        self.refuses = False
        page.route_web_socket("**/live", self._answer)
        page.route("**/api/live/changes*", lambda route: route.fulfill(json=self._news(_after(route.request.url))))

    def tell(self, key: str, body: Mapping[str, Any]) -> None:
        self._last += 1
        change = {"number": self._last, "key": key, "version": self._last, "at": "2026-10-21T01:00:00Z", "body": body}
        self._log.append(change)
        for each in self._open:
            each.send(json.dumps({"type": "changes", "topics": [{"topic": TOPIC, "changes": [change]}]}))

    def cut(self) -> None:
        """As when the city is started anew."""
        while self._open:
            self._open.pop().close(code=1001)

    def _answer(self, route: WebSocketRoute) -> None:
        if self.refuses:
            route.close(code=1011)
            return
        self.connections += 1
        self._open.append(route)
        route.on_message(lambda text: self._hear(route, json.loads(text)))
        route.on_close(lambda *_: self._open.remove(route) if route in self._open else None)

    def _hear(self, route: WebSocketRoute, said: Any) -> None:
        if said["action"] == "ping":
            route.send(json.dumps({"type": "pong", "topics": [self._pong(each["cursor"]) for each in said["topics"]]}))
        elif said["action"] in ("watch", "more"):
            news = [self._news(each.get("cursor")) for each in said["topics"]]
            route.send(json.dumps({"type": "changes", "topics": news}))

    def _pong(self, cursor: int) -> dict[str, Any]:
        return {"topic": TOPIC, "after": cursor, "cursor": cursor, "more": cursor < self._last}

    def _news(self, after: int | None) -> dict[str, Any]:
        missed = [each for each in self._log if each["number"] > (after or 0)]
        return {"topic": TOPIC, "changes": missed, "part": None, "after": after, "cursor": self._last, "more": False}


def _after(url: str) -> int:
    return int(url.rpartition("after=")[2])
