"""A unit beside the road, as a board sees it: registered, heard, and in trouble when a test says so."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Self

from playwright.sync_api import Locator, Page, WebSocket

from city.contracts.crosswalk.devices import UnitFaultV1
from infra.crosswalk.roadside import CrosswalkClient
from infra.local.city import City
from tests.e2e.live.test_live import send_telemetry

TOPIC = "crosswalk.units"
_LOOK_MS = 30


class Unit:
    """`title` is how the board calls it. Off duty when the test is done with it: nobody hears of it any more."""

    def __init__(self, city: City, title: str, where: tuple[float, float] = (36.139, 128.421)) -> None:
        self._city = city
        self.name = f"flow-{time.time_ns() % 10**9}"
        self.title = title
        self._said = 1
        CrosswalkClient(city).do(
            "POST",
            "/units",
            unit=self.name,
            serial=self.name.upper(),
            name_ko=self.title,
            latitude=where[0],
            longitude=where[1],
        )
        send_telemetry(city, self.name, self._said)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        CrosswalkClient(self._city).do(
            "POST", f"/units/{self.name}/standing", standing="out_of_service", reason="시험이 끝났습니다"
        )

    def tell(self, *, raised: bool) -> None:
        """A lamp does not light any more, or does again."""
        self._said += 1
        fault = UnitFaultV1.model_validate(
            {
                "unit": self.name,
                "journal": "0a1b2c3d",
                "sequence": self._said,
                "at": datetime.now(UTC),
                "fault": "lamp_stuck_off",
                "lamp": "sign",
                "raised": raised,
            }
        )
        topic = f"dongne/crosswalk/{self.name}/faults"
        self._city.client("iot-data").publish(topic=topic, payload=fault.model_dump_json())

    def alarm(self, page: Page) -> Locator:
        """What the board says is to be done about it now."""
        return page.locator(".board-task", has_text=self.title)


class Wire:
    """What comes to a page by its WebSockets, and what it asks for besides."""

    def __init__(self, page: Page) -> None:
        self.lines = 0
        self.heard: list[Any] = []
        self.polls = 0
        self._page = page
        # Lines that have not been answered yet.
        self._asking: set[WebSocket] = set()
        page.on("websocket", self._listen)
        page.on("request", self._count)

    def _listen(self, line: WebSocket) -> None:
        self.lines += 1
        self._asking.add(line)
        line.on("framesent", lambda _: self._asking.add(line))
        line.on("framereceived", lambda frame: self._hear(line, frame))
        line.on("close", lambda _: self._asking.discard(line))

    def _hear(self, line: WebSocket, frame: str | bytes) -> None:
        self._asking.discard(line)
        self.heard.append(json.loads(frame))

    def settle(self) -> None:
        """Until the city has answered: a page whose clock is moved on before that takes it for one that does not."""
        while self._asking:
            self._page.wait_for_timeout(_LOOK_MS)

    def _count(self, request: Any) -> None:
        self.polls += "/api/live/changes" in request.url

    def changes(self, topic: str = TOPIC) -> Iterator[Any]:
        for told in self.heard:
            for news in told.get("topics", []):
                if news["topic"] == topic:
                    yield from news.get("changes") or []

    def severities(self, unit: Unit) -> list[str]:
        """Of each change that told of it, in their order, each number once."""
        numbered = {change["number"]: change for change in self.changes() if change["key"] == unit.name}
        return [numbered[number]["body"]["severity"] for number in sorted(numbered)]

    def missing(self) -> set[int]:
        """Numbers between the first change and the last that did not come."""
        numbers = {change["number"] for change in self.changes()}
        return set(range(min(numbers), max(numbers) + 1)) - numbers
