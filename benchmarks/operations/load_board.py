"""A board's page under a load: it reads the list, follows it by cursor, and knows when each event came onto it."""

import time
from bisect import bisect_right, insort
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from websockets.exceptions import WebSocketException

from infra.local.city import City
from infra.local.machine.trouble import CityTrouble
from infra.operations.room import Person
from tests.e2e.live.page import Page

TOPIC = "operations.incidents"


@dataclass(slots=True)
class Told:
    """What was told so far. An event's own moment is when it was told; those of a happening grow."""

    mark: str
    ids: list[tuple[str, str]] = field(default_factory=list)
    # By the headline that all events of a happening have, and with them its line.
    moments: dict[str, list[datetime]] = field(default_factory=dict)

    def is_ours(self, line: Mapping[str, Any]) -> bool:
        return str(line["headline"]).startswith(self.mark)


class Board:
    def __init__(self, city: City, person: Person, told: Told) -> None:
        shown = person.read("/incidents/board")
        self.backwards = self.refused = 0
        self.delays_ms: list[float] = []
        self._lines: dict[str, dict[str, Any]] = {line["incident_id"]: line for line in shown["incidents"]}
        self._told = told
        # By headline: how many of a happening's moments have been looked at, which of those wait, how many are counted.
        self._looked: dict[str, int] = {}
        self._waiting: dict[str, list[datetime]] = {}
        self._counted: dict[str, int] = {}
        self._began = int(shown["cursor"])
        self._page = Page(city, TOPIC, self._began, who="operator", heard=self._hear)

    def lines(self) -> dict[str, dict[str, Any]]:
        """The lines of this load's incidents, by their ids."""
        return {name: line for name, line in list(self._lines.items()) if self._told.is_ours(line)}

    @property
    def gaps(self) -> int:
        """Numbers that were left out or came again, and lists that had to be read anew."""
        numbers = self._page.numbers
        begin = self._began or (numbers[0] - 1 if numbers else 0)
        return self._page.resets + sum(n != at for at, n in enumerate(numbers, start=begin + 1))

    def connect(self) -> None:
        """Until it is connected, as a page does that is refused."""
        while True:
            try:
                self._page.connect()
            except (WebSocketException, OSError, CityTrouble, AssertionError):
                self.refused += 1
                self.cut()
                time.sleep(0.2)
            else:
                return

    def cut(self) -> None:
        self._page.cut()

    def listen(self, seconds: float) -> None:
        """Takes one message; connects again where the city closed the line."""
        with suppress(WebSocketException, OSError):
            self._page.listen(seconds)
        if self._page.is_lost:
            self.cut()
            self.connect()

    def _hear(self, change: Any) -> None:
        now, line = datetime.now(UTC), change["body"]
        before = self._lines.get(change["key"])
        if line["merged_into"] is not None:
            self._lines.pop(change["key"], None)
            return
        if before is not None and change["version"] <= before["revision"]:
            self.backwards += change["version"] < before["revision"]
            return
        self._lines[change["key"]] = line
        if self._told.is_ours(line):
            self._time(line, now)

    def _time(self, line: Mapping[str, Any], now: datetime) -> None:
        """A count that grew counts the newest of those that wait and were told up to the line's last moment.

        The one of that moment is among its members for certain; which of the earlier ones are, a line does not say.
        """
        name, last = line["headline"], datetime.fromisoformat(line["last_at"])
        waiting, told = self._waiting.setdefault(name, []), self._told.moments[name]
        looked = self._looked.get(name, 0)
        until = max(looked, bisect_right(told, last))
        for moment in told[looked:until]:
            insort(waiting, moment)
        self._looked[name] = until
        for _ in range(line["count"] - self._counted.get(name, 0)):
            if at := bisect_right(waiting, last):
                self.delays_ms.append((now - waiting.pop(at - 1)).total_seconds() * 1000)
        self._counted[name] = max(self._counted.get(name, 0), line["count"])
