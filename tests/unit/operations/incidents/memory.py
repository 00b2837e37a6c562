"""Tables in memory, for what needs no cloud."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from city.contracts.operations.city_event import CityEventV1
from city.operations.incidents.correlate import Correlation, Outcome, wanted_of
from city.operations.incidents.incident import Incident
from city.operations.incidents.reports import Report
from city.operations.incidents.storms import Storms
from city.operations.incidents.tracks import Pack
from tests.unit.operations.incidents.oracle import BEGIN, Component, shown


class Memory:
    """Tables in memory: what is written in one batch is read in the next, and nothing else is known."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.packs: dict[str, Pack] = {}
        self.storms: dict[str, Storms] = {}
        self.incidents: dict[str, Incident] = {}
        self.reads = 0
        # Incidents of which it was told that they opened.
        self.opened: list[str] = []

    def take(self, events: Sequence[CityEventV1]) -> list[Outcome]:
        wanted = wanted_of(events)
        correlation = Correlation(
            find_incidents=self.find,
            now=BEGIN,
            reports={key: self.reports[key] for key in wanted.reports if key in self.reports},
            packs={key: self.packs[key] for key in wanted.packs if key in self.packs},
            storms={key: self.storms[key] for key in wanted.storms if key in self.storms},
        )
        more = [m for key in wanted.reports if key in self.reports for m in self.reports[key].messages]
        for key in wanted_of(more).packs:
            if key in self.packs:
                correlation.packs[key] = self.packs[key]
        for key in wanted_of(more).storms:
            if key in self.storms:
                correlation.storms[key] = self.storms[key]
        correlation.prefetch([*events, *more])
        outcomes = [correlation.take(event) for event in events]
        for kind, key in correlation.changed:
            if kind == "report":
                self.reports[key] = correlation.reports[key]
            elif kind == "pack":
                self.packs[key] = correlation.packs[key].pointing(correlation.known_root)
            elif kind == "storms":
                self.storms[key] = correlation.storms[key]
            else:
                self._keep(correlation.incidents[key])
        return outcomes

    def _keep(self, now: Incident) -> None:
        before = self.incidents.get(now.incident_id)
        if before is None and now.merged_into is None and not any(each in self.incidents for each in now.absorbed):
            self.opened.append(now.incident_id)
        self.incidents[now.incident_id] = replace(now, revision=now.revision + 1)

    def find(self, ids: Collection[str]) -> Mapping[str, Incident]:
        self.reads += 1
        return {each: self.incidents[each] for each in ids}

    def root(self, incident_id: str) -> str:
        while (following := self.incidents[incident_id].merged_into) is not None:
            incident_id = following
        return incident_id

    @property
    def going_on(self) -> list[Incident]:
        return [each for each in self.incidents.values() if each.merged_into is None]

    def components(self) -> set[Component]:
        members: dict[str, set[str]] = {}
        for report in self.reports.values():
            if report.incident is not None:
                members.setdefault(self.root(report.incident), set()).add(report.key)
        found = shown(list(self.incidents.values()), lambda each: frozenset(members[each]))
        assert sum(each.count for each in self.going_on) == sum(len(each) for each in members.values())
        return found
