"""Correlation: which incident each event is of, and what becomes of incidents that turn out to be one.

Incidents are the components of a graph over reports: two are neighbours if nodes of theirs are near (`Node.is_near`), or if
they are of one storm. New reports only ever add to it, so that incidents join and never part, and the result is the same
in whatever order, batch or number of times the events come. Only people cut it: what happens well after an end is
another incident (`lifecycle`).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from city.contracts.operations.city_event import CityEventV1
from city.operations.incidents.incident import Incident, incident_of, merge
from city.operations.incidents.lifecycle import ENDED, is_over_for, reopens
from city.operations.incidents.reports import Report, incident_id_of, ms_of, report_key
from city.operations.incidents.storms import Storms, storm_key_of
from city.operations.incidents.tracks import Node, Pack, Track, node_of

Outcome = Literal["opened", "joined", "repeated", "parked", "expired"]
Kept = Literal["report", "pack", "storms", "incident"]
FindIncidents = Callable[[Collection[str]], Mapping[str, Incident]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The keys of what has to be read before an event can be taken: reports, packs, storms."""

    reports: frozenset[str]
    packs: frozenset[str]
    storms: frozenset[str]


def wanted_of(events: Collection[CityEventV1]) -> Wanted:
    nodes = [node for event in events if (node := node_of(event)) is not None]
    storms = [key for event in events if (key := storm_key_of(event)) is not None]
    return Wanted(
        frozenset(report_key(event.source, event.source_id) for event in events),
        frozenset(key for node in nodes for key in node.packs_near()),
        frozenset(key.text for key in storms),
    )


@dataclass
class Correlation:
    """What has been read, and what events made of it. `find_incidents` reads what a merge leads to.

    - written: incidents as they stand in their table.
    - changed: the keys of what is to be written, of each kind.
    - now: what is noted in marks.
    """

    find_incidents: FindIncidents
    now: datetime
    reports: dict[str, Report] = field(default_factory=dict)
    packs: dict[str, Pack] = field(default_factory=dict)
    storms: dict[str, Storms] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    written: dict[str, Incident] = field(default_factory=dict)
    changed: set[tuple[Kept, str]] = field(default_factory=set)

    def saved(self) -> "Correlation":
        """A copy to go back to: all that is in it is immutable. What has been read is read for both."""
        return replace(
            self,
            reports=dict(self.reports),
            packs=dict(self.packs),
            storms=dict(self.storms),
            incidents=dict(self.incidents),
            changed=set(self.changed),
        )

    def prefetch(self, events: Collection[CityEventV1]) -> None:
        """Reads every incident that the events may lead to, at once."""
        found: set[str] = set()
        for event in events:
            report = self.reports.get(report_key(event.source, event.source_id))
            if report is not None and report.incident is not None:
                found.add(report.incident)
            node, storm = node_of(event), storm_key_of(event)
            if node is not None:
                found.update(track.incident for track in self._tracks_near(node))
            if storm is not None and storm.text in self.storms:
                found |= self.storms[storm.text].near(ms_of(event.reported_at))
        self._read(found)

    def root(self, incident_id: str) -> str:
        """The incident that goes on for one that was merged."""
        at = incident_id
        while True:
            self._read({at})
            following = self.incidents[at].merged_into
            if following is None:
                return at
            at = following

    def known_root(self, incident_id: str) -> str:
        """As far as it has been read: what is not, has not changed here."""
        at = incident_id
        while at in self.incidents and (following := self.incidents[at].merged_into) is not None:
            at = following
        return at

    def take(self, event: CityEventV1) -> Outcome:
        """Takes one event in. Raises ReportTooLarge."""
        key = report_key(event.source, event.source_id)
        before = self.reports.get(key, Report(key))
        if before.knows(event):
            return "repeated"
        after = before.with_message(event)
        if not after.is_active:
            self._put_report(after)
            return "parked" if after.is_parked else "expired"
        told = after.told if not before.is_active else (event,) if event in after.told else ()
        nodes = [node for each in told if (node := node_of(each)) is not None]
        linked = self._linked(before, after, nodes)
        storms, stormy = self._take_storm(after, told, linked)
        return self._settle(before, after, nodes, linked, storms, is_storm=stormy)

    # --- which incidents a report is linked with ---

    def _linked(self, before: Report, after: Report, nodes: Collection[Node]) -> set[str]:
        linked = {self.root(track.incident) for node in nodes for track in self._tracks_near(node)}
        own = self.root(before.incident) if before.incident is not None else None
        open_to = {each for each in linked if self._may_join(each, after)}
        return self._of_one_era(open_to, own) | ({own} if own is not None else set())

    def _may_join(self, incident_id: str, report: Report) -> bool:
        return not is_over_for(self.incidents[self.root(incident_id)].ended_at, report.moment)

    def _of_one_era(self, linked: set[str], own: str | None) -> set[str]:
        """Without what began well after another of them had ended: people parted them."""
        ends = [self.incidents[each].ended_at for each in linked]
        return {
            each
            for each in linked
            if each == own or not any(is_over_for(end, self.incidents[each].began_at) for end in ends)
        }

    def _tracks_near(self, node: Node) -> Iterator[Track]:
        for key in node.packs_near():
            pack = self.packs.get(key)
            if pack is not None:
                yield from pack.near(node)

    def _take_storm(
        self, report: Report, told: Collection[CityEventV1], linked: set[str]
    ) -> tuple[dict[str, Storms], bool]:
        """The storms as they are with a report, still to be settled. Adds what they link."""
        taken_storms: dict[str, Storms] = {}
        is_storm = False
        for event in told:
            key = storm_key_of(event)
            if key is None:
                continue
            storms = taken_storms.get(key.text) or self.storms.get(key.text) or Storms(key.text)
            taken = storms.take(event, key.places, may_join=lambda each: not each or self._may_join(each, report))
            taken_storms[key.text] = taken.storms
            linked |= {self.root(each) for each in taken.linked}
            is_storm = is_storm or taken.is_storm
        return taken_storms, is_storm

    # --- what becomes of them ---

    def _settle(
        self,
        before: Report,
        after: Report,
        nodes: Collection[Node],
        linked: set[str],
        storms: dict[str, Storms],
        *,
        is_storm: bool,
    ) -> Outcome:
        smallest = min(
            [(after.moment, after.key), *(self.incidents[each].lead.order for each in linked)],
        )
        target = incident_id_of(*smallest)
        incident = self._merged(target, linked) if linked else incident_of(target, after)
        if not linked and self._exists(target):
            # Of the same second and the same eight digits as another: it goes on under that one's id.
            incident = self.incidents[self.root(target)]
            target = incident.incident_id
        if reopens(incident.ended_at, after.moment) and incident.state in ENDED:
            incident = replace(incident, state="detected", ended_at=None, stepped_at_revision=incident.revision + 1)
            incident = incident.marked("reopened", self.now)
        if is_storm and not incident.storm:
            incident = replace(incident, storm=True).marked("storm", self.now)
        was = incident.severity if incident.count else None
        withdrawn, over = incident.is_withdrawn, incident.is_over
        at_rest = incident.count > 0 and incident.is_at_rest
        incident = incident.with_report(before if before.incident is not None else None, after)
        if was is not None and incident.severity is not was:
            incident = incident.marked("severity", self.now, incident.severity.value)
        if incident.is_withdrawn and not withdrawn:
            incident = incident.marked("withdrawn", self.now)
        if incident.is_over and not over:
            incident = incident.marked("over", self.now)
        if incident.is_at_rest and not at_rest:
            incident = incident.rested(self.now)
        self.incidents[target] = incident
        self.changed.add(("incident", target))
        self._put_report(replace(after, incident=target))
        for node in nodes:
            pack = self.packs.get(node.pack, Pack(node.pack))
            self._put_pack(pack.with_node(node, target, self.root))
        for key, settled in storms.items():
            now = settled.settled(target, self.known_root)
            if now != self.storms.get(key):
                self.storms[key] = now
                self.changed.add(("storms", key))
        return "joined" if linked else "opened"

    def _merged(self, target: str, linked: set[str]) -> Incident:
        """The incident that the linked ones become; each of the others points to it from now on."""
        parts = [self.incidents[each] for each in sorted(linked)]
        if len(parts) == 1 and parts[0].incident_id == target:
            return parts[0]
        whole = merge(target, parts)
        for part in parts:
            if part.incident_id != target:
                whole = whole.marked("merged", self.now, part.incident_id)
                self.incidents[part.incident_id] = replace(part, merged_into=target)
                self.changed.add(("incident", part.incident_id))
        return whole

    # --- reading and keeping ---

    def _exists(self, incident_id: str) -> bool:
        return incident_id in self.incidents

    def _read(self, ids: set[str]) -> None:
        wanted = {each for each in ids if each and each not in self.incidents}
        while wanted:
            unread = {each for each in wanted if each not in self.written}
            if unread:
                self.written.update(self.find_incidents(unread))
            found = {each: self.written[each] for each in wanted}
            self.incidents.update(found)
            following = {each.merged_into for each in found.values()}
            wanted = {each for each in following if each is not None and each not in self.incidents}

    def _put_report(self, report: Report) -> None:
        self.reports[report.key] = report
        self.changed.add(("report", report.key))

    def _put_pack(self, pack: Pack) -> None:
        if pack != self.packs.get(pack.key):
            self.packs[pack.key] = pack
            self.changed.add(("pack", pack.key))
