"""From batches of identifiers, in any order and some of them twice, to people per zone and window, with coverage."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from city.kernel.errors import Rejected
from city.mobility.wifi.errors import UnknownZone
from city.mobility.wifi.sketches import Sketch, unite
from city.mobility.wifi.windows import Window

# Below this share of live access points a count is marked: people were there whom nobody could see.
LEAST_COVERAGE = 0.8


@dataclass(frozen=True, slots=True)
class Batch:
    """What one access point saw in one window and zone. With no identifiers it is a sign of life."""

    window: Window
    zone: str
    access_point: str
    identifiers: tuple[int, ...]
    received_at_s: float


@dataclass(frozen=True, slots=True)
class Count:
    """Distinct devices; None where no access point was heard, which is not nobody.

    `live` of the `planned` access points of the zone were heard; those on buses are of no plan. `coverage` is None
    where none is planned. Nothing is put in for those that were silent.
    """

    window: Window
    zone: str
    people: int | None
    live: int
    planned: int

    @property
    def coverage(self) -> float | None:
        return self.live / self.planned if self.planned else None

    @property
    def is_partial(self) -> bool:
        """To be marked wherever it is shown: too few access points were heard, or none is planned."""
        return self.coverage is None or self.coverage < LEAST_COVERAGE


class Tally:
    """Counts of many windows. `plan`: of each zone its fixed access points; none where only buses pass."""

    def __init__(self, plan: Mapping[str, frozenset[str]]) -> None:
        self._plan = dict(plan)
        self._sketches: dict[tuple[Window, str], Sketch] = {}
        self._heard: dict[tuple[Window, str], set[str]] = {}
        self.refused: Counter[str] = Counter()

    def add(self, batches: Iterable[Batch]) -> None:
        """What is refused (too late, too early, zone unknown, identifiers of another size) is counted by why."""
        for batch in batches:
            try:
                self._add(batch)
            except Rejected as error:
                self.refused[error.code] += 1

    def merge(self, other: "Tally") -> None:
        """What another worker counted of the same city; the same batches in both count once."""
        for sketch, heard in other.open_windows():
            self.take(sketch, heard)
        self.refused.update(other.refused)

    def take(self, sketch: Sketch, heard: Iterable[str]) -> None:
        """What was counted elsewhere, or before a restart, of one window and zone, and which access points were heard.

        Raises UnknownZone.
        """
        if sketch.scope not in self._plan:
            raise UnknownZone("a zone that no plan names")
        key = (sketch.window, sketch.scope)
        mine = self._sketches.get(key)
        self._sketches[key] = unite([sketch] if mine is None else [mine, sketch])
        self._heard.setdefault(key, set()).update(heard)

    def close(self, window: Window) -> list[Count]:
        """The counts of every planned zone, in order of their names; the window's sketches are gone after it."""
        counts = []
        for zone, planned in sorted(self._plan.items()):
            sketch = self._sketches.pop((window, zone), None)
            heard = self._heard.pop((window, zone), set())
            people = None if sketch is None else round(sketch.estimate())
            counts.append(Count(window, zone, people, len(heard & planned), len(planned)))
        return counts

    def open_windows(self) -> list[tuple[Sketch, frozenset[str]]]:
        """Of each window and zone that was not closed the sketch, and the access points that were heard."""
        return [(sketch, frozenset(self._heard[key])) for key, sketch in self._sketches.items()]

    @property
    def windows(self) -> list[Window]:
        """Those of which there is something, in order."""
        return sorted({window for window, _ in self._sketches})

    def _add(self, batch: Batch) -> None:
        batch.window.require_open(batch.received_at_s)
        if batch.zone not in self._plan:
            raise UnknownZone("a zone that no plan names")
        key = (batch.window, batch.zone)
        sketch = self._sketches.get(key) or Sketch(batch.window, batch.zone)
        sketch.add(batch.identifiers)
        self._sketches[key] = sketch
        self._heard.setdefault(key, set()).add(batch.access_point)
