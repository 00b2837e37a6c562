"""Writing what events came to: all of it or nothing, with what is to be told of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from city.aws.dynamo import Cancelled, all_or_nothing
from city.aws.observability import count
from city.operations.incidents.announce import event_of
from city.operations.incidents.correlate import Correlation
from city.operations.incidents.incident import Incident, Mark
from city.operations.incidents.tables.correlation import CorrelationTables
from city.operations.incidents.tables.incidents import Incidents, Tell, tell_entry

if TYPE_CHECKING:
    from pynamodb.connection import Connection

# What DynamoDB takes in one transaction.
MOST_ITEMS = 100
# Of a transaction that another was faster than; anything else that cancels one cancels it again.
_RACED = frozenset({"None", "ConditionalCheckFailed", "TransactionConflict", "ThrottlingError"})


class Raced(Exception):
    """Another worker wrote something that this one had read."""


class ItemsRefused(Exception):
    """DynamoDB takes no such item: one is too large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteCorrelated:
    connection: Connection
    tables: CorrelationTables
    incidents: Incidents

    def write(self, correlation: Correlation) -> Tell | None:
        """Writes what changed and leaves `correlation` as it stands then. Raises Raced, ItemsRefused.

        Returns what is to be told of it; None if nothing but reports changed.
        """
        if not correlation.changed:
            return None
        root, now = correlation.known_root, correlation.now
        reports = {
            key: replace(report, incident=root(report.incident) if report.incident else None)
            for key, report in correlation.reports.items()
            if ("report", key) in correlation.changed
        }
        packs = {k: p.pointing(root) for k, p in correlation.packs.items() if ("pack", k) in correlation.changed}
        storms = {k: s.settled("", root) for k, s in correlation.storms.items() if ("storms", k) in correlation.changed}
        changed = [_turned(each, correlation) for each in incidents_of(correlation)]
        tell = _tell_of(changed, correlation)
        try:
            with all_or_nothing(self.connection) as transaction:
                for incident in changed:
                    self.incidents.put(transaction, incident, now)
                    self.incidents.put_open(transaction, correlation.written.get(incident.incident_id), incident)
                reports = {key: self.tables.put_report(transaction, each, now) for key, each in reports.items()}
                packs = {key: self.tables.put_pack(transaction, each, now) for key, each in packs.items()}
                storms = {key: self.tables.put_storms(transaction, each, now) for key, each in storms.items()}
                if tell is not None:
                    self.incidents.put_tell(transaction, tell, now)
        except Cancelled as cancelled:
            if _RACED.issuperset(cancelled.codes):
                raise Raced from cancelled
            raise ItemsRefused from cancelled
        count("StormsBegun", sum(_begins_a_storm(each, correlation) for each in changed))
        correlation.reports |= reports
        correlation.packs |= packs
        correlation.storms |= storms
        correlation.incidents |= {each.incident_id: each for each in changed}
        correlation.written |= {each.incident_id: each for each in changed}
        correlation.changed.clear()
        return tell


def incidents_of(correlation: Correlation) -> list[Incident]:
    """What is to be written of incidents. One that was merged before it was ever written never was."""
    changed = (correlation.incidents[key] for kind, key in sorted(correlation.changed) if kind == "incident")
    return [each for each in changed if each.merged_into is None or each.incident_id in correlation.written]


def items_in(correlation: Correlation) -> int:
    """How many items a transaction would have at most: each incident may move in the list of open ones."""
    incidents = incidents_of(correlation)
    others = sum(kind != "incident" for kind, _ in correlation.changed)
    return others + sum(1 + _moves(correlation.written.get(each.incident_id), each) for each in incidents) + 1


def _moves(before: Incident | None, after: Incident) -> int:
    """Whether it is written anew among the open ones; more often than that it is never."""
    if before is None:
        return int(after.is_open)
    same = (before.is_open, before.shown_state, before.severity) == (after.is_open, after.shown_state, after.severity)
    return int(not same)


def _turned(incident: Incident, correlation: Correlation) -> Incident:
    """As it is written: one revision on, and without what never was."""
    absorbed = tuple(each for each in incident.absorbed if each in correlation.written or _was(each, correlation))
    written = correlation.written.get(incident.incident_id)
    revision = (written.revision if written is not None else 0) + 1
    turned = replace(incident, revision=revision, absorbed=absorbed)
    marks = tuple(mark for mark in turned.marks if mark.what != "merged" or mark.about in absorbed)
    if written is None and not absorbed:
        marks = (Mark(what="opened", at=correlation.now), *marks)
    stepped = min(turned.stepped_at_revision, revision)
    return replace(turned, marks=marks, stepped_at_revision=stepped)


def _begins_a_storm(incident: Incident, correlation: Correlation) -> bool:
    """A storm that goes on under another id began before."""
    before = [correlation.written.get(each) for each in (incident.incident_id, *incident.absorbed)]
    return (
        incident.storm and incident.merged_into is None and not any(each is not None and each.storm for each in before)
    )


def _was(incident_id: str, correlation: Correlation) -> bool:
    """Whether one that is not at hand was written: only what came up here may never have been."""
    return incident_id not in correlation.incidents


def _tell_of(changed: list[Incident], correlation: Correlation) -> Tell | None:
    if not changed:
        return None
    events = [
        event
        for each in changed
        if (event := event_of(correlation.written.get(each.incident_id), each, correlation.now)) is not None
    ]
    told = tuple((event.source, event.detail_type, event.model_dump_json()) for event in events)
    return Tell(tell_entry(changed, correlation.now), told, tuple(changed))
