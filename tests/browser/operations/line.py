"""The city's end of a page's WebSocket for the room's topics, in a test's hands."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

INCIDENTS, ESCALATIONS = "operations.incidents", "operations.escalations"


class Line:
    """Keeps a log of each topic as the city does: a page that comes again hears what it missed."""

    def __init__(self, page: Page, cursor: int) -> None:
        self._last: defaultdict[str, int] = defaultdict(lambda: cursor)
        self._log: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self._open: list[WebSocketRoute] = []
        self.watched: set[str] = set()
        page.route_web_socket("**/live", self._answer)

    def tell(self, key: str, body: Mapping[str, Any], topic: str = INCIDENTS) -> None:
        self._last[topic] += 1
        number = self._last[topic]
        change = {"number": number, "key": key, "version": number, "at": "2026-10-21T01:00:00Z", "body": body}
        self._log[topic].append(change)
        for each in self._open:
            each.send(json.dumps({"type": "changes", "topics": [{"topic": topic, "changes": [change]}]}))

    def cut(self) -> None:
        while self._open:
            self._open.pop().close(code=1001)

    def _answer(self, route: WebSocketRoute) -> None:
        self._open.append(route)
        route.on_message(lambda text: self._hear(route, json.loads(text)))
        route.on_close(lambda *_: self._open.remove(route) if route in self._open else None)

    def _hear(self, route: WebSocketRoute, said: Any) -> None:
        if said["action"] not in ("watch", "more"):
            return
        news = []
        for each in said["topics"]:
            topic, after = each["topic"], each.get("cursor")
            self.watched.add(topic)
            missed = [] if after is None else [change for change in self._log[topic] if change["number"] > after]
            news.append(
                {"topic": topic, "changes": missed, "part": None, "after": after, "cursor": self._last[topic]}
                | {"more": False, "reset": after is None}
            )
        route.send(json.dumps({"type": "changes", "topics": news}))
