"""Storms: a source that tells of too many places at once tells of itself, and all of it is one incident.

A source's tokens are worth so many places within a minute, by the moment at which it told (so that devices with wrong
clocks count where they should). Minutes with more are a storm: every report in it, and every one shortly before or after
it, is a member of one incident, with an exact count. Like all of correlation it is a function of the set: the places
within any minute, not those since a bucket was last filled, decide; so an order, a batch or a delay changes nothing, and
a report that comes late can only join, never leave.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from city.contracts.operations.city_event import CityEventV1, MessageType
from city.operations.incidents.places import spot_of
from city.operations.incidents.reports import ms_of, report_key

WINDOW = timedelta(minutes=1)
# So long after its last report, or before its first, a storm still takes a source's reports in.
LINGER = timedelta(minutes=10)
_WINDOW_MS, _LINGER_MS = (int(each.total_seconds() * 1000) for each in (WINDOW, LINGER))
# Of more than so many, what is older than the newest by more is forgotten: a report that late joins no storm.
_MOST_KEPT, _KEPT_MS = 300, int(timedelta(hours=6).total_seconds() * 1000)
# Things behind one gateway share what fails; two of them may tell of two things in a minute.
_PLACES_OF_A_GATEWAY, _PLACES_OF_A_SOURCE = 2, 20
# People call for themselves, however many call at once: an agency's calls and what an operator writes down are never
# folded into one. Silence has rules of its own. A prefix ends at a dot or at the end.
_NEVER = ("agency", "operator", "silence")


@dataclass(frozen=True, slots=True)
class StormKey:
    """Whose tokens: of one source, behind one gateway, in one category; a drill has its own."""

    text: str
    places: int


def storm_key_of(event: CityEventV1) -> StormKey | None:
    """None for a source that is never in a storm, and for the word that something is over: many of those are good news."""
    over = event.message_type is MessageType.UPDATE and event.valid_until == event.reported_at
    if over or event.source.partition(".")[0] in _NEVER:
        return None
    drill = "drill." if event.exercise else ""
    places = _PLACES_OF_A_GATEWAY if event.gateway else _PLACES_OF_A_SOURCE
    return StormKey(f"storm#{drill}{event.source}#{event.gateway or ''}#{event.category.value}", places)


def place_of(event: CityEventV1) -> str:
    """What counts as one place: its spot, the thing, or the report itself."""
    spot = spot_of(event.place) if event.place is not None else None
    if spot is not None:
        return f"{spot[0]}:{spot[1]}"
    return event.asset or report_key(event.source, event.source_id)


@dataclass(frozen=True, slots=True)
class Run:
    """Reports of one place and one incident, no two further apart than a minute: any minute that meets it has one."""

    place: str
    first_ms: int
    last_ms: int
    incident: str


@dataclass(frozen=True, slots=True)
class Blow:
    """One storm: minutes with more places than tokens, joined where they lie closer than `LINGER`."""

    first_ms: int
    last_ms: int
    incident: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What a report did: how the storms are with it, which incidents became one with its own, whether it is in a storm."""

    storms: "Storms"
    linked: frozenset[str]
    is_storm: bool


@dataclass(frozen=True, slots=True)
class Storms:
    """What is known of the storms of one key. `version`: of the item it was read from, 0 for none."""

    key: str
    blows: tuple[Blow, ...] = ()
    runs: tuple[Run, ...] = ()
    version: int = 0

    def near(self, at_ms: int) -> set[str]:
        """Every incident that a report at a moment could be linked with: to be read beforehand."""
        far = _LINGER_MS + _WINDOW_MS
        return {each.incident for each in self._stretches if _gap(each, at_ms, at_ms) <= far}

    def take(self, event: CityEventV1, places: int, *, may_join: Callable[[str], bool]) -> Taken:
        """What a report does. `may_join` says of an incident whether it is still open to this report.

        The report itself is a run of the incident "", to be `settled` once it is known which it joins.
        """
        at_ms, far = ms_of(event.reported_at), _LINGER_MS + _WINDOW_MS
        own = Run(place_of(event), at_ms, at_ms, "")

        def within_reach(each: Run | Blow) -> bool:
            return _gap(each, at_ms, at_ms) <= far and may_join(each.incident)

        blows, runs = [b for b in self.blows if within_reach(b)], [r for r in self.runs if within_reach(r)]
        touched = [blow for blow in blows if _gap(blow, at_ms, at_ms) <= _LINGER_MS]
        linked = {blow.incident for blow in touched}
        kept = [blow for blow in self.blows if blow not in blows]
        stormy = _stormy(at_ms, (*runs, own), places)
        if stormy is not None:
            first, last = stormy
            hulled = [blow for blow in blows if _gap(blow, first, last) <= _LINGER_MS]
            blows = [blow for blow in blows if blow not in hulled]
            first = min([first, *(blow.first_ms for blow in hulled)])
            last = max([last, *(blow.last_ms for blow in hulled)])
            linked |= {blow.incident for blow in hulled}
            linked |= {run.incident for run in runs if _gap(run, first, last) <= _LINGER_MS}
            blows.append(Blow(first, last, ""))
        after = replace(self, blows=(*kept, *blows), runs=(*self.runs, own))
        return Taken(after, frozenset(linked - {""}), is_storm=stormy is not None or bool(touched))

    def settled(self, incident: str, root: Callable[[str], str]) -> "Storms":
        """With the report that was taken last at its incident. `root` follows merges, as far as they are known."""
        blows = tuple(replace(blow, incident=root(blow.incident or incident)) for blow in self.blows)
        runs: list[Run] = []
        for run in sorted(self.runs, key=lambda each: (each.place, each.first_ms)):
            now = replace(run, incident=root(run.incident or incident))
            before = runs[-1] if runs else None
            if (
                before is not None
                and (before.place, before.incident) == (now.place, now.incident)
                and now.first_ms - before.last_ms <= _WINDOW_MS
            ):
                runs[-1] = replace(before, last_ms=max(before.last_ms, now.last_ms))
            else:
                runs.append(now)
        # What lies deep in a storm makes no minute outside of it stormy.
        kept = [run for run in runs if not any(_is_deep(run, blow) for blow in blows)]
        return _without_the_old(replace(self, blows=blows, runs=tuple(kept)))

    @property
    def _stretches(self) -> tuple[Run | Blow, ...]:
        return (*self.blows, *self.runs)


def _without_the_old(storms: Storms) -> Storms:
    if len(storms.blows) + len(storms.runs) <= _MOST_KEPT:
        return storms
    newest = max([*(blow.last_ms for blow in storms.blows), *(run.last_ms for run in storms.runs)])
    return replace(
        storms,
        blows=tuple(blow for blow in storms.blows if blow.last_ms >= newest - _KEPT_MS),
        runs=tuple(run for run in storms.runs if run.last_ms >= newest - _KEPT_MS),
    )


def _gap(each: Run | Blow, first_ms: int, last_ms: int) -> int:
    """How far a stretch of time lies from another; 0 where they meet."""
    return max(0, each.first_ms - last_ms, first_ms - each.last_ms)


def _is_deep(run: Run, blow: Blow) -> bool:
    return blow.first_ms + _WINDOW_MS < run.first_ms and run.last_ms < blow.last_ms - _WINDOW_MS


def _stormy(at_ms: int, runs: Sequence[Run], places: int) -> tuple[int, int] | None:
    """From the first to the last of all minutes around a moment in which there are more places than tokens.

    A minute is named by its beginning; a run is met by those that begin between a minute before it and its end. Where the
    most are met the first minute begins with one of these stretches, and the last one ends with one.
    """
    low, high = at_ms - _WINDOW_MS, at_ms
    met = [
        (run.place, max(low, run.first_ms - _WINDOW_MS), min(high, run.last_ms))
        for run in runs
        if run.first_ms - _WINDOW_MS <= high and low <= run.last_ms
    ]
    if len({place for place, _, _ in met}) <= places:
        return None

    def is_stormy(begin: int) -> bool:
        return len({place for place, first, last in met if first <= begin <= last}) > places

    firsts = [first for first in sorted({first for _, first, _ in met}) if is_stormy(first)]
    lasts = [last for last in sorted({last for _, _, last in met}) if is_stormy(last)]
    return (firsts[0], lasts[-1] + _WINDOW_MS) if firsts else None
