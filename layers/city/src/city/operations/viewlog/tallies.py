"""How often cameras were looked through: by camera, by kind of event, by who asked, as the ministry's relay counts them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from city.contracts.operations.viewlog import ViewEntryV1, ViewOutcome

_COUNTED = {
    ViewOutcome.VIEW: "views",
    ViewOutcome.REFUSAL: "refusals",
    ViewOutcome.EXPORT: "exports",
    ViewOutcome.DISCLOSURE: "exports",
}
UNKNOWN = "-"


@dataclass(slots=True)
class Counts:
    views: int = 0
    refusals: int = 0
    exports: int = 0

    def add(self, what: str) -> None:
        setattr(self, what, getattr(self, what) + 1)


@dataclass(slots=True)
class Tallies:
    total: Counts = field(default_factory=Counts)
    cameras: dict[str, Counts] = field(default_factory=dict)
    events: dict[str, Counts] = field(default_factory=dict)
    requests: dict[str, Counts] = field(default_factory=dict)
    # What each camera was called last.
    camera_names: dict[str, str] = field(default_factory=dict)


def tally(entries: Iterable[ViewEntryV1]) -> Tallies:
    """Exercises are not counted."""
    tallies = Tallies()
    for entry in entries:
        what = _COUNTED.get(entry.outcome)
        if what is None or entry.exercise:
            continue
        tallies.total.add(what)
        if entry.camera and entry.camera_name:
            tallies.camera_names[entry.camera] = entry.camera_name
        for counts, name in (
            (tallies.cameras, entry.camera),
            (tallies.events, entry.event_kind),
            (tallies.requests, entry.organisation),
        ):
            counts.setdefault(name or UNKNOWN, Counts()).add(what)
    return tallies


def ranked(counts: dict[str, Counts]) -> list[tuple[str, Counts]]:
    """Most views first, then by name."""
    return sorted(counts.items(), key=lambda item: (-item[1].views, item[0]))
