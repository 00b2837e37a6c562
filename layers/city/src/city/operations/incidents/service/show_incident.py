"""One incident whole: how it stands, its life step by step, and what was told of it."""

from collections.abc import Collection
from dataclasses import dataclass

from city.contracts.operations.staff.incidents import (
    IncidentFile,
    IncidentStep,
    MemberEvent,
    MemberMessage,
    MemberPage,
)
from city.kernel.errors import Invalid
from city.operations.incidents.announce import line_of
from city.operations.incidents.incident import Incident
from city.operations.incidents.lifecycle import steps_from
from city.operations.incidents.reports import Report
from city.operations.incidents.tables.correlation import CorrelationTables
from city.operations.incidents.tables.incidents import Incidents, StepRecord

MOST_MEMBERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMembers:
    incidents: Incidents
    tables: CorrelationTables

    def list(self, incident_id: str, limit: int, page: str | None) -> MemberPage:
        """Raises IncidentUnknown, Invalid."""
        incident = self.incidents.find(incident_id)
        # Reports name the incident they joined; it may have been merged since.
        ids = (incident.incident_id, *incident.absorbed)
        named, _, rest = (page or "").partition("!")
        if page and named not in ids:
            raise Invalid
        at = ids.index(named) if page else 0
        found: list[Report] = []
        following: str | None = rest or None
        while len(found) < limit and at < len(ids):
            members, following = self.tables.list_of(ids[at], limit - len(found), following)
            found += members
            if following is None:
                at += 1
        more = at < len(ids)
        return MemberPage(
            incident_id=incident.incident_id,
            events=tuple(_member(report) for report in found),
            next=f"{ids[at]}!{following or ''}" if more else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowIncident:
    incidents: Incidents
    list_members: ListMembers

    def show(self, incident_id: str, groups: Collection[str]) -> IncidentFile:
        """By its id, or by that of an incident that was merged into it. Raises IncidentUnknown."""
        incident = self.incidents.find(incident_id)
        return IncidentFile(
            asked=incident_id,
            line=line_of(incident),
            absorbed=incident.absorbed,
            timeline=self._timeline(incident),
            members=self.list_members.list(incident.incident_id, MOST_MEMBERS, None),
            steps_possible=steps_from(incident.shown_state, groups),
        )

    def _timeline(self, incident: Incident) -> tuple[IncidentStep, ...]:
        """What the city noted and what people did, in every incident that became this one, oldest first."""
        noted = [
            IncidentStep(
                at=mark.at, what=mark.what, by=None, by_name=None, about=mark.about, incident_id=incident.incident_id
            )
            for mark in incident.marks
        ]
        done = [
            _step(step) for each in (incident.incident_id, *incident.absorbed) for step in self.incidents.steps_of(each)
        ]
        return tuple(sorted((*noted, *done), key=lambda step: step.at))


def _step(record: StepRecord) -> IncidentStep:
    return IncidentStep(
        at=record.at,
        what=record.what,
        by=record.by,
        by_name=record.by_name,
        about=record.note or "",
        incident_id=record.incident,
    )


def _member(report: Report) -> MemberEvent:
    messages = sorted(report.messages, key=lambda each: (each.revision, each.reported_at))
    return MemberEvent(
        source=messages[0].source,
        source_id=messages[0].source_id,
        event=report.latest,
        withdrawn=report.is_cancelled,
        messages=tuple(
            MemberMessage(
                message_type=each.message_type,
                revision=each.revision,
                severity=each.severity,
                headline=each.headline,
                occurred_at=each.occurred_at,
                reported_at=each.reported_at,
            )
            for each in messages
        ),
    )
