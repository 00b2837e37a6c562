"""What others are told of an incident: the bus, and boards."""

from datetime import datetime

from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1
from city.contracts.operations.staff.incidents import IncidentLine
from city.operations.incidents.incident import SEVERITIES, Incident
from city.operations.incidents.kind_words import kind_ko

TOPIC = "operations.incidents"


def event_of(before: Incident | None, after: Incident, now: datetime) -> IncidentOpenedV1 | IncidentChangedV1 | None:
    """What a change is on the bus, if it is anything. `before`: as it was written last; None for a new one.

    A new id that goes on for incidents that were opened before is no new incident: theirs tell that they were merged.
    Nor is one that was over when it was told of: nobody has to answer it, so it is told as it stands.
    """
    if before is None and not after.absorbed and after.merged_into is None and after.is_open:
        return IncidentOpenedV1(
            event_id=IncidentOpenedV1.id_of(after.incident_id),
            occurred_at=now,
            correlation_id=after.incident_id,
            incident_id=after.incident_id,
            revision=after.revision,
            category=after.lead.category,
            kind=after.lead.kind,
            severity=after.severity,
            began_at=after.began_at,
            place=after.place,
            sources=after.sources,
            exercise=after.exercise,
        )
    change = _change_of(before, after)
    if change is None:
        return None
    return IncidentChangedV1.model_validate(
        {
            "event_id": IncidentChangedV1.id_of(after.incident_id, after.revision),
            "occurred_at": now,
            "correlation_id": after.incident_id,
            "incident_id": after.incident_id,
            "revision": max(2, after.revision),
            "change": change,
            "state": after.shown_state,
            "category": after.lead.category,
            "kind": after.lead.kind,
            "severity": after.severity,
            "began_at": after.began_at,
            "place": after.place,
            "sources": after.sources,
            "merged_into": after.merged_into,
            "exercise": after.exercise,
        }
    )


def _change_of(before: Incident | None, after: Incident) -> str | None:
    """The weightiest of what changed. That another member of a source that was known came is told to boards only."""
    if before is None:
        # It goes on for others: whoever knew them reads it whole.
        return "events" if after.is_open or after.absorbed or after.merged_into else "state"
    if before.merged_into != after.merged_into:
        return "merged"
    if before.shown_state != after.shown_state:
        return "state"
    if before.severity is not after.severity:
        return "severity"
    if before.place != after.place:
        return "place"
    said = (before.sources, before.sources_over) != (after.sources, after.sources_over)
    return "events" if said else None


def line_of(incident: Incident) -> IncidentLine:
    return IncidentLine(
        incident_id=incident.incident_id,
        revision=incident.revision,
        state=incident.shown_state,
        category=incident.lead.category,
        kind=incident.lead.kind,
        kind_ko=kind_ko(incident.lead.category, incident.lead.kind),
        severity=incident.severity,
        headline=incident.lead.headline,
        began_at=incident.began_at,
        last_at=incident.last_at,
        acknowledged_at=incident.acknowledged_at,
        dispatched_at=incident.dispatched_at,
        ended_at=incident.ended_at or (incident.rested_at if incident.is_at_rest else None),
        place=incident.place,
        sources=incident.sources,
        sources_over=incident.sources_over,
        count=incident.count,
        withdrawn=incident.withdrawn,
        storm=incident.storm,
        exercise=incident.exercise,
        merged_into=incident.merged_into,
    )


def rank_of(incident: Incident) -> str:
    """Sorts open incidents worst first: what is real before drills, by severity, then what nobody answers, then age."""
    answered = {"detected": 0, "acknowledged": 1}.get(incident.shown_state, 2)
    severity = SEVERITIES.index(incident.severity)
    return f"{int(incident.exercise)}{severity}{answered}{incident.incident_id}"
